"""Summaries of an index for districts: exceedance share, extent, weighted averages."""

from __future__ import annotations

import numpy as np
import pandas as pd

from datacell_lib.schema import (
    AREA_CODE,
    DISTRICT_CODE,
    METHOD,
    MOST_VULNERABLE_SHARE,
    POPULATION,
    STATISTIC,
    VALUE,
    TableError,
)

FULL_EXTENT = 10
LAST_EXTENT = 30
FIRST_SLIDING_WEIGHT = 0.95
LAST_SLIDING_WEIGHT = 0.05


def calculate_exceedance_share(table: pd.DataFrame, *, threshold: float = 0.1) -> pd.DataFrame:
    """Calculate the share of each district's areas that are among the most vulnerable.

    Parameters
    ----------
    table : DataFrame, one row per area
        area_code, district_code, most_vulnerable_share (of all areas ranked, not of the
        district's).
    threshold : float
        0.1 for the most vulnerable 10% of areas.

    Returns
    -------
    DataFrame, one row per district
        district_code, value (share of its areas, 0 to 1), statistic, method.

    Raises
    ------
    TableError
        If a column or a value is missing.

    References
    ----------
    Ministry of Housing, Communities and Local Government (2019). The English indices of
    deprivation 2019: research report, chapter 4 (proportion of LSOAs in most deprived 10%).

    Examples
    --------
    >>> table = pd.DataFrame({"area_code": ["a", "b"], "district_code": ["d", "d"],
    ...                       "most_vulnerable_share": [0.05, 0.5]})
    >>> calculate_exceedance_share(table)["value"].tolist()
    [0.5]
    """
    _check(table, columns=[MOST_VULNERABLE_SHARE])
    within = table[MOST_VULNERABLE_SHARE] <= threshold
    share = within.groupby(table[DISTRICT_CODE]).mean()
    return _describe(share, "exceedance_share", f"most vulnerable {threshold:.0%} of areas")


def calculate_extent(table: pd.DataFrame) -> pd.DataFrame:
    """Calculate the share of each district's people who live in the most vulnerable areas.

    Parameters
    ----------
    table : DataFrame, one row per area
        area_code, district_code, population, most_vulnerable_share.

    Returns
    -------
    DataFrame, one row per district
        district_code, value (0 to 1), statistic, method.

    Raises
    ------
    TableError
        If a column or a value is missing, or a district has no people.

    Notes
    -----
    People in the most vulnerable 10% of areas count fully; in each further percentile less,
    from 0.95 in the eleventh in equal steps to 0.05 in the thirtieth.

    References
    ----------
    Ministry of Housing, Communities and Local Government (2019). The English indices of
    deprivation 2019: technical report, section 3.8 and appendix N.

    Examples
    --------
    >>> table = pd.DataFrame({"area_code": ["a", "b"], "district_code": ["d", "d"],
    ...                       "population": [100, 300], "most_vulnerable_share": [0.05, 0.5]})
    >>> calculate_extent(table)["value"].tolist()
    [0.25]
    """
    _check(table, columns=[POPULATION, MOST_VULNERABLE_SHARE])
    percentile = np.ceil((table[MOST_VULNERABLE_SHARE] * 100).round(9))
    weight = np.interp(
        percentile,
        [FULL_EXTENT, FULL_EXTENT + 1, LAST_EXTENT, LAST_EXTENT + 1],
        [1, FIRST_SLIDING_WEIGHT, LAST_SLIDING_WEIGHT, 0],
    )
    extent = _average(table, values=pd.Series(weight, index=table.index))
    return _describe(extent, "extent", "population, sliding from the 10th to the 30th percentile")


def calculate_population_weighted_average(table: pd.DataFrame, *, column: str) -> pd.DataFrame:
    """Average a score, or a rank, over each district's people.

    Parameters
    ----------
    table : DataFrame, one row per area
        area_code, district_code, population, and ``column``.
    column : str
        Such as "score" or "rank"; its direction carries over.

    Returns
    -------
    DataFrame, one row per district
        district_code, value, statistic, method.

    Raises
    ------
    TableError
        If a column or a value is missing, or a district has no people.

    Notes
    -----
    An average hides pockets: show it with the exceedance share or the extent.

    Examples
    --------
    >>> table = pd.DataFrame({"area_code": ["a", "b"], "district_code": ["d", "d"],
    ...                       "population": [100, 300], "score": [10.0, 30.0]})
    >>> calculate_population_weighted_average(table, column="score")["value"].tolist()
    [25.0]
    """
    _check(table, columns=[POPULATION, column])
    average = _average(table, values=table[column])
    return _describe(average, f"average_{column}", "population-weighted mean")


def _average(table: pd.DataFrame, *, values: pd.Series) -> pd.Series:
    people = table.groupby(DISTRICT_CODE)[POPULATION].sum()
    empty = people[people <= 0]
    if not empty.empty:
        raise TableError(
            f"district {empty.index[0]} has a population of {empty.iloc[0]:g}; it must be above "
            "zero. Check the population column."
        )
    return (values * table[POPULATION]).groupby(table[DISTRICT_CODE]).sum() / people


def _describe(values: pd.Series, statistic: str, method: str) -> pd.DataFrame:
    result = values.rename(VALUE).rename_axis(DISTRICT_CODE).reset_index()
    return result.assign(**{STATISTIC: statistic, METHOD: method})


def _check(table: pd.DataFrame, *, columns: list[str]) -> None:
    needed = [AREA_CODE, DISTRICT_CODE, *columns]
    lacking = [column for column in needed if column not in table]
    if lacking:
        raise TableError(
            f"the table needs the columns {', '.join(needed)}; it lacks {', '.join(lacking)}. "
            "Join them on area_code."
        )
    for column in needed:
        gaps = table.loc[table[column].isna(), AREA_CODE]
        if not gaps.empty:
            raise TableError(
                f"'{column}' is missing for {len(gaps)} areas, such as {gaps.iloc[0]}. "
                "Complete it, or leave these areas out and say so."
            )
