"""Sentences on how complete the latest weeks are, made from released tables."""

from __future__ import annotations

from itertools import groupby

import pandas as pd

from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import ALL, format_interval, format_known_share
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.plain_text import join_names
from datacell_lib.presentation.published import Published, describe_shown
from datacell_lib.presentation.sentences.publish_sentence import (
    publish_plain_sentence,
    publish_sentence,
)
from datacell_lib.schema import (
    COMPARED,
    FELL,
    KNOWN_SHARE,
    KNOWN_SHARE_LOWER,
    KNOWN_SHARE_UPPER,
    LOWER_CI,
    NUMERATOR,
    PERIOD,
    STATE,
    STATES,
    UPPER_CI,
    VALUE,
    WEEKS_AFTER,
)
from datacell_lib.wording import count_things, write_day

CAME, CAME_LATE, MISSING_FILE = STATES
NEW, ONE = "new", "one"
AGES = (NEW, ONE, "two", "three")  # a week's age in weeks
TOO_FEW = "Too few weekly files have been kept to say how complete the latest weeks are."
SHARES = (KNOWN_SHARE, KNOWN_SHARE_LOWER, KNOWN_SHARE_UPPER)


@refuse_unreleased
def describe_late_reports(late: Released, *, files: Released) -> Published:
    """Say how many of a week's cases are usually known, and which files that rests on.

    Parameters
    ----------
    late : Released
        What `expect_late_reports` returns.
    files : Released
        What `judge_snapshots` returns.

    Returns
    -------
    Published
        A sentence on the shares, one on the files; where there are too few of them, that alone.
    """
    shown = (
        describe_shown(late, columns=[WEEKS_AFTER, *SHARES, COMPARED]),
        describe_shown(files, columns=[PERIOD, STATE, FELL]),
    )
    if late.table.empty:
        return publish_plain_sentence(TOO_FEW, *shown)
    ages = late.table.sort_values(WEEKS_AFTER)
    compared = f"{count_things(ages[COMPARED].iloc[0], 'weekly count')} of local authorities"
    text = f"**{_say_shares(ages)}** That is from {compared}, in {_say_files(files.table)}"
    return publish_sentence(text, *shown)


@refuse_unreleased
def caption_late_reports(late: Released) -> str:
    """Say of the latest week that it is likely to rise, or of none.

    Parameters
    ----------
    late : Released
        What `expect_late_reports` returns.

    Returns
    -------
    str
        A finding, for the caption of its table; hedged where it may be whole already.
    """
    table = late.table
    open_weeks = table[table[VALUE].round() > table[NUMERATOR]]
    if open_weeks.empty:
        return "No week is likely to rise: earlier weeks did not, once they had ended"
    first = open_weeks.iloc[0]
    expected = format_interval(first[VALUE], first[LOWER_CI], first[UPPER_CI])
    rises = "is likely to rise" if first[LOWER_CI] > first[NUMERATOR] else "may rise"
    return (
        f"The week to {write_day(first[PERIOD])} {rises} from "
        f"{count_things(first[NUMERATOR], 'case')} to {expected}"
    )


def _say_shares(table: pd.DataFrame) -> str:
    """Say the shares by age; ages that follow one another with the same share together."""
    rows = table[[WEEKS_AFTER, *SHARES]].itertuples(index=False, name=None)
    ages = [(format_known_share(*shares), AGES[int(age)]) for age, *shares in rows]
    first, *others = ages
    parts = [f"Usually {first[0]} of a week's cases are known {_say_when([first[1]])}"]
    for share, same in groupby(others, key=lambda age: age[0]):
        known = "all of them" if share == ALL else share
        parts.append(f"{known} {_say_when([age for _, age in same])}")
    return f"{', '.join(parts[:-1])}{', and ' * (len(parts) > 1)}{parts[-1]}."


def _say_when(ages: list[str]) -> str:
    if ages == [NEW]:
        return "when it has just ended"
    return f"{join_names(ages)} week{'s' * (ages != [ONE])} later"


def _say_files(files: pd.DataFrame) -> str:
    """Say how many files there are, which are missing or were late, and whether counts fell."""
    came = files[STATE].ne(MISSING_FILE).sum()
    said = [f"{count_things(came, 'file')}."]
    for state, rows in files[files[STATE] != CAME].groupby(STATE):
        one = len(rows) == 1
        became = state if state == CAME_LATE else f"{'is' if one else 'are'} {state}"
        days = join_names(rows[PERIOD].map(write_day).tolist())
        said.append(f"{'That of the week' if one else 'Those of the weeks'} to {days} {became}.")
    fell = files[FELL].sum()
    if not fell:
        return " ".join([*said, "No week's count was lower in a later file."])
    counts = f"{count_things(fell, 'weekly count')} of local authorities"
    were = "were" if fell > 1 else "was"
    return " ".join([*said, f"{counts} {were} lower in a later file: a week may fall, too."])
