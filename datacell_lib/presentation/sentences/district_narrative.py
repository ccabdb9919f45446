"""Sentences on where a district or an area stands, made from released tables."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from datacell_lib.files.area import Area
from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import format_number, format_proportion
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.plain_text import (
    escape_markdown,
    join_names,
    lower_first,
    tell_share,
    upper_first,
)
from datacell_lib.presentation.published import Published, describe_shown
from datacell_lib.presentation.sentences.caveats import find_day_of_count
from datacell_lib.presentation.sentences.highest import judge_highest
from datacell_lib.presentation.sentences.publish_sentence import publish_sentence
from datacell_lib.schema import (
    AREA_NAME,
    COMPARISON,
    DISTRICT_CODE,
    DISTRICT_NAME,
    LOWER_CI,
    NEIGHBOURHOODS,
    PEOPLE_IN_FIFTH,
    PLACE_NAME,
    POPULATION,
    UNRANKED,
    UPPER_CI,
    VALUE,
)
from datacell_lib.wording import count_people, count_things

UNITARY = "E06"
STARTS = 3  # places to start at
_TOLD = [PLACE_NAME, NEIGHBOURHOODS, POPULATION]
_JUDGED = [DISTRICT_NAME, PEOPLE_IN_FIFTH, VALUE, LOWER_CI, UPPER_CI]
COMPARED = {
    "higher": "more than",
    "lower": "fewer than",
    "similar": "not clearly more or fewer than",
}


@refuse_unreleased
def describe_headline(
    released: Released,
    *,
    district: str,
    nation: str,
    first: Released,
    most: Released,
    titles: Mapping[str, str],
) -> Published:
    """Say in plain words how many people to reach in a district, and where to start.

    Parameters
    ----------
    released : Released
        What `summarise_districts` returns, released.
    district : str
        The district's code.
    nation : str
        What it is compared with.
    first : Released
        What `list_first_places` returns for it, released.
    most : Released
        What `list_places_by_people` returns for it, released: named where the first has no rows.
    titles : mapping of str to str
        For each count of people its title, as they were given to that function.

    Returns
    -------
    Published
        Two or three sentences; one more where neighbourhoods have no rank.
    """
    row = released.table.set_index(DISTRICT_CODE).loc[district]
    nation = escape_markdown(nation)
    name = escape_markdown(row[DISTRICT_NAME])
    kind = ", a unitary authority," if district.startswith(UNITARY) else ""
    sentences = [
        *_describe_fifth(row, name + kind, nation),
        *_tell_unranked(row),
        *_name_start(first, most, titles),
    ]
    shown = (
        describe_shown(released, columns=list(released.table)),
        describe_shown(first, columns=_TOLD),
        describe_shown(most, columns=[PLACE_NAME]),
    )
    return publish_sentence(" ".join(sentences), *shown)


@refuse_unreleased
def describe_area(
    released: Released, *, districts: Released, area: Area, first: Released
) -> Published:
    """Say in plain words how many people to reach in an area, in which districts, where to start.

    Parameters
    ----------
    released : Released
        What `summarise_area` returns, released.
    districts : Released
        What `summarise_districts` returns, released.
    area : Area
        The area.
    first : Released
        What `list_first_places` returns for the whole area, released.

    Returns
    -------
    Published
        Two to four sentences, the last with the day that residents are counted for; one more
        where neighbourhoods have no rank.
    """
    row = released.table.iloc[0]
    sentences = [
        *_describe_fifth(row, escape_markdown(row[AREA_NAME]), escape_markdown(area.nation)),
        *_tell_unranked(row),
        *_name_districts(districts.table, whole=row[PEOPLE_IN_FIFTH]),
        *_name_start(first),
        f"Residents are those of {find_day_of_count(area)}.",
    ]
    return publish_sentence(
        " ".join(sentences),
        describe_shown(released, columns=list(released.table)),
        describe_shown(districts, columns=_JUDGED),
        describe_shown(first, columns=_TOLD),
    )


def _name_districts(table: pd.DataFrame, *, whole: float) -> list[str]:
    """Name the districts with most of those people, and the one where their share is highest."""
    inside = table[table[PEOPLE_IN_FIFTH].gt(0)]
    if len(table) < 2 or inside.empty:
        return []
    most = inside.sort_values(PEOPLE_IN_FIFTH, ascending=False, kind="stable").head(STARTS)
    named = [
        f"{escape_markdown(row[DISTRICT_NAME])} ({format_number(row[PEOPLE_IN_FIFTH])})"
        for _, row in most.iterrows()
    ]
    highest = inside.sort_values(VALUE, ascending=False, kind="stable").iloc[0]
    share = _tell_residents(highest[VALUE])
    where = f"{judge_highest(table)} in {escape_markdown(highest[DISTRICT_NAME])}, {share}"
    lead, more = "More", " than in any other"
    if most[PEOPLE_IN_FIFTH].sum() > whole - 1:  # people need not be whole numbers
        if len(named) == 1:
            return [f"All of them live in {named[0]}: {share} there."]
        lead, more = "All", ""
    elif most[PEOPLE_IN_FIFTH].sum() > whole / 2:
        lead, more = "Most", ""
    return [f"{lead} of them live in {join_names(named)}{more}; their share {where}."]


def _describe_fifth(row: pd.Series, name: str, nation: str) -> list[str]:
    """Say how many people live in how many neighbourhoods of the fifth, and what share that is."""
    among = f"among the most vulnerable fifth in {nation}"
    if pd.isna(row[VALUE]):
        return [f"**How many residents of {name} live in neighbourhoods {among} is not known.**"]
    if row["in_fifth"] == 0 and row["neighbourhoods"] == 1:
        return [f"**The one neighbourhood of {name} is not {among}.**"]
    if row["in_fifth"] == 0:
        return [
            f"**None of the {format_number(row['neighbourhoods'])} neighbourhoods of {name} is "
            f"{among}.**"
        ]
    places = count_things(row["in_fifth"], "neighbourhood")
    where = f"the {places}" if row["in_fifth"] > 1 else "the one neighbourhood"
    are = "are" if row["in_fifth"] > 1 else "is"
    people = count_people(row[PEOPLE_IN_FIFTH])
    live = "lives" if people.startswith("1 ") else "live"
    share = _tell_residents(row[VALUE])
    return [
        f"**{upper_first(people)} {live} in {where} of {name} that {are} {among}**: {share}"
        f"{_compare_level(row, nation)}."
    ]


def _tell_residents(share: float) -> str:
    """Tell a share of residents after a colon or comma, where it must not read as if cut."""
    told = lower_first(tell_share(share, of="residents"))
    return f"{told} ({format_proportion(share)})" if share == 1 else told


def _compare_level(row: pd.Series, nation: str) -> str:
    if row[COMPARISON] not in COMPARED:
        return ""
    level = format_proportion(row["nation"])
    compared = f", {COMPARED[row[COMPARISON]]} in {nation} as a whole ({level})"
    if row[COMPARISON] != "similar":
        return compared
    ranked = count_things(row[NEIGHBOURHOODS] - row[UNRANKED], "neighbourhood")
    low, high = (format_proportion(row[limit]) for limit in (LOWER_CI, UPPER_CI))
    return f"{compared}, because with {ranked} chance leaves it open between {low} and {high}"


def _name_start(
    first: Released, most: Released | None = None, titles: Mapping[str, str] | None = None
) -> list[str]:
    """Name the places to start at; where there are none, those where most people are counted."""
    if len(first.table):
        rows = first.table.head(STARTS).itertuples()
        places = [
            f"{escape_markdown(row.place_name)} "
            f"({count_things(row.neighbourhoods, 'neighbourhood')}, {count_people(row.population)})"
            for row in rows
        ]
        return [f"Start at {join_names(places)}."]
    if most is None or most.table.empty:
        return []
    names = [escape_markdown(name) for name in most.table[PLACE_NAME].head(STARTS)]
    who = escape_markdown(lower_first(next(iter((titles or {}).values()), "residents")))
    are = "place with most {} is" if len(names) == 1 else "places with most {} are"
    return [f"The {are.format(who)} {join_names(names)}."]


def _tell_unranked(row: pd.Series) -> list[str]:
    if not row[UNRANKED] or row["neighbourhoods"] == 1:
        return []
    number, of_all = format_number(row[UNRANKED]), format_number(row["neighbourhoods"])
    left_out = "has no rank and is" if row[UNRANKED] == 1 else "have no rank and are"
    return [f"{number} of its {of_all} neighbourhoods {left_out} left out of that."]
