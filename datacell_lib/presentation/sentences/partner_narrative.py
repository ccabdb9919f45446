"""Sentences on an index of partner data, of which fifths within an area are known alone."""

from __future__ import annotations

import pandas as pd

from datacell_lib.files.policy import load_policy
from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import format_number
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.plain_text import escape_markdown, join_names
from datacell_lib.presentation.published import Published, describe_shown
from datacell_lib.presentation.sentences.publish_sentence import publish_sentence
from datacell_lib.schema import (
    FIFTH_WITHIN_AREA,
    GIVEN,
    NEIGHBOURHOOD,
    STANDING_WITHIN_AREA,
    SUPPRESSED,
    TITLE,
    WITHIN,
)
from datacell_lib.wording import count_things

COLUMNS = [NEIGHBOURHOOD, TITLE, FIFTH_WITHIN_AREA, STANDING_WITHIN_AREA, WITHIN, GIVEN]
MOST_NAMES = 5


@refuse_unreleased
def describe_fifths(released: Released, *, title: str, place: str) -> Published:
    """Say which neighbourhoods are in the most vulnerable fifth by an index of partner data.

    Parameters
    ----------
    released : Released
        What the desk's `local.fifths` holds, released.
    title : str
        The index's title.
    place : str
        What the page is about: a report district, or the whole area.

    Returns
    -------
    Published
        Up to five of that fifth by name, in the order of the alphabet, else how many there are;
        how many are suppressed or not known; what was done to the counts; and who gave them.
    """
    rows = released.table[released.table[TITLE] == title]
    area, given = (escape_markdown(rows[name].iloc[0]) for name in (WITHIN, GIVEN))
    rules = load_policy(released.policy).partner_counts
    sentences = [
        f"**{escape_markdown(title)}: {_tell_fifth(rows, area, escape_markdown(place))}**",
        *_tell_without(rows),
        f"Counts of {rules.suppress_from} to {rules.suppress_to} were suppressed and all others "
        f"rounded to the nearest {rules.round_to} before the index was made of them, and within "
        "a fifth nothing is put in an order.",
        f"The counts were given by {given}.",
    ]
    return publish_sentence(" ".join(sentences), describe_shown(released, columns=COLUMNS))


def _tell_fifth(rows: pd.DataFrame, area: str, place: str) -> str:
    if rows[FIFTH_WITHIN_AREA].isna().all():
        return f"no neighbourhood of {place} can be put in a fifth within {area}."
    first = rows[rows[FIFTH_WITHIN_AREA].eq(1).fillna(False)]
    among = f"in the most vulnerable fifth within {area}"
    if first.empty:
        return f"no neighbourhood of {place} is {among}."
    verb = "is" if len(first) == 1 else "are"
    if len(first) <= MOST_NAMES:
        names = join_names([escape_markdown(name) for name in sorted(first[NEIGHBOURHOOD])])
        return f"in {place}, {names} {verb} {among}."
    return f"{count_things(len(first), 'neighbourhood')} of {place} {verb} {among}."


def _tell_without(rows: pd.DataFrame) -> list[str]:
    """Say how many have no fifth: because a count is suppressed, or for want of one."""
    hidden = int((rows[STANDING_WITHIN_AREA] == SUPPRESSED).sum())
    unknown = int(rows[FIFTH_WITHIN_AREA].isna().sum()) - hidden
    told = []
    if hidden:
        verb, them = ("is", "it has") if hidden == 1 else ("are", "they have")
        told.append(
            f"{format_number(hidden)} {verb} suppressed: too few were counted there to be shown, "
            f"so {them} no place among the fifths."
        )
    if unknown:
        verb, them = ("has", "it") if unknown == 1 else ("have", "them")
        told.append(
            f"{format_number(unknown)} {verb} no fifth, because too little is known of {them}."
        )
    return told
