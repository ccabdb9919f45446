"""Sentences on how an index works here, made from released tables."""

from __future__ import annotations

import pandas as pd

from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import format_number, format_proportion
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.plain_text import escape_markdown, lower_first, tell_share
from datacell_lib.presentation.published import Published, describe_shown
from datacell_lib.presentation.sentences.publish_sentence import publish_sentence
from datacell_lib.schema import (
    AGGREGATION,
    ALPHA,
    CHOICE,
    COMPARISON,
    CONTRARY,
    DOMAIN_NORMALISATION,
    INDICATOR,
    INDICATOR_NORMALISATION,
    LEFT_OUT,
    LOW_ALPHA,
    LOWER_CI,
    MIXED,
    NEIGHBOURHOODS,
    SAMPLING_ERROR,
    TITLE,
    TOTAL,
    UNRANKED,
    UPPER_CI,
    VALUE,
    WEIGHTS,
)
from datacell_lib.wording import count_things

CHOICES = {
    INDICATOR_NORMALISATION: "How indicators are put on one scale",
    DOMAIN_NORMALISATION: "How domains are put on one scale",
    AGGREGATION: "How parts are averaged",
    LEFT_OUT: "Leaving out an indicator",
    SAMPLING_ERROR: "Sampling error",
    WEIGHTS: "The weights, a quarter up or down",
}


@refuse_unreleased
def describe_steadiness(released: Released, *, title: str) -> Published:
    """Say for how many neighbourhoods the choice of method does not matter.

    Parameters
    ----------
    released : Released
        What `summarise_steadiness` returns, released.
    title : str
        What the place is called.

    Returns
    -------
    Published
        One or two sentences; one more where neighbourhoods have no rank.
    """
    row = released.table.iloc[0]
    place = escape_markdown(title)
    ranked = [_tell_steadiness(row, place)] if row[NEIGHBOURHOODS] else []
    text = " ".join([*ranked, *_tell_unranked(row, place)])
    return publish_sentence(text, describe_shown(released, columns=list(released.table)))


def _tell_steadiness(row: pd.Series, place: str) -> str:
    places, decides = row[NEIGHBOURHOODS], "the choice of method decides"
    if places == 1:
        found = "nearly all methods agree" if row["sure"] else decides
        return f"**For the one neighbourhood of {place} {found}.**"
    if row["sure"] == 0:
        return f"**For all {format_number(places)} neighbourhoods of {place} {decides}.**"
    share = lower_first(tell_share(row[VALUE], of="the neighbourhoods"))
    others = "one" if row["unsure"] == 1 else format_number(row["unsure"])
    return (
        f"**For {share} of {place} nearly all methods agree**: {format_number(row['sure'])} of "
        f"{format_number(places)} {'is' if row['sure'] == 1 else 'are'} almost always among the "
        "most vulnerable, or rarely or never."
        + (f" For the other {others} {decides}." if row["unsure"] else "")
    )


def _tell_unranked(row: pd.Series, place: str) -> list[str]:
    number = row[UNRANKED]
    if not number:
        return []
    if not row[NEIGHBOURHOODS]:
        return [f"**No neighbourhood of {place} has a rank**: too little is known of them."]
    has, them = ("has", "it") if number == 1 else ("have", "them")
    more = "neighbourhood" if number == 1 else "neighbourhoods"
    return [
        f"{format_number(number)} more {more} {has} no rank, because too little is known of "
        f"{them}, and {'is' if number == 1 else 'are'} not counted here."
    ]


@refuse_unreleased
def describe_native_share(released: Released) -> Published:
    """Say how much of the index is known for the neighbourhoods themselves.

    Parameters
    ----------
    released : Released
        What `list_native_shares` returns, released: the index first.

    Returns
    -------
    Published
        Two sentences.
    """
    share = released.table[VALUE].iloc[0]
    part = lower_first(tell_share(share, of="the index"))
    rest = (
        "The rest is known only for practices or larger areas, and cannot tell which of their "
        "neighbourhoods comes first."
        if share < 1
        else "Nothing in it was copied from larger areas."
    )
    text = (
        f"By weight, {part} rests on figures that are known for neighbourhoods themselves. {rest}"
    )
    return publish_sentence(text, describe_shown(released, columns=[VALUE]))


@refuse_unreleased
def describe_leading_choice(released: Released) -> Published:
    """Say which choice of method moves ranks most, and whether that is sure.

    Parameters
    ----------
    released : Released
        What `compare_leading_choices` returns, released.

    Returns
    -------
    Published
        Two sentences.
    """
    row = released.table.iloc[0]
    name, other = (lower_first(CHOICES[row[column]]) for column in (CHOICE, "runner_up"))
    surely = (
        f"It matters more than {other}, which comes next, beyond the play of the draws."
        if row[COMPARISON] == "higher"
        else f"The intervals of this and of the next, {other}, overlap: either may matter more."
    )
    moves = "moves" if row[COMPARISON] == "higher" else "seems to move"
    share, lower, upper = (format_proportion(row[column]) for column in (TOTAL, LOWER_CI, UPPER_CI))
    text = (
        f"**What {moves} ranks most is {name}**: it has a part in {share} of the differences "
        f"between draws (95% interval {lower} to {upper}). {surely} The shares add up to more than "
        "100% where choices work together."
    )
    return publish_sentence(text, describe_shown(released, columns=list(released.table)))


@refuse_unreleased
def describe_contrary(released: Released) -> Published:
    """Name the indicators whose data pull against the direction that the index declares.

    Parameters
    ----------
    released : Released
        What `describe_directions` returns, released.

    Returns
    -------
    Published
        One or two sentences.
    """
    contrary = released.table.loc[released.table[CONTRARY], INDICATOR]
    names = [f"“{escape_markdown(name)}”" for name in contrary]
    pull = "pulls" if len(names) == 1 else "pull"
    of_all = count_things(len(released.table), "indicator")
    text = (
        f"**{len(names):,} of {of_all} {pull} against the others**: "
        f"{', '.join(names)}. That is something to know, not a mistake."
        if names
        else f"**None of the {of_all} pulls against the others.**"
        if len(released.table) > 1
        else "**The one indicator does not pull against the index.**"
    )
    return publish_sentence(text, describe_shown(released, columns=[INDICATOR, CONTRARY]))


@refuse_unreleased
def describe_consistency(released: Released) -> Published:
    """Name the domains whose parts do not measure one thing.

    Parameters
    ----------
    released : Released
        What `summarise_agreement` returns, released.

    Returns
    -------
    Published
        One or two sentences.
    """
    table = released.table
    low = table.loc[table[MIXED], TITLE].map(escape_markdown)
    text = (
        f"In {len(low):,} of {count_things(len(table), 'domain')} alpha is below {LOW_ALPHA:g}: "
        f"{', '.join(low)}. Such a domain adds up needs that have different "
        "causes; its score is a sum, not a measure of one thing."
        if len(low)
        else f"In every domain alpha is {LOW_ALPHA:g} or more: its parts measure much the same."
    )
    return publish_sentence(text, describe_shown(released, columns=[TITLE, ALPHA, MIXED]))
