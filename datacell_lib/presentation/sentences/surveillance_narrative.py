"""Sentences about surveillance, made from released tables."""

from __future__ import annotations

from datetime import date
from functools import partial

import pandas as pd

from datacell_lib.files.area_surveillance import AreaSerialInterval
from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import format_interval, format_number
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.plain_text import escape_markdown, join_names
from datacell_lib.presentation.published import Published, describe_shown
from datacell_lib.presentation.sentences.case_titles import judge_growth
from datacell_lib.presentation.sentences.publish_sentence import (
    NO_CASES,
    describe_end,
    publish_plain_sentence,
    publish_sentence,
)
from datacell_lib.schema import (
    ALARM,
    AREA_NAME,
    LOWER_CI,
    NUMERATOR,
    PERIOD,
    TREND,
    UPPER_CI,
    VALUE,
)
from datacell_lib.wording import count_things, write_day

MOST_NAMED = 4
# Two windows: a wave that has just turned grew over the longer one, and shrank in the last week.
OVER_WEEKS = "Over the latest eight weeks together"
ONE_WEEK = (
    "This is of that week alone, and the growth above is of eight weeks together: where cases have "
    "just turned, the two point different ways."
)
NO_INTERVAL = "This area's file names no serial interval."


@refuse_unreleased
def describe_latest_weeks(
    total: Released, *, latest: Released, alarms: Released, ended: date | None = None
) -> Published:
    """Say in plain words how high cases are, where they grow, and who stood out last.

    Parameters
    ----------
    total : Released
        What `total_latest_week` returns.
    latest : Released
        What `summarise_latest_weeks` returns.
    alarms : Released
        What `detect_in_districts` returns.
    ended : date, optional
        The last day of the series, where it has ended: that is said first.

    Returns
    -------
    Published
        Two to four sentences.
    """
    table, detected = latest.table, alarms.table
    shown = (
        describe_shown(total, columns=["place", PERIOD, NUMERATOR]),
        describe_shown(latest, columns=list(table)),
        describe_shown(alarms, columns=[AREA_NAME, PERIOD, ALARM]),
    )
    if table.empty:
        return publish_plain_sentence(NO_CASES, *shown)
    whole = total.table.iloc[0]
    last = detected[(detected[PERIOD] == whole[PERIOD]) & detected[ALARM].eq(True)]
    text = (
        f"**{f'{describe_end(ended)} ' if ended else ''}In the{' last complete' if ended else ''} "
        f"week to {write_day(whole[PERIOD])} {escape_markdown(whole['place'])} had "
        f"{_count_cases(whole[NUMERATOR])} of COVID-19.** "
        f"{_say_highest(table)}{_say_change(table)} {_say_alarms(last, table)}"
    )
    return publish_sentence(text, *shown)


@refuse_unreleased
def describe_reproduction(
    reproduction: Released, *, interval: AreaSerialInterval | None
) -> Published:
    """Say how many people each case infected last, and what that rests on.

    Parameters
    ----------
    reproduction : Released
        What `follow_reproduction_number` returns.
    interval : AreaSerialInterval or None
        The serial interval that the area's file names, if it does.

    Returns
    -------
    Published
        Three sentences: the second says that the growth of districts is of another time.
    """
    table = reproduction.table
    shown = describe_shown(reproduction, columns=["place", PERIOD, VALUE, LOWER_CI, UPPER_CI])
    if interval is None:
        return publish_plain_sentence(NO_INTERVAL, shown)
    if table.empty:
        return publish_plain_sentence(NO_CASES, shown)
    last = table.iloc[-1]
    rests_on = (
        f"It rests on {format_number(interval.mean, 1)} days from case to case, on average "
        f"(standard deviation {format_number(interval.sd, 1)}; {escape_markdown(interval.source)})."
    )
    week = f"In the week to {write_day(last[PERIOD])}"
    if pd.isna(last[VALUE]):
        return publish_sentence(f"{week} there were too few cases to say. {rests_on}", shown)
    figure = format_interval(
        last[VALUE], last[LOWER_CI], last[UPPER_CI], write=partial(format_number, digits=1)
    )
    growth = judge_growth(last)
    text = f"**{week} each case infected {figure} others, so {growth}.** {ONE_WEEK} {rests_on}"
    return publish_sentence(text, shown)


def _count_cases(number: float) -> str:
    return count_things(number, "case") if number else "no cases"


def _say_highest(table: pd.DataFrame) -> str:
    first = table.iloc[0]
    rate = f"{format_number(first[VALUE])} per 100,000 people"
    if len(table) == 1:
        return f"That is {rate}. "
    return f"The rate was highest in {escape_markdown(first[AREA_NAME])}, {rate}. "


def _say_change(table: pd.DataFrame) -> str:
    if len(table) == 1:
        return f"{OVER_WEEKS}: {table[TREND].iloc[0]}."
    growing, shrinking = (table[table[TREND] == trend] for trend in ("growing", "shrinking"))
    return (
        f"{OVER_WEEKS} cases were growing in {_name(growing, table)} and shrinking in "
        f"{_name(shrinking, table)}."
    )


def _say_alarms(last: pd.DataFrame, table: pd.DataFrame) -> str:
    """Say which districts stood out; of one alone, whether it did, whatever it is called."""
    if len(table) == 1:
        return f"That week {'stood' if len(last) else 'did not stand'} out from those before it."
    return f"In that week {_name(last, table)} stood out from the weeks before."


def _name(chosen: pd.DataFrame, table: pd.DataFrame) -> str:
    """Name the chosen districts, or count them where they are many."""
    names = chosen[AREA_NAME].map(escape_markdown).tolist()
    if len(names) == len(table) and len(table) > 1:
        return f"all {count_things(len(table), 'district')}"
    if len(names) > MOST_NAMED:
        return f"{format_number(len(names))} of {count_things(len(table), 'district')}"
    return join_names(names) or "no district"
