"""Numbers that can't be what they seem: -999 and its like, and shares of more than all."""

from __future__ import annotations

import re

import pandas as pd

NINES = re.compile(r"-?99+")
BELOW = 1.0  # how far below all other values a negative one must lie, by their size
ABOVE = 5.0  # and above them a positive one, which more often is a value


def describe_marks(
    values: pd.Series, *, minimum: float | None = None, maximum: float | None = None
) -> str:
    """Say which numbers of a column may stand for "not known", such as -999.

    Parameters
    ----------
    values : pandas.Series of float
        The column; its name is told.
    minimum, maximum : float, optional
        What it can be, where that is stated: below or above it nothing needs to be told.

    Returns
    -------
    str
        A phrase with the column and how many there are; nothing where there are none.

    Notes
    -----
    Told are nines (99, 999, 9999 and so on, of either sign) that lie far from all other values.
    A value among others, such as 999 residents, is no mark.

    Examples
    --------
    >>> describe_marks(pd.Series([1.5, -999, 2.5, -999], name="income"))
    "2 cells of 'income' are -999"
    """
    known = values.dropna()
    looks = known.isin([value for value in known.unique() if NINES.fullmatch(f"{value:g}")])
    others = known[~looks]
    if not looks.any() or others.empty:
        return ""
    low, high = others.min(), others.max()
    size = max(high - low, abs(low), abs(high))
    below = (known < 0) & ((known < low - BELOW * size) | (low >= 0)) & (minimum is None)
    above = (known > high + ABOVE * size) & (maximum is None)
    found = known[looks & (below | above)].value_counts().sort_index()
    told = (f"{_count_cells(times, values)} {value:g}" for value, times in found.items())
    return "; ".join(told)


def describe_past_all(values: pd.Series, *, whole: float) -> str:
    """Say how many cells of a column of shares are above the whole.

    Parameters
    ----------
    values : pandas.Series of float
        The column, as shares of a whole; its name is told.
    whole : float
        What all of it is: 1, or 100 percent.

    Returns
    -------
    str
        A sentence with the column, how many there are and the largest; nothing where there are
        none.

    Examples
    --------
    >>> describe_past_all(pd.Series([0.4, 1.25, None, 1.0], name="prevalence"), whole=1)
    "1 cell of 'prevalence' is above 1 (1.25 at most), so it can't be a share."
    """
    past = values[values > whole]
    if past.empty:
        return ""
    said = f"{_count_cells(len(past), values)} above {whole:g} ({past.max():,.6g} at most)"
    return f"{said}, so {'it' if len(past) == 1 else 'they'} can't be a share."


def _count_cells(number: int, values: pd.Series) -> str:
    return (
        f"{number:,} {'cell' if number == 1 else 'cells'} of {values.name!r} "
        f"{'is' if number == 1 else 'are'}"
    )
