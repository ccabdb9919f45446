"""Normalisation: makes indicators in different units comparable."""

from __future__ import annotations

import numpy as np
import pandas as pd

from datacell_lib.analysis.index.variation import check_still_varies, check_variation
from datacell_lib.equal_values import Ranking, rank_values
from datacell_lib.files.index_methods import (
    DistanceToTarget,
    Exponential,
    Goalposts,
    MinMax,
    NoNormalisation,
    Normalisation,
    PercentileRanks,
    Ranks,
    RankZScores,
    Scaling,
    Ties,
    ZScores,
)
from datacell_lib.number_types import convert_to_floats
from datacell_lib.schema import TableError

EXPONENTIAL_CONSTANT = 23.0
INSTEAD = "Choose another normalisation, or goalposts within which the values lie."
_RANKINGS: dict[Ties, Ranking] = {"minimum": "min", "average": "average", "maximum": "max"}


def calculate_ranks(values: pd.Series, *, ties: Ties = "average") -> pd.Series:
    """Rank ascending: the highest value gets the highest rank.

    Parameters
    ----------
    values : Series of float, shape (areas,)
        Higher must mean more vulnerable. Missing values stay missing.
    ties : {"minimum", "average", "maximum"}
        The rank that equal values share.

    Returns
    -------
    Series of float, shape (areas,)
        1 for the least vulnerable of N areas, N for the most.

    Notes
    -----
    Values are equal by the rule of ``datacell_lib.equal_values``. Ranks forget distances: don't
    use them alone where the gap between areas is the message.

    Examples
    --------
    >>> calculate_ranks(pd.Series([5.0, 9.0, 5.0])).tolist()
    [1.5, 3.0, 1.5]
    """
    return rank_values(values, ties=_RANKINGS[ties])


def calculate_percentile_ranks(
    values: pd.Series, *, scaling: Scaling = "rank_over_n", ties: Ties = "average"
) -> pd.Series:
    """Put ranks between 0 and 1.

    Parameters
    ----------
    values : Series of float, shape (areas,)
        Higher must mean more vulnerable. Missing values stay missing and are not counted in N.
    scaling : {"rank_over_n", "rank_minus_one_over_n_minus_one"}
        r/N (the English indices of deprivation), or (r-1)/(N-1) (CDC, British Red Cross).
    ties : {"minimum", "average", "maximum"}
        The rank that equal values share.

    Returns
    -------
    Series of float, shape (areas,)
        The share; 1 is the most vulnerable area.

    Raises
    ------
    TableError
        If (r-1)/(N-1) is asked of fewer than two areas.

    References
    ----------
    Flanagan B. E. et al. (2011). A social vulnerability index for disaster management. Journal
    of Homeland Security and Emergency Management 8(1).

    Examples
    --------
    >>> values = pd.Series([10.0, 20.0, 30.0, 30.0, 50.0])
    >>> calculate_percentile_ranks(
    ...     values, scaling="rank_minus_one_over_n_minus_one", ties="minimum"
    ... ).tolist()
    [0.0, 0.25, 0.5, 0.5, 1.0]
    """
    ranks = calculate_ranks(values, ties=ties)
    areas = int(values.count())
    if scaling == "rank_over_n":
        return ranks / areas
    if areas < 2:
        raise TableError(
            f"(rank-1)/(N-1) needs at least two areas with a value; found {areas}. "
            "Add areas, or choose 'scaling: rank_over_n'."
        )
    return (ranks - 1) / (areas - 1)


def transform_exponentially(shares: pd.Series) -> pd.Series:
    """Stretch the most vulnerable end of percentile ranks, as the indices of deprivation do.

    Parameters
    ----------
    shares : Series of float, shape (areas,)
        Percentile ranks in 0 to 1; 1 is the most vulnerable.

    Returns
    -------
    Series of float, shape (areas,)
        Scores in 0 to 100.

    Raises
    ------
    TableError
        If a share lies outside 0 to 1.

    Notes
    -----
    E = -23 ln(1 - R (1 - exp(-100/23))). Half of the scale is spent on the most vulnerable
    tenth, so that strength in one domain cannot hide great vulnerability in another. Don't use
    it where the differences among the least vulnerable matter.

    References
    ----------
    Ministry of Housing, Communities and Local Government (2019). The English indices of
    deprivation 2019: technical report, the appendix on the exponential transformation.

    Examples
    --------
    >>> transform_exponentially(pd.Series([0.1, 0.5, 0.9])).round(5).tolist()
    [2.39026, 15.64679, 50.42665]
    """
    shares = convert_to_floats(shares)
    outside = shares[(shares < 0) | (shares > 1)]
    if not outside.empty:
        raise TableError(
            f"the exponential transformation needs shares from 0 to 1; found {outside.iloc[0]:g} "
            f"for {outside.index[0]}. Use calculate_percentile_ranks first."
        )
    constant = EXPONENTIAL_CONSTANT
    return -constant * np.log(1 - shares * (1 - np.exp(-100 / constant)))


def calculate_z_scores(values: pd.Series) -> pd.Series:
    """Measure distance from the mean in sample standard deviations.

    Parameters
    ----------
    values : Series of float, shape (areas,)
        Higher must mean more vulnerable.

    Returns
    -------
    Series of float, shape (areas,)
        Mean 0, sample standard deviation (divisor N-1) 1.

    Raises
    ------
    TableError
        If the values are constant, empty or infinite.

    Notes
    -----
    z = (x - mean) / sd. Don't use it with heavily skewed indicators before treating outliers.

    Examples
    --------
    >>> calculate_z_scores(pd.Series([1.0, 2.0, 3.0])).tolist()
    [-1.0, 0.0, 1.0]
    """
    numbers = convert_to_floats(values)
    check_variation(numbers, step="z-scores")
    return (numbers - numbers.mean()) / numbers.std(ddof=1)


def rescale_between(values: pd.Series, *, low: float, high: float, held: bool = False) -> pd.Series:
    """Rescale linearly so that ``low`` becomes 0 and ``high`` becomes 1.

    Min-max uses the observed extremes; goalposts two fixed values, with ``held``; the distance
    to a target the lowest observed value and the target.

    Parameters
    ----------
    values : Series of float, shape (areas,)
        In the indicator's own units.
    low, high : float
        Same units; ``high`` may be the lower number, where less is more vulnerable.
    held : bool
        Whether scores stop at 0 and 1.

    Returns
    -------
    Series of float, shape (areas,)

    Raises
    ------
    TableError
        If ``low`` equals ``high``.

    References
    ----------
    OECD and JRC (2008). Handbook on constructing composite indicators, section 5.

    Examples
    --------
    >>> rescale_between(pd.Series([0.0, 5.0, 11.0]), low=0, high=10).tolist()
    [0.0, 0.5, 1.1]
    """
    if low == high:
        raise TableError(
            f"cannot rescale between {low:g} and {high:g}: they are equal. "
            "Give a target, or goalposts, apart from the lowest value."
        )
    scores = (convert_to_floats(values) - low) / (high - low)
    return scores.clip(0, 1) if held else scores


def normalise(values: pd.Series, *, method: Normalisation, sign: int = 1) -> pd.Series:
    """Normalise one component so that a higher score is more vulnerable.

    Parameters
    ----------
    values : Series of float, shape (areas,)
        In the component's own units.
    method : Normalisation
        One of the models in ``datacell_lib.files.index_methods``.
    sign : {1, -1}
        1 where higher is more vulnerable, -1 where lower is. Targets and goalposts are in the
        component's own units in both cases.

    Returns
    -------
    Series of float, shape (areas,)
        Scores: higher is more vulnerable.

    Raises
    ------
    TableError
        If there is no value; if values are constant where the method divides by their spread; or
        if the method leaves what varied constant, infinite or missing.

    Examples
    --------
    >>> normalise(pd.Series([0.0, 5.0, 10.0]), method=MinMax(method="min_max"), sign=-1).tolist()
    [1.0, 0.5, 0.0]
    """
    numbers = convert_to_floats(values)
    facing = numbers if sign == 1 else -numbers
    step = f"normalisation '{method.method}'"
    if isinstance(method, ZScores | RankZScores | MinMax) or not facing.count():
        check_variation(facing, step=step)
    with np.errstate(over="ignore"):  # what overflows is refused by name
        scores = _normalise(facing, method=method, sign=sign)
    check_still_varies(scores, before=facing, step=step, remedy=INSTEAD)
    return scores


def _normalise(facing: pd.Series, *, method: Normalisation, sign: int) -> pd.Series:
    """Normalise values that face the right way; targets and goalposts are turned here."""
    match method:
        case NoNormalisation():
            return facing
        case Ranks(ties=ties):
            return calculate_ranks(facing, ties=ties)
        case PercentileRanks(scaling=scaling, ties=ties, decimals=decimals):
            shares = calculate_percentile_ranks(facing, scaling=scaling, ties=ties)
            return shares if decimals is None else shares.round(decimals)
        case Exponential(scaling=scaling, ties=ties):
            shares = calculate_percentile_ranks(facing, scaling=scaling, ties=ties)
            return transform_exponentially(shares)
        case ZScores():
            return calculate_z_scores(facing)
        case RankZScores(ties=ties):
            return calculate_z_scores(calculate_ranks(facing, ties=ties))
        case MinMax():
            return rescale_between(facing, low=facing.min(), high=facing.max())
        case DistanceToTarget(target=target, capped=capped):
            scores = rescale_between(facing, low=facing.min(), high=sign * target)
            return scores.clip(upper=1) if capped else scores
        case Goalposts(low=low, high=high):
            ends = (low, high) if sign == 1 else (-high, -low)
            return rescale_between(facing, low=ends[0], high=ends[1], held=True)
