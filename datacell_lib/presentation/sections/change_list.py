"""What is other than in the last report: in one list of sentences."""

from __future__ import annotations

import pandas as pd

from datacell_lib.files.nouns import DISTRICT, Noun
from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import format_number, format_portion
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.plain_text import escape_markdown, join_names
from datacell_lib.presentation.published import PublishedSection, describe_shown
from datacell_lib.presentation.sentences.publish_sentence import publish_sentence
from datacell_lib.schema import (
    BEFORE_SUFFIX,
    CHANGE,
    COMPARISON,
    DISTRICT_NAME,
    INDEX_NOT_KNOWN,
    JOINT,
    NEIGHBOURHOOD,
    OTHER_INDEX,
    OTHERS_SHARES,
    OWN_SHARE,
    PEOPLE_IN_FIFTH,
    POPULATION,
    POSITION,
    TITLE,
    VALUE,
)
from datacell_lib.wording import count_people, count_things, name_first

MOST_NAMED = 6
KINDS = {"new": "New", "newer file": "In a newer file", "no longer used": "No longer used"}


@refuse_unreleased
def show_changes(
    *released: Released, since: str, nation: str, noun: Noun | None = None
) -> PublishedSection:
    """Show what is other than in the last report.

    Parameters
    ----------
    *released : Released
        The desk's `changes`: the index, datasets, neighbourhoods that are in another district and,
        where ranks can be compared, those that moved in rank and the order of districts. None
        where there is no last report.
    since : str
        Which report that is.
    nation : str
        The nation whose fifth it is.
    noun : Noun, optional
        What report districts are called; "district" unless told.

    Returns
    -------
    PublishedSection
        A list of sentences; nothing without a last report.
    """
    if not released:
        return PublishedSection(())
    index, files, places, *ranks = (each.table for each in released)
    noun = noun or Noun(DISTRICT)
    lines = _describe_boundaries(places, compared=bool(ranks))
    lines += _describe_index(index.iloc[0], noun=noun)
    if ranks:
        moves, order = ranks
        lines += _describe_moves(moves, nation=nation)
        lines += [_describe_people(order), *_describe_order(order, noun=noun)]
    lines += _describe_files(files)
    text = f"Compared with {escape_markdown(since)}:\n\n" + "\n".join(f"- {line}" for line in lines)
    shown = [describe_shown(each, columns=[*each.table]) for each in released]
    return PublishedSection((publish_sentence(text, *shown),))


def _describe_boundaries(places: pd.DataFrame, *, compared: bool) -> list[str]:
    """Say whose boundaries were changed, and what is counted in spite of that."""
    if places.empty:
        return []
    names = pd.concat([places[DISTRICT_NAME + BEFORE_SUFFIX], places[DISTRICT_NAME]]).dropna()
    districts = [escape_markdown(name) for name in names.unique()]
    named = join_names(districts) if len(districts) <= MOST_NAMED else name_first(districts)
    several = count_things(len(places), "neighbourhood")
    line = (
        f"**The boundaries of {named} were changed** "
        f"({several}, {count_people(places[POPULATION].sum(skipna=False))}): their figures are not "
        "comparable with those of that report."
    )
    if compared:
        line += (
            " What follows compares the neighbourhoods that are in both reports, and counts both "
            "times within the boundaries of now."
        )
    return [line]


def _describe_index(row: pd.Series, *, noun: Noun) -> list[str]:
    """Say of an index that is another, is called otherwise, or is not known, that it is."""
    now, before = (f"“{escape_markdown(row[name])}”" for name in (TITLE, TITLE + BEFORE_SUFFIX))
    districts = noun.rewrite("the order of districts", escape=escape_markdown)
    if row[COMPARISON] == INDEX_NOT_KNOWN:
        return [
            f"Which index that report used was not kept. If it was not {now} as it is now, what "
            "follows of neighbourhoods, people and order came of that, not of any change in need."
        ]
    if row[COMPARISON] == OTHER_INDEX:
        was = (
            f"it was {before} then, and is {now} now"
            if now != before
            else f"{now} has other figures, weights or methods than it had then"
        )
        return [
            f"**The index was changed**: {was}. The two rank neighbourhoods in different ways, so "
            f"places, people and {districts} are not comparable with that report, and are not "
            "compared."
        ]
    if now != before:
        return [f"The index is called {now} now, and {before} then. It is made as before."]
    return []


def _describe_moves(moves: pd.DataFrame, *, nation: str) -> list[str]:
    fifth = f"the most vulnerable fifth of {escape_markdown(nation)}"
    if moves.empty:
        return [f"No neighbourhood joined or left {fifth}."]
    return [
        f"{count_things(len(rows), 'neighbourhood')} {way} {fifth}: "
        f"{escape_markdown(name_first(rows[NEIGHBOURHOOD]))}."
        for way, rows in moves.groupby(CHANGE, sort=True)
    ]


def _describe_people(order: pd.DataFrame) -> str:
    now, before = (
        order[name].sum(skipna=False) for name in (PEOPLE_IN_FIFTH, PEOPLE_IN_FIFTH + BEFORE_SUFFIX)
    )
    if pd.isna(now) or pd.isna(before):
        return "How many people live in that fifth can't be compared: a number is not known."
    if now == before:
        return f"As many people live in that fifth as before: {format_number(now)}."
    more = "More" if now > before else "Fewer"
    return f"{more} people live in that fifth: {format_number(now)}, after {format_number(before)}."


def _describe_order(order: pd.DataFrame, *, noun: Noun) -> list[str]:
    """Name the districts that moved by their own share, and say in a sentence that others did."""
    order_of = "the districts, by the share of people in that fifth, "
    moved, slid = (order[order[CHANGE] == why] for why in (OWN_SHARE, OTHERS_SHARES))
    same = "its own share is the same, to a whole percent"
    if moved.empty:
        now = f"another, but where one has another number {same}" if len(slid) else "the same"
        return [noun.rewrite(f"The order of {order_of}is {now}.", escape=escape_markdown)]
    named = [
        f"{escape_markdown(row[DISTRICT_NAME])} {_tell_place(row)} "
        f"({_tell_place_before(row)} before)"
        for _, row in moved.iterrows()
    ]
    told = [f"{noun.rewrite(f'Of {order_of}', escape=escape_markdown)}{join_names(named)}."]
    if len(slid):
        other = f"Where another district has another number, {same}."
        told.append(noun.rewrite(other, escape=escape_markdown))
    return [" ".join(told)]


def _tell_place(row: pd.Series) -> str:
    if pd.isna(row[VALUE]):
        return "has no number, as its share is not known"
    if pd.isna(row[POSITION]):
        return f"has no number at {format_portion(row[VALUE])}"
    return f"is {_number(row[POSITION], row[JOINT])} at {format_portion(row[VALUE])}"


def _tell_place_before(row: pd.Series) -> str:
    share, position = row[VALUE + BEFORE_SUFFIX], row[POSITION + BEFORE_SUFFIX]
    if pd.isna(share):
        return "not there or not known"
    if pd.isna(position):
        return f"no number at {format_portion(share)}"
    return f"{_number(position, row[JOINT + BEFORE_SUFFIX])} at {format_portion(share)}"


def _number(position: float, joint: bool) -> str:
    return f"{'joint ' if joint else ''}number {format_number(position)}"


def _describe_files(files: pd.DataFrame) -> list[str]:
    if files.empty:
        return ["Every dataset is the same file as before."]
    groups = files.groupby(CHANGE, sort=True)[TITLE]
    return [f"{KINDS[kind]}: {escape_markdown(name_first(titles))}." for kind, titles in groups]
