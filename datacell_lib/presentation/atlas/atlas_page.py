"""The atlas of an area: what its page holds for the scripts that draw it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import geopandas as gpd
import pandas as pd

from datacell_lib.files.contact import Contact
from datacell_lib.files.nouns import Noun
from datacell_lib.governance.release import Released
from datacell_lib.presentation.atlas.atlas_content import (
    PLACE,
    describe_layer,
    list_districts,
    list_known,
    list_names,
    list_values,
    list_wider,
    require_each_once,
    write_json,
    write_number,
)
from datacell_lib.presentation.atlas.atlas_outcomes import describe_outcome
from datacell_lib.presentation.atlas.atlas_services import describe_services
from datacell_lib.presentation.atlas.lenses import list_lenses
from datacell_lib.presentation.atlas.shape_coding import code_shapes
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.published import Published, describe_shown
from datacell_lib.presentation.source_line import describe_sources
from datacell_lib.schema import AREA_CODE, AREAS, DISTRICT_CODE, MSOA_CODE

# The files beside the book that the page asks for, in the order in which they are to run.
STYLES = ("leaflet.css", "atlas.css")
SCRIPTS = ("leaflet", "postcodes", "shapes", "values", "map", "table", "services", "card")
SCRIPTS += ("controls", "search", "view", "atlas")  # the last puts them together
# What an HTML parser could take for the end of a script, and JavaScript for the end of a line.
UNSAFE = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}


@refuse_unreleased
def show_atlas(
    released: Released,
    *,
    layers: Released,
    title: str,
    nation: str,
    noun: Noun,
    services: tuple[Released, ...] = (),
    deaths: Released | None = None,
    afterwards: bool = False,
    contact: Contact | None = None,
) -> Published:
    """Show neighbourhoods as an atlas; the table that is its equal must come after it on its page.

    Parameters
    ----------
    released : Released
        Neighbourhoods in the order of that table, with the columns of `PLACE` and of the layers;
        shapes in EPSG:27700.
    layers : Released
        What `WorkedIndex.layers` returns. What is not `native` is named, and not drawn.
    title : str
        What the area is called.
    nation : str
        What ranks are among.
    noun : Noun
        What report districts are called.
    services : tuple of Released
        What `describe_services` takes; none where the area names no lists of services.
    deaths : Released, optional
        What `list_place_rates` returns of deaths by MSOA: each neighbourhood, which then needs
        `msoa_code`, is drawn like the MSOA that it is in, and said to be.
    afterwards : bool
        Whether these deaths came after the day that the report looks at.
    contact : Contact, optional
        Who answers for the figures; without one the cards say that nobody is named.

    Returns
    -------
    Published
        HTML with all that is drawn as data in it, which the scripts in `atlas/` beside the book
        read; and in plain text what it holds.

    Raises
    ------
    TableError
        If there is no neighbourhood, or one stands twice.
    """
    require_each_once(released)
    places, known = released.table, list_known(layers)
    columns = list(known["column"])
    shown = (
        describe_shown(released, columns=[*PLACE, *columns]),
        describe_shown(layers, columns=list(layers.table)),
    )
    near, more = describe_services(services, codes=places[AREA_CODE]) if services else ([], ())
    happened, told = [], ()
    if deaths is not None:
        whose = {"codes": places[MSOA_CODE], "afterwards": afterwards}
        happened, told = describe_outcome(deaths, what="deaths due to COVID-19", **whose)
    source = describe_sources(released, *([deaths] if happened else []))
    content = {
        "title": title,
        "nation": nation,
        "noun": noun.one,
        "source": source,
        **list_names(places),
        **_place_in_districts(places),
        "layers": [
            {**describe_layer(row), "values": list_values(row, places)}
            for row in known.to_dict("records")
        ]
        + happened,
        "wider": list_wider(layers),
        "lenses": list_lenses(columns),
        "services": near,
        "contact": contact.model_dump(exclude_none=True) if contact else None,
        "shapes": code_shapes(gpd.GeoDataFrame(places).geometry).to_plain(),
    }
    plain = f"Atlas of {title}: {len(places):,} neighbourhoods, {len(columns)} layers.\n{source}"
    return Published(
        "atlas", (*shown, *more, *told), {"text/html": _write_html(content), "text/plain": plain}
    )


def _place_in_districts(places: pd.DataFrame) -> dict[str, object]:
    """List the districts, and which of them each neighbourhood is in."""
    districts = list_districts(places)
    numbers = {code: number for number, (code, _) in enumerate(districts)}
    return {
        "districts": districts,
        "district": [numbers[code] for code in places[DISTRICT_CODE]],
        "ranked": write_number(places[AREAS].max(), ""),
    }


def _write_html(content: dict[str, object]) -> str:
    scripts = (*SCRIPTS, "area")
    return write_view(content, scripts=scripts, folder="../atlas/", what="neighbourhoods")


def write_view(
    content: Mapping[str, object], *, scripts: Sequence[str], folder: str, what: str
) -> str:
    """Write the place of an atlas on its page, with its data and the scripts that draw it.

    Parameters
    ----------
    content : mapping
        What the scripts read, with `title` and `source`.
    scripts : sequence of str
        Their names, in the order in which they run.
    folder : str
        Where they are, from the page.
    what : str
        What the table below it holds, for browsers without scripts.

    Returns
    -------
    str
        HTML.
    """
    styles = "".join(f'<link rel="stylesheet" href="{folder}{name}">\n' for name in STYLES)
    asked = "".join(f'<script src="{folder}{name}.js" defer></script>\n' for name in scripts)
    title = escape(str(content["title"]))
    return (
        f'{styles}<div class="atlas" id="atlas-view">\n'
        '<p class="atlas-waiting">The map is drawn by a script, which has not run here. The table '
        f"below holds the same {escape(what)}.</p>\n"
        f'<div class="atlas-parts" data-title="{title}" hidden></div>\n'
        f'<p class="datacell-source">{escape(str(content["source"]))}</p>\n</div>\n'
        f'<script type="application/json" id="atlas-data">{write_json(content).translate(UNSAFE)}'
        f"</script>\n{asked}"
    )
