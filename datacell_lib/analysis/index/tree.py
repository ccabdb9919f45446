"""The tree of an index: every component, what it is part of, and what it weighs."""

from __future__ import annotations

import pandas as pd

from datacell_lib.analysis.index.calculate import INDEX
from datacell_lib.analysis.index.diagnose import compare_weights
from datacell_lib.analysis.index.steps import Steps
from datacell_lib.files.index_spec import Domain, IndexSpec
from datacell_lib.schema import (
    COMPONENT,
    DEPTH,
    DOMAIN,
    EFFECTIVE_WEIGHT,
    INDICATOR,
    LEVEL,
    NOMINAL_WEIGHT,
    PARENT,
    TITLE,
)
from datacell_lib.table_sources import carry_sources


def list_components(steps: Steps) -> pd.DataFrame:
    """List every component of an index with its parent and its weights.

    Parameters
    ----------
    steps : Steps
        What ``follow_steps`` returns.

    Returns
    -------
    DataFrame, one row per component, in the order of the file, the index first
        component, title, level ("index", "domain" or "indicator"), parent (a component; missing
        for the index), depth (0 for the index), nominal_weight and effective_weight (shares of
        the whole index, 0 to 1; a composite's are the sums of its indicators').

    Notes
    -----
    ``compare_weights`` says what nominal and effective mean.

    Examples
    --------
    >>> from datacell_lib.analysis.index.steps import follow_steps
    >>> from datacell_lib.files.index_spec import draft_index_spec
    >>> spec = draft_index_spec(
    ...     {"a": "higher_is_more_vulnerable", "b": "lower_is_more_vulnerable"})
    >>> table = pd.DataFrame({"area_code": ["x", "y", "z"], "a": [1, 2, 3], "b": [9, 7, 8]})
    >>> list_components(follow_steps(table, spec=spec))[["component", "depth", "nominal_weight"]]
      component  depth  nominal_weight
    0     draft      0             1.0
    1         a      1             0.5
    2         b      1             0.5
    """
    spec = steps.spec
    weights = compare_weights(steps).set_index(INDICATOR)
    depths = {spec.name: 0}
    rows = []
    for part, parent in spec.walk():
        if parent is not None:
            depths[part.name] = depths[parent.name] + 1
        composite = isinstance(part, IndexSpec | Domain)
        below = [child.name for child in part.list_indicators()] if composite else [part.name]
        level = INDEX if parent is None else DOMAIN if composite else INDICATOR
        rows.append(
            {
                COMPONENT: part.name,
                TITLE: spec.titles[part.name],
                LEVEL: level,
                PARENT: None if parent is None else parent.name,
                DEPTH: depths[part.name],
                NOMINAL_WEIGHT: weights.loc[below, NOMINAL_WEIGHT].sum(),
                EFFECTIVE_WEIGHT: weights.loc[below, EFFECTIVE_WEIGHT].sum(),
            }
        )
    return carry_sources(pd.DataFrame(rows), steps.filled)
