"""Read the counts of a table, known, suppressed by their publisher, or missing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from datacell_lib.schema import (
    AREA_CODE,
    ARROW,
    BENCHMARK,
    COMPARISON,
    CONFIDENCE,
    DENOMINATOR,
    INTERCEPT,
    LOWER_CI,
    METHOD,
    NOTE,
    NUMERATOR,
    NUMERATOR_LOWER,
    NUMERATOR_UPPER,
    NUMERATOR_VARIANCE,
    PROVISIONAL,
    RELIABILITY,
    STATISTIC,
    TREND,
    UPPER_CI,
    VALUE,
    ParameterError,
    TableError,
)
from datacell_lib.table_checks import (
    check_columns,
    check_denominators,
    check_not_negative,
    check_one_geography,
    check_unique,
    name_rows,
)

# What a statistic is made from or comes back with; every other column is a key.
NOT_KEYS = frozenset(
    {
        *(NUMERATOR, DENOMINATOR, NUMERATOR_LOWER, NUMERATOR_UPPER, NUMERATOR_VARIANCE),
        *(VALUE, LOWER_CI, UPPER_CI, CONFIDENCE, STATISTIC, METHOD, NOTE, RELIABILITY),
        *(PROVISIONAL, BENCHMARK, COMPARISON, TREND, ARROW, INTERCEPT),
    }
)
# The limits of one of several confidence levels, such as lower_ci_99_8.
LIMIT_OF_A_LEVEL = rf"({LOWER_CI}|{UPPER_CI}|{RELIABILITY})_\d+(_\d+)?"
SUPPRESSED = "count suppressed by its publisher: limits span the counts it may be"
UNKNOWN = "count not known"
NO_DENOMINATOR = "denominator not known"
NOBODY = "nobody in the denominator"


@dataclass(frozen=True)
class Counts:
    """Counts beside their keys; ``low`` and ``high`` are equal where the count is known.

    Attributes
    ----------
    keys : pandas.DataFrame
        The key columns, one row a count.
    low, high : numpy.ndarray
        The fewest and most events there may be; missing where nothing is known.
    denominator : numpy.ndarray
        Missing where it is not known.
    people : numpy.ndarray
        The denominator to divide by: missing where it is not known, or nobody is in it.
    variance : numpy.ndarray
        That of the count: the count itself (its most, where suppressed) unless the table's
        ``numerator_variance`` says otherwise.
    """

    keys: pd.DataFrame
    low: np.ndarray
    high: np.ndarray
    denominator: np.ndarray
    variance: np.ndarray

    @property
    def exact(self) -> np.ndarray:
        """The counts, missing where only bounds, or nothing, are known."""
        return np.where(self.low == self.high, self.low, np.nan)

    @property
    def people(self) -> np.ndarray:
        """The denominators to divide by, missing where nobody is in them."""
        return np.where(self.denominator == 0, np.nan, self.denominator)

    @property
    def has_bounds(self) -> bool:
        """Whether any count is known by its bounds alone."""
        return bool((self.low < self.high).any())

    @property
    def notes(self) -> pd.Categorical:
        """Why a value is missing, empty where it is not."""
        return explain_missing(self.low, self.high, self.denominator)


def explain_missing(low: np.ndarray, high: np.ndarray, denominator: np.ndarray) -> pd.Categorical:
    """Say why a value is missing, empty where it is not."""
    codes = np.zeros(len(low), dtype=np.int8)
    codes[low < high] = 1
    codes[np.isnan(low)] = 2
    codes[np.isnan(denominator)] = 3
    codes[denominator == 0] = 4
    return pd.Categorical.from_codes(codes, ["", SUPPRESSED, UNKNOWN, NO_DENOMINATOR, NOBODY])


def find_keys(table: pd.DataFrame) -> list[str]:
    """List the key columns: all but counts, values, and what is said of them."""
    return [
        column
        for column in table
        if column not in NOT_KEYS and not re.fullmatch(LIMIT_OF_A_LEVEL, str(column))
    ]


def read_counts(
    table: pd.DataFrame, *, by: Sequence[str] | None = None, may_be_empty: bool = False
) -> Counts:
    """Check a table of counts, and add it up by some of its key columns.

    Parameters
    ----------
    table : pandas.DataFrame
        Key columns, ``numerator``, ``denominator``, and if the publisher suppressed counts
        ``numerator_lower`` and ``numerator_upper`` for those.
    by : sequence of str, optional
        Key columns to add up to, numerators and denominators alike. Left out, each row
        stands for itself.
    may_be_empty : bool, default False
        Whether a denominator may be zero: a method that can give nothing for an area where
        nobody is, and go on with the others, says so.

    Returns
    -------
    Counts
        In the order of the rows, or of the first row of each group. A group with an unknown
        count has none; one with a suppressed count has bounds.

    Raises
    ------
    TableError
        For missing columns, repeated keys, mixed geographies, negative counts, denominators of
        zero (unless they may be), or bounds that are upside down or only half there.
    ParameterError
        If ``by`` names no column, or one that is not a key.
    """
    check_columns(table, [NUMERATOR, DENOMINATOR])
    keys = find_keys(table)
    if by is not None and (not by or not set(by) <= set(keys)):
        raise ParameterError(f"by must name key columns; found {list(by)}, allowed {keys}.")
    if AREA_CODE in keys:
        check_one_geography(table)
    check_unique(table, keys=keys)
    check_not_negative(table, [NUMERATOR])
    if may_be_empty:
        check_not_negative(table, [DENOMINATOR])
    else:
        check_denominators(table)
    numbers = {"denominator": table[DENOMINATOR].to_numpy(dtype=float, na_value=np.nan)}
    numbers["low"] = numbers["high"] = table[NUMERATOR].to_numpy(dtype=float, na_value=np.nan)
    if NUMERATOR_LOWER in table or NUMERATOR_UPPER in table:
        numbers["low"], numbers["high"] = _read_bounds(table, numbers["low"])
    numbers["variance"] = numbers["high"]
    if NUMERATOR_VARIANCE in table:
        check_not_negative(table, [NUMERATOR_VARIANCE])
        numbers["variance"] = table[NUMERATOR_VARIANCE].to_numpy(dtype=float, na_value=np.nan)
    if by is None:
        return Counts(keys=table[keys], **numbers)
    groups = pd.concat([table[list(by)], pd.DataFrame(numbers, index=table.index)], axis=1)
    summed = groups.groupby(list(by), sort=False, observed=True, dropna=False)[list(numbers)].sum(
        skipna=False
    )
    return Counts(
        keys=summed.index.to_frame(index=False),
        **{name: summed[name].to_numpy() for name in numbers},
    )


def _read_bounds(table: pd.DataFrame, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    bounds = [NUMERATOR_LOWER, NUMERATOR_UPPER]
    check_columns(table, bounds)
    check_not_negative(table, bounds)
    lower, upper = (table[bound].to_numpy(dtype=float, na_value=np.nan) for bound in bounds)
    faulty = (
        (lower > upper) | (known < lower) | (known > upper) | (np.isnan(lower) ^ np.isnan(upper))
    )
    if faulty.any():
        raise TableError(
            f"{NUMERATOR_LOWER} and {NUMERATOR_UPPER} must both be given, in order, around the "
            f"{NUMERATOR} where it is known; not so for {name_rows(table, faulty)}. "
            "Check how the source marks suppressed counts."
        )
    is_known = ~np.isnan(known)
    return np.where(is_known, known, lower), np.where(is_known, known, upper)
