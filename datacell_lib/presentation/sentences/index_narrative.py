"""Sentences on how an index works here, made from released tables."""

from __future__ import annotations

from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import format_number, format_proportion
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.plain_text import escape_markdown, lower_first
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
    UPPER_CI,
    VALUE,
    WEIGHTS,
)

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
        Two sentences.
    """
    row = released.table.iloc[0]
    text = (
        f"**For {format_proportion(row[VALUE])} of the neighbourhoods of {escape_markdown(title)} "
        f"nearly all methods agree**: {format_number(row['sure'])} of "
        f"{format_number(row[NEIGHBOURHOODS])} are almost always among the most vulnerable, or "
        f"rarely or never. For the other {format_number(row['unsure'])} the choice of method "
        "decides."
    )
    return publish_sentence(text, describe_shown(released, columns=list(released.table)))


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
    rest = (
        "The rest is known only for practices or larger areas, and cannot tell which of their "
        "neighbourhoods comes first."
        if share < 1
        else "Nothing in it was copied from larger areas."
    )
    text = (
        f"By weight, {format_proportion(share)} of the index rests on figures that are known for "
        f"neighbourhoods themselves. {rest}"
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
    share, lower, upper = (format_proportion(row[column]) for column in (TOTAL, LOWER_CI, UPPER_CI))
    text = (
        f"**What moves ranks most is {name}**: it has a part in {share} of the differences between "
        f"draws (95% interval {lower} to {upper}). {surely} The shares add up to more than 100% "
        "where choices work together."
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
    text = (
        f"**{len(names)} of {len(released.table)} indicators {pull} against the others**: "
        f"{', '.join(names)}. That is something to know, not a mistake."
        if names
        else f"**None of the {len(released.table)} indicators pulls against the others.**"
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
        f"In {len(low)} of {len(table)} domains alpha is below {LOW_ALPHA:g}: {', '.join(low)}. "
        "Such a domain adds up needs that have different causes; its score is a sum, not a "
        "measure of one thing."
        if len(low)
        else f"In every domain alpha is {LOW_ALPHA:g} or more: its parts measure much the same."
    )
    return publish_sentence(text, describe_shown(released, columns=[TITLE, ALPHA, MIXED]))
