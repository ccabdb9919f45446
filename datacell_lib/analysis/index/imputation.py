"""How much of an index may be estimated: past a limit there is no score, or no index at all."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from datacell_lib.files.index_spec import Domain, IndexSpec
from datacell_lib.schema import TableError

SAME = 1e-9  # shares that differ by less are equal: a quarter is not more than a quarter


def refuse_hardly_known(values: pd.DataFrame, *, spec: IndexSpec) -> None:
    """Refuse an index with an indicator that is known for too few of its areas.

    Parameters
    ----------
    values : DataFrame of float, shape (areas, indicators), index area_code
        Before anything is estimated.
    spec : IndexSpec
        ``spec.missing.fewest_known`` states the limit; the rule "refuse" needs none.

    Raises
    ------
    TableError
        Naming the indicator, how many areas have it, and the remedy.

    Examples
    --------
    >>> from datacell_lib.files.index_spec import draft_index_spec
    >>> spec = draft_index_spec({"a": "higher_is_more_vulnerable"})
    >>> refuse_hardly_known(pd.DataFrame({"a": [1.0, 2.0]}), spec=spec)
    """
    if spec.missing.rule == "refuse":
        return
    fewest = spec.missing.fewest_known
    for name, known in values.count().items():
        if known < (fewest - SAME) * len(values):
            raise TableError(
                f"{spec.file}: indicator '{name}' has a value for {known:,} of {len(values):,} "
                f"areas ({known / len(values):.1%}); missing.fewest_known asks for {fewest:.0%}. "
                "Ranked all the same, nearly every area would stand where an estimate puts it. An "
                "indicator that is known for one area alone goes in an index of its own, ranked "
                "within that area: give that index the key 'within: area' and name it under "
                "'local_indices' in the area's file. Otherwise use a dataset that covers them all."
            )


def calculate_imputed_shares(
    spec: IndexSpec, *, imputed: pd.DataFrame, weights: Mapping[str, pd.Series]
) -> pd.DataFrame:
    """Calculate what share of the weight of the index, and of each domain, is estimated.

    Parameters
    ----------
    spec : IndexSpec
    imputed : DataFrame of bool, shape (areas, indicators)
        Where a value was estimated.
    weights : mapping of Series
        By composite: the weight of each component.

    Returns
    -------
    DataFrame of float, shape (areas, composites)
        0 to 1. A domain counts in what is above it by its own share.

    Examples
    --------
    >>> from datacell_lib.files.index_spec import draft_index_spec
    >>> spec = draft_index_spec(
    ...     {"a": "higher_is_more_vulnerable", "b": "lower_is_more_vulnerable"})
    >>> imputed = pd.DataFrame({"a": [True, False], "b": [False, False]})
    >>> weights = {"draft": pd.Series({"a": 3.0, "b": 1.0})}
    >>> calculate_imputed_shares(spec, imputed=imputed, weights=weights)["draft"].tolist()
    [0.75, 0.0]
    """
    shares = {str(name): imputed[name].astype("float64") for name in imputed}

    def add_up(part: IndexSpec | Domain) -> None:
        for domain in part.domains:
            add_up(domain)
        below = pd.DataFrame({child.name: shares[child.name] for child in part.children})
        own = weights[part.name]
        shares[part.name] = (below * own).sum(axis=1) / own.sum()

    add_up(spec)
    return pd.DataFrame({name: shares[name] for name in weights})


def withhold_estimated(
    scores: Mapping[str, pd.Series],
    *,
    spec: IndexSpec,
    imputed: pd.DataFrame,
    weights: Mapping[str, pd.Series],
) -> dict[str, pd.Series]:
    """Withhold each score of which more is estimated than an index allows.

    Parameters
    ----------
    scores : mapping of Series, shape (areas,)
        By component.
    spec : IndexSpec
        ``spec.missing.most_imputed`` states the limit.
    imputed, weights
        As for `calculate_imputed_shares`.

    Returns
    -------
    dict of Series
        The same, missing where the index's or the domain's own weight is estimated beyond the
        limit. A domain that is withheld still enters what is above it, as the estimate it is.

    Examples
    --------
    >>> from datacell_lib.files.index_spec import draft_index_spec
    >>> spec = draft_index_spec({"a": "higher_is_more_vulnerable"})
    >>> scores = {"draft": pd.Series([0.5, 1.0])}
    >>> imputed, weights = pd.DataFrame({"a": [True, False]}), {"draft": pd.Series({"a": 1.0})}
    >>> kept = withhold_estimated(scores, spec=spec, imputed=imputed, weights=weights)
    >>> kept["draft"].tolist()
    [nan, 1.0]
    """
    shares = calculate_imputed_shares(spec, imputed=imputed, weights=weights)
    beyond = shares > spec.missing.most_imputed + SAME
    return {
        name: score.mask(beyond[name]) if name in beyond else score
        for name, score in scores.items()
    }
