"""What is other than in the last report: in one list of sentences."""

from __future__ import annotations

import pandas as pd

from datacell_lib.files.nouns import DISTRICT, Noun
from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import format_number
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.plain_text import escape_markdown, join_names
from datacell_lib.presentation.published import PublishedSection, describe_shown
from datacell_lib.presentation.sentences.publish_sentence import publish_sentence
from datacell_lib.schema import (
    BEFORE_SUFFIX,
    CHANGE,
    DISTRICT_NAME,
    NEIGHBOURHOOD,
    PEOPLE_IN_FIFTH,
    POSITION,
    TITLE,
)
from datacell_lib.wording import count_things, name_first

KINDS = {"new": "New", "newer file": "In a newer file", "no longer used": "No longer used"}


@refuse_unreleased
def show_changes(
    *released: Released, since: str, nation: str, noun: Noun | None = None
) -> PublishedSection:
    """Show what is other than in the last report.

    Parameters
    ----------
    *released : Released
        The desk's `changes`: neighbourhoods that moved, the order of districts, datasets. None
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
    moves, order, files = (each.table for each in released)
    noun = noun or Noun(DISTRICT)
    lines = [
        *_describe_moves(moves, nation=nation),
        _describe_people(order),
        _describe_order(order, noun=noun),
        *_describe_files(files),
    ]
    text = f"Compared with {escape_markdown(since)}:\n\n" + "\n".join(f"- {line}" for line in lines)
    shown = [describe_shown(each, columns=[*each.table]) for each in released]
    return PublishedSection((publish_sentence(text, *shown),))


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


def _describe_order(order: pd.DataFrame, *, noun: Noun) -> str:
    moved = order[order[POSITION] != order[POSITION + BEFORE_SUFFIX]]
    if moved.empty:
        same = "The order of the districts, by the share of people in that fifth, is the same."
        return noun.rewrite(same, escape=escape_markdown)
    named = [
        f"{escape_markdown(name)} is number {now} ({'not there' if pd.isna(old) else f'{old:.0f}'} "
        "before)"
        for name, now, old in zip(
            moved[DISTRICT_NAME], moved[POSITION], moved[POSITION + BEFORE_SUFFIX], strict=True
        )
    ]
    words = "Of the districts, by the share of people in that fifth, "
    return f"{noun.rewrite(words, escape=escape_markdown)}{join_names(named)}."


def _describe_files(files: pd.DataFrame) -> list[str]:
    if files.empty:
        return ["Every dataset is the same file as before."]
    groups = files.groupby(CHANGE, sort=True)[TITLE]
    return [f"{KINDS[kind]}: {escape_markdown(name_first(titles))}." for kind, titles in groups]
