"""Released tables with their shapes: GeoJSON for web maps, GeoParquet for analysts.

GeoJSON is as RFC 7946 asks: longitude and latitude (WGS 84) with six decimals, about 10 cm, outer
rings anticlockwise. Shapes are as the boundaries' publisher generalised them, and not simplified
further. GeoParquet keeps the shapes as they were released.
"""

from __future__ import annotations

import io
import json
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely import orient_polygons, set_precision
from shapely.geometry import mapping

from datacell_lib.governance.release import Released
from datacell_lib.presentation.downloads.plain_cells import (
    choose_kind,
    find_mark,
    list_columns,
    write_values,
)
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.schema import GEOMETRY, SUPPRESSED_SUFFIX, TableError

WGS84 = "EPSG:4326"
DECIMALS = 6
FROM_TEXT = {"integer": int, "boolean": "true".__eq__}


@refuse_unreleased
def write_geojson(released: Released) -> bytes:
    """Write a released table with shapes as GeoJSON.

    Parameters
    ----------
    released : Released
        The table.

    Returns
    -------
    bytes
        A feature a row: null for what is not known, the policy's mark for what is suppressed.

    Raises
    ------
    DisclosureError
        If the table was not released.
    TableError
        If it has no shapes.

    References
    ----------
    RFC 7946, The GeoJSON Format. https://www.rfc-editor.org/rfc/rfc7946
    """
    _check_shapes(released)
    shapes = gpd.GeoSeries(released.table[GEOMETRY]).to_crs(WGS84)
    turned = orient_polygons(set_precision(shapes.to_numpy(), 10**-DECIMALS), exterior_cw=False)
    mark = find_mark(released)
    columns = {name: _write_column(released, name, mark) for name in list_columns(released)}
    features = [
        {
            "type": "Feature",
            "properties": {name: cells[row] for name, cells in columns.items()},
            "geometry": _round(mapping(shape)),
        }
        for row, shape in enumerate(turned)
    ]
    lines = ",\n".join(json.dumps(each, ensure_ascii=False, allow_nan=False) for each in features)
    return f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'.encode()


def _write_column(released: Released, name: str, mark: str) -> list[Any]:
    values, hidden = released.table[name], set(released.suppressed.get(name, ()))
    texts = write_values(values, suppressed=tuple(hidden), mark=mark)
    kind = choose_kind(values)
    return [
        text if row in hidden else None if pd.isna(value) is True else _convert(text, value, kind)
        for row, (text, value) in enumerate(zip(texts, values, strict=True))
    ]


def _convert(text: str, value: object, kind: str) -> object:
    if kind in FROM_TEXT:
        return FROM_TEXT[kind](text)
    finite = kind == "number" and not text.endswith("INF")
    return float(value) if finite else text


def _round(shape: Any) -> Any:
    """Round coordinates, which the grid leaves with an error in the last binary digit."""
    if isinstance(shape, dict):
        return {key: _round(value) for key, value in shape.items()}
    if isinstance(shape, list | tuple):
        return [_round(value) for value in shape]
    return round(shape, DECIMALS) if isinstance(shape, float) else shape


@refuse_unreleased
def write_parquet(released: Released) -> bytes:
    """Write a released table as Parquet; as GeoParquet where it has shapes.

    Parameters
    ----------
    released : Released
        The table.

    Returns
    -------
    bytes
        The table as it was released. A column with suppressed cells, which are empty here, has one
        beside it that says which they are: its name ends in `_suppressed`.

    Raises
    ------
    DisclosureError
        If the table was not released.
    """
    table = released.table.copy()
    for name, rows in released.suppressed.items():
        flags = pd.Series(False, index=table.index)
        flags.iloc[list(rows)] = True
        table[f"{name}{SUPPRESSED_SUFFIX}"] = flags
    file = io.BytesIO()
    table.to_parquet(file, index=False)
    return file.getvalue()


def _check_shapes(released: Released) -> None:
    if GEOMETRY not in released.table:
        raise TableError(
            f"{released.id} has no shapes, which GeoJSON is made of. Offer it as CSV, or release "
            "it with the column 'geometry'."
        )
