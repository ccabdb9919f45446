"""The cells of a published table: each is checked before any are added up."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from datacell_lib.files.plain_yaml import clip
from datacell_lib.governance.catalogue.copies import Copy
from datacell_lib.governance.catalogue.entries import Column, Dataset
from datacell_lib.schema import AREA_CODE, LATITUDE, LONGITUDE, SourceError
from datacell_lib.wording import count_things

ROWS_NAMED = 5
LOWER = "_lower"
UPPER = "_upper"
NUMBERS = ("integer", "number")
# ten times the residents of England and Wales: no count of theirs can be above it
MOST = 600_000_000
MOST_LATITUDE = 100.0
NO_LATITUDE = 99.99  # ONS's postcodes without a grid reference have 99.999999 and 0.000000
# digits of ASCII with a point, and an exponent as spreadsheets write it
NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*", re.ASCII)


def parse_numbers(values: pd.Series) -> pd.Series:
    """Read numbers as people write them, and nothing else that a computer would take for one.

    Parameters
    ----------
    values : pandas.Series
        Texts or numbers.

    Returns
    -------
    pandas.Series
        Numbers; missing where a value is missing or no finite number: "inf", "1_000", or digits
        of another script.

    Examples
    --------
    >>> parse_numbers(pd.Series(["12", "1.5e2", "inf", "٣"])).tolist()
    [12.0, 150.0, nan, nan]
    """
    # each different text once: a table by single year of age has millions of cells, few values
    codes, texts = pd.factorize(values)
    # as a list: pandas hands out a column's texts one by one many times as slowly
    plain = [_is_number(text) for text in texts.tolist()]
    numbers = pd.to_numeric(pd.Series(texts), errors="coerce").astype("float64").where(plain)
    finite = numbers.where(np.isfinite(numbers))
    # a missing cell has code -1, and finds the missing number put last
    return pd.Series(np.append(finite, np.nan)[codes], index=values.index, name=values.name)


def _is_number(value: object) -> bool:
    if isinstance(value, str):
        return NUMBER.fullmatch(value) is not None
    return isinstance(value, (int, float, np.number)) and not isinstance(value, bool)


def convert_cells(values: pd.Series, *, name: str, dataset: Dataset, codes: pd.Series) -> pd.Series:
    """Convert the cells of a column to what its entry says they are.

    Parameters
    ----------
    values : pandas.Series
        The cells as read.
    name : str
        The column, as its entry calls it.
    dataset : Dataset
        The entry.
    codes : pandas.Series
        The code of each row's area, for errors.

    Returns
    -------
    pandas.Series
        Days, numbers, or the texts as they are.

    Raises
    ------
    SourceError
        If a cell is not of the column's type, not whole where it should be, negative where a
        count can't be, or larger than the entry allows.
    """
    column = dataset.columns[name]
    if column.type == "date":
        converted = pd.to_datetime(values, format="ISO8601", errors="coerce")
    elif column.type in NUMBERS:
        converted = parse_numbers(values)
    else:
        return values
    broken = converted.isna() & values.notna()
    if broken.any():  # a cell of blanks is empty
        broken &= values.astype("str").str.strip() != ""
    if broken.any():
        found = ", ".join(clip(repr(value)) for value in values[broken].head(ROWS_NAMED))
        raise SourceError(
            f"{dataset.title} ({dataset.id}): column {name!r} must be {column.type}; found "
            f"{found} in {count_things(broken.sum(), 'row')}. If that says that a number is "
            f"not known, add it to 'blanks' of the copy in data/catalogue/{dataset.id}.yml, and "
            "'may_be_missing: true' to the column; if it hides a small number, to 'suppressed', "
            "with the lowest and highest that it can be."
        )
    if column.type in NUMBERS:
        _check_cells(converted, name=name, dataset=dataset, codes=codes)
    return converted


def add_up_cells(
    raw: pd.DataFrame, source: tuple[str, ...], *, name: str, dataset: Dataset, copy: Copy
) -> pd.Series:
    """Add up the columns that a column of a dataset is made of, each cell checked by itself.

    Parameters
    ----------
    raw : pandas.DataFrame
        The rows as read.
    source : tuple of str
        The columns to add up.
    name : str
        What their sum is called.
    dataset : Dataset
        The entry.
    copy : Copy
        Names the column of the areas' codes, for errors.

    Returns
    -------
    pandas.Series
        The sums; missing where any cell is.

    Raises
    ------
    SourceError
        As `convert_cells`: one cell below zero would vanish in a sum.
    """
    codes = raw[copy.columns[AREA_CODE]]
    first, *others = (
        convert_cells(raw[column], name=name, dataset=dataset, codes=codes) for column in source
    )
    return sum(others, start=first)


def find_hidden(table: pd.DataFrame, dataset: Dataset) -> dict[str, pd.Series]:
    """Find the cells that a dataset's publisher hides, apart from those that nobody knows.

    Parameters
    ----------
    table : pandas.DataFrame
        What was read of it.
    dataset : Dataset
        Its entry.

    Returns
    -------
    dict of str to pandas.Series
        For each column that may hold such cells, row by row, whether it does.
    """
    return {
        name: table[name].isna() & table[name + UPPER].notna()
        for name, column in dataset.columns.items()
        if column.suppressed
    }


def count_hidden(table: pd.DataFrame, dataset: Dataset) -> int:
    """Count the cells that a dataset's publisher hides.

    Parameters
    ----------
    table : pandas.DataFrame
        What was read of it.
    dataset : Dataset
        Its entry.

    Returns
    -------
    int
        How many, in all of its columns.
    """
    return int(sum(flags.sum() for flags in find_hidden(table, dataset).values()))


def bound_cells(
    values: pd.Series, *, name: str, dataset: Dataset, copy: Copy, codes: pd.Series
) -> dict[str, pd.Series]:
    """Convert cells of which some are suppressed, with the bounds of each.

    Parameters
    ----------
    values : pandas.Series
        The cells as read.
    name : str
        The column, as its entry calls it.
    dataset : Dataset
        The entry.
    copy : Copy
        Says what each mark of suppression stands for.
    codes : pandas.Series
        The code of each row's area, for errors.

    Returns
    -------
    dict of str to pandas.Series
        The column, missing where suppressed, and what it can be: `<column>_lower` and
        `<column>_upper`.

    Raises
    ------
    SourceError
        As `convert_cells`.
    """
    # what several columns were added up to is numbers already
    texts = (cell for cell in values.unique() if isinstance(cell, str))
    marks = {
        cell: copy.suppressed[cell.strip()] for cell in texts if cell.strip() in copy.suppressed
    }
    hidden = values.isin(marks)
    known = convert_cells(values.mask(hidden), name=name, dataset=dataset, codes=codes)
    bounds = values[hidden].map(marks)
    return {
        name: known,
        name + LOWER: known.mask(hidden, bounds.str[0].astype("float64")),
        name + UPPER: known.mask(hidden, bounds.str[1].astype("float64")),
    }


def blank_coordinates(table: pd.DataFrame) -> pd.DataFrame:
    """Take away the coordinates that publishers give to a place of which they know none.

    Parameters
    ----------
    table : pandas.DataFrame
        Perhaps with `longitude` and `latitude`.

    Returns
    -------
    pandas.DataFrame
        Both missing where the latitude is beyond the pole, as ONS writes it, or both are nought,
        or one is missing: such a place is not outside of anything.

    Examples
    --------
    >>> blank_coordinates(pd.DataFrame({"longitude": [0.0], "latitude": [99.999999]})).isna().all()
    longitude    True
    latitude     True
    dtype: bool
    """
    names = [LONGITUDE, LATITUDE]
    if not set(names) <= set(table):
        return table
    nowhere = (table[LATITUDE] > NO_LATITUDE) & (table[LATITUDE] < MOST_LATITUDE)
    nowhere |= (table[names] == 0).all(axis="columns") | table[names].isna().any(axis="columns")
    return table.assign(**{name: table[name].mask(nowhere) for name in names})


def _check_cells(values: pd.Series, *, name: str, dataset: Dataset, codes: pd.Series) -> None:
    column = dataset.columns[name]
    faults = {
        f"above {_find_most(column):,.10g}": values > _find_most(column),
        f"below {_find_least(column):,.10g}": values < _find_least(column),
    }
    if column.type == "integer":
        faults["not whole"] = values % 1 != 0
    for what, wrong in faults.items():
        wrong &= values.notna()
        if wrong.any():
            found = "; ".join(
                f"{value:g} in {clip(str(code))}"
                for value, code in zip(
                    values[wrong].head(ROWS_NAMED), codes[wrong].head(ROWS_NAMED), strict=True
                )
            )
            raise SourceError(
                f"{dataset.title} ({dataset.id}): "
                f"{count_things(wrong.sum(), 'cell')} of {name!r} "
                f"{'is' if wrong.sum() == 1 else 'are'} {what}: {found}. Correct the "
                f"file, or state in data/catalogue/{dataset.id}.yml what the column can be."
            )


def _find_most(column: Column) -> float:
    return MOST if column.maximum is None else column.maximum


def _find_least(column: Column) -> float:
    """Return the least that a cell can be: a part of a sum can be less than the whole."""
    if column.quantity == "count":
        return min(column.minimum or 0.0, 0.0)
    return -MOST if column.minimum is None else min(column.minimum, 0.0)
