"""Counts of places added up by fifths of them, from the most vulnerable to the least."""

from __future__ import annotations

import pandas as pd

from datacell_lib.analysis.index.within_area import FIFTHS
from datacell_lib.analysis.rates.quantiles import assign_quantiles
from datacell_lib.schema import (
    AREA_CODE,
    DENOMINATOR,
    DEPRIVATION_RANK,
    MOST_VULNERABLE_SHARE,
    MSOA_CODE,
    NUMERATOR,
    ORDERED_BY,
    POPULATION,
    QUANTILE,
    VALUE,
)
from datacell_lib.table_checks import check_columns
from datacell_lib.table_sources import carry_sources

FEWEST_PLACES = 10
ORDERS = {"vulnerability": MOST_VULNERABLE_SHARE, "deprivation": DEPRIVATION_RANK}
COUNTS = [NUMERATOR, DENOMINATOR]
SUMS = {ORDERED_BY: "str", QUANTILE: "int64", NUMERATOR: "float64", DENOMINATOR: "float64"}


def add_up_fifths(places: pd.DataFrame, *, standing: pd.DataFrame) -> pd.DataFrame:
    """Add up the counts of an area's places by fifths, by vulnerability and by deprivation.

    Parameters
    ----------
    places : pandas.DataFrame
        One row a place: `area_code` (MSOA), `numerator`, `denominator`.
    standing : pandas.DataFrame
        The area's neighbourhoods: `msoa_code`, `population`, `most_vulnerable_share` and
        `deprivation_rank`, of which low is vulnerable.

    Returns
    -------
    pandas.DataFrame
        `ordered_by` ("vulnerability" or "deprivation"), `quantile` (1 the most vulnerable fifth of
        the area's places), `numerator` and `denominator`, missing where a place's is. Empty below
        ten places. An order in which a place has no standing at all is left out.

    Raises
    ------
    TableError
        If a column is missing, or a place has two rows.

    Notes
    -----
    A place stands where its residents stand on average. The fifths are of the area's own places,
    not of the nation's.
    """
    check_columns(places, [AREA_CODE, *COUNTS])
    check_columns(standing, [MSOA_CODE, POPULATION, *ORDERS.values()])
    counts = pd.DataFrame(places[[AREA_CODE, *COUNTS]])
    found = []
    for order, column in ORDERS.items():
        stand = _average(standing, column)
        if len(counts) < FEWEST_PLACES or not set(counts[AREA_CODE]) <= set(stand[AREA_CODE]):
            continue
        own = stand[stand[AREA_CODE].isin(counts[AREA_CODE])]
        found.append(_add_up(counts, own).assign(**{ORDERED_BY: order}))
    table = pd.concat(found) if found else pd.DataFrame(columns=list(SUMS))
    typed = table[list(SUMS)].astype(SUMS).reset_index(drop=True)
    return carry_sources(typed, places, standing)


def _average(standing: pd.DataFrame, column: str) -> pd.DataFrame:
    """Average where each MSOA's residents stand, over the neighbourhoods that stand anywhere."""
    known = standing[standing[column].notna() & standing[POPULATION].gt(0)]
    people = known[POPULATION].astype("float64")
    weighted = people * known[column].astype("float64")
    by_place = pd.DataFrame({"people": people, VALUE: weighted}).groupby(known[MSOA_CODE]).sum()
    return (by_place[VALUE] / by_place["people"]).rename_axis(AREA_CODE).reset_index(name=VALUE)


def _add_up(counts: pd.DataFrame, stand: pd.DataFrame) -> pd.DataFrame:
    placed = assign_quantiles(stand, most_vulnerable="lowest", quantiles=FIFTHS)
    found = counts.merge(placed[[AREA_CODE, QUANTILE]], on=AREA_CODE, validate="1:1")
    return found.groupby(QUANTILE)[COUNTS].sum(skipna=False).reset_index()
