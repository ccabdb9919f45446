"""Rates by how deprived the places are where people live."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import pandas as pd

from datacell_lib.analysis.rates.counts import find_keys, read_counts
from datacell_lib.analysis.rates.direct_standardisation import (
    calculate_directly_standardised_rate,
)
from datacell_lib.analysis.rates.doors import COUNT_COLUMNS, takes_columns
from datacell_lib.analysis.rates.proportions_and_rates import calculate_crude_rate
from datacell_lib.analysis.rates.quantiles import assign_quantiles
from datacell_lib.schema import (
    AGE_BAND,
    AREA_CODE,
    DENOMINATOR,
    POPULATION,
    QUANTILE,
    VALUE,
    ParameterError,
    TableError,
)
from datacell_lib.table_checks import check_columns, check_unique, name_rows
from datacell_lib.table_sources import carry_sources


@takes_columns(*COUNT_COLUMNS, AGE_BAND, POPULATION, VALUE)
def calculate_rate_by_deprivation(
    table: pd.DataFrame,
    *,
    deprivation: pd.DataFrame,
    most_vulnerable: Literal["highest", "lowest"],
    quantiles: int = 5,
    standard: pd.DataFrame | None = None,
    by: str | Sequence[str] = (),
    multiplier: float = 100_000,
    confidence: float | Sequence[float] = 0.95,
) -> pd.DataFrame:
    """Calculate a rate for each fifth of deprivation, from small areas' counts and scores.

    Parameters
    ----------
    table : pandas.DataFrame
        ``area_code`` (an LSOA's, say), ``numerator``, ``denominator`` and other key columns;
        with ``standard`` also ``age_band``.
    deprivation : pandas.DataFrame
        ``area_code`` and ``value``, a score or a rank, of every area among which the fifths are
        made: all of England's for national fifths, the district's own for local ones.
    most_vulnerable : {"highest", "lowest"}
        Which end of the scores is the most deprived: "highest" for scores, "lowest" for ranks
        of which 1 is the most deprived.
    quantiles : int, default 5
        How many groups of areas: 5 for fifths, 10 for tenths.
    standard : pandas.DataFrame, optional
        ``age_band`` and ``population``: rates are then directly standardised; else crude.
    by : str or sequence of str, default ()
        Key columns for whose groups to give rates by deprivation, such as ``period``.
    multiplier : float, default 100,000
        Rates are per this many.
    confidence : float or sequence of float, default 0.95
        Coverage of the intervals as a share. Several, such as (0.95, 0.998), give limits for each:
        ``lower_ci_95``, ``upper_ci_95``, ``lower_ci_99_8``, ``upper_ci_99_8``.
    area_code, numerator, denominator, numerator_lower, numerator_upper : str
        What the tables call those columns.
    age_band, population, value : str
        What they call those, ``value`` being the column of scores.

    Returns
    -------
    pandas.DataFrame
        The ``by`` columns, ``quantile`` (1 the most deprived), ``value``, ``lower_ci``,
        ``upper_ci``, ``confidence``, ``statistic``, ``method``, ``note`` and ``denominator``
        (the group's people), by quantile: ready for the indices of inequality. A quantile in
        which none of the table's areas is has no row.

    Raises
    ------
    TableError
        If the counts are unfit, or an area has no score, or two.
    ParameterError
        If an argument is out of range, or there are fewer areas than quantiles.

    Notes
    -----
    Areas are ranked, not people: fifths of areas hold about, not exactly, a fifth of the people.
    Scores and counts must be of the same areas: LSOAs of 2011 are not all those of 2021.

    References
    ----------
    Office for Health Improvement and Disparities. Fingertips technical guidance. 2020.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"lsoa": ["a", "b", "c", "d"], "deaths": [9, 4, 6, 12],
    ...                       "people": [1000, 1000, 1000, 1000]})
    >>> scores = pd.DataFrame({"lsoa": ["a", "b", "c", "d"], "score": [30.0, 5.0, 12.0, 41.0]})
    >>> calculate_rate_by_deprivation(
    ...     table, deprivation=scores, most_vulnerable="highest", quantiles=2, multiplier=1000,
    ...     area_code="lsoa", numerator="deaths", denominator="people", value="score",
    ... )[["quantile", "value"]]
       quantile  value
    0         1   10.5
    1         2    5.0
    """
    placed = _place_areas(table, deprivation, most_vulnerable, quantiles)
    keys = [*by, QUANTILE]
    how = {"multiplier": multiplier, "confidence": confidence}
    if standard is None:
        rates = calculate_crude_rate(placed, by=keys, **how)
    else:
        rates = calculate_directly_standardised_rate(placed, standard=standard, by=keys, **how)
    people = read_counts(placed, by=keys, may_be_empty=True)
    rates = rates.assign(**{DENOMINATOR: people.denominator})
    ordered = rates.sort_values(keys, ignore_index=True) if len(keys) == 1 else _sort(rates, by)
    return carry_sources(ordered, table, deprivation)


def _sort(rates: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Sort by quantile within each group, the groups in the order of their first rows."""
    group = rates.groupby(list(by), sort=False, dropna=False, observed=True).ngroup()
    order = pd.DataFrame({"group": group, QUANTILE: rates[QUANTILE]})
    return rates.loc[order.sort_values(["group", QUANTILE]).index].reset_index(drop=True)


def _place_areas(
    table: pd.DataFrame, deprivation: pd.DataFrame, most_vulnerable: str, quantiles: int
) -> pd.DataFrame:
    """Give the table with each area's quantile, in place of any that it has."""
    check_columns(table, [AREA_CODE])
    check_columns(deprivation, [AREA_CODE, VALUE])
    check_unique(deprivation, keys=[AREA_CODE])
    if QUANTILE in find_keys(table):
        raise TableError(
            f"the table has a column {QUANTILE} already. Leave it out, or give it to a rate as by."
        )
    ranked = assign_quantiles(
        deprivation[[AREA_CODE, VALUE]], most_vulnerable=most_vulnerable, quantiles=quantiles
    )
    if ranked[VALUE].notna().sum() < quantiles:
        raise ParameterError(
            f"quantiles must not be more than the areas with a score; found {quantiles} for "
            f"{ranked[VALUE].notna().sum()}. Name fewer, or give the scores of all areas."
        )
    found = table[AREA_CODE].map(ranked.set_index(AREA_CODE)[QUANTILE])
    unknown = found.isna()
    if unknown.any():
        raise TableError(
            f"each area must have a score in deprivation; found none for "
            f"{name_rows(table, unknown)}. Check that both are of the same year's areas, or leave "
            "those areas out and report how many."
        )
    return table.assign(**{QUANTILE: found.astype("int64")})
