"""Weighting: how much each component counts in what is above it."""

from __future__ import annotations

import pandas as pd

from datacell_lib.index_methods import Aggregation, ExpertWeights, GivenWeights
from datacell_lib.index_spec import Domain, IndexSpec


def weigh_equally(names: list[str], *, aggregation: Aggregation) -> pd.Series:
    """Return the same weight for each component: 1/n in a mean, 1 in a sum.

    Examples
    --------
    >>> from datacell_lib.index_methods import SimpleAggregation
    >>> weigh_equally(["a", "b"], aggregation=SimpleAggregation(method="sum")).tolist()
    [1.0, 1.0]
    """
    weight = 1.0 if aggregation.method == "sum" else 1 / len(names)
    return pd.Series(weight, index=names)


def weigh(
    scores: pd.DataFrame, *, part: IndexSpec | Domain, spec: IndexSpec, extras: pd.DataFrame
) -> pd.Series:
    """Return the weights of one domain's (or the index's) components.

    Parameters
    ----------
    scores : DataFrame of float, shape (areas, components)
        The normalised components.
    part : IndexSpec or Domain
        Whose components they are.
    spec : IndexSpec
        The whole index.
    extras : DataFrame, one row per area
        The whole table, which holds an outcome if weights rest on one.

    Returns
    -------
    Series of float, index components
    """
    method = spec.weighting_of(part)
    if isinstance(method, GivenWeights):
        return pd.Series({child.name: child.weight for child in part.children})
    if isinstance(method, ExpertWeights):
        return pd.DataFrame(method.sets).mean(axis=1)[list(scores.columns)]
    return weigh_equally(list(scores.columns), aggregation=spec.aggregation_of(part))
