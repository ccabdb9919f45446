"""Sentences about surveillance, made from released tables."""

from __future__ import annotations

import pandas as pd

from datacell_lib.governance.release import Released
from datacell_lib.presentation.plain_text import escape_markdown
from datacell_lib.presentation.published import (
    Published,
    describe_shown,
    publish_plain_sentence,
    publish_sentence,
)
from datacell_lib.presentation.tables import format_number
from datacell_lib.schema import ALARM, AREA_NAME, NUMERATOR, PERIOD, TREND, VALUE

MOST_NAMED = 4
NO_CASES = "No cases are published for this area."


def say_nothing(released: Released, *, text: str) -> Published:
    """Say in a sentence that there is nothing to show.

    Parameters
    ----------
    released : Released
        The empty table.
    text : str
        What is not there, and why; plain text.

    Returns
    -------
    Published
        The sentence.
    """
    shown = describe_shown(released, columns=list(released.table))
    return publish_plain_sentence(text, shown)


def describe_latest_weeks(latest: Released, *, alarms: Released, title: str) -> Published:
    """Say in plain words how high cases are, where they grow, and who stood out last.

    Parameters
    ----------
    latest : Released
        What `summarise_latest_weeks` returns.
    alarms : Released
        What `detect_in_districts` returns.
    title : str
        What the area is called.

    Returns
    -------
    Published
        Two or three sentences.
    """
    table, detected = latest.table, alarms.table
    if table.empty:
        return say_nothing(latest, text=NO_CASES)
    week = table[PERIOD].iloc[0]
    first = table.iloc[0]
    last = detected[(detected[PERIOD] == week) & detected[ALARM].eq(True)]
    text = (
        f"**In the week to {week.day} {week:%B %Y} {escape_markdown(title)} had "
        f"{format_number(table[NUMERATOR].sum())} cases of COVID-19.** "
        f"{_say_highest(table, first)}{_say_change(table)} In that week "
        f"{_name(last, table)} stood out from the weeks before."
    )
    shown = (
        describe_shown(latest, columns=list(table)),
        describe_shown(alarms, columns=[AREA_NAME, PERIOD, ALARM]),
    )
    return publish_sentence(text, *shown)


def _say_highest(table: pd.DataFrame, first: pd.Series) -> str:
    if len(table) == 1:
        return f"That is {first[VALUE]:.0f} per 100,000 people. "
    name = escape_markdown(first[AREA_NAME])
    return f"The rate was highest in {name}, {first[VALUE]:.0f} per 100,000 people. "


def _say_change(table: pd.DataFrame) -> str:
    if len(table) == 1:
        return f"Over the latest weeks: {table[TREND].iloc[0]}."
    growing, shrinking = (table[table[TREND] == trend] for trend in ("growing", "shrinking"))
    return (
        f"Cases were growing in {_name(growing, table)} and shrinking in {_name(shrinking, table)}."
    )


def _name(chosen: pd.DataFrame, table: pd.DataFrame) -> str:
    """Name the chosen districts, or count them where they are many."""
    names = chosen[AREA_NAME].map(escape_markdown).tolist()
    if len(names) == len(table) and len(table) > 1:
        return f"all {len(table)} districts"
    if len(names) > MOST_NAMED:
        return f"{len(names)} of {len(table)} districts"
    return _join(names) or "no district"


def _join(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
