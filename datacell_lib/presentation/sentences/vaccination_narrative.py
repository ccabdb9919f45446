"""Sentences on how many of the oldest residents had a first dose of a vaccine, and where."""

from __future__ import annotations

import pandas as pd

from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import format_coverage, format_number
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.plain_text import escape_markdown
from datacell_lib.presentation.published import Published, describe_shown
from datacell_lib.presentation.sentences.gap_narrative import FEW, WHERE
from datacell_lib.presentation.sentences.publish_sentence import (
    publish_plain_sentence,
    publish_sentence,
)
from datacell_lib.schema import (
    AGE_BAND,
    DENOMINATOR,
    DENOMINATOR_PERIOD,
    HIGHEST_PLACE,
    LOWER_CI,
    LOWEST_PLACE,
    NUMERATOR,
    ORDERED_BY,
    PERIOD,
    QUANTILE,
    UPPER_CI,
    VALUE,
)
from datacell_lib.wording import write_day

NONE = "This area's file names no first doses of a vaccine."


@refuse_unreleased
def describe_first_doses(ages: Released, *, fifths: Released) -> Published:
    """Say what share of the oldest had a first dose, and how it was where need is most and least.

    Parameters
    ----------
    ages : Released
        What `cover_ages` returns.
    fifths : Released
        What `cover_oldest_by_fifth` returns.

    Returns
    -------
    Published
        A sentence in bold, one for each order of the places, and how far single ones are apart.
    """
    shown = [describe_shown(table, columns=list(table.table)) for table in (ages, fifths)]
    if ages.table.empty:
        return publish_plain_sentence(NONE, *shown)
    places = fifths.table.groupby(ORDERED_BY, sort=False)
    told = [_tell_ends(str(order), rows) for order, rows in places] or [FEW]
    oldest = ages.table.iloc[0]
    sentences = (f"**{_tell_oldest(oldest)}**", *told, _tell_single(oldest))
    return publish_sentence(" ".join(filter(None, sentences)), *shown)


def _tell_oldest(row: pd.Series) -> str:
    by = f" by {write_day(row[PERIOD])}" if pd.notna(row[PERIOD]) else ""
    band, day = escape_markdown(row[AGE_BAND]), escape_markdown(row[DENOMINATOR_PERIOD])
    return (
        f"Of residents aged {band}, {format_coverage(row[VALUE])} had had a first dose{by}: "
        f"{format_number(row[NUMERATOR])} of the {format_number(row[DENOMINATOR])} thought to live "
        f"there ({day})."
    )


def _tell_single(row: pd.Series) -> str:
    """Tell how far the shares of single places lie apart, where there are several."""
    if not row[LOWEST_PLACE] < row[HIGHEST_PLACE]:
        return ""
    low, high = (format_coverage(row[end]) for end in (LOWEST_PLACE, HIGHEST_PLACE))
    return f"From place to place it ran from {low} to {high}."


def _tell_ends(order: str, rows: pd.DataFrame) -> str:
    """Tell the shares of the first and the last fifth of an order."""
    most, least = WHERE[order]
    ends = [
        rows[rows[QUANTILE] == end].iloc[0] for end in (rows[QUANTILE].min(), rows[QUANTILE].max())
    ]
    first, last = (format_coverage(row[VALUE], row[LOWER_CI], row[UPPER_CI]) for row in ends)
    return f"In the {most} fifth of places it was {first}, in the {least} {last}."
