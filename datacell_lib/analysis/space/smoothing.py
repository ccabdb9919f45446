"""Rates of small areas, drawn towards the rate around them as far as their own count is weak."""

from __future__ import annotations

import numpy as np
import pandas as pd
import scipy.sparse
from scipy import stats

from datacell_lib.analysis.rates.complete_counts import check_complete_counts
from datacell_lib.analysis.space.neighbours import build_neighbour_matrix
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
    Poisson interval. For maps and for `calculate_global_moran`; not for comparing one area
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
    everyone = np.ones((1, len(table)))
    smoothed = _smooth(table, everyone, multiplier=multiplier, confidence=confidence)
    return smoothed.assign(**{METHOD: "empirical Bayes towards all areas (Marshall)"})


def smooth_rates_spatially(
    table: pd.DataFrame,
    *,
    neighbours: pd.DataFrame,
    multiplier: int = 100_000,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Draw each area's rate towards the rate of the area and its neighbours together.

    Parameters
    ----------
    table, multiplier, confidence
        As in `smooth_rates_globally`.
    neighbours : DataFrame
        Of the same areas, from `find_queen_neighbours`.

    Returns
    -------
    DataFrame
        As in `smooth_rates_globally`. An island keeps its own rate, and the note says so.

    Raises
    ------
    TableError
        As in `smooth_rates_globally`, and when the neighbours are of other areas.

    Notes
    -----
    The estimator of `smooth_rates_globally` with m, s² and n̄ taken over the area and those it
    touches. It keeps regional differences that the global one flattens, and makes neighbours
    alike: do not test its values for clustering.

    References
    ----------
    Marshall RJ (1991). Mapping disease and mortality rates using empirical Bayes estimators.
    Applied Statistics 40, 283-294.

    Examples
    --------
    >>> table = pd.DataFrame({"area_code": ["A", "B", "C"], "numerator": [1, 30, 80]})
    >>> table["denominator"] = [100, 2000, 2000]
    >>> pairs = pd.DataFrame({"area_code": ["A", "B", "C"], "neighbour_code": ["B", "A", None]})
    >>> smooth_rates_spatially(table, neighbours=pairs, multiplier=1000)["value"].round(1).tolist()
    [14.8, 14.8, 40.0]
    """
    check_confidence(confidence)
    check_multiplier(multiplier)
    check_complete_counts(table)
    touching = build_neighbour_matrix(table[AREA_CODE], neighbours)
    islands = np.diff(touching.indptr) == 0
    pools = touching + scipy.sparse.eye_array(len(table))
    smoothed = _smooth(table, pools, multiplier=multiplier, confidence=confidence)
    smoothed.loc[islands, NOTE] = "touches no other area: its own rate is given"
    return smoothed.assign(**{METHOD: "empirical Bayes towards the neighbours (Marshall)"})


def _smooth(
    table: pd.DataFrame,
    pools: np.ndarray | scipy.sparse.csr_array,
    *,
    multiplier: int,
    confidence: float,
) -> pd.DataFrame:
    """Smooth towards pools of areas: a row of ones and zeros for each area, or one for all."""
    events = table[NUMERATOR].to_numpy(dtype=float)
    people = table[DENOMINATOR].to_numpy(dtype=float)
    rates = events / people
    pooled_events, pooled_people = pools @ events, pools @ people
    mean = pooled_events / pooled_people
    areas = pools @ np.ones(len(table))
    squares = pools @ (people * rates**2) - 2 * mean * pooled_events + mean**2 * pooled_people
    between = np.maximum(0.0, squares / pooled_people - mean * areas / pooled_people)
    varies = np.broadcast_to(between > 0, rates.shape)
    prior = np.divide(mean, between, out=np.zeros_like(mean), where=between > 0)
    own_weight = np.where(varies, people / (prior + people), 0.0)
    posterior = stats.gamma(mean * prior + events, scale=1 / (prior + people))
    tail = (1 - confidence) / 2
    lower, upper = _exact_poisson(pooled_events, tail)
    smoothed = table[[AREA_CODE, NUMERATOR, DENOMINATOR]].reset_index(drop=True)
    return smoothed.assign(
        crude_rate=multiplier * rates,
        own_weight=own_weight,
        **{
            VALUE: multiplier * (mean + own_weight * (rates - mean)),
            LOWER_CI: multiplier * np.where(varies, posterior.ppf(tail), lower / pooled_people),
            UPPER_CI: multiplier * np.where(varies, posterior.isf(tail), upper / pooled_people),
            CONFIDENCE: confidence,
            STATISTIC: f"smoothed rate per {multiplier:,}",
            METHOD: "",
            NOTE: np.where(varies, "", POOLED),
        },
    )


def _exact_poisson(events: np.ndarray, tail: float) -> tuple[np.ndarray, np.ndarray]:
    lower = np.where(events > 0, stats.gamma.ppf(tail, np.maximum(events, 1)), 0.0)
    return lower, stats.gamma.isf(tail, events + 1)
