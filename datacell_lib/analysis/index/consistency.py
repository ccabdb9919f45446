"""Agreement: how far the indicators of an index go together, within and between its domains."""

from __future__ import annotations

import pandas as pd

from datacell_lib.analysis.index.diagnose import (
    OTHER,
    SAME_DOMAIN,
    correlate_indicators,
    measure_consistency,
)
from datacell_lib.analysis.index.steps import Steps
from datacell_lib.equal_values import SAME_STEP
from datacell_lib.files.index_spec import Indicator
from datacell_lib.schema import (
    ALPHA,
    COMPONENT,
    DOMAIN,
    LOW_ALPHA,
    MIXED,
    TITLE,
    VALUE,
)
from datacell_lib.table_sources import carry_sources

INDICATORS = "indicators"
WITHIN = "correlation_within"
BETWEEN = "correlation_between"


def summarise_agreement(steps: Steps) -> pd.DataFrame:
    """Summarise how far the indicators of each domain go with each other and with the rest.

    Parameters
    ----------
    steps : Steps
        What ``follow_steps`` returns.

    Returns
    -------
    DataFrame, one row per composite that has indicators of its own, in the order of the file
        domain, title, indicators (how many), correlation_within and correlation_between (means
        of Spearman's correlation of its indicators with each other, and with all others; missing
        where there are none), alpha (Cronbach's; missing for a single component), mixed (whether
        alpha is below 0.5: the domain adds up needs of different causes).

    Examples
    --------
    >>> from datacell_lib.analysis.index.steps import follow_steps
    >>> from datacell_lib.files.index_spec import draft_index_spec
    >>> spec = draft_index_spec(
    ...     {"a": "higher_is_more_vulnerable", "b": "lower_is_more_vulnerable"})
    >>> table = pd.DataFrame({"area_code": ["x", "y", "z"], "a": [1, 2, 3], "b": [9, 7, 8]})
    >>> summarise_agreement(follow_steps(table, spec=spec))["correlation_within"].round(6).tolist()
    [0.5]
    """
    spec = steps.spec
    pairs = correlate_indicators(steps)
    alphas = measure_consistency(steps).set_index(DOMAIN)[VALUE]
    rows = []
    for part, _ in spec.walk():
        own = [] if isinstance(part, Indicator) else [child.name for child in part.indicators]
        if not own:
            continue
        ends = pairs[COMPONENT].isin(own).astype(int) + pairs[OTHER].isin(own).astype(int)
        rows.append(
            {
                DOMAIN: part.name,
                TITLE: spec.titles[part.name],
                INDICATORS: len(own),
                WITHIN: pairs.loc[(ends == 2) & pairs[SAME_DOMAIN], VALUE].mean(),
                BETWEEN: pairs.loc[ends == 1, VALUE].mean(),
                ALPHA: alphas.get(part.name, float("nan")),
            }
        )
    table = pd.DataFrame(rows)
    return carry_sources(
        table.assign(**{MIXED: table[ALPHA] < LOW_ALPHA - SAME_STEP}), steps.filled
    )
