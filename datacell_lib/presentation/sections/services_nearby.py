"""What is near the places to go first: a table of services, and what it can't say."""

from __future__ import annotations

import pandas as pd

from datacell_lib.files.services import name_kind_columns
from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import format_number
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.plain_text import escape_markdown, join_names, upper_first
from datacell_lib.presentation.published import Published, PublishedSection, describe_shown
from datacell_lib.presentation.sentences.publish_sentence import publish_sentence
from datacell_lib.presentation.service_words import (
    describe_period,
    list_known_kinds,
    write_nearest,
)
from datacell_lib.presentation.tables.column import Column, Words
from datacell_lib.presentation.tables.html_tables import publish_columns
from datacell_lib.schema import (
    AT_HAND,
    AUTHORITIES,
    COVERS,
    KIND,
    PLACE_NAME,
    POSITION,
    TITLE,
    UNPLACED,
)
from datacell_lib.wording import count_things, make_plural

MOST_COLUMNS = 4  # that a phone's card and a page hold
CAPTION = "The nearest services of each kind"
HOW_FAR = (
    "Kilometres are in a straight line, from the middle of the neighbourhoods that are counted in "
    "each place, by their residents: by road it is further. Ring before you send anybody there."
)
WHAT = [KIND, TITLE, COVERS, AUTHORITIES, AT_HAND, UNPLACED]


@refuse_unreleased
def show_services(released: Released, *, lists: Released) -> PublishedSection:
    """Show the nearest service of each kind to the places to go first.

    Parameters
    ----------
    released : Released
        What the desk's `services.near_places` holds, released.
    lists : Released
        What its `services.lists` holds, released.

    Returns
    -------
    PublishedSection
        A table of four columns at most, a row a place: where there are more than three kinds, the
        last ones share a column. Then a sentence on how far is meant, on what a list does not
        cover, on services that nobody can place, and on lists that are not at hand.
    """
    kinds = list_known_kinds(lists.table)
    parts: list[Published] = []
    if kinds:
        columns = [Words((POSITION, PLACE_NAME), "Place", _write_place)]
        columns += _write_kinds(kinds, lists.table)
        parts.append(publish_columns(released, columns, caption=CAPTION))
    parts.append(_describe_lists(lists, kinds))
    return PublishedSection(tuple(parts))


def _write_place(position: float, name: str) -> str:
    return f"{format_number(position)}. {name}"


def _write_kinds(kinds: list[str], lists: pd.DataFrame) -> list[Column]:
    """Give each kind a column, or where these would be too many, let the last ones share one."""
    room = MOST_COLUMNS - 1
    alone = kinds if len(kinds) <= room else kinds[: room - 1]
    columns: list[Column] = [
        Words(
            name_kind_columns(kind),
            f"{upper_first(kind)} ({describe_period(lists, kind)})",
            write_nearest,
        )
        for kind in alone
    ]
    shared = kinds[len(alone) :]
    if shared:
        named = [f"{kind} ({describe_period(lists, kind)})" for kind in shared]
        sources = tuple(column for kind in shared for column in name_kind_columns(kind))

        def write_all(*cells: object) -> str:
            pairs = zip(shared, cells[::2], cells[1::2], strict=True)
            return "; ".join(
                f"{upper_first(kind)}: {write_nearest(*pair)}" for kind, *pair in pairs
            )

        columns.append(Words(sources, upper_first(join_names(named)), write_all))
    return columns


def _describe_lists(lists: Released, kinds: list[str]) -> Published:
    table = lists.table
    known = table[table[AT_HAND].astype(bool)]
    sentences = [HOW_FAR] if kinds else []
    for (place, codes), own in known[known[COVERS] != ""].groupby(
        [COVERS, AUTHORITIES], sort=False
    ):
        beyond = "of places outside it none is known" if codes else "beyond it one may be nearer"
        sentences.append(
            f"{_name_lists(own)} at the border of {escape_markdown(str(place))}: {beyond}."
        )
    unplaced = known[known[UNPLACED] > 0]
    if len(unplaced):
        numbers = unplaced[UNPLACED].astype(int)
        counted = join_names(list(map(count_things, numbers, unplaced[KIND])))
        being = "is" if numbers.sum() == 1 else "are"
        sentences.append(f"{counted} {being} left out, because nobody says where.")
    sentences += [
        f"A list of {make_plural(kind)} is not at hand, so it is left out."
        for kind in table.loc[~table[AT_HAND].astype(bool), KIND]
    ]
    if kinds and not lists.invented:  # the days of real lists are not those of invented ones
        titles = "; ".join(escape_markdown(title) for title in known[TITLE])
        sentences.append(f"Lists: {titles}.")
    return publish_sentence(" ".join(sentences), describe_shown(lists, columns=WHAT))


def _name_lists(own: pd.DataFrame) -> str:
    several = join_names([make_plural(kind) for kind in own[KIND]])
    return f"The list{'s' if len(own) > 1 else ''} of {several} end{'' if len(own) > 1 else 's'}"
