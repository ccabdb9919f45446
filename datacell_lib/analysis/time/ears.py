"""EARS C1, C2 and C3: a count against the few days or weeks just before it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from datacell_lib.analysis.time.detection import tabulate_detection
from datacell_lib.analysis.time.ears_baseline import calculate_baselines, limit_suppressed_baselines
from datacell_lib.analysis.time.series import arrange_series, choose_columns
from datacell_lib.schema import ParameterError

GUARD_PERIODS = 2
EARLIER_PERIODS = 2
SUPPRESSED_BASELINE_NOTE = "the bound is the highest that suppressed counts before it allow"


def detect_ears_c1(
    table: pd.DataFrame,
    *,
    baseline: int = 7,
    alpha: float = 0.001,
    minimum_sd: float = 0.0,
    assess_last: int | None = None,
) -> pd.DataFrame:
    """Compare each count with the periods just before it (EARS C1).

    Parameters
    ----------
    table : DataFrame
        `area_code`, `period` (evenly spaced days or weeks), `numerator` (counts); optionally
        `provisional` (boolean), `numerator_lower` and `numerator_upper`. Denominators are
        not used: over so few periods populations do not change.
    baseline : int
        Number of earlier periods.
    alpha : float
        One-sided probability of the normal quantile z (not the real false-alarm rate: Notes).
    minimum_sd : float
        Smallest standard deviation to use; above 0 it keeps a single case after a run of equal
        counts from being an alarm.
    assess_last : int, optional
        Number of last periods to assess; every period if left out.

    Returns
    -------
    DataFrame
        `area_code, period, numerator, expected, upper_bound, alarm, exceedance_score, method,
        note`, a row per area and assessed period.

    Raises
    ------
    TableError
        A table that is not a set of regular series of counts.
    ParameterError
        A baseline under 3 periods, an alpha outside 0 to 0.5, a negative minimum.

    Notes
    -----
    Bound = mean + z(1 - alpha) × sample standard deviation of the `baseline` periods just
    before. For series too short for Farrington's detector. Not for strongly seasonal counts or
    counts with a weekday pattern (a baseline of 7 days or whole weeks evens that out), and not
    for small counts. The standard deviation of 7 counts is itself uncertain, so that even
    normal counts alarm falsely with probability 0.014, not 0.001 (Student's t); in the seasonal
    weekly series of `benchmarks/detection.py` C1 did in 4% of quiet weeks, C2 in 5%.
    A missing or provisional count in the baseline leaves the bound missing. Where counts are
    suppressed the bound is the highest that their limits allow, and an alarm is given or ruled
    out only if every count that the limits allow would do the same.

    References
    ----------
    Hutwagner L, Thompson W, Seeman GM, Treadwell T. The bioterrorism preparedness and response
    Early Aberration Reporting System (EARS). J Urban Health 2003;80(Suppl 1):i89-i96.

    Examples
    --------
    >>> counts = [3, 4, 2, 5, 3, 4, 6, 5, 4, 12]
    >>> table = pd.DataFrame({"area_code": "A", "period": range(10), "numerator": counts})
    >>> detect_ears_c1(table, assess_last=1)[["upper_bound", "alarm"]].round(2)
       upper_bound  alarm
    0          8.3   True
    """
    z = _check_settings(baseline, alpha, minimum_sd)
    return _detect(table, baseline, 0, z, minimum_sd, assess_last, method="EARS C1")


def detect_ears_c2(
    table: pd.DataFrame,
    *,
    baseline: int = 7,
    alpha: float = 0.001,
    minimum_sd: float = 0.0,
    assess_last: int | None = None,
) -> pd.DataFrame:
    """Compare each count with the periods before the two before it (EARS C2).

    Parameters
    ----------
    table, baseline, alpha, minimum_sd, assess_last
        As for `detect_ears_c1`.

    Returns
    -------
    DataFrame
        As for `detect_ears_c1`.

    Raises
    ------
    TableError, ParameterError
        As for `detect_ears_c1`.

    Notes
    -----
    As C1, but the two periods just before the count are left out of the baseline, so that an
    outbreak that grows over some days does not raise its own bound.

    References
    ----------
    Hutwagner L and others. J Urban Health 2003;80(Suppl 1):i89-i96.

    Examples
    --------
    >>> counts = [3, 4, 2, 5, 3, 4, 6, 5, 4, 12]
    >>> table = pd.DataFrame({"area_code": "A", "period": range(10), "numerator": counts})
    >>> detect_ears_c2(table, assess_last=1)[["upper_bound", "alarm"]].round(2)
       upper_bound  alarm
    0         8.01   True
    """
    z = _check_settings(baseline, alpha, minimum_sd)
    return _detect(table, baseline, GUARD_PERIODS, z, minimum_sd, assess_last, method="EARS C2")


def detect_ears_c3(
    table: pd.DataFrame,
    *,
    baseline: int = 7,
    alpha: float = 0.025,
    minimum_sd: float = 0.0,
    assess_last: int | None = None,
) -> pd.DataFrame:
    """Compare three periods' excesses together with the periods before them (EARS C3).

    Parameters
    ----------
    table, baseline, alpha, minimum_sd, assess_last
        As for `detect_ears_c1`.

    Returns
    -------
    DataFrame
        As for `detect_ears_c1`. The exceedance score is the sum of the standardised excess of
        the count and those of the two periods before it, over z(1 - alpha); missing where a
        baseline has no spread.

    Raises
    ------
    TableError, ParameterError
        As for `detect_ears_c1`.

    Notes
    -----
    With the mean m and standard deviation s of C2's baseline, and e = max(0, (y - m)/s - 1) of
    each of the two earlier periods: bound = max(0, m + s × (z(1 - alpha) - e₁ - e₂)).
    R's `surveillance` starts the bound from the assessed count instead of from m, so that the
    count raises its own bound and cannot give an alarm by itself; the bounds here therefore
    differ from R's on purpose. Slow rises alarm earlier than with C2, and false alarms are
    more frequent: 18% of quiet weeks in `benchmarks/detection.py`. Any count in the baselines
    that is missing, provisional or suppressed leaves the bound missing.

    References
    ----------
    Hutwagner L and others. J Urban Health 2003;80(Suppl 1):i89-i96.

    Examples
    --------
    >>> counts = [3, 4, 2, 5, 3, 4, 6, 5, 4, 12, 7, 3]
    >>> table = pd.DataFrame({"area_code": "A", "period": range(12), "numerator": counts})
    >>> detect_ears_c3(table, assess_last=1)[["upper_bound", "alarm"]].round(2)
       upper_bound  alarm
    0          0.0   True
    """
    z = _check_settings(baseline, alpha, minimum_sd)
    series = arrange_series(table)
    means, deviations = calculate_baselines(
        series.counts, baseline=baseline, guard=GUARD_PERIODS, minimum_sd=minimum_sd
    )
    excess = _standardise(series.counts - means, deviations)
    earlier = sum(
        np.maximum(0.0, _delay(excess, periods) - 1) for periods in range(1, EARLIER_PERIODS + 1)
    )
    with np.errstate(invalid="ignore"):
        shifted = np.where(deviations > 0, means + deviations * (z - earlier), means)
        combined = (excess + earlier) / z
    bounds = np.where(np.isnan(earlier), np.nan, np.maximum(0.0, shifted))
    columns = choose_columns(series, assess_last=assess_last)
    return tabulate_detection(
        series,
        columns=columns,
        expected=means[:, columns],
        upper_bound=bounds[:, columns],
        score=np.where(np.isfinite(combined), combined, np.nan)[:, columns],
        reason=_explain(bounds, baseline + GUARD_PERIODS + EARLIER_PERIODS)[:, columns],
        method="EARS C3",
    )


def _detect(
    table: pd.DataFrame,
    baseline: int,
    guard: int,
    z: float,
    minimum_sd: float,
    assess_last: int | None,
    *,
    method: str,
) -> pd.DataFrame:
    """C1 and C2, which differ by the guard between baseline and count."""
    series = arrange_series(table)
    columns = choose_columns(series, assess_last=assess_last)
    means, deviations = calculate_baselines(
        series.counts, baseline=baseline, guard=guard, minimum_sd=minimum_sd
    )
    bounds = means + z * deviations
    least, highest = limit_suppressed_baselines(
        series, baseline=baseline, guard=guard, z=z, minimum_sd=minimum_sd
    )
    suppressed = np.isnan(bounds) & ~np.isnan(highest)
    reason = _explain(np.where(suppressed, highest, bounds), baseline + guard)
    reason[suppressed] = SUPPRESSED_BASELINE_NOTE
    return tabulate_detection(
        series,
        columns=columns,
        expected=means[:, columns],
        upper_bound=np.where(suppressed, highest, bounds)[:, columns],
        least_upper_bound=np.where(suppressed, least, bounds)[:, columns],
        reason=reason[:, columns],
        method=method,
    )


def _check_settings(baseline: int, alpha: float, minimum_sd: float) -> float:
    """Refuse settings that make no sense; return the normal quantile."""
    if baseline < 3:
        raise ParameterError(f"baseline must be at least 3 periods; found {baseline}. Usual is 7.")
    if not 0 < alpha < 0.5:
        raise ParameterError(
            f"alpha must lie between 0 and 0.5; found {alpha}. Usual are 0.001 and 0.025."
        )
    if minimum_sd < 0:
        raise ParameterError(f"minimum_sd must not be negative; found {minimum_sd}.")
    return float(stats.norm.isf(alpha))


def _standardise(differences: np.ndarray, deviations: np.ndarray) -> np.ndarray:
    """Differences in standard deviations; without spread, infinite unless there is none."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = differences / deviations
    return np.where((deviations == 0) & (differences == 0), 0.0, ratios)


def _delay(values: np.ndarray, periods: int) -> np.ndarray:
    delayed = np.full(values.shape, np.nan)
    delayed[:, periods:] = values[:, :-periods]
    return delayed


def _explain(bounds: np.ndarray, needed: int) -> np.ndarray:
    reason = np.full(bounds.shape, "", dtype=object)
    reason[np.isnan(bounds)] = f"the {needed} periods before are not all known"
    return reason
