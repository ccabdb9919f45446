"""Sentences on how an index works here, made from released tables."""

from __future__ import annotations

from datacell_lib.analysis.index.agreement import ALPHA, TITLE
from datacell_lib.analysis.index.diagnose import CONTRARY
from datacell_lib.analysis.standing_stability import NEIGHBOURHOODS
from datacell_lib.analysis.uncertainty import CHOICE, LABELS, STABILITY, TOTAL, TOTAL_MARGIN
from datacell_lib.governance.release import Released
from datacell_lib.presentation.index_charts import CHOICES
from datacell_lib.presentation.plain_text import escape_markdown
from datacell_lib.presentation.published import Published, describe_shown, publish_sentence
from datacell_lib.presentation.tables import format_number
from datacell_lib.schema import INDICATOR, VALUE

LOW_ALPHA = 0.5
SURE = {LABELS[0], LABELS[2], LABELS[5]}


def describe_steadiness(released: Released, *, title: str) -> Published:
    """Say for how many neighbourhoods the choice of method does not matter.

    Parameters
    ----------
    released : Released
        What `count_labels` returns, released.
    title : str
        What the place is called.

    Returns
    -------
    Published
        Two sentences.
    """
    table = released.table
    counts = table[NEIGHBOURHOODS]
    sure = counts[table[STABILITY].isin(SURE)].sum()
    text = (
        f"**For {sure / counts.sum():.0%} of the neighbourhoods of {escape_markdown(title)} nearly "
        f"all methods agree**: {format_number(sure)} of {format_number(counts.sum())} are almost "
        "always among the most vulnerable, or rarely or never. For the other "
        f"{format_number(counts.sum() - sure)} the choice of method decides."
    )
    return publish_sentence(text, describe_shown(released, columns=[STABILITY, NEIGHBOURHOODS]))


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
        f"By weight, {share:.0%} of the index rests on figures that are known for neighbourhoods "
        f"themselves. {rest}"
    )
    return publish_sentence(text, describe_shown(released, columns=[VALUE]))


def describe_leading_choice(released: Released) -> Published:
    """Say which choice of method moves ranks most, and whether that is sure.

    Parameters
    ----------
    released : Released
        What `apportion_instability` returns, released: the greatest total effect first.

    Returns
    -------
    Published
        Two sentences.
    """
    table = released.table
    first, second = table.iloc[0], table.iloc[1]
    apart = first[TOTAL] - first[TOTAL_MARGIN] > second[TOTAL] + second[TOTAL_MARGIN]
    name, other = (_lower(CHOICES[row[CHOICE]]) for row in (first, second))
    surely = (
        f"It matters more than {other}, which comes next, beyond the play of the draws."
        if apart
        else f"The intervals of this and of the next, {other}, overlap: either may matter more."
    )
    text = (
        f"**What moves ranks most is {name}**: it has a part in {first[TOTAL]:.0%} of the "
        f"differences between draws (95% interval {max(first[TOTAL] - first[TOTAL_MARGIN], 0):.0%} "
        f"to {first[TOTAL] + first[TOTAL_MARGIN]:.0%}). {surely} The shares add up to more than "
        "100% where choices work together."
    )
    return publish_sentence(text, describe_shown(released, columns=[CHOICE, TOTAL, TOTAL_MARGIN]))


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
    low = table.loc[table[ALPHA] < LOW_ALPHA, TITLE].map(escape_markdown)
    text = (
        f"In {len(low)} of {len(table)} domains alpha is below {LOW_ALPHA:g}: {', '.join(low)}. "
        "Such a domain adds up needs that have different causes; its score is a sum, not a "
        "measure of one thing."
        if len(low)
        else f"In every domain alpha is {LOW_ALPHA:g} or more: its parts measure much the same."
    )
    return publish_sentence(text, describe_shown(released, columns=[TITLE, ALPHA]))


def _lower(words: str) -> str:
    return words[0].lower() + words[1:]
