"""Ranks within one area alone, for what is known of no other neighbourhoods."""

from __future__ import annotations

import pandas as pd

from datacell_lib.analysis.index.calculate import INDEX, calculate_index
from datacell_lib.analysis.index.groups import group_by_count
from datacell_lib.equal_values import is_constant
from datacell_lib.files.index_spec import IndexSpec
from datacell_lib.schema import (
    AREA_CODE,
    AREAS,
    DISTRICT_CODE,
    DISTRICT_NAME,
    FIFTH_WITHIN_AREA,
    LEVEL,
    NEIGHBOURHOOD,
    RANK,
    SCORE,
    STANDING_WITHIN_AREA,
    SUPPRESSED,
    TITLE,
    WITHIN,
    TableError,
)
from datacell_lib.table_sources import carry_sources

FIFTHS = 5
NAMES_OF_FIFTHS = {
    1: "Most vulnerable fifth",
    2: "Second fifth",
    3: "Third fifth",
    4: "Fourth fifth",
    5: "Least vulnerable fifth",
}
UNKNOWN = "not known"
TOO_FEW = "too few or too much alike for fifths"
PLACES = (AREA_CODE, NEIGHBOURHOOD, DISTRICT_CODE, DISTRICT_NAME)


def rank_within_area(table: pd.DataFrame, *, spec: IndexSpec, place: str) -> pd.DataFrame:
    """Rank an area's neighbourhoods among each other by an index of what is known there alone.

    Parameters
    ----------
    table : pandas.DataFrame
        One row for each neighbourhood of the area, as `calculate_index` takes it; what it has of
        `neighbourhood`, `district_code`, `district_name` and `suppressed` is kept.
    spec : IndexSpec
        The index, which says `within: area`.
    place : str
        What the area is called.

    Returns
    -------
    pandas.DataFrame
        One row a neighbourhood, the most vulnerable first and those without a rank last: its
        places, `title` (of the index), `score` (higher is more vulnerable), `rank` (1 is the most
        vulnerable of the area), `areas` (how many of the area's are ranked), `fifth_within_area`
        (1 is the most vulnerable fifth of these; missing where fewer than five are ranked) and
        `within` (the area, to be shown wherever a rank is). Score, rank and fifth are missing for
        a neighbourhood that the index leaves unranked.

    Raises
    ------
    TableError
        As `calculate_index`; if the index is one of the nation.

    Notes
    -----
    Not for a comparison with any other area: the first of an area may be the last of the nation.

    Examples
    --------
    >>> from datacell_lib.files.index_spec import draft_index_spec
    >>> spec = draft_index_spec({"parcels": "higher_is_more_vulnerable"})
    >>> spec = spec.model_copy(update={"within": "area"})
    >>> table = pd.DataFrame({"area_code": ["x", "y"], "parcels": [3, 40]})
    >>> rank_within_area(table, spec=spec, place="Bolton")[["area_code", "rank", "areas", "within"]]
      area_code  rank  areas  within
    0         y     1      2  Bolton
    1         x     2      2  Bolton
    """
    if spec.within != "area":
        raise TableError(
            f"{spec.file}: ranks are asked for within {place} alone, but the index is of the "
            "nation. Give it the key 'within: area', or rank the whole nation."
        )
    result = calculate_index(table, spec=spec)
    whole = result[result[LEVEL] == INDEX].set_index(AREA_CODE)
    kept = table[[column for column in (*PLACES, SUPPRESSED) if column in table]]
    own = kept.sort_values(AREA_CODE, ignore_index=True)
    ranked = {column: whole[column].reindex(own[AREA_CODE]).array for column in (RANK, AREAS)}
    scores = whole[SCORE].reindex(own[AREA_CODE])
    enough = scores.count() >= FIFTHS
    unknown = pd.Series(pd.NA, index=scores.index, dtype="Int64")
    fifths = group_by_count(scores, groups=FIFTHS) if enough else unknown
    standing = own.assign(
        **{TITLE: spec.title, SCORE: scores.array},
        **ranked,
        **{FIFTH_WITHIN_AREA: fifths.array, WITHIN: place},
    )
    return carry_sources(standing.sort_values([RANK, AREA_CODE], ignore_index=True), table)


def place_in_fifths(table: pd.DataFrame, *, spec: IndexSpec, place: str) -> pd.DataFrame:
    """Put an area's neighbourhoods in fifths by protected counts, and say nothing more of them.

    Parameters
    ----------
    table : pandas.DataFrame
        As `rank_within_area` takes it, made of counts that are protected already; `suppressed`
        says where one of them is.
    spec : IndexSpec
        The index, which says `within: area`.
    place : str
        What the area is called.

    Returns
    -------
    pandas.DataFrame
        One row a neighbourhood, by `area_code`, so that the order of rows tells nothing: its
        places, `title`, `fifth_within_area` (1 is the most vulnerable fifth), `areas` (how many
        have one), `within`, and `standing_within_area`: that fifth in words, "suppressed", "not
        known", or that too few are left or all are alike. A neighbourhood with a suppressed count
        takes no part in the index at all: it has no place in any order.

    Raises
    ------
    TableError
        As `rank_within_area`.

    Examples
    --------
    >>> from datacell_lib.files.index_spec import draft_index_spec
    >>> spec = draft_index_spec({"parcels": "higher_is_more_vulnerable"})
    >>> spec = spec.model_copy(update={"within": "area"})
    >>> table = pd.DataFrame({"area_code": list("abcdef"), "parcels": [10, 40, None, 0, 25, 15]})
    >>> hidden = table.assign(suppressed=table["parcels"].isna())
    >>> place_in_fifths(hidden, spec=spec, place="Bolton")["standing_within_area"].tolist()[:3]
    ['Fourth fifth', 'Most vulnerable fifth', 'suppressed']
    """
    kept = table[[column for column in (*PLACES, SUPPRESSED) if column in table]]
    own = kept.sort_values(AREA_CODE, ignore_index=True)
    rows = table[~table[SUPPRESSED]]
    values = rows[[indicator.name for indicator in spec.list_indicators()]]
    fifths, otherwise = pd.Series(pd.NA, index=own.index, dtype="Int64").array, TOO_FEW
    if values.notna().sum().min() >= FIFTHS and not values.apply(is_constant).any():
        ranked = rank_within_area(rows, spec=spec, place=place).set_index(AREA_CODE)
        fifths = ranked[FIFTH_WITHIN_AREA].reindex(own[AREA_CODE]).astype("Int64").array
        otherwise = UNKNOWN
    words = pd.Series(fifths).map(NAMES_OF_FIFTHS).astype("object")
    words = words.where(words.notna(), otherwise)
    told = own.drop(columns=SUPPRESSED).assign(
        **{
            TITLE: spec.title,
            FIFTH_WITHIN_AREA: fifths,
            AREAS: int(pd.notna(fifths).sum()),
            WITHIN: place,
            STANDING_WITHIN_AREA: words.mask(own[SUPPRESSED], SUPPRESSED),
        }
    )
    return carry_sources(told, table)
