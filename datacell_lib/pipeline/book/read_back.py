"""Reads files that are about to be published back, and compares them with what was released.

Nothing of the code that wrote them is used here, so that a fault of one is not hidden by the other.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

import geopandas as gpd
import openpyxl
import pandas as pd
from shapely.geometry import shape

from datacell_lib.governance.release import Released
from datacell_lib.pipeline.book.cell_checks import (
    compare_cells,
    compare_values,
    list_names,
    restore_texts,
)
from datacell_lib.pipeline.book.handout_checks import read_shared, read_sheet
from datacell_lib.pipeline.book.star_checks import find_model_difference
from datacell_lib.schema import GEOMETRY

BESIDE = 4  # sheets of a workbook before its tables: cover, contents, notes, columns
UNKNOWN = "[x]"  # in a workbook, whose cells must not be empty
DIGIT = 1e-15  # part of a number that a workbook does not keep
# By how many degrees rounding may move a line, about a quarter of a metre. What lies on one side
# of it in the file and on the other in truth is counted by its area: a sliver that is thinner than
# that has no place in a file of so many digits, however long it is.
DEGREES = 2e-6


def find_difference(content: bytes, *, ending: str, released: Sequence[Released]) -> str | None:
    """Find where a file says something else than the releases that it is said to hold.

    Parameters
    ----------
    content : bytes
        The file.
    ending : str
        What kind of file it is.
    released : sequence of Released
        The releases.

    Returns
    -------
    str or None
        The first difference, in words.
    """
    read = READERS.get(ending)
    if read is None:
        return f"nobody reads files of the kind {ending!r} back"
    try:
        return read(content, released)
    except (ValueError, KeyError, TypeError, csv.Error) as error:
        return f"it can't be read back ({type(error).__name__}: {str(error)[:80]})"


def _read_csv(content: bytes, released: Sequence[Released]) -> str | None:
    (table,) = released
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    heading, *rows = csv.reader(text, strict=True)
    return compare_cells(pd.DataFrame(rows, columns=restore_texts(heading), dtype="object"), table)


def _read_metadata(content: bytes, released: Sequence[Released]) -> str | None:
    (table,) = released
    about = json.loads(content)
    listed = [column["name"] for column in about["tableSchema"]["columns"]]
    names = list_names(table)
    if about["dc:identifier"] != table.id:
        return f"it describes {about['dc:identifier']!r}, not {table.id!r}"
    same = len(listed) == len(names) and all(
        name.startswith(unquote(told)) or told == name
        for told, name in zip(listed, names, strict=True)
    )
    return None if same else f"it describes the columns {listed}, not {names}"


def _read_geojson(content: bytes, released: Sequence[Released]) -> str | None:
    (table,) = released
    features = json.loads(content)["features"]
    cells = [feature["properties"] for feature in features]
    names = list_names(table)
    if fault := compare_values(cells, table, names=names):
        return fault
    true = gpd.GeoSeries(table.table[GEOMETRY]).to_crs("EPSG:4326")
    for row, (feature, expected) in enumerate(zip(features, true, strict=True)):
        there = shape(feature["geometry"])
        moved = there.symmetric_difference(expected).area if there.is_valid else math.inf
        if moved > DEGREES * expected.length:
            return f"row {row + 1} has another shape"
        parts = there.geoms if hasattr(there, "geoms") else [there]
        if not all(part.exterior.is_ccw for part in parts):
            return f"row {row + 1} has an outer ring that goes clockwise"
    return None


def _read_parquet(content: bytes, released: Sequence[Released]) -> str | None:
    (table,) = released
    there = pd.read_parquet(io.BytesIO(content))
    flags = [f"{name}_suppressed" for name in table.suppressed]
    if list(there) != [*table.table, *flags]:
        return f"its columns are {list(there)}, not {[*table.table, *flags]}"
    for name, rows in table.suppressed.items():
        flagged = there[f"{name}_suppressed"].to_numpy().nonzero()[0]
        if tuple(flagged) != tuple(rows) or there[name].iloc[list(rows)].notna().any():
            return f"column {name!r} does not hide rows {rows}"
    names = list_names(table)
    if GEOMETRY in table.table:
        shapes = gpd.read_parquet(io.BytesIO(content))
        known = table.table.geometry.reset_index(drop=True)
        same = shapes.geometry.geom_equals_exact(known, 0).all()
        if not same or shapes.crs != table.table.crs:
            return "it has other shapes"
    marked = replace(table, suppressed={})
    return compare_values(there[names].to_dict("records"), marked, names=names)


def _read_workbook(content: bytes, released: Sequence[Released]) -> str | None:
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheets = book.worksheets
    if len(sheets) != BESIDE + len(released):
        return f"it has {len(sheets)} sheets, not {BESIDE + len(released)}"
    if any(sheet.sheet_state != "visible" for sheet in sheets):
        return "it has a hidden sheet"
    for sheet in sheets[:BESIDE]:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.value is not None and cell.data_type != "s":
                return f"sheet {sheet.title!r} holds {cell.value!r} in {cell.coordinate}"
    for sheet, table in zip(sheets[BESIDE:], released, strict=True):
        if fault := _read_sheet(sheet, table):
            return f"sheet {sheet.title!r}: {fault}"
    return None


def _read_sheet(sheet: Any, table: Released) -> str | None:
    names = list_names(table)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    if any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row):
        return "it holds a formula"
    if names not in rows:
        return f"it has no row of the headings {names}"
    start = rows.index(names)
    if any(value is not None for row in rows[:start] for value in row[1:]):
        return "it holds more than a line of words above the table"
    return compare_values(
        [dict(zip(names, row, strict=True)) for row in rows[start + 1 :]],
        table,
        names=names,
        unknown=UNKNOWN,
        tolerance=DIGIT,
    )


READERS: dict[str, Callable[[bytes, Sequence[Released]], str | None]] = {
    "csv": _read_csv,
    "csv-metadata.json": _read_metadata,
    "geojson": _read_geojson,
    "parquet": _read_parquet,
    "star.json": find_model_difference,
    "xlsx": _read_workbook,
    "html": read_sheet,
    "png": read_shared,
}
