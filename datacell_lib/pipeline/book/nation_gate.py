"""The gate for a nation's atlas: its files are read back, and say what was released.

Nothing of the code that wrote them is used here, so that a fault of one is not hidden by the other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from datacell_lib.pipeline.book.gate import list_page_faults
from datacell_lib.schema import (
    AREA_CODE,
    DISTRICT_CODE,
    DISTRICT_NAME,
    GEOMETRY,
    IN_FIFTH_SUFFIX,
    NEIGHBOURHOOD,
    NEIGHBOURHOODS,
    PLACE_NAME,
    RANK,
    DisclosureError,
)
from datacell_lib.wording import name_first

PAGE = "index.html"
PLACES = "places.js"
DISTRICT_FILE = re.compile(r"districts/([A-Z]\d{8})\.js")
DATA = re.compile(r'<script type="application/json" id="atlas-data">(.*?)</script>', re.S)
CALL = re.compile(r"datacellAtlas\.receive(?:District|Places)\((.*)\);", re.S)
WHOLE = 5e-4  # of a number that is told with four digits
NOTHING = 1e-9


def check_nation_files(
    folder: Path,
    *,
    expected: Sequence[str],
    neighbourhoods: pd.DataFrame,
    districts: pd.DataFrame,
    layers: pd.DataFrame,
) -> None:
    """Check that a folder holds a nation's atlas, says what was released, and nothing else.

    Parameters
    ----------
    folder : Path
        What is about to be put where readers open it.
    expected : sequence of str
        The files that it is to hold, by their place in it.
    neighbourhoods, districts, layers : pandas.DataFrame
        The tables as the ledger has them.

    Raises
    ------
    DisclosureError
        If a file is missing, was not expected, or says something else than was released; names it
        and the first difference.
    """
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    if there != set(expected):
        raise DisclosureError(
            "The atlas does not hold its own files. Not expected: "
            f"{name_first(sorted(there - set(expected))) or 'none'}; missing: "
            f"{name_first(sorted(set(expected) - there)) or 'none'}. Make it again."
        )
    known = layers[layers["native"].astype(bool)].to_dict("records")
    parts = dict(list(neighbourhoods.groupby(DISTRICT_CODE)))
    for name in sorted(there):
        text = (folder / name).read_text(encoding="utf-8")
        if name == PAGE:
            fault = _check_page(text, districts, known)
        elif name == PLACES:
            fault = _check_places(_read(text), parts, list(districts[DISTRICT_CODE]))
        elif named := DISTRICT_FILE.fullmatch(name):
            fault = _check_district(_read(text), named[1], parts[named[1]], known)
        else:
            continue
        if fault:
            raise DisclosureError(f"{name} does not say what was released: {fault}. Make it again.")


def _read(text: str) -> list[Any]:
    called = CALL.fullmatch(text)
    return json.loads(f"[{called[1]}]") if called else []


def _check_page(text: str, districts: pd.DataFrame, layers: list[dict[str, Any]]) -> str | None:
    if faults := list_page_faults(text):
        return "; ".join(faults)
    held = DATA.search(text)
    if held is None:
        return "it holds no districts"
    content = json.loads(held[1])
    if content["districts"] != districts[[DISTRICT_CODE, DISTRICT_NAME]].to_numpy().tolist():
        return "its districts are others"
    if content["counts"] != districts[NEIGHBOURHOODS].tolist():
        return "it counts other neighbourhoods"
    units = {layer["column"]: layer["unit"] for layer in layers}
    for layer in content["layers"]:
        column = layer["column"]
        share = units[column] == "standing"
        true = districts[column + IN_FIFTH_SUFFIX] if share else districts[column]
        unit = "percent" if share else units[column]
        if fault := _compare(layer["values"], true, unit=unit, column=column):
            return fault
    told = [layer["column"] for layer in content["neighbourhoods"]["layers"]]
    return None if told == [layer["column"] for layer in layers] else "its layers are others"


def _check_places(
    content: list[Any], parts: Mapping[str, pd.DataFrame], order: list[str]
) -> str | None:
    names = [list(parts[code][NEIGHBOURHOOD]) for code in order]
    codes = [list(parts[code][AREA_CODE]) for code in order]
    return None if content == [names, codes] else "its names or codes are others"


def _check_district(
    content: list[Any], code: str, places: pd.DataFrame, layers: list[dict[str, Any]]
) -> str | None:
    if len(content) != 2 or content[0] != code:
        return "it is of another district"
    held = content[1]
    towns = [held["towns"][number] for number in held["town"]]
    for told, column in (
        (held["codes"], AREA_CODE),
        (held["names"], NEIGHBOURHOOD),
        (towns, PLACE_NAME),
    ):
        if told != list(places[column]):
            return f"its {column} are others"
    columns = {RANK: (held["ranks"], "")}
    columns |= {
        layer["column"]: (values, layer["unit"])
        for layer, values in zip(layers, held["values"], strict=True)
    }
    for column, (told, unit) in columns.items():
        if fault := _compare(told, places[column], unit=unit, column=column):
            return fault
    return _compare_shapes(held["shapes"], places)


def _compare(told: list[Any], true: pd.Series, *, unit: str, column: str) -> str | None:
    """Compare numbers as readers see them with those that were released."""
    if len(told) != len(true):
        return f"{column} has {len(told):,} values, not {len(true):,}"
    given = np.array([np.nan if value is None else value for value in told], dtype=float)
    exact = true.to_numpy(dtype=float, na_value=np.nan)
    if unit == "standing":  # rounded up, and whole
        over = given - exact * 100
        near = (over > -NOTHING) & (over < 1) & (given == np.round(given))
    elif unit == "percent":
        near = (np.abs(given - exact * 100) < 0.05 + NOTHING) & (given == np.round(given, 1))
    else:
        whole = exact == np.round(exact)
        near = np.where(whole, given == exact, np.abs(given - exact) <= WHOLE * np.abs(exact))
    wrong = ~(near | (np.isnan(given) & np.isnan(exact)))
    if not wrong.any():
        return None
    row = int(wrong.argmax())
    return f"row {row + 1}, {column}: {told[row]}, not {exact[row]}"


def _compare_shapes(coded: dict[str, Any], places: pd.DataFrame) -> str | None:
    """Tell whether each shape lies where it was: simplifying moves lines, and no place."""
    lines = [
        np.cumsum(np.reshape(line, (-1, 2)), axis=0) * coded["step"] + coded["origin"]
        for line in coded["lines"]
    ]
    for row, (rings, exact) in enumerate(zip(coded["shapes"], places[GEOMETRY], strict=True)):
        points = np.vstack([lines[max(n, -1 - n)] for ring in rings for n in ring])
        middle = (points.min(axis=0) + points.max(axis=0)) / 2
        west, south, east, north = exact.bounds
        size = max(east - west, north - south)
        if np.abs(middle - [(west + east) / 2, (south + north) / 2]).max() > size / 2:
            return f"row {row + 1}: its shape lies elsewhere"
    return None
