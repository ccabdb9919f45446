"""Farrington's outbreak detectors: a count against the same season of earlier years."""

from __future__ import annotations

from collections.abc import Callable
from numbers import Real

import numpy as np
import pandas as pd
from scipy import stats

from datacell_lib.analysis.time.detection import tabulate_detection
from datacell_lib.analysis.time.farrington_baseline import BaselineSettings, Expectation
from datacell_lib.analysis.time.farrington_history import check_history, expect_now
from datacell_lib.analysis.time.series import arrange_series, choose_columns
from datacell_lib.analysis.time.settings import check_whole
from datacell_lib.schema import ParameterError

CLASSIC_BASELINE = BaselineSettings(
    seasons=1,
    excluded=3,
    reweighting_threshold=1.0,
    trend_p_value=0.05,
    relative_dispersion=False,
)
FLEXIBLE_BASELINE = BaselineSettings()


def detect_farrington_classic(
    table: pd.DataFrame,
    *,
    alpha: float = 0.01,
    baseline: BaselineSettings = CLASSIC_BASELINE,
    minimum_cases: int = 5,
    recent_periods: int = 4,
    assess_last: int | None = 1,
) -> pd.DataFrame:
    """Compare counts with the same weeks of earlier years (Farrington and others 1996).

    Parameters
    ----------
    table : DataFrame
        `area_code`, `period` (weeks or months, at least three years before the last one),
        `numerator` (counts); optionally `denominator` (the baseline is then fitted to rates,
        expected values and bounds stay counts), `provisional` (boolean), `numerator_lower` and
        `numerator_upper`.
    alpha : float
        Two-sided: the bound is the 1 - alpha / 2 quantile, the paper's 0.995 unless told. R's
        `surveillance` has 0.05 for its default.
    baseline : BaselineSettings
        Past periods, weights and trend.
    minimum_cases, recent_periods : int
        No alarm where the last `recent_periods` periods, the assessed one included, have fewer
        than `minimum_cases` cases together.
    assess_last : int, optional
        Number of last periods to assess; every period if None.

    Returns
    -------
    DataFrame
        `area_code, period, numerator, expected, upper_bound, alarm, exceedance_score, method,
        note`, a row per area and assessed period.

    Raises
    ------
    TableError
        A series shorter than three years, or a table that is not a set of regular series.
    ParameterError
        An alpha outside 0 to 1, or a setting outside what is allowed.

    Notes
    -----
    Quasi-Poisson regression of the windows' counts with a trend where it is significant;
    bound = (μ^(2/3) + z × ⅔ μ^(1/6) × √(φ + Var(μ)/μ))^(3/2). Use the flexible version unless
    results must be comparable with older ones: down-weighting every residual above 1 makes its
    bound too low, so that it alarms falsely too often (2% of quiet weeks in
    `benchmarks/detection.py`, at a nominal 0.5%). A year is 52 weeks, so week
    53 shifts the window by a week, which the window absorbs. A suppressed count in the baseline
    leaves the bound missing; a missing or provisional one is left out.

    References
    ----------
    Farrington CP, Andrews NJ, Beale AD, Catchpole MA. A statistical algorithm for the early
    detection of outbreaks of infectious disease. J R Stat Soc A 1996;159:547-563.

    Examples
    --------
    >>> table = pd.DataFrame({"area_code": "A", "period": range(300), "numerator": 9})
    >>> table.loc[299, "numerator"] = 30
    >>> detect_farrington_classic(table)[["expected", "upper_bound", "alarm"]].round(2)
       expected  upper_bound  alarm
    0       9.0        17.88   True
    """
    _check_alpha(alpha)
    quantile = float(stats.norm.isf(alpha / 2))
    return _detect(
        table,
        baseline,
        lambda expectation: _bound_by_power(expectation, quantile),
        (minimum_cases, recent_periods),
        assess_last,
        method="Farrington",
    )


def detect_farrington_flexible(
    table: pd.DataFrame,
    *,
    alpha: float = 0.005,
    baseline: BaselineSettings = FLEXIBLE_BASELINE,
    minimum_cases: int = 5,
    recent_periods: int = 4,
    assess_last: int | None = 1,
) -> pd.DataFrame:
    """Compare counts with earlier years, all seasons modelled (Noufaily and others 2013).

    Parameters
    ----------
    table, baseline, minimum_cases, recent_periods, assess_last
        As for `detect_farrington_classic`.
    alpha : float
        One-sided: the bound is the 1 - alpha quantile, the paper's 0.995 unless told. R's
        `surveillance` has 0.05 for its default.

    Returns
    -------
    DataFrame
        As for `detect_farrington_classic`; the upper bound is a whole number.

    Raises
    ------
    TableError, ParameterError
        As for `detect_farrington_classic`.

    Notes
    -----
    Quasi-Poisson regression of all weeks of the baseline on a ten-level season and a trend;
    bound = the quantile of a negative binomial with mean μ and variance φμ (Poisson where φ is
    1). An alarm is a count above the bound: in 0.4% of quiet weeks in `benchmarks/detection.py`,
    at a nominal 0.5%. R's `surveillance` scores exceedance against the
    logarithm of the expected count with this bound; here it is against the count itself.

    References
    ----------
    Noufaily A, Enki DG, Farrington P, Garthwaite P, Andrews N, Charlett A. An improved
    algorithm for outbreak detection in multiple surveillance systems. Stat Med 2013;32:1206-22.

    Examples
    --------
    >>> table = pd.DataFrame({"area_code": "A", "period": range(300), "numerator": 9})
    >>> table.loc[299, "numerator"] = 30
    >>> detect_farrington_flexible(table)[["expected", "upper_bound", "alarm"]].round(2)
       expected  upper_bound  alarm
    0       9.0         18.0   True
    """
    _check_alpha(alpha)
    return _detect(
        table,
        baseline,
        lambda expectation: _bound_by_count_quantile(expectation, alpha),
        (minimum_cases, recent_periods),
        assess_last,
        method="Farrington flexible, negative binomial quantile",
    )


def detect_farrington_flexible_delta(
    table: pd.DataFrame,
    *,
    alpha: float = 0.005,
    baseline: BaselineSettings = FLEXIBLE_BASELINE,
    minimum_cases: int = 5,
    recent_periods: int = 4,
    assess_last: int | None = 1,
) -> pd.DataFrame:
    """Compare counts with earlier years, as the flexible version but with the classic bound.

    Parameters
    ----------
    table, alpha, baseline, minimum_cases, recent_periods, assess_last
        As for `detect_farrington_flexible`.

    Returns
    -------
    DataFrame
        As for `detect_farrington_classic`.

    Raises
    ------
    TableError, ParameterError
        As for `detect_farrington_classic`.

    Notes
    -----
    The 2/3 power bound of the classic version, one-sided, with the uncertainty of the expected
    count in it. Not for small counts, where a normal quantile of a power is a poor stand-in for
    the quantile of a count.

    References
    ----------
    Salmon M, Schumacher D, Höhle M. Monitoring count time series in R: aberration detection in
    public health surveillance. J Stat Softw 2016;70(10):1-35.

    Examples
    --------
    >>> table = pd.DataFrame({"area_code": "A", "period": range(300), "numerator": 9})
    >>> table.loc[299, "numerator"] = 30
    >>> detect_farrington_flexible_delta(table)[["upper_bound", "alarm"]].round(0)
       upper_bound  alarm
    0         18.0   True
    """
    _check_alpha(alpha)
    quantile = float(stats.norm.isf(alpha))
    return _detect(
        table,
        baseline,
        lambda expectation: _bound_by_power(expectation, quantile),
        (minimum_cases, recent_periods),
        assess_last,
        method="Farrington flexible, 2/3 power bound",
    )


def _detect(
    table: pd.DataFrame,
    baseline: BaselineSettings,
    bound: Callable[[Expectation], np.ndarray],
    limit: tuple[int, int],
    assess_last: int | None,
    *,
    method: str,
) -> pd.DataFrame:
    """Expect and bound each assessed period of every series, and compare."""
    minimum_cases, recent_periods = limit
    check_whole(minimum_cases, name="minimum_cases", least=0)
    check_whole(recent_periods, name="recent_periods", least=1)
    series = arrange_series(table)
    check_history(series, periods_per_year=baseline.periods_per_year)
    columns = choose_columns(series, assess_last=assess_last)
    shape = (len(series.areas), len(columns))
    expected, bounds = np.full(shape, np.nan), np.full(shape, np.nan)
    enough, reason = np.ones(shape, dtype=bool), np.full(shape, "", dtype=object)
    for place, column in enumerate(columns):
        answer, reason[:, place] = expect_now(series, column=int(column), baseline=baseline)
        expected[:, place], bounds[:, place] = answer.mean, bound(answer)
        recent = series.highest[:, max(0, column - recent_periods + 1) : column + 1]
        unknown = np.isnan(recent).any(axis=1)  # which rules an alarm out no more than cases do
        enough[:, place] = unknown | (np.nansum(recent, axis=1) >= minimum_cases)
    few = f"fewer than {minimum_cases} cases in {recent_periods} periods: no alarm"
    return tabulate_detection(
        series,
        columns=columns,
        expected=expected,
        upper_bound=bounds,
        reason=np.where(enough | (reason != ""), reason, few),
        enough_cases=enough,
        method=method,
    )


def _bound_by_power(expectation: Expectation, quantile: float) -> np.ndarray:
    """Normal quantile of the 2/3 power of a new count, back on the scale of counts."""
    mean = expectation.mean
    spread = expectation.dispersion + expectation.variance / mean
    return (mean ** (2 / 3) + quantile * (2 / 3) * mean ** (1 / 6) * np.sqrt(spread)) ** 1.5


def _bound_by_count_quantile(expectation: Expectation, alpha: float) -> np.ndarray:
    """Quantile of a negative binomial with this mean and dispersion, or of a Poisson."""
    mean, dispersion = expectation.mean, expectation.dispersion
    spread = dispersion > 1
    size = mean / np.where(spread, dispersion - 1, 1.0)
    overdispersed = stats.nbinom.ppf(1 - alpha, size, 1 / dispersion)
    return np.where(spread, overdispersed, stats.poisson.ppf(1 - alpha, mean))


def _check_alpha(alpha: float) -> None:
    if not (isinstance(alpha, Real) and 0 < alpha < 1):
        raise ParameterError(
            f"alpha must lie between 0 and 1; found {alpha}. Usual are 0.05 and 0.005."
        )
