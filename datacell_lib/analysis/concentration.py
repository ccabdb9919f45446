"""How unequally events fall along a ranking of areas: the concentration curve and its index."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from datacell_lib.analysis.checks import check_confidence
from datacell_lib.analysis.complete_counts import check_complete_counts
from datacell_lib.schema import (
    CONFIDENCE,
    DENOMINATOR,
    LOWER_CI,
    METHOD,
    NOTE,
    NUMERATOR,
    RANK,
    STATISTIC,
    UPPER_CI,
    VALUE,
    TableError,
)

METHOD_NAME = "areas from rank 1, equal ranks together"


def calculate_concentration_curve(table: pd.DataFrame) -> pd.DataFrame:
    """Follow which share of the events the most vulnerable share of the people has.

    Parameters
    ----------
    table : DataFrame
        ``area_code``, ``numerator`` (events), ``denominator`` (people) and ``rank`` (1 is the
        most vulnerable), a row per area.

    Returns
    -------
    DataFrame
        A row per rank, from the curve's origin (``rank`` 0): ``rank``, ``population_share``
        and ``value`` (the shares, 0 to 1, of people and of events up to that rank),
        ``lower_ci``, ``upper_ci``, ``confidence`` (all missing; the index has an interval),
        ``statistic``, ``method``, ``note``.

    Raises
    ------
    TableError
        When a value is missing or impossible, codes repeat, or there are no events.

    Notes
    -----
    A curve above the diagonal: the more vulnerable have more than their share.

    References
    ----------
    Wagstaff A, Paci P, van Doorslaer E (1991). On the measurement of inequalities in health.
    Social Science & Medicine 33, 545-557.

    Examples
    --------
    >>> table = pd.DataFrame({"area_code": ["A", "B"], "numerator": [30, 10]})
    >>> curve = calculate_concentration_curve(table.assign(denominator=100, rank=[1, 2]))
    >>> curve[["rank", "population_share", "value"]].values.tolist()
    [[0.0, 0.0, 0.0], [1.0, 0.5, 0.75], [2.0, 1.0, 1.0]]
    """
    groups = _sum_by_rank(table)
    shares = (groups.cumsum() / groups.sum()).reset_index()
    origin = pd.DataFrame({RANK: [0.0], NUMERATOR: [0.0], DENOMINATOR: [0.0]})
    curve = pd.concat([origin, shares.astype(float)], ignore_index=True)
    return pd.DataFrame(
        {
            RANK: curve[RANK],
            "population_share": curve[DENOMINATOR],
            VALUE: curve[NUMERATOR],
            LOWER_CI: np.nan,
            UPPER_CI: np.nan,
            CONFIDENCE: np.nan,
            STATISTIC: "cumulative share of events",
            METHOD: METHOD_NAME,
            NOTE: "",
        }
    )


def calculate_concentration_index(table: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """Measure how much events gather among the more, or the less, vulnerable.

    Parameters
    ----------
    table : DataFrame
        As in `calculate_concentration_curve`.
    confidence : float
        Of the interval, such as 0.95.

    Returns
    -------
    DataFrame
        One row: ``value`` (-1 to 1; below zero when events gather among the most vulnerable),
        ``lower_ci``, ``upper_ci``, ``confidence``, ``standard_error``, ``areas``,
        ``statistic``, ``method``, ``note``.

    Raises
    ------
    TableError
        As in `calculate_concentration_curve`.
    ParameterError
        When the confidence is not a share.

    Notes
    -----
    C = (2/μ)·ΣfₜμₜRₜ - 1, for the groups of equal rank with population share f, rate μₜ and R
    the share ranked before the middle of the group; twice the area between diagonal and curve.
    Its variance is that of Poisson counts in fixed populations, Σxₜ(2Rₜ-1-C)²/X²: the
    within-group term of Kakwani and others. Their other term is for surveys, whose people are
    sampled. For a rate that many people have, the index cannot reach its ends: do not compare
    indices of outcomes that differ much in how common they are.

    References
    ----------
    Kakwani N, Wagstaff A, van Doorslaer E (1997). Socioeconomic inequalities in health:
    measurement, computation, and statistical inference. Journal of Econometrics 77, 87-103.

    Examples
    --------
    >>> table = pd.DataFrame({"area_code": ["A", "B"], "numerator": [30, 10]})
    >>> index = calculate_concentration_index(table.assign(denominator=100, rank=[1, 2]))
    >>> index["value"].item()
    -0.25
    """
    check_confidence(confidence)
    groups = _sum_by_rank(table)
    events, people = groups[NUMERATOR], groups[DENOMINATOR]
    middle = (people.cumsum() - people / 2) / people.sum()
    index = (events * (2 * middle - 1)).sum() / events.sum()
    error = np.sqrt((events * (2 * middle - 1 - index) ** 2).sum()) / events.sum()
    margin = stats.norm.isf((1 - confidence) / 2) * error
    return pd.DataFrame(
        {
            VALUE: [index],
            LOWER_CI: max(-1.0, index - margin),
            UPPER_CI: min(1.0, index + margin),
            CONFIDENCE: confidence,
            "standard_error": error,
            "areas": len(table),
            STATISTIC: "concentration index",
            METHOD: METHOD_NAME,
            NOTE: "below zero: events gather among the most vulnerable",
        }
    )


def _sum_by_rank(table: pd.DataFrame) -> pd.DataFrame:
    """Check the table; add up the areas of equal rank, the most vulnerable first."""
    check_complete_counts(table, also=[RANK])
    if not table[NUMERATOR].sum():
        raise TableError(f"{NUMERATOR} must not be zero everywhere; found no event to share out.")
    return table.groupby(RANK)[[NUMERATOR, DENOMINATOR]].sum()
