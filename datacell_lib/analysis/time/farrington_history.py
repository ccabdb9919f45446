"""What Farrington's detectors expect of each series at one period, given its history."""

from __future__ import annotations

import numpy as np
import pandas as pd

from datacell_lib.analysis.time.farrington_baseline import (
    MINIMUM_YEARS,
    BaselineSettings,
    Expectation,
    calculate_expectation,
    choose_past_periods,
)
from datacell_lib.analysis.time.series import SeriesMatrix
from datacell_lib.schema import AREA_CODE, TableError
from datacell_lib.table_checks import name_rows

DAYS_PER_YEAR = 365.25
CALENDAR_TOLERANCE = 10


def expect_now(
    series: SeriesMatrix, *, column: int, baseline: BaselineSettings
) -> tuple[Expectation, np.ndarray]:
    """Expect each series' count at one period, or say why that is not possible.

    Parameters
    ----------
    series : SeriesMatrix
        The series.
    column : int
        Position of the assessed period.
    baseline : BaselineSettings
        Past periods, weights and trend.

    Returns
    -------
    tuple of Expectation and array of str
        Both with an element per series; the reason is an empty string where there is an answer.

    Notes
    -----
    A missing or provisional count is left out of the baseline. A suppressed one can't be left
    out without raising the bound, so it leaves the bound missing.
    """
    number = len(series.areas)
    answer = Expectation(*(np.full(number, np.nan) for _ in range(3)))
    reason = np.full(number, "", dtype=object)
    years_before = (column - series.first_columns) / baseline.periods_per_year
    short = years_before < MINIMUM_YEARS
    reason[short] = f"fewer than {MINIMUM_YEARS} years before this period"
    if short.all():
        return answer, reason
    past, design = choose_past_periods(column, settings=baseline)
    suppressed = series.suppressed[:, past].any(axis=1) & ~short
    reason[suppressed] = "suppressed counts in the baseline: its bound is not known"
    unknown = np.isnan(series.populations[:, column]) & ~short
    reason[unknown] = "denominator missing"
    rows = np.flatnonzero(reason == "")
    if rows.size:
        fitted = calculate_expectation(
            series.counts[np.ix_(rows, past)],
            populations=series.populations[np.ix_(rows, past)],
            populations_now=series.populations[rows, column],
            design=design,
            settings=baseline,
        )
        answer.put(rows, fitted)
        reason[rows[np.isnan(fitted.mean)]] = "too few known counts in the baseline"
    return answer, reason


def check_history(series: SeriesMatrix, *, periods_per_year: int) -> None:
    """Refuse series without three years before their last period, or of another spacing.

    Parameters
    ----------
    series : SeriesMatrix
        The series.
    periods_per_year : int
        Spacing that the dates must have; whole numbers are taken at their word.

    Raises
    ------
    TableError
        A series too short, or dates spaced otherwise.
    """
    _check_spacing(series.periods, periods_per_year)
    lengths = series.listed.sum(axis=1)
    needed = MINIMUM_YEARS * periods_per_year + 1
    short = lengths < needed
    if short.any():
        areas = pd.DataFrame({AREA_CODE: series.areas})
        raise TableError(
            f"Farrington's detectors need {MINIMUM_YEARS} years before the assessed period "
            f"({needed} periods); found {lengths[short].min()} for {name_rows(areas, short)}. "
            "Use detect_ears_c1 or detect_ears_c2 for short series."
        )


def _check_spacing(periods: pd.Index, periods_per_year: int) -> None:
    if isinstance(periods, pd.PeriodIndex):
        periods = periods.to_timestamp()
    if not isinstance(periods, pd.DatetimeIndex) or len(periods) < 2:
        return
    days = (periods[-1] - periods[0]).days / (len(periods) - 1)
    if abs(days * periods_per_year - DAYS_PER_YEAR) > CALENDAR_TOLERANCE:
        raise TableError(
            f"periods must be {periods_per_year} to the year; found one each {days:.1f} days. "
            "Sum days to weeks, or give the baseline its periods_per_year."
        )
