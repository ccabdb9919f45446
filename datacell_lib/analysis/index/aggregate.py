"""Aggregation: combines normalised components into one score."""

from __future__ import annotations

import numpy as np
import pandas as pd

from datacell_lib.equal_values import SAME_STEP, merge_equal_values
from datacell_lib.files.index_methods import Aggregation, GeneralisedMean
from datacell_lib.number_types import convert_to_floats
from datacell_lib.schema import TableError

_POWER_OF = {"arithmetic_mean": 1.0, "geometric_mean": 0.0, "harmonic_mean": -1.0}


def calculate_weighted_sum(scores: pd.DataFrame, *, weights: pd.Series) -> pd.Series:
    """Add up components times their weights.

    Parameters
    ----------
    scores : DataFrame of float, shape (areas, components)
        Normalised components. A missing one makes the area's sum missing.
    weights : Series of float, index components
        Not rescaled.

    Returns
    -------
    Series of float, shape (areas,)

    Examples
    --------
    >>> scores = pd.DataFrame({"a": [1.0], "b": [2.0]})
    >>> calculate_weighted_sum(scores, weights=pd.Series({"a": 1.0, "b": 0.5})).tolist()
    [2.0]
    """
    scores, weights = convert_to_floats(scores), convert_to_floats(weights)
    total = scores[weights.index[0]] * weights.iloc[0]
    for name, weight in weights.iloc[1:].items():
        total = total + scores[name] * weight
    return total


def calculate_generalised_mean(
    scores: pd.DataFrame, *, weights: pd.Series, power: float
) -> pd.Series:
    """Average components by a weighted power mean.

    Parameters
    ----------
    scores : DataFrame of float, shape (areas, components)
        Normalised components; above zero unless ``power`` is 1.
    weights : Series of float, index components
        Divided by their sum.
    power : float
        1 arithmetic, 0 geometric, -1 harmonic. The lower, the less one component makes up for
        another's low score.

    Returns
    -------
    Series of float, shape (areas,)

    Raises
    ------
    TableError
        If ``power`` is not 1 and a score is zero or below.

    Notes
    -----
    (sum w x^p / sum w)^(1/p); for p = 0, exp(sum w ln x / sum w). Where a higher score is more
    vulnerable, a mean with a low power pulls an area with one low component down: use a power
    above 1 where great vulnerability in any one component must show.

    References
    ----------
    OECD and JRC (2008). Handbook on constructing composite indicators, section 6.

    Examples
    --------
    >>> scores = pd.DataFrame({"a": [1.0], "b": [2.0], "c": [4.0]})
    >>> weights = pd.Series({"a": 1.0, "b": 1.0, "c": 2.0})
    >>> calculate_generalised_mean(scores, weights=weights, power=-1).tolist()
    [2.0]
    """
    scores, weights = convert_to_floats(scores), convert_to_floats(weights)
    shares = weights / weights.sum()
    if power == 1:
        return calculate_weighted_sum(scores, weights=shares)
    low = scores[weights.index].min()
    if (low <= 0).any():
        name = low.idxmin()
        raise TableError(
            f"a geometric, harmonic or generalised mean needs scores above zero; found "
            f"{low[name]:g} in '{name}'. Normalise by percentile_rank with scaling rank_over_n, "
            "or choose the arithmetic mean."
        )
    if power == 0:
        return np.exp(calculate_weighted_sum(np.log(scores), weights=shares))
    return calculate_weighted_sum(scores**power, weights=shares) ** (1 / power)


def calculate_copeland_score(scores: pd.DataFrame, *, weights: pd.Series) -> pd.Series:
    """Compare every pair of areas component by component: wins minus losses.

    Parameters
    ----------
    scores : DataFrame of float, shape (areas, components)
        Normalised components, none missing; only their order matters.
    weights : Series of float, index components
        Votes of each component.

    Returns
    -------
    Series of float, shape (areas,)
        Areas beaten minus areas lost to, from -(N-1) to N-1; higher is more vulnerable.

    Raises
    ------
    TableError
        If a score is missing.

    Notes
    -----
    Area i beats j where components in which i is more vulnerable outweigh those in which j is.
    Nothing makes up for anything else. Takes N^2 comparisons per component.

    References
    ----------
    Munda G., Nardo M. (2009). Noncompensatory/nonlinear composite indicators for ranking
    countries. Applied Economics 41(12), 1513-1523.

    Examples
    --------
    >>> scores = pd.DataFrame({"a": [3.0, 2.0, 1.0], "b": [3.0, 1.0, 2.0], "c": [1.0, 3.0, 2.0]})
    >>> calculate_copeland_score(scores, weights=pd.Series({"a": 1, "b": 1, "c": 1})).tolist()
    [2.0, 0.0, -2.0]
    """
    if scores.isna().any(axis=None):
        raise TableError(
            "Copeland's score needs every component of every area. "
            "Choose a missing rule that fills them, or another aggregation."
        )
    values = convert_to_floats(scores[weights.index]).apply(merge_equal_values).to_numpy()
    votes = convert_to_floats(weights).to_numpy()
    even = SAME_STEP * np.abs(votes).sum()
    result = np.empty(len(values))
    for row, own in enumerate(values):
        balance = np.sign(own - values) @ votes
        result[row] = ((balance > even).astype(int) - (balance < -even)).sum()
    return pd.Series(result, index=scores.index)


def aggregate(scores: pd.DataFrame, *, weights: pd.Series, method: Aggregation) -> pd.Series:
    """Combine components by the method that an index file names.

    Parameters
    ----------
    scores : DataFrame of float, shape (areas, components)
        Normalised components; higher is more vulnerable.
    weights : Series of float, index components
    method : Aggregation
        One of the models in ``datacell_lib.files.index_methods``.

    Returns
    -------
    Series of float, shape (areas,)
        Scores: higher is more vulnerable.

    Examples
    --------
    >>> from datacell_lib.files.index_methods import SimpleAggregation
    >>> aggregate(
    ...     pd.DataFrame({"a": [1.0], "b": [4.0]}),
    ...     weights=pd.Series({"a": 0.5, "b": 0.5}),
    ...     method=SimpleAggregation(method="geometric_mean"),
    ... ).tolist()
    [2.0]
    """
    if isinstance(method, GeneralisedMean):
        return calculate_generalised_mean(scores, weights=weights, power=method.power)
    if method.method == "sum":
        return calculate_weighted_sum(scores, weights=weights)
    if method.method == "copeland":
        return calculate_copeland_score(scores, weights=weights)
    return calculate_generalised_mean(scores, weights=weights, power=_POWER_OF[method.method])
