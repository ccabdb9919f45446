"""The steps of an index: everything between a table of indicators and the final score."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from datacell_lib.analysis.index.aggregate import aggregate
from datacell_lib.analysis.index.missing import fill_missing
from datacell_lib.analysis.index.normalise import normalise
from datacell_lib.analysis.index.preparation import check_table, prepare_indicators
from datacell_lib.analysis.index.weigh import weigh
from datacell_lib.files.index_spec import Domain, IndexSpec, Indicator
from datacell_lib.schema import AREA_CODE


@dataclass(frozen=True)
class Steps:
    """What an index was made from and of, on the way to its result.

    Attributes
    ----------
    filled : DataFrame, shape (areas, indicators)
        In their own units, missing values dealt with.
    imputed : DataFrame of bool, shape (areas, indicators)
        Where a value was estimated.
    prepared : DataFrame, shape (areas, indicators)
        Transformed, outliers treated.
    scores : dict of Series, shape (areas,)
        By component: an indicator's normalised, a composite's aggregated.
    comparable : dict of DataFrame, shape (areas, components)
        By composite: its components, normalised to enter it.
    weights : dict of Series
        By composite: the weight of each component.
    """

    filled: pd.DataFrame
    imputed: pd.DataFrame
    prepared: pd.DataFrame
    scores: dict[str, pd.Series]
    comparable: dict[str, pd.DataFrame]
    weights: dict[str, pd.Series]


def follow_steps(table: pd.DataFrame, *, spec: IndexSpec) -> Steps:
    """Calculate an index and keep every step, for diagnostics and stability.

    Parameters
    ----------
    table : DataFrame, one row per area
        As for ``calculate_index``.
    spec : IndexSpec

    Returns
    -------
    Steps

    Raises
    ------
    TableError
        As ``calculate_index``.

    Examples
    --------
    >>> from datacell_lib.files.index_spec import draft_index_spec
    >>> spec = draft_index_spec(
    ...     {"a": "higher_is_more_vulnerable", "b": "lower_is_more_vulnerable"})
    >>> table = pd.DataFrame({"area_code": ["x", "y", "z"], "a": [1, 2, 3], "b": [9, 7, 8]})
    >>> follow_steps(table, spec=spec).weights["draft"].to_dict()
    {'a': 0.5, 'b': 0.5}
    """
    check_table(table, spec=spec)
    raw = table.set_index(AREA_CODE).sort_index()
    names = [indicator.name for indicator in spec.list_indicators()]
    filled, imputed = fill_missing(raw[names].astype(float), spec=spec)
    prepared = prepare_indicators(filled, spec=spec)
    steps = Steps(filled, imputed, prepared, scores={}, comparable={}, weights={})
    _follow_composite(spec, spec=spec, steps=steps, extras=raw)
    return steps


def _follow_composite(
    part: IndexSpec | Domain, *, spec: IndexSpec, steps: Steps, extras: pd.DataFrame
) -> None:
    """Add to the steps those of a composite and of everything below it."""
    comparable = {}
    for child in part.children:
        method = spec.normalisation_of(child)
        if isinstance(child, Indicator):
            values = steps.prepared[child.name]
            comparable[child.name] = normalise(values, method=method, sign=child.sign)
            steps.scores[child.name] = comparable[child.name]
        else:
            _follow_composite(child, spec=spec, steps=steps, extras=extras)
            comparable[child.name] = normalise(steps.scores[child.name], method=method)
    components = pd.DataFrame(comparable)
    weights = weigh(components, part=part, spec=spec, extras=extras)
    steps.comparable[part.name], steps.weights[part.name] = components, weights
    method = spec.aggregation_of(part)
    steps.scores[part.name] = aggregate(components, weights=weights, method=method)
