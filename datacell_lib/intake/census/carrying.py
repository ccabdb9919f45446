"""Carrying a table from the neighbourhoods of one census to those of the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from datacell_lib.intake.census.apportioning import apportion_whole_numbers
from datacell_lib.intake.census.exact_fit import UNCHANGED, WORDS, require_exact_fit
from datacell_lib.intake.census.parts import estimate_parts
from datacell_lib.schema import (
    AREA_CODE,
    CHANGE,
    LSOA2011_CODE,
    LSOA2021_CODE,
    METHOD,
    WEIGHT,
    TableError,
)
from datacell_lib.wording import name_first

ENDS = {"LSOA 2011": (LSOA2021_CODE, LSOA2011_CODE), "LSOA 2021": (LSOA2011_CODE, LSOA2021_CODE)}
COUNT = "count"
AVERAGED = frozenset({"rate", "score"})
CARRIED = AVERAGED | {COUNT}
SHARE = "share"


@dataclass(frozen=True)
class Carried:
    """A table in the neighbourhoods of the other census, and what was done to get there.

    Parameters
    ----------
    table : pandas.DataFrame
        One row for each neighbourhood that was reached, sorted by `area_code`.
    affected : pandas.DataFrame
        One row for each pair that is not one for one: `lsoa2011_code`, `lsoa2021_code`,
        `change` (split, merged or irregular, from 2011 to 2021), `share` of a count that went
        this way, and `method`: shared by "residents" or in "equal shares".
    totals : pandas.DataFrame
        One row for each count: `column`, its total `before` and `after`.
    """

    table: pd.DataFrame
    affected: pd.DataFrame
    totals: pd.DataFrame


def carry_table(
    table: pd.DataFrame,
    *,
    to: str,
    quantities: Mapping[str, str],
    weights: pd.Series | None,
    lookup: pd.DataFrame,
    whole_numbers: bool = False,
) -> Carried:
    """Carry a table to the neighbourhoods of the other census, each column by its quantity.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a neighbourhood of the census that it is of, by `area_code`.
    to : "LSOA 2011" or "LSOA 2021"
        Where to.
    quantities : mapping of str to str
        For every other column "count", "rate" or "score".
    weights : pandas.Series or None
        Residents by code, of either census or both, to share and average by; None for equal
        shares.
    lookup : pandas.DataFrame
        The exact-fit lookup: `lsoa2011_code`, `lsoa2021_code`, `change`.
    whole_numbers : bool
        Whether counts stay whole, by largest remainders.

    Returns
    -------
    Carried
        The table, the pairs affected, the totals before and after.

    Raises
    ------
    TableError
        If a column has no quantity or one that can't be carried, a code is not in the lookup or
        repeated, or a neighbourhood is reached from only some of what it was made from.

    Notes
    -----
    Counts are shared out over the parts of a split neighbourhood and added up on a merge, so
    that their total stays. Rates and scores are copied to the parts and averaged over
    residents on a merge. Ranks and deciles mean nothing among other neighbourhoods: compute
    them again. A missing value makes everything that it would enter missing.

    Examples
    --------
    >>> lookup = pd.DataFrame({
    ...     "lsoa2011_code": ["E01000001", "E01000001"],
    ...     "lsoa2021_code": ["E01000011", "E01000012"],
    ...     "change": ["S", "S"],
    ... })
    >>> carry_table(
    ...     pd.DataFrame({"area_code": ["E01000001"], "cases": [9], "rate": [0.5]}),
    ...     to="LSOA 2021", quantities={"cases": "count", "rate": "rate"}, lookup=lookup,
    ...     weights=pd.Series({"E01000011": 1000, "E01000012": 2000}),
    ... ).table
       area_code  cases  rate
    0  E01000011    3.0   0.5
    1  E01000012    6.0   0.5
    """
    if to not in ENDS:
        raise TableError(f"a table is carried to {' or '.join(ENDS)}; found {to!r}.")
    source, target = ENDS[to]
    require_exact_fit(lookup)
    _require_carriable(table, quantities)
    pairs = _select_pairs(table, lookup, source=source, target=target)
    parts = estimate_parts(pairs, residents=weights).reset_index(drop=True)
    # categories: grouping by text a dozen times would cost more than all the rest
    origin, goal = parts[source].astype("category"), parts[target].astype("category")
    parts[SHARE] = parts[WEIGHT] / parts.groupby(origin)[WEIGHT].transform("sum")
    arriving = parts[[source]].merge(table, left_on=source, right_on=AREA_CODE, how="left")
    carried = {
        column: _add_up(arriving[column], parts[SHARE], origin, goal, whole=whole_numbers)
        if quantities[column] == COUNT
        else _average(arriving[column], parts[WEIGHT], goal)
        for column in table.columns.drop(AREA_CODE)
    }
    targets = pd.Index(sorted(parts[target].unique()), name=AREA_CODE)
    result = pd.DataFrame(carried, index=targets).reset_index()
    return Carried(result, _describe_affected(parts), _add_totals(table, result, quantities))


def _require_carriable(table: pd.DataFrame, quantities: Mapping[str, str]) -> None:
    if AREA_CODE not in table:
        raise TableError(f"a table to carry needs {AREA_CODE}; found {', '.join(table)}.")
    repeated = table.loc[table[AREA_CODE].duplicated(), AREA_CODE]
    if len(repeated):
        raise TableError(
            f"a table to carry has one row a neighbourhood; {repeated.iloc[0]} has several. "
            "Carry one period or group at a time."
        )
    for column in table.columns.drop(AREA_CODE):
        quantity = quantities.get(column)
        if quantity == "rank":
            raise TableError(
                f"{column} is a rank, which is never carried between censuses: it would rank "
                "among other neighbourhoods. Carry the score and rank again."
            )
        if quantity not in CARRIED:
            raise TableError(
                f"column {column} must be {', '.join(sorted(CARRIED))} to be carried; found "
                f"{quantity!r}. Name its quantity as the catalogue does, or leave it out."
            )


def _select_pairs(
    table: pd.DataFrame, lookup: pd.DataFrame, *, source: str, target: str
) -> pd.DataFrame:
    unknown = table.loc[~are_in(table[AREA_CODE], lookup[source]), AREA_CODE]
    if len(unknown):
        raise TableError(
            f"{len(unknown)} codes are not {source} of the lookup, such as "
            f"{name_first(unknown)}. Is the table of the other census?"
        )
    held = are_in(lookup[source], table[AREA_CODE])
    pairs = lookup[held]
    absent = lookup[~held & are_in(lookup[target], pairs[target])]
    if len(absent):
        row = absent.iloc[0]
        raise TableError(
            f"{row[target]} was made from {row[source]} too, for which the table has no row "
            f"({len(absent)} such rows). Carry the whole nation first, then select the area."
        )
    return pairs.sort_values([source, target])


def are_in(codes: pd.Series, others: pd.Series) -> np.ndarray:
    """Tell which codes are among others, in a tenth of the time of `Series.isin`.

    Parameters
    ----------
    codes, others : pandas.Series
        Text.

    Returns
    -------
    numpy.ndarray of bool
        One for each of the codes.
    """
    return pd.Index(others.unique()).get_indexer(codes) >= 0


def _add_up(
    values: pd.Series, share: pd.Series, origin: pd.Series, goal: pd.Series, *, whole: bool
) -> pd.Series:
    shared = values * share
    if whole:
        shared = apportion_whole_numbers(shared, within=origin)
    return shared.groupby(goal).sum(skipna=False)


def _average(values: pd.Series, weight: pd.Series, goal: pd.Series) -> pd.Series:
    weighed = (values * weight).groupby(goal).sum(skipna=False)
    average = weighed / weight.groupby(goal).sum()
    # a copy is exact; a value weighed and divided again may differ in its last digit
    return average.mask(goal.groupby(goal).size() == 1, values.groupby(goal).first())


def _describe_affected(parts: pd.DataFrame) -> pd.DataFrame:
    affected = parts[parts[CHANGE] != UNCHANGED]
    columns = [LSOA2011_CODE, LSOA2021_CODE, CHANGE, SHARE, METHOD]
    named = affected.assign(**{CHANGE: affected[CHANGE].map(WORDS)})[columns]
    return named.sort_values([LSOA2011_CODE, LSOA2021_CODE], ignore_index=True)


def _add_totals(
    before: pd.DataFrame, after: pd.DataFrame, quantities: Mapping[str, str]
) -> pd.DataFrame:
    counts = [name for name in before.columns.drop(AREA_CODE) if quantities[name] == COUNT]
    return pd.DataFrame(
        {
            "column": counts,
            "before": before[counts].sum().to_numpy(),
            "after": after[counts].sum().to_numpy(),
        }
    )
