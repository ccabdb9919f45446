"""Sentences on why the first place of all comes first, made from released tables."""

from __future__ import annotations

import pandas as pd

from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import PERCENT, format_portion, format_share, format_weight
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.plain_text import escape_markdown, join_names, lower_first
from datacell_lib.presentation.published import Published, describe_shown
from datacell_lib.presentation.sentences.publish_sentence import publish_sentence
from datacell_lib.schema import (
    INDICATOR,
    MOST_VULNERABLE_SHARE,
    NEIGHBOURHOOD,
    NOMINAL_WEIGHT,
    PLACE_NAME,
    TITLE,
    VALUE,
)

NAMED = 2  # domains that put it up, and figures in which it is unlike the nation
NO_RANK = "No neighbourhood here has a rank, so there is none to explain."


@refuse_unreleased
def describe_first_example(released: Released, *, beside: Released, nation: str) -> Published:
    """Say in words why the first neighbourhood of all comes first.

    Parameters
    ----------
    released : Released
        What `explain_first` returns, released.
    beside : Released
        What `compare_key_figures` returns for that neighbourhood and the nation, in this order.
    nation : str
        What it is compared with.

    Returns
    -------
    Published
        The place, the domains that put it up, the one that holds it down, and the figures in
        which it is most unlike the nation.
    """
    shown = (
        describe_shown(released, columns=list(released.table)),
        describe_shown(beside, columns=list(beside.table)),
    )
    if released.table.empty:
        return publish_sentence(NO_RANK, *shown)
    table, nation = released.table, escape_markdown(nation)
    first = table.iloc[0]
    place, where = (escape_markdown(first[name]) for name in (PLACE_NAME, NEIGHBOURHOOD))
    among = f"among the most vulnerable {format_share(first[MOST_VULNERABLE_SHARE])}"
    sentences = [
        f"**Why {place} comes first.** One of its neighbourhoods, {where}, is {among} of all in "
        f"{nation}.",
        *[_tell_domain(row) for _, row in table.head(NAMED).iterrows()],
        *_tell_last(table),
        *_tell_unlike(beside.table, nation),
        "Added up by these weights, that puts it before every other neighbourhood here.",
    ]
    return publish_sentence(" ".join(sentences), *shown)


def _tell_domain(row: pd.Series) -> str:
    title, weight = escape_markdown(row[TITLE]), format_weight(row[NOMINAL_WEIGHT])
    among = f"among the most vulnerable {format_share(row[VALUE])}"
    return f"{title} counts for {weight} of the index: there it is {among}."


def _tell_last(table: pd.DataFrame) -> list[str]:
    """Tell the domain that does least for it, where that is not told yet."""
    if len(table) <= NAMED:
        return []
    row = table.loc[table[VALUE].idxmax()]
    if row.name < NAMED:
        return []
    title, weight = escape_markdown(lower_first(row[TITLE])), format_weight(row[NOMINAL_WEIGHT])
    return [f"It does best in {title} ({weight}): {format_share(row[VALUE])} do no better there."]


def _tell_unlike(beside: pd.DataFrame, nation: str) -> list[str]:
    """Tell the shares of people or households that are furthest above the nation's."""
    here, whole = [name for name in beside if name not in (INDICATOR, "unit")]
    shares = beside[beside["unit"].eq("%") & ~beside[INDICATOR].str.startswith("Residents in")]
    times = (shares[here] / shares[whole].where(shares[whole].gt(0))).dropna()
    above = times[times.gt(1)].sort_values(ascending=False, kind="stable").head(NAMED)
    told = [
        f"{escape_markdown(lower_first(row[INDICATOR]))} "
        f"({format_portion(row[here] / PERCENT)}; {nation} {format_portion(row[whole] / PERCENT)})"
        for _, row in shares.loc[above.index].iterrows()
    ]
    return [f"Most unlike {nation} there: {join_names(told)}."] if told else []
