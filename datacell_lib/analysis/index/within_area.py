"""Ranks within one area alone, for what is known of no other neighbourhoods."""

from __future__ import annotations

import pandas as pd

from datacell_lib.analysis.index.calculate import INDEX, calculate_index
from datacell_lib.analysis.index.groups import group_by_count
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
    TITLE,
    WITHIN,
    TableError,
)
from datacell_lib.table_sources import carry_sources

FIFTHS = 5
PLACES = (AREA_CODE, NEIGHBOURHOOD, DISTRICT_CODE, DISTRICT_NAME)


def rank_within_area(table: pd.DataFrame, *, spec: IndexSpec, place: str) -> pd.DataFrame:
    """Rank an area's neighbourhoods among each other by an index of what is known there alone.

    Parameters
    ----------
    table : pandas.DataFrame
        One row for each neighbourhood of the area, as `calculate_index` takes it; what it has of
        `neighbourhood`, `district_code` and `district_name` is kept.
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
    kept = table[[column for column in PLACES if column in table]]
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
