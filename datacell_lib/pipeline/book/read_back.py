"""Reads files that are about to be published back, and compares them with what was released.

Nothing of the code that wrote them is used here, so that a fault of one is not hidden by the other.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Sequence
from datetime import date, datetime
from urllib.parse import unquote

import numpy as np
import pandas as pd

from datacell_lib.files.policy import load_policy
from datacell_lib.governance.release import Released
from datacell_lib.schema import GEOMETRY
from datacell_lib.spreadsheet import restore_text

INFINITE = {"INF": math.inf, "-INF": -math.inf}
FLAGS = {"true": True, "false": False}


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
    return compare_cells(pd.DataFrame(rows, columns=_restore(heading), dtype="object"), table)


def _restore(texts: Sequence[str]) -> list[str]:
    return restore_text(pd.Series(texts, dtype="object")).tolist()


def compare_cells(cells: pd.DataFrame, released: Released) -> str | None:
    """Compare the texts of a file's cells with a released table, one by one.

    Parameters
    ----------
    cells : pandas.DataFrame
        The texts, under the columns' names.
    released : Released
        The table.

    Returns
    -------
    str or None
        The first difference: its row, counted from 1, and its column.
    """
    names = [name for name in released.table if name != GEOMETRY]
    if list(cells) != names:
        return f"its columns are {list(cells)}, not {names}"
    if len(cells) != len(released.table):
        return f"it has {len(cells):,} rows, not {len(released.table):,}"
    mark = load_policy(released.policy).partner_counts.mark
    for name in names:
        hidden = set(released.suppressed.get(name, ()))
        values = list(released.table[name])
        for row, (text, words) in enumerate(zip(cells[name], _restore(cells[name]), strict=True)):
            if not (text == mark if row in hidden else says(text, values[row], words=words)):
                return f"row {row + 1}, column {name!r} holds {text!r}"
    return None


def says(text: str, value: object, *, words: str) -> bool:
    """Tell whether the text of a cell says a value, and no other.

    Parameters
    ----------
    text : str
        The text.
    value : object
        What was released.
    words : str
        The text without what was put before it for spreadsheets.

    Returns
    -------
    bool
        Whether a program that reads the text has the value: a zero its sign, a number every digit.

    Examples
    --------
    >>> [says(text, value, words=text) for text, value in [("5", 5.0), ("0", -0.0), ("", None)]]
    [True, False, True]
    """
    if value is None or pd.isna(value) is True:
        return text == ""
    if isinstance(value, bool | np.bool_):
        return FLAGS.get(text) is bool(value)
    if isinstance(value, int | np.integer):
        return text.lstrip("-").isdecimal() and int(text) == value
    if isinstance(value, float | np.floating):
        number = INFINITE[text] if text in INFINITE else float(text)
        return number == value and math.copysign(1, number) == math.copysign(1, value)
    if isinstance(value, datetime):
        return bool(text) and pd.Timestamp(text) == value
    if isinstance(value, date):
        return text == value.isoformat()
    return words == str(value)


def _read_metadata(content: bytes, released: Sequence[Released]) -> str | None:
    (table,) = released
    about = json.loads(content)
    listed = [column["name"] for column in about["tableSchema"]["columns"]]
    names = [name for name in table.table if name != GEOMETRY]
    if about["dc:identifier"] != table.id:
        return f"it describes {about['dc:identifier']!r}, not {table.id!r}"
    same = len(listed) == len(names) and all(
        name.startswith(unquote(told)) or told == name
        for told, name in zip(listed, names, strict=True)
    )
    return None if same else f"it describes the columns {listed}, not {names}"


READERS: dict[str, Callable[[bytes, Sequence[Released]], str | None]] = {
    "csv": _read_csv,
    "csv-metadata.json": _read_metadata,
}
