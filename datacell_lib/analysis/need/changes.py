"""What is other than the last time: who joined or left the fifth, the order of districts, files."""

from __future__ import annotations

import pandas as pd

from datacell_lib.analysis.need.ranked import add_up_ranked
from datacell_lib.schema import (
    AREA_CODE,
    BEFORE_SUFFIX,
    CHANGE,
    DISTRICT_NAME,
    FIFTH,
    JOINT,
    MOST_VULNERABLE_SHARE,
    NEIGHBOURHOOD,
    OTHERS_SHARES,
    OWN_SHARE,
    PEOPLE_IN_FIFTH,
    POPULATION,
    POSITION,
    TITLE,
    VALUE,
)
from datacell_lib.table_checks import check_columns
from datacell_lib.table_sources import carry_sources

JOINED, LEFT = "joined", "left"
NEW, NEWER, GONE = "new", "newer file", "no longer used"
CHECKSUM = "checksum"
STANDING = [AREA_CODE, NEIGHBOURHOOD, DISTRICT_NAME, POPULATION, MOST_VULNERABLE_SHARE]


def list_moves(now: pd.DataFrame, *, before: pd.DataFrame) -> pd.DataFrame:
    """List the neighbourhoods that joined or left the nation's most vulnerable fifth.

    Parameters
    ----------
    now, before : pandas.DataFrame
        A row a neighbourhood: `area_code`, `neighbourhood`, `district_name`, `population`,
        `most_vulnerable_share` (missing where it has no rank).

    Returns
    -------
    pandas.DataFrame
        Those columns as they are now, `most_vulnerable_share_before` and `change` ("joined",
        "left"); those that joined first, the most vulnerable first. A neighbourhood that has no
        rank, now or before, neither joined nor left.

    Raises
    ------
    TableError
        If a column is missing.

    Examples
    --------
    >>> before = pd.DataFrame({
    ...     "area_code": ["a", "b"], "neighbourhood": ["Moor", "North"], "district_name": "Dale",
    ...     "population": 100, "most_vulnerable_share": [0.1, 0.3]})
    >>> now = before.assign(most_vulnerable_share=[0.25, 0.15])
    >>> list_moves(now, before=before)[["neighbourhood", "change"]].values.tolist()
    [['North', 'joined'], ['Moor', 'left']]
    """
    for table in (now, before):
        check_columns(table, STANDING)
    earlier = before[[AREA_CODE, MOST_VULNERABLE_SHARE]]
    both = now[STANDING].merge(earlier, on=AREA_CODE, suffixes=("", BEFORE_SUFFIX), validate="1:1")
    both = both.dropna(subset=[MOST_VULNERABLE_SHARE, MOST_VULNERABLE_SHARE + BEFORE_SUFFIX])
    inside = both[MOST_VULNERABLE_SHARE] <= FIFTH
    moved = both[inside != (both[MOST_VULNERABLE_SHARE + BEFORE_SUFFIX] <= FIFTH)]
    named = moved.assign(**{CHANGE: inside[moved.index].map({True: JOINED, False: LEFT})})
    order = [CHANGE, MOST_VULNERABLE_SHARE, AREA_CODE]
    return carry_sources(pd.DataFrame(named.sort_values(order, ignore_index=True)), now)


def compare_order(now: pd.DataFrame, *, before: pd.DataFrame) -> pd.DataFrame:
    """Compare the order of districts, and their people in the fifth, with the last time.

    Parameters
    ----------
    now, before
        As for `list_moves`.

    Returns
    -------
    pandas.DataFrame
        One row a district of now, in order: `district_name`, `position` (1 has the largest share
        of residents in the nation's most vulnerable fifth; equal shares have the same, and 0 has
        none), `joint` (whether another has the same), `value` (the share, 0 to 1),
        `people_in_fifth`, and all four as they were, with `_before`; missing where it was not
        there. `change` says of one that has another position why: "own_share" where its own
        differs by a whole percentage as written, "others_shares" where it does not; else nothing.

    Raises
    ------
    TableError
        If a column is missing.

    Examples
    --------
    >>> before = pd.DataFrame({
    ...     "area_code": ["a", "b"], "neighbourhood": ["Moor", "North"],
    ...     "district_name": ["Dale", "Edge"], "population": 100,
    ...     "most_vulnerable_share": [0.1, 0.3]})
    >>> now = before.assign(most_vulnerable_share=[0.1, 0.15])
    >>> compare_order(now, before=before)[["district_name", "position", "change"]].values.tolist()
    [['Dale', 1.0, ''], ['Edge', 1.0, 'own_share']]
    """
    own, earlier = (_order_districts(table) for table in (now, before))
    both = own.merge(earlier, on=DISTRICT_NAME, how="left", suffixes=("", BEFORE_SUFFIX))
    both[JOINT + BEFORE_SUFFIX] = both[JOINT + BEFORE_SUFFIX].eq(True)
    percents = both[[VALUE, VALUE + BEFORE_SUFFIX]].mul(100).round()
    moved = _differ(both[POSITION], both[POSITION + BEFORE_SUFFIX])
    itself = _differ(percents[VALUE], percents[VALUE + BEFORE_SUFFIX])
    both[CHANGE] = ""
    both.loc[moved, CHANGE] = itself[moved].map({True: OWN_SHARE, False: OTHERS_SHARES})
    return carry_sources(both, now)


def _order_districts(standing: pd.DataFrame) -> pd.DataFrame:
    """Number districts by their share of residents in the fifth."""
    check_columns(standing, STANDING)
    added = add_up_ranked(standing, keys=[DISTRICT_NAME])
    share = (added[PEOPLE_IN_FIFTH] / added["ranked"]).astype("float64")
    place = share.where(share > 0).rank(method="min", ascending=False)
    joint = place.duplicated(keep=False) & place.notna()
    numbered = added.assign(**{POSITION: place, JOINT: joint, VALUE: share})
    ordered = numbered.sort_values([VALUE, DISTRICT_NAME], ascending=[False, True])
    return ordered[[DISTRICT_NAME, POSITION, JOINT, VALUE, PEOPLE_IN_FIFTH]]


def _differ(now: pd.Series, before: pd.Series) -> pd.Series:
    return ~(now.eq(before) | (now.isna() & before.isna()))


def list_changed_files(now: pd.DataFrame, *, before: pd.DataFrame) -> pd.DataFrame:
    """List the datasets that came, went, or came in another file.

    Parameters
    ----------
    now, before : pandas.DataFrame
        A row a dataset: `title` and `checksum` (missing where it has no file of its own).

    Returns
    -------
    pandas.DataFrame
        `title` and `change` ("new", "newer file", "no longer used"), by title.

    Raises
    ------
    TableError
        If a column is missing.

    Examples
    --------
    >>> before = pd.DataFrame({"title": ["Age", "Beds"], "checksum": ["1", "2"]})
    >>> now = pd.DataFrame({"title": ["Age", "Care"], "checksum": ["9", "3"]})
    >>> list_changed_files(now, before=before).values.tolist()
    [['Age', 'newer file'], ['Beds', 'no longer used'], ['Care', 'new']]
    """
    for table in (now, before):
        check_columns(table, [TITLE, CHECKSUM])
    own, earlier = map(_list_checksums, (now, before))
    rows = [
        (title, NEW if title not in earlier else GONE if title not in own else NEWER)
        for title in sorted({*own, *earlier})
        if own.get(title) != earlier.get(title)
    ]
    return carry_sources(pd.DataFrame(rows, columns=[TITLE, CHANGE]), now)


def _list_checksums(files: pd.DataFrame) -> dict[str, str]:
    return dict(zip(files[TITLE], files[CHECKSUM].fillna("").astype(str), strict=True))
