"""Where to go first: the list of places, and what its columns mean, as far as it has them."""

from __future__ import annotations

from collections.abc import Mapping

from datacell_lib.governance.release import Released
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.plain_text import escape_markdown, lower_first
from datacell_lib.presentation.published import PublishedSection, describe_shown
from datacell_lib.presentation.sentences.publish_sentence import publish_sentence
from datacell_lib.presentation.tables.place_tables import show_places
from datacell_lib.schema import PLACE_NAME

A_PLACE = (
    "A place here is home to between 5,000 and 15,000 people as a rule, under the name that is "
    "used there."
)
REASONED = (
    "The list counts only those in its neighbourhoods among the most vulnerable fifth. *Why* names "
    "what most of those residents live in the nation's most vulnerable fifth for. *Firm* is where "
    "nearly all other ways to make the index agree, *likely* where at least every second does, "
    "*depends* where fewer do. Even there most people may need no help, and many who do live "
    "elsewhere."
)
COUNTED = (
    "No neighbourhood here is among the most vulnerable fifth, so no place comes first by the "
    "index: the list is in the order of how many {people} live in each. Most of them may need no "
    "help."
)


@refuse_unreleased
def show_first_places(
    released: Released, *, caption: str, titles: Mapping[str, str], most: Released
) -> PublishedSection:
    """Show the places to go first, and explain the columns that their list has.

    Parameters
    ----------
    released : Released
        What `list_first_places` returns, released.
    caption : str
        What it answers.
    titles : mapping of str to str
        As `show_places` takes them.
    most : Released
        What `list_places_by_people` returns, released: shown where the first has no rows.

    Returns
    -------
    PublishedSection
        The table of `show_places`; then a paragraph on its columns, or on its order where nobody
        lives in the most vulnerable fifth.
    """
    table = show_places(released, caption=caption, titles=titles, most=most)
    people = escape_markdown(lower_first(next(iter(titles.values()), "people")))
    empty = released.table.empty
    meaning = COUNTED.format(people=people) if empty else REASONED
    shown = describe_shown(most if empty else released, columns=[PLACE_NAME])
    return PublishedSection((table, publish_sentence(f"{A_PLACE} {meaning}", shown)))
