"""The atlas of an area: what its page holds for the scripts that draw it."""

from __future__ import annotations

import json
import math
from html import escape

import geopandas as gpd
import pandas as pd

from datacell_lib.files.contact import Contact
from datacell_lib.files.nouns import Noun
from datacell_lib.governance.release import Released
from datacell_lib.presentation.atlas.atlas_services import describe_services
from datacell_lib.presentation.atlas.lenses import list_lenses
from datacell_lib.presentation.atlas.shape_coding import code_shapes
from datacell_lib.presentation.formats import PERCENT, round_up_percent
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.published import Published, describe_shown
from datacell_lib.presentation.source_line import describe_sources
from datacell_lib.schema import (
    AREA_CODE,
    AREAS,
    DISTRICT_CODE,
    DISTRICT_NAME,
    GEOMETRY,
    NEIGHBOURHOOD,
    PLACE_NAME,
    RANK,
    TITLE,
    TableError,
)

PLACE = [AREA_CODE, NEIGHBOURHOOD, PLACE_NAME, DISTRICT_CODE, DISTRICT_NAME]
PLACE += [RANK, AREAS, GEOMETRY]
DIGITS = 4  # that count, of what is neither counted nor a percentage
# The files beside the book that the page asks for, in the order in which they are to run.
STYLES = ("leaflet.css", "atlas.css")
SCRIPTS = ("leaflet", "postcodes", "shapes", "values", "map", "table", "services", "card")
SCRIPTS += ("search", "view", "atlas")  # the last puts them together
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
    places, known = released.table, layers.table[layers.table["native"].astype(bool)]
    if places.empty or not places[AREA_CODE].is_unique:
        raise TableError(
            f"{released.id}: an atlas needs each neighbourhood once; found {len(places)} rows of "
            f"{places[AREA_CODE].nunique()} neighbourhoods."
        )
    columns = list(known["column"])
    shown = (
        describe_shown(released, columns=[*PLACE, *columns]),
        describe_shown(layers, columns=list(layers.table)),
    )
    near, more = describe_services(services, codes=places[AREA_CODE]) if services else ([], ())
    source = describe_sources(released)
    content = {
        "title": title,
        "nation": nation,
        "noun": noun.one,
        "source": source,
        **_list_places(places),
        "layers": [_describe_layer(row, places) for row in known.to_dict("records")],
        "wider": list(layers.table.loc[~layers.table["native"].astype(bool), TITLE]),
        "lenses": list_lenses(columns),
        "services": near,
        "contact": contact.model_dump(exclude_none=True) if contact else None,
        "shapes": code_shapes(gpd.GeoDataFrame(places).geometry).to_plain(),
    }
    plain = f"Atlas of {title}: {len(places):,} neighbourhoods, {len(columns)} layers.\n{source}"
    return Published(
        "atlas", (*shown, *more), {"text/html": _write_html(content), "text/plain": plain}
    )


def _list_places(places: pd.DataFrame) -> dict[str, object]:
    """List the codes, names and ranks of neighbourhoods, and which district each is in."""
    districts = places[[DISTRICT_CODE, DISTRICT_NAME]].drop_duplicates().sort_values(DISTRICT_NAME)
    numbers = {code: number for number, code in enumerate(districts[DISTRICT_CODE])}
    towns, named = pd.factorize(places[PLACE_NAME])
    return {
        "districts": districts.to_numpy().tolist(),
        "codes": list(places[AREA_CODE]),
        "names": list(places[NEIGHBOURHOOD]),
        "towns": list(named),
        "town": towns.tolist(),
        "district": [numbers[code] for code in places[DISTRICT_CODE]],
        "ranks": [_write_number(rank, "") for rank in places[RANK]],
        "ranked": _write_number(places[AREAS].max(), ""),
    }


def _describe_layer(layer: dict[str, object], places: pd.DataFrame) -> dict[str, object]:
    values = [_write_number(value, layer["unit"]) for value in places[layer["column"]]]
    kept = {key: layer[key] for key in ("column", TITLE, "group", "unit")}
    return {**kept, "low": bool(layer["low"]), "values": values}


def _write_number(value: float, unit: str) -> float | None:
    """Write a number as readers see it, so that nothing finer leaves with the page."""
    if pd.isna(value) or not math.isfinite(value):
        return None
    if unit == "standing":
        return round_up_percent(value)
    if unit == "percent":
        return round(value * PERCENT, 1)
    number = float(f"{value:.{DIGITS}g}") if value != round(value) else value
    return int(number) if number == int(number) else number


def _write_html(content: dict[str, object]) -> str:
    data = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    styles = "".join(f'<link rel="stylesheet" href="../atlas/{name}">\n' for name in STYLES)
    scripts = "".join(f'<script src="../atlas/{name}.js" defer></script>\n' for name in SCRIPTS)
    title = escape(str(content["title"]))
    return (
        f'{styles}<div class="atlas" id="atlas-view">\n'
        '<p class="atlas-waiting">The map is drawn by a script, which has not run here. The table '
        "below holds the same neighbourhoods.</p>\n"
        f'<div class="atlas-parts" data-title="{title}" hidden></div>\n'
        f'<p class="datacell-source">{escape(str(content["source"]))}</p>\n</div>\n'
        f'<script type="application/json" id="atlas-data">{data.translate(UNSAFE)}</script>\n'
        f"{scripts}"
    )
