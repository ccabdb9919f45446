"""What is known for an area alone: for each index a sentence and a map, and a table of all."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from datacell_lib.files.nouns import Noun
from datacell_lib.governance.partner_terms import Withheld
from datacell_lib.governance.release import Released
from datacell_lib.presentation.maps.local_map import plot_local_map
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.plain_text import end_sentence
from datacell_lib.presentation.published import Published, PublishedSection, describe_shown
from datacell_lib.presentation.sentences.local_narrative import (
    describe_local_index,
    describe_withheld,
)
from datacell_lib.presentation.sentences.partner_narrative import describe_fifths
from datacell_lib.presentation.sentences.publish_sentence import publish_plain_sentence
from datacell_lib.presentation.tables.html_tables import show_table
from datacell_lib.schema import DISTRICT_CODE, FIFTH_WITHIN_AREA, TITLE, WITHIN


@refuse_unreleased
def show_local_indices(
    released: Released,
    fifths: Released,
    *,
    place: str,
    purposes: Mapping[str, str],
    withheld: Mapping[str, Withheld],
    noun: Noun | None = None,
) -> PublishedSection:
    """Show how a place's neighbourhoods rank within the area, in each index of its own.

    Parameters
    ----------
    released : Released
        What the desk's `local.ranked` holds, released.
    fifths : Released
        What its `local.fifths` holds, released: indices of partner data.
    place : str
        What the page is about: a report district, or the whole area.
    purposes : mapping from index title to str
        What each is for; nothing where nobody has written it down.
    withheld : mapping from index title to Withheld
        The indices that are left out, each with what keeps it out.
    noun : Noun, optional
        What the heading over report districts calls them; "district" unless told.

    Returns
    -------
    PublishedSection
        For each index a sentence, what it is for and, where fifths are known, a map; then one table
        of them all, to be opened; the same for those of partner data; and a sentence for what is
        left out.
    """
    parts = _show_each(released, describe_local_index, place=place, purposes=purposes)
    if len(table := released.table):
        kind = "area-local-index" if _has_districts(released) else "local-index"
        caption = f"Every neighbourhood of {place}, ranked within {table[WITHIN].iloc[0]}"
        parts.append(show_table(released, caption=caption, kind=kind, noun=noun, folded=True))
    parts += _show_each(fifths, describe_fifths, place=place, purposes=purposes)
    if len(table := fifths.table):
        kind = "area-fifths" if _has_districts(fifths) else "fifths"
        caption = f"Every neighbourhood of {place}, by its fifth within {table[WITHIN].iloc[0]}"
        parts.append(show_table(fifths, caption=caption, kind=kind, noun=noun, folded=True))
    if withheld or not parts:
        parts.append(describe_withheld(released, withheld=withheld))
    return PublishedSection(tuple(parts))


def _show_each(
    released: Released,
    describe: Callable[..., Published],
    *,
    place: str,
    purposes: Mapping[str, str],
) -> list[Published]:
    """Show sentences for each index and, where fifths are known, a map."""
    parts: list[Published] = []
    for title, rows in released.table.groupby(TITLE, sort=False):
        parts.append(describe(released, title=title, place=place))
        if purpose := purposes[title]:
            shown = describe_shown(released, columns=[TITLE])
            parts.append(publish_plain_sentence(end_sentence(purpose), shown))
        if rows[FIFTH_WITHIN_AREA].notna().any():
            parts.append(plot_local_map(released, index=title, place=place))
    return parts


def _has_districts(released: Released) -> bool:
    return released.table[DISTRICT_CODE].nunique() > 1
