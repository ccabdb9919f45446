"""Cells as plain text that a program reads back as the same values, and what kind they are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Literal

import numpy as np
import pandas as pd

from datacell_lib.files.policy import load_policy
from datacell_lib.governance.release import Released
from datacell_lib.presentation.measures import is_numeric
from datacell_lib.schema import GEOMETRY

MISSING = ""  # what stands for a value that is not known
LARGEST_WHOLE = 2**53  # up to here every whole number is a float of its own
Kind = Literal["integer", "number", "boolean", "date", "dateTime", "string"]


def list_columns(released: Released) -> list[str]:
    """List the columns of a released table that can be written as text: all but shapes.

    Parameters
    ----------
    released : Released
        The table.

    Returns
    -------
    list of str
        Their names, in order.
    """
    return [name for name in released.table if name != GEOMETRY]


def choose_kind(values: pd.Series) -> Kind:
    """Choose what kind of values a column holds.

    Parameters
    ----------
    values : pandas.Series
        The column.

    Returns
    -------
    str
        The name that XML Schema, CSVW and data packages give it.

    Examples
    --------
    >>> choose_kind(pd.Series([1.0, None])), choose_kind(pd.Series([1.5]))
    ('integer', 'number')
    """
    if is_numeric(values):
        return "integer" if _is_whole(values) else "number"
    known = [value for value in values if pd.isna(value) is not True]
    if not known:
        return "string"
    if all(map(_is_flag, known)):
        return "boolean"
    if all(isinstance(value, date) for value in known):
        return "date" if all(map(_is_whole_day, known)) else "dateTime"
    return "string"


def _is_whole(values: pd.Series) -> bool:
    """Tell whether every number can be written without a point, and read back as it was."""
    if pd.api.types.is_integer_dtype(values):
        return True
    known = values.dropna().to_numpy(dtype="float64")
    whole = np.isfinite(known).all() and (np.abs(known) <= LARGEST_WHOLE).all()
    return bool(
        whole and (known == known.round()).all() and not (np.signbit(known) & (known == 0)).any()
    )


def _is_flag(value: object) -> bool:
    return isinstance(value, bool | np.bool_)


def _is_whole_day(value: date) -> bool:
    if not isinstance(value, datetime):
        return True
    return value.tzinfo is None and pd.Timestamp(value) == pd.Timestamp(value).normalize()


def write_values(values: pd.Series, *, suppressed: tuple[int, ...], mark: str) -> Iterator[str]:
    """Write a column's values as text.

    Parameters
    ----------
    values : pandas.Series
        The column.
    suppressed : tuple of int
        Rows that are suppressed, counted from 0.
    mark : str
        What stands for them.

    Yields
    ------
    str
        One a row: numbers in full, so that they are read back exactly; days as in ISO 8601; flags
        as `true` and `false`; nothing for what is not known.

    Examples
    --------
    >>> list(write_values(pd.Series([5.0, None, None]), suppressed=(1,), mark="[c]"))
    ['5', '[c]', '']
    """
    kind, hidden = choose_kind(values), set(suppressed)
    for row, value in enumerate(values):
        if row in hidden:
            yield mark
        elif value is None or pd.isna(value) is True:
            yield MISSING
        else:
            yield _write(value, kind)


def _write(value: object, kind: Kind) -> str:
    if _is_flag(value):
        return "true" if value else "false"
    if kind == "integer":
        return str(int(value))
    if isinstance(value, float | np.floating):
        number = float(value)
        return repr(number) if np.isfinite(number) else "INF" if number > 0 else "-INF"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}" if kind == "date" else value.isoformat()
    return str(value)


def find_mark(released: Released) -> str:
    """Find what stands for a suppressed cell: the mark of the table's disclosure policy.

    Parameters
    ----------
    released : Released
        The table.

    Returns
    -------
    str
        Such as "[c]".
    """
    return load_policy(released.policy).partner_counts.mark
