"""A long table of series as one matrix, a row per area, for methods that look back in time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from datacell_lib.analysis.time.settings import check_whole
from datacell_lib.schema import (
    AREA_CODE,
    DENOMINATOR,
    NUMERATOR,
    NUMERATOR_LOWER,
    NUMERATOR_UPPER,
    PERIOD,
    PROVISIONAL,
    TableError,
)
from datacell_lib.table_checks import (
    check_columns,
    check_denominators,
    check_not_negative,
    check_one_geography,
    check_regular_series,
    name_rows,
    period_ordinals,
)
from datacell_lib.uk_days import use_uk_days


@dataclass(frozen=True)
class SeriesMatrix:
    """Many series side by side: every array is (areas, periods), missing is NaN.

    Parameters
    ----------
    areas, periods : pandas.Index
        Labels of the rows and columns; periods rise by one even step.
    observed : array of float
        Counts as they came.
    counts : array of float
        Counts that may be used: missing where provisional.
    lowest, highest : array of float
        Limits of each count: itself where known, what its publisher's suppression leaves open.
    populations : array of float
        Denominators; 1 where the table has none.
    provisional, suppressed, listed : array of bool
        Marked provisional; known only by its limits; present in the table.
    """

    areas: pd.Index
    periods: pd.Index
    observed: np.ndarray
    counts: np.ndarray
    lowest: np.ndarray
    highest: np.ndarray
    populations: np.ndarray
    provisional: np.ndarray
    suppressed: np.ndarray
    listed: np.ndarray

    @property
    def first_columns(self) -> np.ndarray:
        """Column at which each area's series starts."""
        return self.listed.argmax(axis=1)


def arrange_series(table: pd.DataFrame) -> SeriesMatrix:
    """Check a long table of counts and arrange it as a matrix.

    Parameters
    ----------
    table : DataFrame
        `area_code`, `period`, `numerator` (counts, may be missing); optionally `denominator`,
        `numerator_lower` and `numerator_upper`, and boolean `provisional`.

    Returns
    -------
    SeriesMatrix
        A row per area in the table's order, a column per period; of times the days of the UK.

    Raises
    ------
    TableError
        Missing columns, no rows, negative counts, denominators of zero, mixed geographies,
        unsorted, repeated or gapped periods, or a `provisional` that is not true or false.

    Examples
    --------
    >>> table = pd.DataFrame({"area_code": "A", "period": [1, 2, 3], "numerator": [4, 0, 5]})
    >>> arrange_series(table).counts
    array([[4., 0., 5.]])
    """
    table = use_uk_days(table)
    _check_table(table)
    rows, areas = pd.factorize(table[AREA_CODE])
    columns, periods = _place_periods(table, rows)
    shape = (len(areas), len(periods))

    def arrange(values: np.ndarray, empty: float | bool) -> np.ndarray:
        matrix = np.full(shape, empty)
        matrix[rows, columns] = values
        return matrix

    def read(column: str, absent: float) -> np.ndarray:
        if column not in table:
            return arrange(np.full(len(table), absent), np.nan)
        return arrange(table[column].to_numpy(dtype=float, na_value=np.nan), np.nan)

    observed = read(NUMERATOR, np.nan)
    lowest = np.where(np.isnan(observed), read(NUMERATOR_LOWER, np.nan), observed)
    highest = np.where(np.isnan(observed), read(NUMERATOR_UPPER, np.nan), observed)
    marks = table[PROVISIONAL].to_numpy(dtype=bool) if PROVISIONAL in table else False
    provisional = arrange(np.broadcast_to(marks, len(table)), False)
    return SeriesMatrix(
        areas=pd.Index(areas),
        periods=periods,
        observed=observed,
        counts=np.where(provisional, np.nan, observed),
        lowest=lowest,
        highest=highest,
        populations=read(DENOMINATOR, 1.0),
        provisional=provisional,
        suppressed=np.isnan(observed) & ~np.isnan(highest),
        listed=arrange(np.ones(len(table), dtype=bool), False),
    )


def choose_columns(series: SeriesMatrix, *, assess_last: int | None) -> np.ndarray:
    """Columns of the periods to assess: the last so many, or all of them.

    Raises
    ------
    ParameterError
        A number of periods below 1.
    """
    number = len(series.periods)
    if assess_last is None:
        return np.arange(number)
    check_whole(assess_last, name="assess_last", least=1, advice="Leave it out for every period.")
    return np.arange(max(0, number - assess_last), number)


def _check_table(table: pd.DataFrame) -> None:
    check_columns(table, [AREA_CODE, PERIOD, NUMERATOR])
    if table.empty:
        raise TableError("the table has no rows; give at least one series of counts.")
    limits = [column for column in (NUMERATOR_LOWER, NUMERATOR_UPPER) if column in table]
    check_not_negative(table, [NUMERATOR, *limits])
    if DENOMINATOR in table:
        check_denominators(table)
    if PROVISIONAL in table and (
        not pd.api.types.is_bool_dtype(table[PROVISIONAL]) or table[PROVISIONAL].isna().any()
    ):
        raise TableError(
            f"{PROVISIONAL} must be true or false in every row; found {table[PROVISIONAL].dtype} "
            f"with {int(table[PROVISIONAL].isna().sum())} missing. Mark each period."
        )
    check_one_geography(table)
    check_regular_series(table, keys=[AREA_CODE])


def _place_periods(table: pd.DataFrame, rows: np.ndarray) -> tuple[np.ndarray, pd.Index]:
    """Column of each row, and the label of each column."""
    ordinals = period_ordinals(table[PERIOD])
    longest = ordinals[rows == np.bincount(rows).argmax()]
    step = int(longest[1] - longest[0]) if longest.size > 1 else 1
    offsets = ordinals - ordinals.min()
    out_of_step = offsets % step != 0
    if out_of_step.any():
        raise TableError(
            f"{PERIOD} must fall on the same days in every series; found another day for "
            f"{name_rows(table, out_of_step)}. Bring the series to one weekday."
        )
    columns = offsets // step
    present, first_rows = np.unique(columns, return_index=True)
    gaps = np.diff(present) > 1
    if gaps.any():
        raise TableError(
            f"{PERIOD} must be known throughout for one series or another; found none just before "
            f"{name_rows(table.iloc[first_rows[1:]], gaps)}. Assess these series separately."
        )
    return columns, pd.Index(table[PERIOD].iloc[first_rows], name=PERIOD)
