"""Any released table's columns: which of them are shown, what they are called, how written."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import PERCENT, format_number, format_percent
from datacell_lib.presentation.plain_text import upper_first
from datacell_lib.presentation.word_formats import format_text
from datacell_lib.schema import CONFIDENCE, GEOMETRY, LOWER_CI, PERIOD, UPPER_CI, VALUE, TableError
from datacell_lib.wording import ask_whether_meant, quote_names, write_day

DIGITS = 3  # that count, of the largest value
YEARS = {PERIOD, "year"}


@dataclass(frozen=True)
class Measure:
    """A column of numbers that a figure shows.

    Parameters
    ----------
    column : str
        Its name.
    words : str
        What it is of, with its unit.
    numbers : pandas.Series
        Its values; those that are not known are missing.
    write : callable
        Writes a number.
    percent : bool
        Whether they are percentages.
    """

    column: str
    words: str
    numbers: pd.Series
    write: Callable[[float], str]
    percent: bool = False


@dataclass(frozen=True)
class Interval:
    """How sure a measure's values are.

    Parameters
    ----------
    lower, upper : pandas.Series
        Its limits.
    words : str
        What it is, such as "95% interval".
    """

    lower: pd.Series
    upper: pd.Series
    words: str


def choose_measure(
    released: Released,
    *,
    column: str | None,
    words: str | None,
    percent: bool = False,
    beside: Collection[str] = (),
) -> Measure:
    """Choose the column of numbers that a figure of a released table shows.

    Parameters
    ----------
    released : Released
        The table.
    column : str, optional
        The column; `value`, or the only one that holds numbers, unless told.
    words : str, optional
        What it is of, with its unit; the column's name in words unless told.
    percent : bool
        Whether it holds shares of 0 to 1, to be written as percentages.
    beside : collection of str
        Columns that are shown besides, and so are not meant where nobody tells.

    Returns
    -------
    Measure
        Its numbers and how to write them.

    Raises
    ------
    TableError
        If there is no such column, or it holds no numbers, or nobody can tell which is meant.
    """
    table = released.table
    numbers = [name for name in table if is_numeric(table[name])]
    if column is None:
        column = _guess_column(released, [name for name in numbers if name not in beside])
    check_column(released, column)
    if column not in numbers:
        raise TableError(
            f"{released.id}: column {column!r} holds no numbers; those that do are "
            f"{quote_names(numbers) or 'none'}. Name one of them."
        )
    values = table[column].astype("float64").replace([np.inf, -np.inf], np.nan)
    values = values * PERCENT if percent else values
    write = choose_writer(values, percent)
    return Measure(column, words or put_in_words(column), values, write, percent)


def _guess_column(released: Released, numbers: list[str]) -> str:
    if VALUE in numbers:
        return VALUE
    if len(numbers) != 1:
        held = f"the columns of numbers {quote_names(numbers)}" if numbers else "no other numbers"
        raise TableError(
            f"{released.id} has {held}. Say which column to show, such as value="
            f'"{numbers[0] if numbers else VALUE}".'
        )
    return numbers[0]


def choose_names(released: Released, *, column: str | None) -> pd.Series:
    """Choose the column whose words name the rows of a released table.

    Parameters
    ----------
    released : Released
        The table.
    column : str, optional
        The column; unless told the first of words that are no codes, or else the first of words.

    Returns
    -------
    pandas.Series
        A name a row.

    Raises
    ------
    TableError
        If there is no such column, or none of words.
    """
    table = released.table
    if column is None:
        words = [name for name in table if not is_numeric(table[name]) and name != GEOMETRY]
        plain = [name for name in words if not name.endswith("_code")]
        if not words:
            raise TableError(
                f"{released.id} has no column of words that could name its rows; it has "
                f"{quote_names(table)}. Release a table that has one, such as area_name."
            )
        column = [*plain, *words][0]
    check_column(released, column)
    return table[column].map(name_row).rename(column)


def name_row(value: object) -> str:
    """Write what names a row: a day as it is read, what is missing as not known.

    Examples
    --------
    >>> name_row(pd.Timestamp("2020-07-31")), name_row("Harlow")
    ('31 July 2020', 'Harlow')
    """
    return (
        write_day(value) if hasattr(value, "strftime") and pd.notna(value) else format_text(value)
    )


def check_column(released: Released, column: str) -> None:
    """Refuse the name of a column that a released table does not have.

    Parameters
    ----------
    released : Released
        The table.
    column : str
        The name.

    Raises
    ------
    TableError
        Naming the columns that there are.
    """
    if column not in released.table:
        raise TableError(
            f"{released.id} has no column {column!r}; it has {quote_names(released.table)}."
            f"{ask_whether_meant(column, released.table)}"
        )


def put_in_words(column: str) -> str:
    """Put a column's name in words.

    Examples
    --------
    >>> put_in_words("most_vulnerable_share")
    'Most vulnerable share'
    """
    words = " ".join(column.split("_"))
    return upper_first(words)


def choose_writer(values: pd.Series, percent: bool = False) -> Callable[[float], str]:
    """Choose how to write a column's numbers: whole where all are, else about three digits.

    Parameters
    ----------
    values : pandas.Series
        The numbers.
    percent : bool
        Whether they are percentages.

    Returns
    -------
    callable
        Takes a number, gives its words.

    Examples
    --------
    >>> choose_writer(pd.Series([1200.0, None]))(1200.0), choose_writer(pd.Series([0.1234]))(0.1234)
    ('1,200', '0.123')
    """
    known = values.dropna()
    largest = float(known.abs().max()) if len(known) else 0.0
    whole = bool((known == known.round()).all()) or not largest
    digits = 0 if whole else min(6, max(0, DIGITS - 1 - math.floor(math.log10(largest))))
    write = format_percent if percent else format_number
    plain = not percent and values.name in YEARS
    return _write_plainly if plain and whole else lambda value: write(value, digits)


def _write_plainly(value: float) -> str:
    """Write a year, which has no thousands separator."""
    return format_text(None) if pd.isna(value) else f"{value:.0f}"


def find_interval(released: Released, measure: Measure) -> Interval | None:
    """Find the interval of a measure, where it is the table's `value` and has one.

    Parameters
    ----------
    released : Released
        The table.
    measure : Measure
        What is shown of it.

    Returns
    -------
    Interval or None
        Its limits, on the measure's own scale.
    """
    table = released.table
    if measure.column != VALUE or not {LOWER_CI, UPPER_CI} <= set(table):
        return None
    scale = PERCENT if measure.percent else 1
    low, high = (table[limit].astype("float64") * scale for limit in (LOWER_CI, UPPER_CI))
    sure = table[CONFIDENCE].dropna().unique() if CONFIDENCE in table else []
    words = f"{sure[0]:.0%} interval" if len(sure) == 1 else "interval"
    return Interval(low, high, words)


def is_numeric(values: pd.Series) -> bool:
    """Tell whether a column holds numbers; flags are none.

    Examples
    --------
    >>> is_numeric(pd.Series([1.5])), is_numeric(pd.Series([True]))
    (True, False)
    """
    return pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)
