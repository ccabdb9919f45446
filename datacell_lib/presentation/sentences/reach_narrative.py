"""Sentences on how many people could be reached, made from released tables."""

from __future__ import annotations

import pandas as pd

from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import format_number
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.plain_text import escape_markdown, join_names, lower_first
from datacell_lib.presentation.published import Published, describe_shown
from datacell_lib.presentation.sentences.publish_sentence import (
    publish_plain_sentence,
    publish_sentence,
)
from datacell_lib.schema import AUTHORITY_NAME, INDICATOR, UNRANKED, VALUE

EVERYWHERE = "everywhere"
NOT_COUNTED = "not_counted"
LACKING = {NOT_COUNTED: "without a number", UNRANKED: "without a rank"}


@refuse_unreleased
def describe_reach(reached: Released, *, place: str) -> Published:
    """Say how many people live where an index is highest.

    Parameters
    ----------
    reached : Released
        What `count_people_to_reach` returns, released; the first row is told.
    place : str
        What the place is called.

    Returns
    -------
    Published
        One sentence or two.
    """
    told = [_tell_first(row, place) for _, row in reached.table.head(1).iterrows()]
    text = " ".join(told) or "The index names nobody to be counted."
    return publish_sentence(
        text, describe_shown(reached, columns=[INDICATOR, EVERYWHERE, VALUE, *LACKING])
    )


@refuse_unreleased
def describe_facts(facts: Released) -> Published:
    """Say what is known for whole local authority districts only.

    Parameters
    ----------
    facts : Released
        What `load_district_facts` returns, released.

    Returns
    -------
    Published
        A sentence for each, and what they cannot say.
    """
    shown = describe_shown(facts, columns=list(facts.table))
    if facts.table.empty:
        return publish_plain_sentence("Nothing is known for the whole district only.", shown)
    told = [_tell_fact(row) for _, row in facts.table.iterrows()]
    told.append(
        "That is known for the whole only, and cannot say in which neighbourhoods they lived."
    )
    return publish_sentence(" ".join(told), shown)


def _tell_first(row: pd.Series, place: str) -> str:
    who = escape_markdown(lower_first(row[INDICATOR]))
    place = escape_markdown(place)
    live = "lives" if row[VALUE] == 1 else "live"
    where = f"{live} in the neighbourhoods of {place} that are among the most vulnerable fifth"
    lacking = join_names(
        [f"{format_number(row[key])} {what}" for key, what in LACKING.items() if row[key]]
    )
    left_out = f" Neighbourhoods that could not be counted there: {lacking}." if lacking else ""
    if pd.isna(row[VALUE]):
        return f"How many {who} {where} is not known.{left_out}"
    if row[VALUE] == 0:
        return (
            f"**None of the {format_number(row[EVERYWHERE])} {who}** in {place} live in a "
            f"neighbourhood that is among the most vulnerable fifth.{left_out}"
        )
    who = _write_one(who) if row[VALUE] == 1 else who
    return (
        f"**{format_number(row[VALUE])} {who}** {where}, of {format_number(row[EVERYWHERE])} in "
        f"{place} in all.{left_out}"
    )


def _write_one(who: str) -> str:
    """Write who is counted in the singular."""
    return f"person{who.removeprefix('people')}" if who.startswith("people") else who


def _tell_fact(row: pd.Series) -> str:
    lower, upper = format_number(row["lower"]), format_number(row["upper"])
    number = lower if lower == upper else f"between {lower} and {upper}"
    where, says = escape_markdown(row[AUTHORITY_NAME]), escape_markdown(row["says"])
    return f"In {where} {number} {says}."
