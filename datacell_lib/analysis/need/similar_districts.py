"""The districts of the nation that are most like one: by shares of people, standardised."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from datacell_lib.schema import (
    AUTHORITY_NAME,
    DENOMINATOR_SUFFIX,
    DISTANCE,
    DISTRICT_CODE,
    DISTRICT_NAME,
    DISTRICTS_COMPARED,
    INDICATOR,
    NUMERATOR_SUFFIX,
    POSITION,
    SIMILAR_DISTRICTS,
    SIMILAR_VALUE,
    SPREADS_APART,
    VALUE,
    TableError,
)
from datacell_lib.table_checks import check_columns
from datacell_lib.table_sources import carry_sources

MOST_SIMILAR = 5
ENDS = (NUMERATOR_SUFFIX, DENOMINATOR_SUFFIX)


def find_similar_districts(
    nation: pd.DataFrame,
    *,
    district: str,
    titles: Mapping[str, str],
    number: int = MOST_SIMILAR,
    shares: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Find the districts that are most like one, of those for which the same is known.

    Parameters
    ----------
    nation : pandas.DataFrame
        The nation's neighbourhoods, with `district_code`, `district_name`, `authority_name`, and
        for each title `<name>_numerator` and `<name>_denominator`.
    district : str
        The code of the district.
    titles : mapping of str to str
        The shares that say what a district is like, and a title for each.
    number : int
        How many to find; never more than half of the others, or they would be like all.
    shares : pandas.DataFrame, optional
        Each district's shares by its code, a column a name of `titles`, where they are worked out
        already.

    Returns
    -------
    pandas.DataFrame
        One row a district, the most similar first: `position`, `district_code`, `district_name`,
        `authority_name`, `distance` (0 is alike) and `districts_compared` (how many there are
        with all of these shares, itself among them). No rows where one of its own is not
        known, or there are too few.

    Raises
    ------
    TableError
        If a column is missing, or the nation has no such district.

    Notes
    -----
    Of each share :math:`x_{jd}` of district :math:`d` (its counts added up, over theirs) the
    standardised value is :math:`z_{jd} = (x_{jd} - \\bar{x}_j) / s_j`, with the plain mean and the
    standard deviation (divisor n) of all districts that have every share. The distance of two is
    :math:`\\sqrt{\\sum_j (z_{jd} - z_{je})^2}`. A share that is the same everywhere tells
    nothing, and is left out. Each share counts the same, so that two which say nearly the same
    count double: not a model of why districts differ.

    References
    ----------
    Office for National Statistics. Clustering similar local authorities in the UK: methodology.
    2023. The nearest neighbours model of the Chartered Institute of Public Finance and
    Accountancy (CIPFA) takes Euclidean distances of standardised variables likewise.

    Examples
    --------
    >>> nation = pd.DataFrame({
    ...     "district_code": ["a", "b", "c"], "district_name": ["A", "B", "C"],
    ...     "authority_name": ["A", "B", "C"],
    ...     "older_numerator": [10, 12, 40], "older_denominator": [100, 100, 100]})
    >>> like = find_similar_districts(nation, district="a", titles={"older": "Older people"})
    >>> like["district_name"].tolist()
    ['B']
    """
    if shares is None:
        shares = _calculate_shares(nation, titles)
    if district not in shares.index:
        raise TableError(
            f"the nation has no district {district}; it has {len(shares)}, such as "
            f"{', '.join(map(str, shares.index[:3]))}. Give the code of one of them."
        )
    standard = _standardise(shares)
    columns = [POSITION, DISTRICT_CODE, DISTRICT_NAME, AUTHORITY_NAME, DISTANCE, DISTRICTS_COMPARED]
    if district not in standard.index:
        return carry_sources(pd.DataFrame(columns=columns), nation)
    apart = np.sqrt(((standard - standard.loc[district]) ** 2).sum(axis=1)).drop(district)
    nearest = apart.rename(DISTANCE).reset_index().sort_values([DISTANCE, DISTRICT_CODE])
    named = nation.groupby(DISTRICT_CODE)[[DISTRICT_NAME, AUTHORITY_NAME]].first()
    most = min(number, len(nearest) // 2)
    found = nearest.head(most).merge(named.reset_index(), on=DISTRICT_CODE)
    numbered = found.assign(
        **{POSITION: range(1, len(found) + 1), DISTRICTS_COMPARED: len(standard)}
    )
    return carry_sources(numbered[columns], nation)


def profile_district(
    nation: pd.DataFrame,
    *,
    district: str,
    places: Mapping[str, pd.DataFrame],
    titles: Mapping[str, str],
) -> pd.DataFrame:
    """Set a district beside those that are most like it, its area and the nation.

    Parameters
    ----------
    nation : pandas.DataFrame
        What `find_similar_districts` takes.
    district : str
        The code of the district.
    places : mapping of str to pandas.DataFrame
        What it is set beside besides: for each place's name its neighbourhoods.
    titles : mapping of str to str
        The shares, and a title for each.

    Returns
    -------
    pandas.DataFrame
        One row a share that is known here and there, the largest difference from the similar
        districts first: `indicator` (title), `value` (here), `similar_value` (of the similar
        districts together, their counts added up), `spreads_apart` (that difference as a multiple
        of the standard deviation of the nation's districts), a column for each place by its name,
        `similar_districts` (their names, joined by "; ", with their authorities unless all are of
        the district's own) and `districts_compared`. Shares are of 0 to 1. No rows where
        `find_similar_districts` finds none.

    Raises
    ------
    TableError
        As `find_similar_districts`.
    """
    shares = _calculate_shares(nation, titles)
    similar = find_similar_districts(nation, district=district, titles=titles, shares=shares)
    spread = shares.dropna().std(ddof=0)
    alike = nation[nation[DISTRICT_CODE].isin(similar[DISTRICT_CODE])]
    here = {
        VALUE: shares.loc[district],
        SIMILAR_VALUE: add_up_shares(alike, titles).sum(min_count=1),
    }
    table = pd.DataFrame(here)
    table[SPREADS_APART] = (table[VALUE] - table[SIMILAR_VALUE]) / spread.where(spread > 0)
    for name, neighbourhoods in places.items():
        table[name] = add_up_shares(neighbourhoods, titles).sum(min_count=1)
    own = nation.loc[nation[DISTRICT_CODE].eq(district), AUTHORITY_NAME].iloc[0]
    apart = not similar[AUTHORITY_NAME].eq(own).all()  # else their authority tells nothing
    table[SIMILAR_DISTRICTS] = "; ".join(
        f"{name} ({authority})" if apart and name != authority else name
        for name, authority in zip(similar[DISTRICT_NAME], similar[AUTHORITY_NAME], strict=True)
    )
    table[DISTRICTS_COMPARED] = similar[DISTRICTS_COMPARED].max()
    known = table.dropna(subset=[VALUE, SIMILAR_VALUE, SPREADS_APART])
    order = known[SPREADS_APART].abs().sort_values(ascending=False, kind="stable").index
    ordered = known.loc[order].reset_index(names=INDICATOR)
    ordered[INDICATOR] = ordered[INDICATOR].map(dict(titles)).astype("str")
    return carry_sources(ordered, nation, *places.values())


def _calculate_shares(nation: pd.DataFrame, titles: Mapping[str, str]) -> pd.DataFrame:
    """Calculate each district's shares: those of its neighbourhoods whose counts are known."""
    check_columns(nation, [DISTRICT_CODE, DISTRICT_NAME, AUTHORITY_NAME])
    return add_up_shares(nation, titles, by=nation[DISTRICT_CODE])


def add_up_shares(
    rows: pd.DataFrame, titles: Mapping[str, str], *, by: pd.Series | None = None
) -> pd.DataFrame:
    """Add up counts, of the neighbourhoods where both are known, and divide them.

    Parameters
    ----------
    rows : pandas.DataFrame
        Neighbourhoods, with `<name>_numerator` and `<name>_denominator` for each title.
    titles : mapping of str to str
        The shares, and a title for each.
    by : pandas.Series, optional
        What place each row is of; all of one unless told.

    Returns
    -------
    pandas.DataFrame
        One row a place, by `by`, with a column for each name: the share, 0 to 1; missing where
        nobody is counted.

    Raises
    ------
    TableError
        If a column is missing.

    Examples
    --------
    >>> rows = pd.DataFrame({"a_numerator": [1, None, 2], "a_denominator": [10, 9, 20]})
    >>> add_up_shares(rows, {"a": "Title"})["a"].tolist()
    [0.1]
    """
    check_columns(rows, [name + end for name in titles for end in ENDS])
    keys = pd.Series(0, index=rows.index) if by is None else by
    known = {}
    for name in titles:
        both = rows[[name + end for end in ENDS]].astype("float64")
        known[name] = both.where(both.notna().all(axis=1))
    sums = pd.concat(known.values(), axis=1).groupby(keys).sum() if known else pd.DataFrame()
    found = {}
    for name in titles:
        part, whole = (sums[name + end] for end in ENDS)
        found[name] = part / whole.where(whole > 0)
    return pd.DataFrame(found)


def _standardise(shares: pd.DataFrame) -> pd.DataFrame:
    whole = shares.dropna()
    spread = whole.std(ddof=0)
    telling = spread.index[spread > 0]
    return (whole[telling] - whole[telling].mean()) / spread[telling]
