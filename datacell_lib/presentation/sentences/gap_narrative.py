"""A sentence on how many more die where places are most vulnerable."""

from __future__ import annotations

import pandas as pd

from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import format_number
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.plain_text import escape_markdown
from datacell_lib.presentation.published import Published, describe_shown
from datacell_lib.presentation.sentences.publish_sentence import (
    publish_plain_sentence,
    publish_sentence,
)
from datacell_lib.schema import DIFFERENCE, ORDERED_BY, RATIO, RATIO_LOWER, RATIO_UPPER

FEW = "Fifths of places are compared where there are ten or more, and here there are fewer."
WHERE = {
    "vulnerability": ("most vulnerable", "least vulnerable"),
    "deprivation": ("most deprived", "least deprived"),
}


@refuse_unreleased
def describe_gaps(gaps: Released, *, place: str) -> Published:
    """Say how many times as many people died at one end of an area's places as at the other.

    Parameters
    ----------
    gaps : Released
        What `measure_gaps` returns.
    place : str
        What the area is called.

    Returns
    -------
    Published
        A sentence for each order of the places, the first of them in bold.
    """
    shown = describe_shown(gaps, columns=list(gaps.table))
    if gaps.table.empty:
        return publish_plain_sentence(FEW, shown)
    first, *others = [_tell(row, escape_markdown(place)) for _, row in gaps.table.iterrows()]
    return publish_sentence(" ".join([f"**{first}**", *others]), shown)


def _tell(row: pd.Series, place: str) -> str:
    most, least = WHERE[row[ORDERED_BY]]
    if pd.isna(row[RATIO]):
        return (
            f"How many more died in the {most} places of {place} than in the {least} can't be "
            "said: in a fifth nobody died, or the fifths don't follow a line."
        )
    times = f"{_write(row[RATIO])} times"
    if pd.notna(row[RATIO_LOWER]):
        times += f" ({_write(row[RATIO_LOWER])} to {_write(row[RATIO_UPPER])})"
    more = "more" if row[DIFFERENCE] >= 0 else "fewer"
    return (
        f"Of every 100,000 residents {times} as many died in the {most} places of {place} as in "
        f"the {least}: {format_number(abs(row['difference']))} {more}."
    )


def _write(ratio: float) -> str:
    return format_number(ratio, 1)
