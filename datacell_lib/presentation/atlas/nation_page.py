"""The atlas of a nation: its districts on a page, the neighbourhoods of each in a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from datacell_lib.files.nouns import Noun
from datacell_lib.governance.release import Released
from datacell_lib.presentation.atlas.atlas_content import (
    PLACE,
    describe_layer,
    list_known,
    list_names,
    list_values,
    list_wider,
    require_each_once,
    write_json,
    write_number,
)
from datacell_lib.presentation.atlas.atlas_page import SCRIPTS, write_view
from datacell_lib.presentation.atlas.lenses import list_lenses
from datacell_lib.presentation.atlas.shape_coding import CodedShapes, code_shapes
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.published import Published, describe_shown
from datacell_lib.presentation.source_line import describe_sources
from datacell_lib.schema import (
    AREA_CODE,
    AREAS,
    DISTRICT_CODE,
    DISTRICT_NAME,
    GEOMETRY,
    IN_FIFTH_SUFFIX,
    NEIGHBOURHOOD,
    NEIGHBOURHOODS,
    TITLE,
)

TOLERANCE, STEP = 75.0, 10.0  # metres, of neighbourhoods: a nation of them in 5 MB
OUTLINE_TOLERANCE, OUTLINE_STEP = 400.0, 50.0  # metres, of districts
PLACES = "places.js"
DISTRICTS = "districts"


@dataclass(frozen=True)
class NationAtlas:
    """A nation's atlas.

    Parameters
    ----------
    view : Published
        HTML for its page, with the districts as data in it.
    files : dict of str to bytes
        By their place beside the page: a script for each district, and one of all names.
    """

    view: Published
    files: dict[str, bytes]


@refuse_unreleased
def show_nation(
    released: Released, *, districts: Released, layers: Released, title: str, noun: Noun
) -> NationAtlas:
    """Show all neighbourhoods of a nation as an atlas that opens one district at a time.

    Parameters
    ----------
    released : Released
        Every neighbourhood, with the columns of `PLACE` and of the layers; shapes in EPSG:27700.
    districts : Released
        What `summarise_districts` returns, with outlines, for the layers that are standings and
        counts.
    layers : Released
        What `WorkedIndex.layers` returns. What is not `native` is named, and not drawn.
    title : str
        What the nation is called.
    noun : Noun
        What its districts are called.

    Returns
    -------
    NationAtlas
        Its page's view and the files beside it.

    Raises
    ------
    TableError
        If there is no neighbourhood, or one stands twice.
    """
    require_each_once(released)
    known = list_known(layers).to_dict("records")
    columns = [layer["column"] for layer in known]
    drawn = [layer for layer in known if _name_column(layer) in districts.table]
    shown = (
        describe_shown(
            districts,
            columns=[
                *(DISTRICT_CODE, DISTRICT_NAME, NEIGHBOURHOODS),
                *map(_name_column, drawn),
                GEOMETRY,
            ],
        ),
        describe_shown(released, columns=[*PLACE, *columns]),
        describe_shown(layers, columns=list(layers.table)),
    )
    names = {"title": title, "noun": noun.one, "nouns": noun.many}
    source = describe_sources(released)
    outlines = gpd.GeoDataFrame(districts.table).geometry
    content = {
        **names,
        "nation": title,
        "source": source,
        **_list_districts(districts.table),
        "layers": [_describe_for_districts(layer, districts.table) for layer in drawn],
        "shapes": _code_outlines(outlines),
        "neighbourhoods": {
            "nation": title,
            "noun": noun.one,
            "source": source,
            "layers": [describe_layer(layer) for layer in known],
            "wider": list_wider(layers),
            "lenses": list_lenses(columns),
            "ranked": write_number(released.table[AREAS].max(), ""),
        },
    }
    html = write_view(content, scripts=(*SCRIPTS, "nation"), folder="", what=noun.many)
    places = len(released.table)
    plain = f"Atlas of {title}: {places:,} neighbourhoods, {len(columns)} layers.\n{source}"
    view = Published("atlas", shown, {"text/html": html, "text/plain": plain})
    return NationAtlas(view, dict(_write_files(released.table, known, content["districts"])))


def _name_column(layer: dict[str, object]) -> str:
    """Name the column of a district's table that sums up a layer."""
    column = str(layer["column"])
    return column + IN_FIFTH_SUFFIX if layer["unit"] == "standing" else column


def _list_districts(table: pd.DataFrame) -> dict[str, list]:
    return {
        "districts": table[[DISTRICT_CODE, DISTRICT_NAME]].to_numpy().tolist(),
        "codes": list(table[DISTRICT_CODE]),
        "names": list(table[DISTRICT_NAME]),
        "district": list(range(len(table))),
        "town": [],
        "towns": [],
        "counts": [int(number) for number in table[NEIGHBOURHOODS]],
    }


def _describe_for_districts(layer: dict[str, object], table: pd.DataFrame) -> dict[str, object]:
    """Describe a layer of districts: of a standing, how many neighbourhoods come first."""
    own = {**layer, "column": _name_column(layer)}
    told = describe_layer(layer)
    if layer["unit"] == "standing":
        own["unit"] = told["unit"] = "percent"
        told["named"] = f"{layer[TITLE]}: neighbourhoods among the most vulnerable fifth"
        told["low"] = False
    return {**told, "values": list_values(own, table)}


def _code_outlines(outlines: gpd.GeoSeries) -> dict[str, object]:
    coded = code_shapes(outlines, tolerance=OUTLINE_TOLERANCE, step=OUTLINE_STEP)
    return coded.to_plain()


def _write_files(
    places: pd.DataFrame, layers: list[dict[str, object]], districts: list[list[str]]
) -> Iterator[tuple[str, bytes]]:
    places = places.reset_index(drop=True)
    coded = code_shapes(gpd.GeoDataFrame(places).geometry, tolerance=TOLERANCE, step=STEP)
    rows = places.groupby(DISTRICT_CODE).indices
    names, codes = [], []
    for code, _ in districts:
        own = places.iloc[rows[code]]
        yield f"{DISTRICTS}/{code}.js", _write_district(code, own, layers, coded.take(rows[code]))
        names.append(list(own[NEIGHBOURHOOD]))
        codes.append(list(own[AREA_CODE]))
    yield PLACES, f"datacellAtlas.receivePlaces({write_json(names)},{write_json(codes)});".encode()


def _write_district(
    code: str, places: pd.DataFrame, layers: list[dict[str, object]], shapes: CodedShapes
) -> bytes:
    content = {
        **list_names(places),
        "values": [list_values(layer, places) for layer in layers],
        "shapes": shapes.to_plain(),
    }
    return f"datacellAtlas.receiveDistrict({write_json(code)},{write_json(content)});".encode()
