"""Sentences on how complete the latest weeks are, made from released tables."""

from __future__ import annotations

from itertools import groupby

import pandas as pd

from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import format_interval, format_known_share
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.plain_text import join_names
from datacell_lib.presentation.published import Published, describe_shown
from datacell_lib.presentation.sentences.publish_sentence import (
    publish_plain_sentence,
    publish_sentence,
)
from datacell_lib.schema import (
    CAME,
    FELL,
    KNOWN_SHARE,
    KNOWN_SHARE_LOWER,
    KNOWN_SHARE_UPPER,
    LOWER_CI,
    MISSING_FILE,
    NUMERATOR,
    PERIOD,
    STATE,
    UPPER_CI,
    VALUE,
    WEEKS_AFTER,
)
from datacell_lib.wording import count_things, write_day

AGES = ("just ended", "one", "two", "three")
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
        describe_shown(late, columns=[WEEKS_AFTER, *SHARES]),
        describe_shown(files, columns=[PERIOD, STATE, FELL]),
    )
    if late.table.empty:
        return publish_plain_sentence(TOO_FEW, *shown)
    text = f"**{_say_shares(late.table.sort_values(WEEKS_AFTER))}** {_say_files(files.table)}"
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
        A finding, for the caption of its table.
    """
    table = late.table
    open_weeks = table[table[VALUE].round() > table[NUMERATOR]]
    if open_weeks.empty:
        return "No week is likely to rise: earlier weeks did not, once they had ended"
    first = open_weeks.iloc[0]
    expected = format_interval(first[VALUE], first[LOWER_CI], first[UPPER_CI])
    return (
        f"The week to {write_day(first[PERIOD])} is likely to rise from "
        f"{count_things(first[NUMERATOR], 'case')} to {expected}"
    )


def _say_shares(table: pd.DataFrame) -> str:
    """Say the shares by age; ages that follow one another with the same share together."""
    rows = table[[WEEKS_AFTER, *SHARES]].itertuples(index=False, name=None)
    ages = [(format_known_share(*shares), AGES[int(age)]) for age, *shares in rows]
    parts = []
    for share, same in groupby(ages, key=lambda age: age[0]):
        names = [name for _, name in same]
        if names[0] == AGES[0]:
            names = names[1:]
            parts.append(f"{share} of a week's cases are known when it has just ended")
        if names:
            parts.append(f"{share} {join_names(names)} week{'s' * (names != AGES[1:2])} after")
    return f"Usually {join_names(parts)}."


def _say_files(files: pd.DataFrame) -> str:
    """Say how many files there are, which are missing or were late, and whether counts fell."""
    came = files[STATE].ne(MISSING_FILE).sum()
    said = [f"That is from {count_things(came, 'weekly file')}."]
    for state, rows in files[files[STATE] != CAME].groupby(STATE):
        which, are = ("The one", "is") if len(rows) == 1 else ("Those", "are")
        days = join_names(rows[PERIOD].map(write_day).tolist())
        said.append(f"{which} to {days} {f'{are} ' * (state == MISSING_FILE)}{state}.")
    fell = files[FELL].sum()
    if not fell:
        return " ".join([*said, "No week's count was lower in a later file."])
    counts = f"{count_things(fell, 'weekly count')} of districts"
    were = "were" if fell > 1 else "was"
    return " ".join([*said, f"{counts} {were} lower in a later file: a week may fall, too."])
