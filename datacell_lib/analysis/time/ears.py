"""EARS C1, C2 and C3: a count against the few days or weeks just before it."""

from __future__ import annotations

from numbers import Real

import numpy as np
import pandas as pd
from scipy import stats

from datacell_lib.analysis.time.detection import tabulate_detection
from datacell_lib.analysis.time.ears_baseline import calculate_baselines, limit_suppressed_baselines
from datacell_lib.analysis.time.series import arrange_series, choose_columns
from datacell_lib.analysis.time.settings import check_size, check_whole
from datacell_lib.schema import ParameterError

GUARD_PERIODS = 2
EARLIER_PERIODS = 2
ALWAYS_NOTE = "the two periods before give an alarm whatever the count"
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
        As for `detect_ears_c1`. The exceedance score is C3 / z(1 - alpha), at least 1 where there
        is an alarm; missing where a baseline has no spread.

    Raises
    ------
    TableError, ParameterError
        As for `detect_ears_c1`.

    Notes
    -----
    C3 = Σ max(0, C2 - 1) over the count and the two before it, C2 being a count's distance from
    its baseline's mean in standard deviations; an alarm where C3 ≥ z(1 - alpha). With E the part
    of the two earlier ones and m, s of the count's own baseline, that is a count of at least
    m + s × (1 + z - E), the bound, where E < z. Where E ≥ z any count gives an alarm: the bound
    is then 0, and `note` says so. A baseline without spread makes C2 infinite for a count above
    its mean, as C1 and C2 do. The bound of R's `surveillance` lacks the 1 and, in its code,
    starts from the assessed count; it is not that of the definition, so the bounds here differ
    from R's on purpose. Slow rises alarm earlier than with C2, and false alarms are more
    frequent: 15% of quiet weeks in `benchmarks/detection.py`. Any count in the baselines that is
    missing, provisional or suppressed leaves the bound missing.

    References
    ----------
    Hutwagner L and others. J Urban Health 2003;80(Suppl 1):i89-i96.

    Examples
    --------
    >>> counts = [1, 3, 1, 1, 0, 1, 3, 0, 1, 1, 1, 3]
    >>> table = pd.DataFrame({"area_code": "A", "period": range(12), "numerator": counts})
    >>> detect_ears_c3(table, assess_last=1)[["upper_bound", "alarm"]].round(2)
       upper_bound  alarm
    0         3.96  False
    """
    z = _check_settings(baseline, alpha, minimum_sd)
    series = arrange_series(table)
    means, deviations = calculate_baselines(
        series.counts, baseline=baseline, guard=GUARD_PERIODS, minimum_sd=minimum_sd
    )
    parts = np.maximum(0.0, _standardise(series.counts - means, deviations) - 1)
    earlier = sum(_delay(parts, periods) for periods in range(1, EARLIER_PERIODS + 1))
    always = earlier >= z
    with np.errstate(invalid="ignore"):
        reached = np.where(deviations > 0, means + deviations * (1 + z - earlier), means)
        score = (parts + earlier) / z
    bounds = np.where(np.isnan(earlier), np.nan, np.where(always, 0.0, reached))
    reason = _explain(bounds, baseline + GUARD_PERIODS + EARLIER_PERIODS)
    reason[always] = ALWAYS_NOTE
    columns = choose_columns(series, assess_last=assess_last)
    return tabulate_detection(
        series,
        columns=columns,
        expected=means[:, columns],
        upper_bound=bounds[:, columns],
        score=np.where(np.isfinite(score), score, np.nan)[:, columns],
        reason=reason[:, columns],
        always=always[:, columns],
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
    check_whole(baseline, name="baseline", least=3, of="periods", advice="Usual is 7.")
    if not (isinstance(alpha, Real) and 0 < alpha < 0.5):
        raise ParameterError(
            f"alpha must lie between 0 and 0.5; found {alpha}. Usual are 0.001 and 0.025."
        )
    check_size(minimum_sd, name="minimum_sd", may_be_zero=True)
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
