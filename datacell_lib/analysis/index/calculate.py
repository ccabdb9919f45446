"""The calculation of a whole index, from indicators to ranks."""

from __future__ import annotations

from dataclasses import dataclass

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
    steps = follow_steps(table, spec=spec)
    blocks = [_describe_component(part, steps=steps) for part, _ in spec.walk()]
    return pd.concat(blocks, ignore_index=True)


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
    """
    check_table(table, spec=spec)
    raw = table.set_index(schema.AREA_CODE).sort_index()
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


def _describe_component(part: IndexSpec | Domain | Indicator, *, steps: Steps) -> pd.DataFrame:
    """Return one component's rows of the result."""
    score = steps.scores[part.name]
    if isinstance(part, Indicator):
        level, value, below = schema.INDICATOR, steps.filled[part.name], [part.name]
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
        schema.IMPUTED: steps.imputed[below].any(axis=1),
    }
    return pd.DataFrame(columns, index=score.index).reset_index()
