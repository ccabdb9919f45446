"""The time-varying reproduction number of Cori and others (2013)."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from datacell_lib.analysis.time.serial_interval import (
    SerialInterval,
    SerialIntervalByDay,
    discretise_serial_interval,
)
from datacell_lib.analysis.time.series import SeriesMatrix, arrange_series
from datacell_lib.analysis.time.settings import check_size, check_whole
from datacell_lib.schema import (
    AREA_CODE,
    CONFIDENCE,
    LOWER_CI,
    METHOD,
    NOTE,
    PERIOD,
    POSTERIOR_SD,
    STATISTIC,
    UPPER_CI,
    VALUE,
    WINDOW_START,
    ParameterError,
    TableError,
)
from datacell_lib.table_checks import check_confidence

DATED_BY = "specimen date"
MAXIMUM_COEFFICIENT_OF_VARIATION = 0.3
NEGLIGIBLE_SHARE = 0.001
# From the end of community testing on 12 March 2020 until everyone with symptoms could be
# tested, on 18 May 2020, Covid-19 tests in England were mostly made in hospitals.
HOSPITAL_TESTING = (pd.Timestamp("2020-03-12"), pd.Timestamp("2020-05-17"))
HOSPITAL_TESTING_NOTE = "spring 2020: mostly hospitals tested for Covid-19; not all infections"


def calculate_reproduction_number(
    table: pd.DataFrame,
    *,
    serial_interval: SerialInterval | SerialIntervalByDay,
    dated_by: str,
    window: int = 7,
    prior_mean: float = 5.0,
    prior_sd: float = 5.0,
    confidence: float = 0.95,
    maximum_variation: float = MAXIMUM_COEFFICIENT_OF_VARIATION,
) -> pd.DataFrame:
    """Estimate how many people each case infected, window by window.

    Parameters
    ----------
    table : DataFrame
        `area_code`, `period` (consecutive days), `numerator` (new cases of that day); optionally
        `provisional` (boolean).
    serial_interval : SerialInterval or SerialIntervalByDay
        Mean and standard deviation in days, or a probability for each day; with their source.
    dated_by : str
        What the days are: must be "specimen date".
    window : int
        Days over which the number is taken to be constant, ending on the row's day.
    prior_mean, prior_sd : float
        Gamma prior. A mean well above 1 keeps few cases from looking like control.
    confidence : float
        Probability of the credible interval.
    maximum_variation : float
        Highest coefficient of variation of the posterior (its standard deviation over its mean)
        at which the number is reported; `math.inf` reports it however uncertain.

    Returns
    -------
    DataFrame
        `area_code, period, window_start, value, posterior_sd, lower_ci, upper_ci, confidence,
        statistic, method, note`, a row per area and day. `value` is the posterior mean. All of
        them are missing, and `note` says why, where the number is not reported: the window
        starts before an area's second day, cases are missing or provisional in it or within a
        serial interval before it, nobody was infectious, or the posterior's coefficient of
        variation is above `maximum_variation` (at 0.3: about 10 cases or fewer).

    Raises
    ------
    TableError
        Days that are not consecutive dates, or a table that is not a set of regular series.
    ParameterError
        Days dated by anything but specimen, or a setting outside what is allowed.

    Notes
    -----
    With infectiousness Λ(t) = Σ w(s) I(t-s), the posterior is a gamma distribution of shape
    (prior mean / sd)² + Σ I and rate prior mean / sd² + Σ Λ, both sums over the window. Not for
    weekly counts, rolling sums or days of report, nor where the share of infections that get a
    test is changing. The window's end lags infection by an incubation period and more; a
    credible interval here covers neither that nor the serial interval's own uncertainty.

    References
    ----------
    Cori A, Ferguson NM, Fraser C, Cauchemez S. A new framework and software to estimate
    time-varying reproduction numbers during epidemics. Am J Epidemiol 2013;178:1505-12.

    Examples
    --------
    >>> days = pd.date_range("2022-01-01", periods=8)
    >>> table = pd.DataFrame({"area_code": "A", "period": days})
    >>> table["numerator"] = [2, 1, 3, 4, 3, 6, 9, 8]
    >>> influenza = SerialInterval(mean=2.6, sd=1.5, source="Ferguson and others 2005")
    >>> result = calculate_reproduction_number(
    ...     table, serial_interval=influenza, dated_by="specimen date"
    ... )
    >>> result[["value", "lower_ci", "upper_ci"]].tail(1).round(2)
       value  lower_ci  upper_ci
    7   1.99      1.39       2.7
    """
    _check_settings(dated_by, window, prior_mean, prior_sd, confidence)
    check_size(maximum_variation, name="maximum_variation", may_be_infinite=True)
    series = arrange_series(table)
    _check_days(series.periods)
    weights = discretise_serial_interval(serial_interval, days=max(1, len(series.periods) - 1))
    cases = _sum_window(np.nan_to_num(series.counts), window)
    infectiousness = _sum_window(_spread_forward(np.nan_to_num(series.counts), weights), window)
    shape = (prior_mean / prior_sd) ** 2 + cases
    scale = 1 / (prior_mean / prior_sd**2 + infectiousness)
    notes, reported = _explain(series, weights, window, shape, infectiousness, maximum_variation)
    posterior = stats.gamma(shape, scale=scale)
    tail = (1 - confidence) / 2
    rows, places = np.nonzero(series.listed)

    def report(values: np.ndarray) -> np.ndarray:
        return np.where(reported, values, np.nan)[rows, places]

    return pd.DataFrame(
        {
            AREA_CODE: series.areas.take(rows),
            PERIOD: series.periods.take(places),
            WINDOW_START: series.periods.take(places) - pd.Timedelta(days=window - 1),
            VALUE: report(posterior.mean()),
            POSTERIOR_SD: report(posterior.std()),
            LOWER_CI: report(posterior.ppf(tail)),
            UPPER_CI: report(posterior.ppf(1 - tail)),
            CONFIDENCE: confidence,
            STATISTIC: "reproduction number",
            METHOD: (f"Cori and others 2013, {window}-day window, {serial_interval.description}"),
            NOTE: notes[rows, places],
        }
    )


def _check_settings(
    dated_by: str, window: int, prior_mean: float, prior_sd: float, confidence: float
) -> None:
    if dated_by != DATED_BY:
        raise ParameterError(
            f"cases must be dated by {DATED_BY}; found {dated_by!r}. Days of report follow the "
            "laboratories' week and backlogs, not infection: use the series by specimen date."
        )
    check_whole(window, name="window", least=1, of="days", advice="Usual is 7.")
    check_size(prior_mean, name="prior_mean")
    check_size(prior_sd, name="prior_sd")
    check_confidence(confidence)


def _check_days(periods: pd.Index) -> None:
    """Refuse periods that are not consecutive dates."""
    if not isinstance(periods, pd.DatetimeIndex):
        raise TableError(
            f"{PERIOD} must be dates, one a day; found {periods.dtype}. Weekly counts cannot give "
            "a reproduction number: use a growth rate."
        )
    steps = np.diff(periods.to_numpy()) / np.timedelta64(1, "D")
    if (steps != 1).any():
        raise TableError(
            f"{PERIOD} must be consecutive days; found a step of {steps[steps != 1][0]:g} days. "
            "Weekly counts cannot give a reproduction number: use a growth rate."
        )


def _spread_forward(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Sum over earlier days, each weighted by how long ago it was: (areas, days)."""
    days = values.shape[1]
    ago = np.arange(days)[None, :] - np.arange(days)[:, None]
    return values @ np.where(ago >= 0, weights[np.maximum(ago, 0)], 0.0)


def _sum_window(values: np.ndarray, window: int) -> np.ndarray:
    """Sum of the last `window` days, fewer at the start."""
    padded = np.pad(values, ((0, 0), (window - 1, 0)))
    return np.lib.stride_tricks.sliding_window_view(padded, window, axis=1).sum(axis=2)


def _explain(
    series: SeriesMatrix,
    weights: np.ndarray,
    window: int,
    shape: np.ndarray,
    infectiousness: np.ndarray,
    maximum_variation: float,
) -> tuple[np.ndarray, np.ndarray]:
    """Note of each area and day, and whether its number is reported."""
    matters = (np.cumsum(weights) - weights < 1 - NEGLIGIBLE_SHARE).astype(float)

    def touches(days: np.ndarray) -> np.ndarray:
        counted = (days & series.listed).astype(float)
        return _sum_window(_spread_forward(counted, matters), window) > 0

    starts = np.arange(len(series.periods)) - window + 1
    early = starts[None, :] <= series.first_columns[:, None]
    uncertain = 1 / np.sqrt(shape) > maximum_variation
    reasons = {
        "not reported: the window starts before the second day": early,
        "not reported: provisional days in or just before the window": touches(series.provisional),
        "not reported: cases missing in or just before the window": touches(
            np.isnan(series.counts)
        ),
        "not reported: nobody infectious before the window": infectiousness <= 0,
        f"not reported: too few cases (coefficient of variation above {maximum_variation:g})": (
            uncertain
        ),
    }
    first, last = HOSPITAL_TESTING
    window_starts = series.periods - pd.Timedelta(days=window - 1)
    spring = (series.periods >= first) & (window_starts <= last)
    reported = ~np.any(list(reasons.values()), axis=0)
    notes = np.full(reported.shape, "", dtype=object)
    notes[:, spring] = HOSPITAL_TESTING_NOTE
    for reason, holds in reversed(reasons.items()):
        notes[holds] = reason
    return notes, reported
