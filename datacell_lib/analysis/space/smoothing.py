"""Rates of small areas, drawn towards the common rate as far as their own count is weak."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from datacell_lib.analysis.rates.complete_counts import check_complete_counts
from datacell_lib.schema import (
    AREA_CODE,
    CONFIDENCE,
    DENOMINATOR,
    LOWER_CI,
    METHOD,
    NOTE,
    NUMERATOR,
    STATISTIC,
    UPPER_CI,
    VALUE,
)
from datacell_lib.table_checks import check_confidence, check_multiplier

POOLED = "no variation beyond chance was seen around this area: the pooled rate is given"


def smooth_rates_globally(
    table: pd.DataFrame, *, multiplier: int = 100_000, confidence: float = 0.95
) -> pd.DataFrame:
    """Draw each area's rate towards the rate of all areas together.

    Parameters
    ----------
    table : DataFrame
        ``area_code``, ``numerator`` (events) and ``denominator`` (population), a row per area.
    multiplier : int
        The rate is per this many people.
    confidence : float
        Of the credible interval, such as 0.95.

    Returns
    -------
    DataFrame
        A row per area, in the table's order: ``area_code``, ``numerator``, ``denominator``,
        ``crude_rate``, ``own_weight`` (0 to 1: how much of the value is the area's own rate),
        ``value`` (the smoothed rate), ``lower_ci``, ``upper_ci``, ``confidence``,
        ``statistic``, ``method``, ``note``.

    Raises
    ------
    TableError
        When a count is missing or negative, a population is missing or not above zero, or
        codes repeat.
    ParameterError
        When the confidence is not a share, or the multiplier not above zero.

    Notes
    -----
    Marshall's moment estimator: with m the pooled rate, s² = Σnᵢ(rᵢ-m)²/Σn and n̄ the mean
    population, the variance between areas is A = max(0, s² - m/n̄) and the smoothed rate
    m + (rᵢ-m)·A/(A + m/nᵢ). That is the mean of a gamma distribution with shape m²/A + xᵢ and
    rate m/A + nᵢ, whose quantiles are the interval; it takes m and A as known, so it is a
    little too narrow with few areas. Where A is zero, the pooled rate is given with its exact
    Poisson interval. For maps and for finding hot spots; not for comparing one area
    with a target, since each value borrows from the others, and not for common events
    (a tenth of the population or more). The values are those of
    `esda.smoothing` wherever A is above zero; esda gives no interval, and its global estimator
    lets A fall below zero.

    References
    ----------
    Marshall RJ (1991). Mapping disease and mortality rates using empirical Bayes estimators.
    Applied Statistics 40, 283-294.

    Examples
    --------
    >>> table = pd.DataFrame({"area_code": ["A", "B", "C"], "numerator": [1, 30, 80]})
    >>> table["denominator"] = [100, 2000, 2000]
    >>> smooth_rates_globally(table, multiplier=1000)[["crude_rate", "value"]].round(1)
       crude_rate  value
    0        10.0   21.3
    1        15.0   16.1
    2        40.0   38.9
    """
    check_confidence(confidence)
    check_multiplier(multiplier)
    check_complete_counts(table)
    events = table[NUMERATOR].to_numpy(dtype=float)
    people = table[DENOMINATOR].to_numpy(dtype=float)
    rates = events / people
    mean = events.sum() / people.sum()
    squares = (people * rates**2).sum() - 2 * mean * events.sum() + mean**2 * people.sum()
    between = max(0.0, (squares - mean * len(table)) / people.sum())
    prior = mean / between if between > 0 else 0.0
    own_weight = people / (prior + people) if between > 0 else np.zeros_like(people)
    posterior = stats.gamma(mean * prior + events, scale=1 / (prior + people))
    tail = (1 - confidence) / 2
    lower, upper = _exact_poisson(events.sum(), tail)
    smoothed = table[[AREA_CODE, NUMERATOR, DENOMINATOR]].reset_index(drop=True)
    return smoothed.assign(
        crude_rate=multiplier * rates,
        own_weight=own_weight,
        **{
            VALUE: multiplier * (mean + own_weight * (rates - mean)),
            LOWER_CI: multiplier * np.where(between > 0, posterior.ppf(tail), lower / people.sum()),
            UPPER_CI: multiplier * np.where(between > 0, posterior.isf(tail), upper / people.sum()),
            CONFIDENCE: confidence,
            STATISTIC: f"smoothed rate per {multiplier:,}",
            METHOD: "empirical Bayes towards all areas (Marshall)",
            NOTE: np.where(between > 0, "", POOLED),
        },
    )


def _exact_poisson(events: float, tail: float) -> tuple[float, float]:
    lower = float(stats.gamma.ppf(tail, events)) if events else 0.0
    return lower, float(stats.gamma.isf(tail, events + 1))
