"""Compares cells of files with what was released, one by one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

from datacell_lib.files.policy import load_policy
from datacell_lib.governance.release import Released
from datacell_lib.schema import GEOMETRY
from datacell_lib.spreadsheet import restore_text

INFINITE = {"INF": math.inf, "-INF": -math.inf}
FLAGS = {"true": True, "false": False}


def list_names(table: Released) -> list[str]:
    """List the columns of a released table that a file can hold as cells: all but shapes."""
    return [name for name in table.table if name != GEOMETRY]


def restore_texts(texts: Sequence[str]) -> list[str]:
    """Take away what was put before texts for spreadsheets.

    Examples
    --------
    >>> restore_texts(["'=A1", "Heaton"])
    ['=A1', 'Heaton']
    """
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
    names = list_names(released)
    if list(cells) != names:
        return f"its columns are {list(cells)}, not {names}"
    if len(cells) != len(released.table):
        return f"it has {len(cells):,} rows, not {len(released.table):,}"
    mark = load_policy(released.policy).partner_counts.mark
    for name in names:
        hidden = set(released.suppressed.get(name, ()))
        values = list(released.table[name])
        for row, (text, words) in enumerate(
            zip(cells[name], restore_texts(cells[name]), strict=True)
        ):
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


def compare_values(
    rows: list[dict[str, Any]],
    table: Released,
    *,
    names: list[str],
    unknown: str | None = None,
    tolerance: float = 0.0,
) -> str | None:
    """Compare the values of a file that knows their kinds with a released table.

    Parameters
    ----------
    rows : list of dict
        The values of each row; nothing is what is not known.
    table : Released
        The table.
    names : list of str
        The columns to be there, in order.
    unknown : str, optional
        What stands for a value that is not known; nothing does unless told.
    tolerance : float
        By what part of itself a number may differ, where a format keeps fewer digits.

    Returns
    -------
    str or None
        The first difference: its row, counted from 1, and its column.
    """
    if len(rows) != len(table.table):
        return f"it has {len(rows):,} rows, not {len(table.table):,}"
    mark = load_policy(table.policy).partner_counts.mark
    values = {name: list(table.table[name]) for name in names}
    suppressed = {name: set(places) for name, places in table.suppressed.items()}
    for row, cells in enumerate(rows):
        if list(cells) != names:
            return f"row {row + 1} has the columns {list(cells)}, not {names}"
        for name, cell in cells.items():
            hidden = row in suppressed.get(name, ())
            told = None if unknown is not None and cell == unknown else cell
            if unknown is not None and cell is None:
                return f"row {row + 1}, column {name!r} is empty"
            if not (cell == mark if hidden else _is_same(told, values[name][row], tolerance)):
                return f"row {row + 1}, column {name!r} holds {cell!r}"
    return None


def _is_same(cell: object, value: object, tolerance: float) -> bool:
    if cell is None or pd.isna(cell) is True:
        return value is None or pd.isna(value) is True
    if pd.isna(value) is True:
        return False
    if isinstance(cell, bool | np.bool_) or isinstance(value, bool | np.bool_):
        return isinstance(cell, bool | np.bool_) and bool(cell) == bool(value)
    if isinstance(cell, int | float | np.number):
        if not isinstance(value, int | float | np.number):
            return False
        if tolerance:
            return math.isclose(cell, value, rel_tol=tolerance)
        return bool(cell == value and math.copysign(1, cell) == math.copysign(1, value))
    text = str(cell)
    return says(text, value, words=text)
