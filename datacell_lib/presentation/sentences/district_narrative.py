"""Sentences on where a district or an area stands, made from released tables."""

from __future__ import annotations

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
)
from datacell_lib.presentation.published import Published, describe_shown
from datacell_lib.presentation.sentences.caveats import find_day_of_count
from datacell_lib.presentation.sentences.publish_sentence import publish_sentence
from datacell_lib.schema import (
    AREA_NAME,
    COMPARISON,
    DISTRICT_CODE,
    DISTRICT_NAME,
    POPULATION,
    UNRANKED,
    VALUE,
)
from datacell_lib.wording import count_things

UNITARY = "E06"
COMPARED = {
    "higher": "more than",
    "lower": "fewer than",
    "similar": "not clearly more or fewer than",
}


@refuse_unreleased
def describe_headline(
    released: Released, *, district: str, nation: str, first: Released
) -> Published:
    """Say in plain words where a district stands and where to look first.

    Parameters
    ----------
    released : Released
        What `summarise_districts` returns, released.
    district : str
        The district's code.
    nation : str
        What it is compared with.
    first : Released
        What `select_most_vulnerable` returns for it, released: `place_name`, `area_name`.

    Returns
    -------
    Published
        Three sentences; one more where neighbourhoods have no rank, one fewer where all have none.
    """
    row = released.table.set_index(DISTRICT_CODE).loc[district]
    nation = escape_markdown(nation)
    name = escape_markdown(row[DISTRICT_NAME])
    kind = ", a unitary authority," if district.startswith(UNITARY) else ""
    level = _describe_level(row, name + kind, nation)
    sentences = [
        f"**{level}**",
        _count_vulnerable(row, nation),
        *_tell_unranked(row),
        *([f"Look first at {_name_places(first)}."] if len(first.table) else []),
    ]
    shown = (
        describe_shown(released, columns=list(released.table)),
        describe_shown(first, columns=["place_name", "area_name"]),
    )
    return publish_sentence(" ".join(sentences), *shown)


@refuse_unreleased
def describe_area(released: Released, *, districts: Released, area: Area) -> Published:
    """Say in plain words where an area's vulnerable neighbourhoods are.

    Parameters
    ----------
    released : Released
        What `summarise_area` returns, released.
    districts : Released
        What `summarise_districts` returns, released: the largest share first.
    area : Area
        The area.

    Returns
    -------
    Published
        Three sentences, the second with the day that its residents are counted for; one more
        where neighbourhoods have no rank, one fewer where no district's share is the highest.
    """
    row, highest = released.table.iloc[0], districts.table.iloc[0]
    nation = escape_markdown(area.nation)
    level = _describe_level(row, escape_markdown(row[AREA_NAME]), nation)
    text = (
        f"**{level}** {format_number(row[POPULATION])} people lived in "
        f"its {count_things(row['neighbourhoods'], 'neighbourhood')} on "
        f"{find_day_of_count(area)}; {_count(row['in_tenth'])} among the most vulnerable "
        f"10% in {nation}."
    )
    if len(districts.table) > 1 and highest[VALUE] > 0:
        share = lower_first(tell_share(highest[VALUE], of="residents"))
        share = "where all residents live in such neighbourhoods" if highest[VALUE] == 1 else share
        text += f" The share is highest in {escape_markdown(highest[DISTRICT_NAME])}, {share}."
    text = " ".join([text, *_tell_unranked(row)])
    return publish_sentence(
        text,
        describe_shown(released, columns=list(released.table)),
        describe_shown(districts, columns=[DISTRICT_NAME, VALUE]),
    )


def _describe_level(row: pd.Series, name: str, nation: str) -> str:
    if pd.isna(row[VALUE]):
        return (
            f"How many residents of {name} live in neighbourhoods among the most vulnerable fifth "
            f"in {nation} is not known."
        )
    people = tell_share(row[VALUE], of="residents")
    live = f"{people} of {name} live in neighbourhoods among the most vulnerable fifth in {nation}"
    if row[COMPARISON] not in COMPARED:
        return f"{live}; the share in {nation} as a whole is not known."
    level = format_proportion(row["nation"])
    return f"{live}: {COMPARED[row[COMPARISON]]} in {nation} as a whole ({level})."


def _tell_unranked(row: pd.Series) -> list[str]:
    if not row[UNRANKED] or row["neighbourhoods"] == 1:
        return []
    number, of_all = format_number(row[UNRANKED]), format_number(row["neighbourhoods"])
    left_out = "has no rank and is" if row[UNRANKED] == 1 else "have no rank and are"
    return [f"{number} of its {of_all} neighbourhoods {left_out} left out of that share."]


def _count_vulnerable(row: pd.Series, nation: str) -> str:
    """Say how many neighbourhoods are among the most vulnerable; of one, whether it is."""
    among, places = "among the most vulnerable", row["neighbourhoods"]
    if places == 1 and row[UNRANKED]:
        return "Its one neighbourhood has no rank."
    if places == 1 and row["in_tenth"]:
        return f"Its one neighbourhood is {among} 10% in {nation}."
    if places == 1 and row["in_fifth"]:
        return f"Its one neighbourhood is {among} 20% in {nation}, but not the 10%."
    if places == 1:
        return f"Its one neighbourhood is not {among} 20% in {nation}."
    if row["in_fifth"] == 0:
        return f"None of its {format_number(places)} neighbourhoods is {among} 20% in {nation}."
    return (
        f"Of its {format_number(places)} neighbourhoods, {_count(row['in_tenth'])} {among} 10% in "
        f"{nation} and {_count(row['in_fifth'])} {among} 20%."
    )


def _count(number: float) -> str:
    return {0: "none is", 1: "one is"}.get(int(number), f"{format_number(number)} are")


def _name_places(first: Released, number: int = 3) -> str:
    rows = first.table.head(number).itertuples()
    return join_names([escape_markdown(f"{row.place_name} ({row.area_name})") for row in rows])
