"""Which neighbourhoods changed district since the last time, came into the area or left it."""

from __future__ import annotations

import pandas as pd

from datacell_lib.schema import (
    AREA_CODE,
    BEFORE_SUFFIX,
    DISTRICT_CODE,
    DISTRICT_NAME,
    NEIGHBOURHOOD,
    POPULATION,
)
from datacell_lib.table_checks import check_columns
from datacell_lib.table_sources import carry_sources

PLACED = [AREA_CODE, NEIGHBOURHOOD, POPULATION, DISTRICT_CODE, DISTRICT_NAME]
MEMBERS = "members"  # all neighbourhoods of a district


def list_changed_places(now: pd.DataFrame, *, before: pd.DataFrame) -> pd.DataFrame:
    """List the neighbourhoods that are in another district than before, or in one report alone.

    Parameters
    ----------
    now, before : pandas.DataFrame
        A row a neighbourhood: `area_code`, `neighbourhood`, `population`, `district_code`,
        `district_name`.

    Returns
    -------
    pandas.DataFrame
        `area_code`, `neighbourhood`, `population` (of now, where it is there now),
        `district_name` and `district_name_before`, missing where it is not in the area; by
        `area_code`. A district that only has another code or another name was not changed.

    Raises
    ------
    TableError
        If a column is missing.

    Examples
    --------
    >>> before = pd.DataFrame({
    ...     "area_code": ["a", "b", "c"], "neighbourhood": ["Moor", "North", "Quay"],
    ...     "population": 100, "district_code": ["d", "d", "e"],
    ...     "district_name": ["Dale", "Dale", "Edge"]})
    >>> now = before.assign(
    ...     district_code=["d", "e", "e"], district_name=["Dale", "Edge", "Edge"])
    >>> moved = list_changed_places(now, before=before)
    >>> moved[["neighbourhood", "district_name_before", "district_name"]].values.tolist()
    [['North', 'Dale', 'Edge']]
    """
    for table in (now, before):
        check_columns(table, PLACED)
    own, earlier = (_note_members(pd.DataFrame(table[PLACED])) for table in (now, before))
    both = own.merge(
        earlier, on=AREA_CODE, how="outer", suffixes=("", BEFORE_SUFFIX), validate="1:1"
    )
    differs = pd.Series(True, index=both.index)
    for name in (DISTRICT_CODE, DISTRICT_NAME, MEMBERS):
        differs &= both[name] != both[name + BEFORE_SUFFIX]
    for name in (NEIGHBOURHOOD, POPULATION):
        both[name] = both[name].fillna(both[name + BEFORE_SUFFIX])
    columns = [AREA_CODE, NEIGHBOURHOOD, POPULATION, DISTRICT_NAME, DISTRICT_NAME + BEFORE_SUFFIX]
    moved = both.loc[differs, columns].sort_values(AREA_CODE, ignore_index=True)
    return carry_sources(moved, now)


def _note_members(placed: pd.DataFrame) -> pd.DataFrame:
    """Note beside each neighbourhood all those of its district."""
    members = placed.groupby(DISTRICT_CODE)[AREA_CODE].agg(lambda codes: " ".join(sorted(codes)))
    return placed.assign(**{MEMBERS: placed[DISTRICT_CODE].map(members)})
