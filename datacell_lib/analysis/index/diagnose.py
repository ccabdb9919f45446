"""Diagnostics: whether the data of an index bear out what its file declares."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from datacell_lib.analysis.index.steps import Steps
from datacell_lib.equal_values import SAME_STEP, is_constant, merge_equal_values
from datacell_lib.files.index_spec import IndexSpec, Indicator
from datacell_lib.schema import (
    AREAS,
    COMPONENT,
    CONTRARY,
    DOMAIN,
    EFFECTIVE_WEIGHT,
    INDICATOR,
    METHOD,
    NOMINAL_WEIGHT,
    STATISTIC,
    VALUE,
)
from datacell_lib.table_sources import carry_sources

OTHER = "other"
SAME_DOMAIN = "same_domain"
WITH_DOMAIN = "correlation_with_rest_of_domain"
WITH_INDEX = "correlation_with_index"


def correlate_indicators(steps: Steps) -> pd.DataFrame:
    """Correlate every pair of indicators, within and between domains.

    Parameters
    ----------
    steps : Steps
        What ``follow_steps`` returns.

    Returns
    -------
    DataFrame, one row per pair
        component, other, same_domain, value (Spearman's rank correlation of their scores, so
        that directions are allowed for), statistic, method, areas.

    Examples
    --------
    >>> from datacell_lib.analysis.index.steps import follow_steps
    >>> from datacell_lib.files.index_spec import draft_index_spec
    >>> spec = draft_index_spec(
    ...     {"a": "higher_is_more_vulnerable", "b": "lower_is_more_vulnerable"})
    >>> table = pd.DataFrame({"area_code": ["x", "y", "z"], "a": [1, 2, 3], "b": [9, 7, 8]})
    >>> correlate_indicators(follow_steps(table, spec=spec))["value"].round(6).tolist()
    [0.5]
    """
    parent = _find_parents(steps.spec)
    scores = pd.DataFrame({name: merge_equal_values(steps.scores[name]) for name in parent})
    matrix = scores.corr(method="spearman").to_numpy()
    first, second = np.triu_indices(len(parent), k=1)
    names = np.array(list(parent))
    homes = np.array(list(parent.values()))
    return pd.DataFrame(
        {
            COMPONENT: names[first],
            OTHER: names[second],
            SAME_DOMAIN: homes[first] == homes[second],
            VALUE: matrix[first, second],
            STATISTIC: "correlation",
            METHOD: "Spearman",
            AREAS: len(scores),
        }
    )


def calculate_cronbachs_alpha(scores: pd.DataFrame) -> float:
    """Calculate how well components measure one thing.

    Parameters
    ----------
    scores : DataFrame of float, shape (areas, components)
        At least two normalised components.

    Returns
    -------
    float
        At most 1; below 0 where components contradict each other; missing where one is constant.

    Notes
    -----
    Standardised alpha: k r / (1 + (k - 1) r), with r the mean correlation of the k components.
    A low alpha is no fault in a domain whose components add up to a need without sharing a
    cause, such as age and crowding.

    References
    ----------
    Cronbach L. J. (1951). Coefficient alpha and the internal structure of tests. Psychometrika
    16(3), 297-334.

    Examples
    --------
    >>> scores = pd.DataFrame({"a": [1.0, 2.0, 3.0, 4.0], "b": [2.0, 1.0, 4.0, 3.0]})
    >>> round(calculate_cronbachs_alpha(scores), 6)
    0.75
    """
    count = scores.shape[1]
    if any(is_constant(column) for _, column in scores.items()):
        return float("nan")
    matrix = scores.corr().to_numpy()
    mean = matrix[np.triu_indices(count, k=1)].mean()
    return float(count * mean / (1 + (count - 1) * mean))


def measure_consistency(steps: Steps) -> pd.DataFrame:
    """Calculate Cronbach's alpha of every domain with two components or more.

    Parameters
    ----------
    steps : Steps
        What ``follow_steps`` returns.

    Returns
    -------
    DataFrame, one row per composite
        domain (its name; the index itself comes first), components, value (alpha), statistic,
        method.

    Examples
    --------
    >>> from datacell_lib.analysis.index.steps import follow_steps
    >>> from datacell_lib.files.index_spec import draft_index_spec
    >>> spec = draft_index_spec(
    ...     {"a": "higher_is_more_vulnerable", "b": "lower_is_more_vulnerable"})
    >>> table = pd.DataFrame({"area_code": ["x", "y", "z"], "a": [1, 2, 3], "b": [9, 7, 8]})
    >>> measure_consistency(follow_steps(table, spec=spec))["value"].round(6).tolist()
    [0.666667]
    """
    parts = [part for part, _ in steps.spec.walk() if not isinstance(part, Indicator)]
    rows = [
        {
            DOMAIN: part.name,
            "components": len(part.children),
            VALUE: calculate_cronbachs_alpha(steps.comparable[part.name]),
            STATISTIC: "cronbachs_alpha",
            METHOD: "standardised",
        }
        for part in parts
        if len(part.children) > 1
    ]
    columns = [DOMAIN, "components", VALUE, STATISTIC, METHOD]
    return pd.DataFrame(rows, columns=columns)


def describe_directions(steps: Steps) -> pd.DataFrame:
    """Set what each indicator's data say of its direction beside what the file declares.

    Parameters
    ----------
    steps : Steps
        What ``follow_steps`` returns.

    Returns
    -------
    DataFrame, one row per indicator, in the order of the file
        indicator and domain (titles), correlation_with_rest_of_domain (missing if it is alone
        there), correlation_with_index (Spearman), contrary (either is negative).

    Notes
    -----
    A contrary indicator is something to look at, not an error: older people live in less
    crowded homes, and both add to vulnerability.

    Examples
    --------
    >>> from datacell_lib.analysis.index.steps import follow_steps
    >>> from datacell_lib.files.index_spec import draft_index_spec
    >>> spec = draft_index_spec(dict.fromkeys("abc", "higher_is_more_vulnerable"))
    >>> table = pd.DataFrame({"area_code": ["w", "x", "y", "z"], "a": [1, 2, 3, 4],
    ...                       "b": [1, 3, 2, 4], "c": [4, 3, 1, 2]})
    >>> found = describe_directions(follow_steps(table, spec=spec))
    >>> found.loc[found["contrary"], "indicator"].tolist()
    ['c']
    """
    index, titles = steps.scores[steps.spec.name], steps.spec.titles
    rows = []
    for name, home in _find_parents(steps.spec).items():
        score = steps.scores[name]
        rest = steps.comparable[home].drop(columns=name)
        apart = _correlate_ranks(rest.mean(axis=1), score)
        whole = _correlate_ranks(index, score)
        rows.append(
            {
                INDICATOR: titles[name],
                DOMAIN: titles[home],
                WITH_DOMAIN: apart,
                WITH_INDEX: whole,
                CONTRARY: bool(apart < -SAME_STEP or whole < -SAME_STEP),
            }
        )
    return carry_sources(pd.DataFrame(rows), steps.filled)


def compare_weights(steps: Steps) -> pd.DataFrame:
    """Compare the weight that each indicator was given with the one that it has.

    Parameters
    ----------
    steps : Steps
        What ``follow_steps`` returns.

    Returns
    -------
    DataFrame, one row per indicator
        indicator, domain, nominal_weight and effective_weight (each column adds up to 1).

    Notes
    -----
    Nominal: the product of its shares of weight from the index down. Effective: the squared
    correlation of its score with the index, over the sum of all indicators'. Correlated
    indicators count for more than they were given. Effective weights are missing where the index
    is constant.

    References
    ----------
    Becker W., Saisana M., Paruolo P., Vandecasteele I. (2017). Weights and importance in
    composite indicators: closing the gap. Ecological Indicators 80, 12-22.

    Examples
    --------
    >>> from datacell_lib.analysis.index.steps import follow_steps
    >>> from datacell_lib.files.index_spec import draft_index_spec
    >>> spec = draft_index_spec(
    ...     {"a": "higher_is_more_vulnerable", "b": "lower_is_more_vulnerable"})
    >>> table = pd.DataFrame({"area_code": ["x", "y", "z"], "a": [1, 2, 3], "b": [9, 7, 8]})
    >>> compare_weights(follow_steps(table, spec=spec))["effective_weight"].tolist()
    [0.5, 0.5]
    """
    spec = steps.spec
    index = steps.scores[spec.name]
    nominal = {spec.name: 1.0}
    for part, parent in spec.walk():
        if parent is not None:
            weights = steps.weights[parent.name]
            nominal[part.name] = nominal[parent.name] * weights[part.name] / weights.sum()
    parents = _find_parents(spec)
    names = list(parents)
    strength = np.array([_correlate(index, steps.scores[name]) ** 2 for name in names])
    return pd.DataFrame(
        {
            INDICATOR: names,
            DOMAIN: list(parents.values()),
            NOMINAL_WEIGHT: [nominal[name] for name in names],
            EFFECTIVE_WEIGHT: strength / strength.sum(),
        }
    )


def _find_parents(spec: IndexSpec) -> dict[str, str]:
    """Return for each indicator, in the order of the file, the name of what it is part of."""
    return {part.name: home.name for part, home in spec.walk() if isinstance(part, Indicator)}


def _correlate_ranks(first: pd.Series, second: pd.Series) -> float:
    """Return Spearman's correlation; missing where one of the two is empty or constant."""
    return _correlate(merge_equal_values(first), merge_equal_values(second), method="spearman")


def _correlate(
    first: pd.Series, second: pd.Series, *, method: Literal["pearson", "spearman"] = "pearson"
) -> float:
    if is_constant(first) or is_constant(second):
        return float("nan")
    return float(first.corr(second, method=method))
