"""How unequal a district is inside: its own ends, side by side."""

from __future__ import annotations

import pandas as pd

from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import PERCENT, format_proportion, format_signed
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.plain_text import escape_markdown, join_names, lower_first
from datacell_lib.presentation.published import PublishedSection, describe_shown
from datacell_lib.presentation.sentences.publish_sentence import publish_sentence
from datacell_lib.presentation.tables.column import Column, Figures, Words
from datacell_lib.presentation.tables.html_tables import publish_columns
from datacell_lib.schema import (
    INDICATOR,
    OWN_GAP,
    OWN_LEAST,
    OWN_LEAST_AREAS,
    OWN_MOST,
    OWN_MOST_AREAS,
)
from datacell_lib.wording import count_things

TOLD = [INDICATOR, OWN_MOST, OWN_LEAST, OWN_GAP, OWN_MOST_AREAS, OWN_LEAST_AREAS]
NAMED = 3  # the widest gaps, in a sentence
PLACES_NOT_PEOPLE = "Inside a neighbourhood people differ more than neighbourhoods do."


@refuse_unreleased
def show_gaps_inside(released: Released, *, place: str) -> PublishedSection:
    """Show a district's own most and least vulnerable fifths side by side.

    Parameters
    ----------
    released : Released
        What `compare_own_fifths` returns, released.
    place : str
        What the district is called.

    Returns
    -------
    PublishedSection
        A sentence with the widest gaps, and a table of all of them that readers open. Where there
        are too few neighbourhoods, a sentence that says so.
    """
    shown = describe_shown(released, columns=TOLD)
    if released.table.empty:
        words = (
            f"{escape_markdown(place)} has too few neighbourhoods with a rank, or none that "
            "differ, to set its own ends side by side."
        )
        return PublishedSection((publish_sentence(words, shown),))
    columns: list[Column] = [
        Words(INDICATOR, "Key figure"),
        Figures(OWN_MOST, "Its most vulnerable fifth", format_proportion),
        Figures(OWN_LEAST, "Its least vulnerable fifth", format_proportion),
        Figures(OWN_GAP, "Gap, in percentage points", _write_points),
    ]
    caption = f"The most and the least vulnerable neighbourhoods of {place}, the widest gap first"
    told = publish_sentence(_tell(released.table, place=place), shown)
    return PublishedSection(
        (told, publish_columns(released, columns, caption=caption, folded=True))
    )


def _write_points(gap: float) -> str:
    return format_signed(PERCENT * gap)


def _tell(table: pd.DataFrame, *, place: str) -> str:
    first, *others = table.head(NAMED).to_dict("records")
    most = count_things(first[OWN_MOST_AREAS], "neighbourhood")
    least = count_things(first[OWN_LEAST_AREAS], "neighbourhood")
    sentences = [
        f"**Inside {escape_markdown(place)} the widest gap is in {_tell_gap(first)}.**",
        f"The first is of its own most vulnerable fifth ({most}), the second of its least "
        f"vulnerable ({least}).",
    ]
    if others:
        sentences.append(f"Then come {join_names([_tell_gap(row) for row in others])}.")
    return " ".join([*sentences, PLACES_NOT_PEOPLE])


def _tell_gap(row: dict) -> str:
    what = escape_markdown(lower_first(str(row[INDICATOR])))
    ends = (format_proportion(row[end]) for end in (OWN_MOST, OWN_LEAST))
    return f"{what} ({' against '.join(ends)})"
