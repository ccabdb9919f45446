"""The calculation of a whole index, from indicators to ranks."""

from __future__ import annotations

import pandas as pd

from datacell_lib import schema
from datacell_lib.analysis.index.steps import Steps, follow_steps
from datacell_lib.equal_values import rank_values
from datacell_lib.files.index_spec import Domain, IndexSpec, Indicator
from datacell_lib.table_sources import carry_sources

INDEX = "index"


def calculate_index(table: pd.DataFrame, *, spec: IndexSpec) -> pd.DataFrame:
    """Calculate a composite index: scores and ranks of indicators, domains and the index.

    Parameters
    ----------
    table : DataFrame, one row per area
        ``area_code`` and one column per indicator, by its name in ``spec``, already divided by
        its denominator and in its own units.
    spec : IndexSpec
        From ``load_index_spec``.

    Returns
    -------
    DataFrame
        One row per component and area: area_code, component, level ("index", "domain" or
        "indicator"), value (an indicator's own; missing for composites), score (higher is more
        vulnerable), rank (1 is the most vulnerable; ties share the lowest), areas (how many
        were ranked), most_vulnerable_share (rank over areas: among the most vulnerable so
        much), imputed. Components in the order of the file, then by area_code.

    Raises
    ------
    TableError
        If a column is missing, empty, constant or not a number, if an area occurs twice, or if
        values are missing where the index refuses that.

    Notes
    -----
    An indicator's score is normalised; a domain's is the aggregate of its components, before
    it is normalised to enter what is above it. Scores are equal by the rule of
    ``datacell_lib.equal_values``.

    References
    ----------
    OECD and JRC (2008). Handbook on constructing composite indicators.

    Examples
    --------
    >>> from datacell_lib.files.index_spec import draft_index_spec
    >>> spec = draft_index_spec({"crowding": "higher_is_more_vulnerable"}, name="example")
    >>> table = pd.DataFrame({"area_code": ["E01000001", "E01000002"], "crowding": [0.1, 0.3]})
    >>> result = calculate_index(table, spec=spec)
    >>> result.loc[result["component"] == "example", ["area_code", "score", "rank"]]
       area_code  score  rank
    0  E01000001    0.5     2
    1  E01000002    1.0     1
    """
    return tabulate_index(follow_steps(table, spec=spec))


def tabulate_index(steps: Steps) -> pd.DataFrame:
    """Tabulate an index whose steps have been followed.

    Parameters
    ----------
    steps : Steps
        What ``follow_steps`` returns.

    Returns
    -------
    DataFrame
        What ``calculate_index`` returns.

    Examples
    --------
    >>> from datacell_lib.files.index_spec import draft_index_spec
    >>> spec = draft_index_spec({"crowding": "higher_is_more_vulnerable"}, name="example")
    >>> table = pd.DataFrame({"area_code": ["E01000001", "E01000002"], "crowding": [0.1, 0.3]})
    >>> tabulate_index(follow_steps(table, spec=spec))["rank"].tolist()
    [2, 1, 2, 1]
    """
    blocks = [_describe_component(part, steps=steps) for part, _ in steps.spec.walk()]
    return carry_sources(pd.concat(blocks, ignore_index=True), steps.filled)


def _describe_component(part: IndexSpec | Domain | Indicator, *, steps: Steps) -> pd.DataFrame:
    """Return one component's rows of the result."""
    score = steps.scores[part.name]
    if isinstance(part, Indicator):
        level, value, below = schema.INDICATOR, steps.filled[part.name], [part.name]
    else:
        level = INDEX if isinstance(part, IndexSpec) else schema.DOMAIN
        value, below = float("nan"), [indicator.name for indicator in part.list_indicators()]
    areas = int(score.count())
    rank = rank_values(score, ascending=False)
    columns = {
        schema.COMPONENT: part.name,
        schema.LEVEL: level,
        schema.VALUE: value,
        schema.SCORE: score,
        schema.RANK: rank.astype("Int64") if score.isna().any() else rank.astype("int64"),
        schema.AREAS: areas,
        schema.MOST_VULNERABLE_SHARE: rank / areas,
        schema.IMPUTED: steps.imputed[below].any(axis=1),
    }
    return pd.DataFrame(columns, index=score.index).reset_index()
