"""The calculation of a whole index, from indicators to ranks."""

from __future__ import annotations

import pandas as pd

from datacell_lib import schema
from datacell_lib.analysis.index.aggregate import aggregate
from datacell_lib.analysis.index.missing import fill_missing
from datacell_lib.analysis.index.normalise import normalise
from datacell_lib.analysis.index.prepare import check_table, prepare_indicators
from datacell_lib.analysis.index.weigh import weigh
from datacell_lib.index_spec import Domain, IndexSpec, Indicator

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
    it is normalised to enter what is above it.

    References
    ----------
    OECD and JRC (2008). Handbook on constructing composite indicators.

    Examples
    --------
    >>> spec = IndexSpec.model_validate({
    ...     "name": "example", "title": "An example", "purpose": "Shows the result.",
    ...     "geography": "LSOA 2021", "missing": {"rule": "refuse"},
    ...     "normalisation": {"indicators": {"method": "percentile_rank"},
    ...                       "domains": {"method": "exponential"}},
    ...     "weighting": {"method": "equal"}, "aggregation": {"method": "arithmetic_mean"},
    ...     "indicators": [{"name": "crowding", "dataset": "census", "column": "crowded",
    ...                     "direction": "higher_is_more_vulnerable"}]})
    >>> table = pd.DataFrame({"area_code": ["E01000001", "E01000002"], "crowding": [0.1, 0.3]})
    >>> result = calculate_index(table, spec=spec)
    >>> result.loc[result["component"] == "example", ["area_code", "score", "rank"]]
       area_code  score  rank
    0  E01000001    0.5     2
    1  E01000002    1.0     1
    """
    check_table(table, spec=spec)
    raw = table.set_index(schema.AREA_CODE).sort_index()
    names = [indicator.name for indicator in spec.list_indicators()]
    filled, imputed = fill_missing(raw[names].astype(float), spec=spec)
    prepared = prepare_indicators(filled, spec=spec)
    scores: dict[str, pd.Series] = {}
    _score_composite(spec, spec=spec, prepared=prepared, extras=raw, scores=scores)
    blocks = [
        _describe_component(part, score=scores[part.name], values=filled, imputed=imputed)
        for part, _ in spec.walk()
    ]
    return pd.concat(blocks, ignore_index=True)


def _score_composite(
    part: IndexSpec | Domain,
    *,
    spec: IndexSpec,
    prepared: pd.DataFrame,
    extras: pd.DataFrame,
    scores: dict[str, pd.Series],
) -> None:
    """Fill ``scores`` with those of a composite and of everything below it."""
    comparable = {}
    for child in part.children:
        method = spec.normalisation_of(child)
        if isinstance(child, Indicator):
            sign = 1 if child.direction == "higher_is_more_vulnerable" else -1
            comparable[child.name] = normalise(prepared[child.name], method=method, sign=sign)
            scores[child.name] = comparable[child.name]
        else:
            _score_composite(child, spec=spec, prepared=prepared, extras=extras, scores=scores)
            comparable[child.name] = normalise(scores[child.name], method=method)
    components = pd.DataFrame(comparable)
    weights = weigh(components, part=part, spec=spec, extras=extras)
    method = spec.aggregation_of(part)
    scores[part.name] = aggregate(components, weights=weights, method=method)


def _describe_component(
    part: IndexSpec | Domain | Indicator,
    *,
    score: pd.Series,
    values: pd.DataFrame,
    imputed: pd.DataFrame,
) -> pd.DataFrame:
    """Return one component's rows of the result."""
    if isinstance(part, Indicator):
        level, value, below = schema.INDICATOR, values[part.name], [part.name]
    else:
        level = INDEX if isinstance(part, IndexSpec) else schema.DOMAIN
        value, below = float("nan"), [indicator.name for indicator in part.list_indicators()]
    areas = int(score.count())
    rank = score.rank(ascending=False, method="min")
    columns = {
        schema.COMPONENT: part.name,
        schema.LEVEL: level,
        schema.VALUE: value,
        schema.SCORE: score,
        schema.RANK: rank.astype("Int64") if score.isna().any() else rank.astype("int64"),
        schema.AREAS: areas,
        schema.MOST_VULNERABLE_SHARE: rank / areas,
        schema.IMPUTED: imputed[below].any(axis=1),
    }
    return pd.DataFrame(columns, index=score.index).reset_index()
