"""Sentences on an index within an area alone, made from released tables."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from datacell_lib.config import Edition
from datacell_lib.governance.partner_terms import Withheld
from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import format_number
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.plain_text import escape_markdown, join_names
from datacell_lib.presentation.published import Published, describe_shown
from datacell_lib.presentation.sentences.publish_sentence import NOTHING, publish_sentence
from datacell_lib.schema import (
    AREAS,
    FIFTH_WITHIN_AREA,
    NEIGHBOURHOOD,
    RANK,
    SUPPRESSED,
    TITLE,
    WITHIN,
)
from datacell_lib.wording import count_things

COLUMNS = [NEIGHBOURHOOD, TITLE, RANK, AREAS, FIFTH_WITHIN_AREA, WITHIN, SUPPRESSED]
ALL_HIDDEN = "Values there are suppressed by their publisher."
ALL_UNKNOWN = "Too little is known of them."
FIRST = 3
MOST_NAMES = 5  # where more would have to be named because they are equal, they are counted


@refuse_unreleased
def describe_local_index(released: Released, *, title: str, place: str) -> Published:
    """Say where to look first by an index within an area alone.

    Parameters
    ----------
    released : Released
        What the desk's `local.ranked` holds, released.
    title : str
        The index's title.
    place : str
        What the page is about: a report district, or the whole area.

    Returns
    -------
    Published
        The first three of the place's neighbourhoods with their ranks within the area, and how
        many are in its most vulnerable fifth. Neighbourhoods that are equal are never put in an
        order; those without a rank are counted, with the reason.
    """
    rows = released.table[released.table[TITLE] == title]
    ranked = rows[rows[RANK].notna()].sort_values([RANK, NEIGHBOURHOOD])
    here = escape_markdown(place)
    sentences = [
        f"**{escape_markdown(title)}: {_tell_first(ranked, here)}**",
        *_tell_ranks(ranked),
        *_tell_fifth(ranked, escape_markdown(rows[WITHIN].iloc[0])),
        *_tell_equal(ranked),
        *_tell_unranked(rows, here),
    ]
    return publish_sentence(" ".join(sentences), describe_shown(released, columns=COLUMNS))


@refuse_unreleased
def describe_withheld(released: Released, *, withheld: Mapping[str, Withheld]) -> Published:
    """Say which indices of an area are left out, and why.

    Parameters
    ----------
    released : Released
        What is not left out; it may have no rows.
    withheld : mapping from index title to Withheld
        The indices, each with what keeps it out; it may be empty.

    Returns
    -------
    Published
        A sentence an index.
    """
    sentences = [
        f"**{escape_markdown(title)} is left out.** It is made of partner data "
        f"({escape_markdown(join_names(why.datasets))}), {_tell_why(why, released.edition)}"
        for title, why in withheld.items()
    ]
    text = " ".join(sentences) or NOTHING
    return publish_sentence(text, describe_shown(released, columns=[TITLE]))


def _tell_why(why: Withheld, edition: Edition) -> str:
    if edition is not Edition.OPEN:
        return f"and this edition can't show it. {escape_markdown(why.obstacle)}"
    elsewhere = "" if why.obstacle else " It is shown in the partner edition."
    return (
        "and the order of neighbourhoods would tell of small counts that this edition must not "
        f"show.{elsewhere}"
    )


def _select_first(ranked: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Select the first three to be named, and count those that can't be for being equal."""
    last = ranked[RANK].iloc[:FIRST].max()
    reached = ranked[ranked[RANK] <= last]
    if len(reached) <= MOST_NAMES:
        return reached, 0
    before = reached[reached[RANK] < last]
    return before, len(reached) - len(before)


def _tell_first(ranked: pd.DataFrame, place: str) -> str:
    if ranked.empty:
        return f"no neighbourhood of {place} has a rank."
    named, equal = _select_first(ranked)
    if named.empty:
        return f"{format_number(equal)} neighbourhoods of {place} are equal, and come first."
    names = [escape_markdown(name) for name in named[NEIGHBOURHOOD]]
    after = [f"then {format_number(equal)} that are equal"] if equal else []
    return f"in {place}, look first at {join_names([*names, *after])}."


def _tell_ranks(ranked: pd.DataFrame) -> list[str]:
    if ranked.empty:
        return []
    row = ranked.iloc[0]
    named, equal = _select_first(ranked)
    ranks = [*named[RANK], *([ranked[RANK].iloc[len(named)]] if equal else [])]
    told = join_names([format_number(rank) for rank in ranks])
    one = "rank" if len(ranks) == 1 else "ranks"
    them = "It has" if len(named) + equal == 1 else "They have"
    return [
        f"{them} {one} {told} among the {count_things(row[AREAS], 'neighbourhood')} ranked "
        f"within {escape_markdown(row[WITHIN])}."
    ]


def _tell_fifth(ranked: pd.DataFrame, area: str) -> list[str]:
    if ranked.empty:
        return []
    if ranked[FIFTH_WITHIN_AREA].isna().all():
        return ["These are too few to be put in fifths."]
    number, fifth = int((ranked[FIFTH_WITHIN_AREA] == 1).sum()), "the most vulnerable fifth"
    if len(ranked) == 1:
        return [f"It is {'' if number else 'not '}in {fifth} within {area}."]
    told = {0: "None", len(ranked): "All"}.get(number, format_number(number))
    verb = "is" if number in (0, 1) else "are"
    return [f"{told} of the {format_number(len(ranked))} here {verb} in {fifth} within {area}."]


def _tell_equal(ranked: pd.DataFrame) -> list[str]:
    """Say of the largest group of equals how large it is, where it is more than one in five."""
    sizes = ranked[RANK].value_counts()
    if sizes.empty or sizes.iloc[0] < 2 or sizes.iloc[0] * 5 <= len(ranked):
        return []
    shared = sizes[sizes == sizes.iloc[0]].index.min()
    return [
        f"{format_number(sizes.iloc[0])} here share rank {format_number(shared)}: between these "
        "it says nothing."
    ]


def _tell_unranked(rows: pd.DataFrame, place: str) -> list[str]:
    """Say how many have no rank: because a value is suppressed, or for want of one."""
    without = rows[rows[RANK].isna()]
    hidden = int(without[SUPPRESSED].sum())
    unknown = len(without) - hidden
    told = []
    if len(without) == len(rows) and not (hidden and unknown):
        return [ALL_HIDDEN if hidden else ALL_UNKNOWN]
    if hidden:
        has = "has" if hidden == 1 else "have"
        told.append(
            f"{count_things(hidden, 'neighbourhood')} of {place} {has} no rank, because a "
            "value there is suppressed by its publisher."
        )
    if unknown:
        has, them = ("has", "it") if unknown == 1 else ("have", "them")
        told.append(
            f"{count_things(unknown, 'neighbourhood')} of {place} {has} no rank, because too "
            f"little is known of {them}."
        )
    return told
