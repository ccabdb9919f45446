"""The list that a reader acts on: places to go first, or those where most people are counted."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from markupsafe import Markup

from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import format_number, format_part
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.plain_text import lower_first
from datacell_lib.presentation.published import Published
from datacell_lib.presentation.tables.column import Column, Figures, Words
from datacell_lib.presentation.tables.html_tables import publish_columns
from datacell_lib.presentation.tables.page_links import link_district
from datacell_lib.presentation.word_formats import format_text
from datacell_lib.schema import (
    DISTRICT_NAME,
    FIRMNESS,
    NEIGHBOURHOODS,
    OTHER_PEOPLE,
    PEOPLE,
    PLACE_NAME,
    POPULATION,
    POSITION,
    REASONS,
)
from datacell_lib.wording import count_things

OPEN_ROWS = 10
RESIDENTS = "Residents"


@refuse_unreleased
def show_places(
    released: Released,
    *,
    caption: str,
    titles: Mapping[str, str],
    most: Released | None = None,
    pages: Mapping[str, str] | None = None,
) -> Published:
    """Show the places to go first, ten of them open and the others to be opened.

    Parameters
    ----------
    released : Released
        What `list_first_places` returns; districts are named where there are several.
    caption : str
        What it answers.
    titles : mapping of str to str
        For each count of people its title, as they were given to that function.
    most : Released, optional
        What `list_places_by_people` returns, shown where the first has no rows: its first ten.
    pages : mapping of str to str, optional
        Where the pages of report districts are, by name: such names become links.

    Returns
    -------
    Published
        A table of four columns: the place and how many neighbourhoods it has there, the people
        to reach of all residents of these, why, and how firm that is. Instead, where no place has
        such neighbourhoods, the places where most of those people live.
    """
    if released.table.empty and most is not None:
        released, caption = most, name_list(most, caption=caption, titles=titles)
    columns = list_place_columns(released, titles=titles, pages=pages)
    return publish_columns(released, columns, caption=caption, open_rows=OPEN_ROWS)


def name_list(released: Released, *, caption: str, titles: Mapping[str, str]) -> str:
    """Name a list of places: those to go first, or those where most people are counted.

    Parameters
    ----------
    released : Released
        One of the two lists.
    caption : str
        What a list of places to go first answers.
    titles : mapping of str to str
        As `show_places` takes them.

    Returns
    -------
    str
        That caption; or, of the other list, whom most of live there.
    """
    if REASONS in released.table:
        return caption
    return f"Where most {lower_first(next(iter(titles.values()), RESIDENTS))} live"


def list_place_columns(
    released: Released, *, titles: Mapping[str, str], pages: Mapping[str, str] | None = None
) -> list[Column]:
    """List the columns of a list of places, as every list of them has these.

    Parameters
    ----------
    released : Released
        What `list_first_places` or `list_places_by_people` returns.
    titles, pages : mapping of str to str
        As `show_places` takes them.

    Returns
    -------
    list of Column
        The place, then the people; of places to go first also why, and how firm that is.
    """
    named = list(titles.values())[:2]
    columns = [*_name_place(released, pages or {}), *_count_people(named)]
    if REASONS in released.table:
        return [*columns, Words(REASONS, "Why"), Words(FIRMNESS, "How firm")]
    return [*columns, *_count_others(named)]


def _name_place(released: Released, pages: Mapping[str, str]) -> list[Column]:
    write = partial(_write_place, pages=pages)
    if DISTRICT_NAME in released.table and released.table[DISTRICT_NAME].nunique() > 1:
        return [Words((POSITION, PLACE_NAME, NEIGHBOURHOODS, DISTRICT_NAME), "Place", write)]
    return [Words((POSITION, PLACE_NAME, NEIGHBOURHOODS), "Place", write)]


def _write_place(
    position: float, name: str, number: float, district: str = "", *, pages: Mapping[str, str]
) -> str:
    if district == name:  # it is the whole of its district
        name, district = link_district(district, pages=pages), ""
    else:
        name = format_text(name)
    where = link_district(district, pages=pages) if district else ""
    things = count_things(number, "neighbourhood").replace(" ", "\N{NO-BREAK SPACE}")
    words = Markup if isinstance(name, Markup) or isinstance(where, Markup) else str
    comma = ", " if where else ""
    return words("{}. {} ({}{}{})").format(format_number(position), name, where, comma, things)


def _count_people(titles: list[str]) -> list[Column]:
    if not titles:
        return [Figures(POPULATION, RESIDENTS)]
    return [Figures((PEOPLE, POPULATION), f"{titles[0]}, of all residents", format_part)]


def _count_others(titles: list[str]) -> list[Column]:
    return [Figures(OTHER_PEOPLE, title) for title in titles[1:]]
