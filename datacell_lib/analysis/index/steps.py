"""The steps of an index: everything between a table of indicators and the final score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from datacell_lib.analysis.index.aggregate import aggregate
from datacell_lib.analysis.index.imputation import refuse_hardly_known, withhold_estimated
from datacell_lib.analysis.index.missing import fill_missing
from datacell_lib.analysis.index.normalise import normalise
from datacell_lib.analysis.index.preparation import check_table, prepare_indicators
from datacell_lib.analysis.index.weigh import weigh
from datacell_lib.files.index_spec import Domain, IndexSpec, Indicator
from datacell_lib.number_types import convert_to_floats
from datacell_lib.schema import AREA_CODE, COMPONENT, WEIGHT, TableError
from datacell_lib.table_sources import carry_sources

TABLES = ("filled", "imputed", "prepared", "scores", "comparable", "weights")


@dataclass(frozen=True)
class Steps:
    """What an index was made from and of, on the way to its result.

    Attributes
    ----------
    spec : IndexSpec
        The index.
    filled : DataFrame, shape (areas, indicators)
        In their own units, missing values dealt with.
    imputed : DataFrame of bool, shape (areas, indicators)
        Where a value was estimated.
    prepared : DataFrame, shape (areas, indicators)
        Transformed, outliers treated.
    scores : dict of Series, shape (areas,)
        By component: an indicator's normalised, a composite's aggregated; missing where more of
        a composite's weight is estimated than the index allows.
    comparable : dict of DataFrame, shape (areas, components)
        By composite: its components, normalised to enter it.
    weights : dict of Series
        By composite: the weight of each component.
    """

    spec: IndexSpec
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
        As ``calculate_index``, or if a component has a score in no area, or an indicator is known
        for too few.

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
    given = convert_to_floats(raw[names])
    refuse_hardly_known(given, spec=spec)
    filled, imputed = fill_missing(given, spec=spec)
    prepared = prepare_indicators(filled, spec=spec)
    behind = carry_sources(filled, table)
    steps = Steps(spec, behind, imputed, prepared, scores={}, comparable={}, weights={})
    _follow_composite(spec, steps=steps, extras=raw)
    kept = withhold_estimated(steps.scores, spec=spec, imputed=imputed, weights=steps.weights)
    _check_scores(kept, file=spec.file)
    return replace(steps, scores=kept)


def _follow_composite(part: IndexSpec | Domain, *, steps: Steps, extras: pd.DataFrame) -> None:
    """Add to the steps those of a composite and of everything below it."""
    spec, comparable = steps.spec, {}
    for child in part.children:
        method = spec.normalisation_of(child)
        if isinstance(child, Indicator):
            values = steps.prepared[child.name]
            comparable[child.name] = normalise(values, method=method, sign=child.sign)
            steps.scores[child.name] = comparable[child.name]
        else:
            _follow_composite(child, steps=steps, extras=extras)
            comparable[child.name] = normalise(steps.scores[child.name], method=method)
    components = pd.DataFrame(comparable)
    weights = weigh(components, part=part, spec=spec, extras=extras)
    steps.comparable[part.name], steps.weights[part.name] = components, weights
    method = spec.aggregation_of(part)
    scores = aggregate(components, weights=weights, method=method)
    steps.scores[part.name] = scores.rename(part.name)


def _check_scores(scores: Mapping[str, pd.Series], *, file: str) -> None:
    """Refuse an index in which a component has no score at all, or an infinite one."""
    for name, score in scores.items():
        found = "no area has" if not score.count() else ""
        if np.isinf(score).any():
            found = f"{score.index[np.isinf(score)][0]} has an infinite value instead of"
        if found:
            raise TableError(
                f"{file}: {found} a score in '{name}'. Look at what it is made of: its components' "
                "missing values, weights, normalisation and aggregation."
            )


def tabulate_steps(steps: Steps) -> dict[str, pd.DataFrame]:
    """Turn steps into plain tables that can be stored.

    Parameters
    ----------
    steps : Steps
        What `follow_steps` returns.

    Returns
    -------
    dict of str to DataFrame
        `filled`, `imputed`, `prepared`, `scores` and `comparable`: one row per area by
        `area_code`, one column per component; `weights`: one row per component, but for the
        index, with `component` and `weight`.
    """
    named = {
        "filled": steps.filled,
        "imputed": steps.imputed,
        "prepared": steps.prepared,
        "scores": pd.DataFrame(steps.scores),
        "comparable": pd.concat(list(steps.comparable.values()), axis=1),
    }
    tables = {
        name: carry_sources(table.reset_index(), steps.filled) for name, table in named.items()
    }
    weights = pd.concat(list(steps.weights.values())).rename(WEIGHT).rename_axis(COMPONENT)
    return tables | {"weights": weights.reset_index()}


def restore_steps(tables: Mapping[str, pd.DataFrame], *, spec: IndexSpec) -> Steps:
    """Restore steps from the tables that `tabulate_steps` made of them.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        What `tabulate_steps` returned, perhaps stored in between.
    spec : IndexSpec
        The index that the steps were followed for.

    Returns
    -------
    Steps
        The same steps, to the last bit.

    Examples
    --------
    >>> from datacell_lib.files.index_spec import draft_index_spec
    >>> spec = draft_index_spec({"a": "higher_is_more_vulnerable"})
    >>> table = pd.DataFrame({"area_code": ["x", "y"], "a": [1, 2]})
    >>> restored = restore_steps(tabulate_steps(follow_steps(table, spec=spec)), spec=spec)
    >>> restored.scores["draft"].tolist()
    [0.5, 1.0]
    """
    by_area = {
        name: table.set_index(AREA_CODE) for name, table in tables.items() if name != "weights"
    }
    weights = tables["weights"].set_index(COMPONENT)[WEIGHT]
    composites = {part.name: part for part, _ in spec.walk() if not isinstance(part, Indicator)}
    children = {name: [child.name for child in part.children] for name, part in composites.items()}
    return Steps(
        spec=spec,
        filled=by_area["filled"],
        imputed=by_area["imputed"],
        prepared=by_area["prepared"],
        scores={name: by_area["scores"][name] for name in by_area["scores"]},
        comparable={name: by_area["comparable"][below] for name, below in children.items()},
        weights={name: weights[below] for name, below in children.items()},
    )
