"""What a district is like, beside the districts that are most like it."""

from __future__ import annotations

import pandas as pd

from datacell_lib.files.area import Area
from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import format_number, format_proportion
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.plain_text import (
    escape_markdown,
    join_names,
    lower_first,
    upper_first,
)
from datacell_lib.presentation.published import Published, PublishedSection, describe_shown
from datacell_lib.presentation.sentences.publish_sentence import publish_sentence
from datacell_lib.presentation.tables.column import Column, Figures, Words
from datacell_lib.presentation.tables.html_tables import publish_columns
from datacell_lib.schema import (
    DISTRICTS_COMPARED,
    INDICATOR,
    SIMILAR_DISTRICTS,
    SIMILAR_VALUE,
    SPREADS_APART,
    VALUE,
)
from datacell_lib.wording import count_things

TOLD = [INDICATOR, VALUE, SIMILAR_VALUE, SPREADS_APART, SIMILAR_DISTRICTS, DISTRICTS_COMPARED]
CLOSE = 0.25  # standard deviations within which a difference is none to speak of


@refuse_unreleased
def show_profile(released: Released, *, place: str, area: Area) -> PublishedSection:
    """Show a district beside those that are most like it, the biggest differences first.

    Parameters
    ----------
    released : Released
        What `profile_district` returns for the area and its nation, released.
    place : str
        What the district is called.
    area : Area
        The area that it is in.

    Returns
    -------
    PublishedSection
        Sentences that name the similar districts, say how they were found, and tell the largest
        difference; then a table of four columns. Where the district's shares are not all known, or
        there are too few districts, a sentence that says so.
    """
    many = area.noun.many
    if released.table.empty:
        words = (
            f"Nobody can say which {many} are like {escape_markdown(place)}: not every share is "
            "known for it, or there are too few to compare it with."
        )
        shown = describe_shown(released, columns=[INDICATOR])
        return PublishedSection((publish_sentence(words, shown),))
    columns: list[Column] = [
        Words(INDICATOR, "Key figure"),
        Figures(VALUE, place, format_proportion),
        Figures(SIMILAR_VALUE, f"Similar {many} together", format_proportion),
        Figures((area.title, area.nation), f"{area.title}; {area.nation}", _write_both),
    ]
    caption = f"{place} beside similar {many}, the biggest difference first"
    told = _tell(released, place=place, area=area)
    table = publish_columns(released, columns, caption=caption, folded=True)
    return PublishedSection((told, table))


def _write_both(first: float, second: float) -> str:
    return f"{format_proportion(first)}; {format_proportion(second)}"


def _tell(released: Released, *, place: str, area: Area) -> Published:
    first = released.table.iloc[0]
    names = join_names(first[SIMILAR_DISTRICTS].split("; "))
    others = count_things(
        first[DISTRICTS_COMPARED] - 1,  # without the page's own
        f"other {area.noun.one}",
        several=f"other {area.noun.many}",
    )
    sentences = [
        f"**Most like {escape_markdown(place)}: {escape_markdown(names)}.**",
        f"These are the nearest of {escape_markdown(others)} of which the "
        f"{format_number(len(released.table))} shares below are known, each measured in standard "
        "deviations and counting the same (Euclidean distance).",
        _tell_difference(released.table),
    ]
    text = f"{_introduce(area)}\n\n{' '.join(sentences)}"
    return publish_sentence(text, describe_shown(released, columns=TOLD))


def _introduce(area: Area) -> str:
    """Say what is compared: the nation's districts or, of an area's own groups, only these."""
    many = escape_markdown(area.noun.many)
    apart = "whose shares are nearest to this one's, and where it differs from them all the same."
    if area.groups is not None and area.groups.file is not None:
        return (
            "Somebody near may have found what works for people like those who live here. "
            f"{upper_first(many)} are known in {escape_markdown(area.title)} alone, so no others "
            f"are compared. Below are those {apart}"
        )
    return (
        "Elsewhere somebody may have found what works for people like those who live here. Below "
        f"are the {many} of {escape_markdown(area.nation)} {apart}"
    )


def _tell_difference(table: pd.DataFrame) -> str:
    """Tell the first difference that is one in whole percentages, too."""
    for row in table[table[SPREADS_APART].abs() >= CLOSE].to_dict("records"):
        here, there = (format_proportion(row[column]) for column in (VALUE, SIMILAR_VALUE))
        if here != there:
            what = escape_markdown(lower_first(str(row[INDICATOR])))
            return f"It differs most in {what}: {here}, against {there} in them together."
    return "It is like them in every one of these."
