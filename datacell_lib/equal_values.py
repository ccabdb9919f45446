"""When two numbers are one: the rule before every rank, every group's cut and every spread.

The rule: numbers of one column are the same where, in order of size, they follow each other at
no more than a part in 10^12 of the column's greatest absolute value: twelve significant digits
on the column's own scale. Whole numbers are compared as they are.

Its reason: a calculation rounds its last digits by the order of its steps. Three sums that are
all 2/3 come out as 0.666…66, 0.666…67 and 0.666…63; ranked by the last bit, areas that are alike
stand apart, and a column of equal sums seems to vary. What is measured never has twelve digits.
Steps are compared, not rounded numbers, so that no pair is parted by the border it happens to
lie on. Where one value is a million million times the others, the others cannot be told apart:
take logarithms of such a column first. Limits that numbers are held to (a tenth, a correlation of
0) allow for the same step.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from datacell_lib.number_types import convert_to_floats

SAME_STEP = 1e-12  # of the column's greatest absolute value
EXACT = 2**53  # whole numbers up to here are exact
Ranking = Literal["min", "average", "max"]


def merge_equal_values(values: pd.Series) -> pd.Series:
    """Give numbers that are the same by the rule one value: the lowest of them.

    Parameters
    ----------
    values : Series of numbers, shape (areas,)
        One column: what is the same depends on its scale.

    Returns
    -------
    Series of float, same index and name
        Missing and infinite values stay as they are.

    Raises
    ------
    TableError
        If the values are not numbers.

    Examples
    --------
    >>> merge_equal_values(pd.Series([0.1 + 0.2, 0.3, 0.4])).tolist()
    [0.3, 0.3, 0.4]
    """
    numbers = convert_to_floats(values)
    return pd.Series(_merge(numbers.to_numpy()), index=values.index, name=values.name)


def rank_values(values: pd.Series, *, ascending: bool = True, ties: Ranking = "min") -> pd.Series:
    """Rank numbers, those that are the same by the rule alike.

    Parameters
    ----------
    values : Series of numbers, shape (areas,)
    ascending : bool
        Whether the lowest value gets rank 1; otherwise the highest does.
    ties : {"min", "average", "max"}
        The rank that equal values share.

    Returns
    -------
    Series of float, same index and name
        Missing where a value is.

    Raises
    ------
    TableError
        If the values are not numbers.

    Examples
    --------
    >>> rank_values(pd.Series([0.3, 0.1 + 0.2, 0.1])).tolist()
    [2.0, 2.0, 1.0]
    """
    numbers = convert_to_floats(values).to_numpy()
    known = np.flatnonzero(~np.isnan(numbers))
    order, first, last = find_ties(numbers[known] if ascending else -numbers[known])
    places = {"min": first, "average": (first + last) / 2, "max": last}[ties]
    ranks = np.full(len(numbers), np.nan)
    ranks[known[order]] = places + 1
    return pd.Series(ranks, index=values.index, name=values.name)


def find_ties(values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Order numbers, and find for each the others that are the same by the rule.

    Parameters
    ----------
    values : ndarray of float, shape (areas,)
        None missing. Infinite ones of a sign are the same.

    Returns
    -------
    order : ndarray of int, shape (areas,)
        The positions of the numbers, from the lowest.
    first, last : ndarray of int, shape (areas,)
        For each place in that order, the first and the last place of a number that is the same;
        both count from 0.

    Examples
    --------
    >>> order, first, last = find_ties(np.array([0.1 + 0.2, 0.1, 0.3]))
    >>> first.tolist(), last.tolist()
    ([0, 1, 1], [0, 2, 2])
    """
    order = np.argsort(values)
    ordered = values[order]
    low, high = ordered.searchsorted(-np.inf, "right"), ordered.searchsorted(np.inf)
    starts = np.zeros(len(values), dtype=bool)
    starts[low:high] = find_tied_starts(ordered[low:high])
    starts[:1] = starts[high : high + 1] = True
    begins = np.flatnonzero(starts)
    tie = np.cumsum(starts) - 1
    return order, begins[tie], np.append(begins[1:], len(values))[tie] - 1


def is_constant(values: pd.Series | np.ndarray) -> bool:
    """Tell whether a column has fewer than two different numbers by the rule.

    Parameters
    ----------
    values : Series or ndarray of numbers, shape (areas,)

    Returns
    -------
    bool
        True, too, where no value is known.

    Raises
    ------
    TableError
        If the values are not numbers.

    Examples
    --------
    >>> is_constant(pd.Series([0.1 + 0.2, 0.3, float("nan")]))
    True
    """
    numbers = np.asarray(convert_to_floats(values))
    known = numbers[~np.isnan(numbers)]
    if not len(known):
        return True
    low, high = known.min(), known.max()
    if not (np.isfinite(low) and np.isfinite(high)):
        return bool(low == high)
    with np.errstate(over="ignore"):
        if high - low > len(known) * SAME_STEP * max(abs(low), abs(high)):
            return False  # without a sort: some step must be greater than the rule's
    return int(find_tied_starts(np.sort(known)).sum()) == 1


def find_tied_starts(ordered: np.ndarray) -> np.ndarray:
    """Mark in ordered finite numbers where each new value begins.

    Parameters
    ----------
    ordered : ndarray of float, shape (areas,)
        From the lowest, none missing.

    Returns
    -------
    ndarray of bool, same shape
        False where a number is the same as the one before it.

    Examples
    --------
    >>> find_tied_starts(np.array([0.1, 0.3, 0.1 + 0.2])).tolist()
    [True, True, False]
    """
    starts = np.ones(len(ordered), dtype=bool)
    if len(ordered) > 1:
        scale = max(abs(ordered[0]), abs(ordered[-1]))
        whole = scale <= EXACT and (ordered == np.rint(ordered)).all()
        with np.errstate(over="ignore"):
            starts[1:] = np.diff(ordered) > (0.0 if whole else scale * SAME_STEP)
    return starts


def _merge(numbers: np.ndarray) -> np.ndarray:
    merged = numbers.copy()
    places = np.flatnonzero(np.isfinite(numbers))
    places = places[np.argsort(numbers[places], kind="stable")]
    ordered = numbers[places]
    starts = find_tied_starts(ordered)
    merged[places] = ordered[starts][np.cumsum(starts) - 1]
    return merged
