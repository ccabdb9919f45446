"""The places to send a kind of help to, the first first, and what their need is made from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from markupsafe import Markup

from datacell_lib.files.purposes import Purpose
from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import format_interval, format_number
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.published import Published
from datacell_lib.presentation.service_words import write_nearest
from datacell_lib.presentation.tables.column import Column, Figures, Words
from datacell_lib.presentation.tables.html_tables import publish_columns
from datacell_lib.presentation.tables.page_links import link_district
from datacell_lib.presentation.tables.place_tables import OPEN_ROWS
from datacell_lib.presentation.word_formats import format_text
from datacell_lib.schema import (
    AGE_BAND,
    DISTRICT_NAME,
    EXPECTED_NEED,
    LOWER_CI,
    NOTE,
    PLACE_NAME,
    POSITION,
    TITLE,
    UPPER_CI,
    VALUE,
)

NEAREST, AWAY = "nearest", "kilometres_to_nearest"
NOT_KNOWN = (
    "Nobody can say how many people need it here: data/governance/purposes.yml does not say which "
    "ages this area's dataset of residents has."
)


@refuse_unreleased
def show_need(
    released: Released,
    *,
    purpose: Purpose,
    kind: str | None = None,
    pages: Mapping[str, str] | None = None,
) -> Published:
    """Show the places to send a kind of help to, ten of them open and the others to be opened.

    Parameters
    ----------
    released : Released
        What the desk's `plans.list_places` returns, released.
    purpose : Purpose
        What the help is for.
    kind : str, optional
        What kind of service the nearest one is, where one is named.
    pages : mapping of str to str, optional
        Where the pages of report districts are, by name: such names become links.

    Returns
    -------
    Published
        A table of four columns at most: the place; how many people are expected to need the help,
        with the interval, of how many of its ages; why the place comes there; the nearest service.
        Or a sentence, where need is not known.
    """
    write = partial(_write_place, pages=pages or {})
    columns: list[Column] = [
        Words((POSITION, PLACE_NAME, DISTRICT_NAME), "Place", write),
        Figures(
            (EXPECTED_NEED, LOWER_CI, UPPER_CI, "people_concerned"),
            f"Expected to need {purpose.help} (interval), of all it is for",
            write_need,
        ),
        Words("why", "Why"),
    ]
    if kind is not None:
        columns.append(Words((NEAREST, AWAY), f"Nearest {kind}", write_nearest))
    caption = f"{purpose.title}: where an hour finds most people who need it"
    if released.table.empty:
        columns = [Words(PLACE_NAME, "Place")]
    return publish_columns(
        released, columns, caption=caption, open_rows=OPEN_ROWS, absent=NOT_KNOWN
    )


@refuse_unreleased
def show_risks(released: Released) -> Published:
    """Show what expected need is made from, a row a risk or ratio.

    Parameters
    ----------
    released : Released
        What `list_risks` returns, released.

    Returns
    -------
    Published
        A table of three columns: the purpose and the age, the risk of these people or how many
        times as high it is in deprived places, and what the interval holds.
    """
    columns: list[Column] = [
        Words((TITLE, AGE_BAND), "Purpose and age", _write_risk_name),
        Figures((AGE_BAND, VALUE, LOWER_CI, UPPER_CI), "Need it (interval)", write_risk),
        Words(NOTE, "What the interval holds"),
    ]
    return publish_columns(released, columns, caption="What need is made from", absent=NOT_KNOWN)


def write_risk(age: str, value: float, lower: float, upper: float) -> str:
    """Write a risk as so many of 100 people, and a ratio as so many times.

    Examples
    --------
    >>> write_risk("65 and over", 22.0, 19.0, 29.0)
    '22.0 of 100 (19.0 to 29.0)'
    >>> write_risk("most over least deprived fifth", 2.0, 1.91, 2.2)
    '2.0 times (1.9 to 2.2)'
    """
    unit = " of 100" if age[0].isdigit() or age.startswith("under") else " times"
    low, high = format_number(lower, 1), format_number(upper, 1)
    return f"{format_number(value, 1)}{unit} ({low} to {high})"


def write_need(value: float, lower: float, upper: float, people: float) -> str:
    """Write how many people are expected to need something, of how many.

    Examples
    --------
    >>> write_need(310.4, 210.0, 430.2, 2900.0)
    '310 (210 to 430) of 2,900'
    """
    return f"{format_interval(value, lower, upper)} of {format_number(people)}"


def _write_risk_name(title: str, age: str) -> str:
    return f"{title}: {age}"


def _write_place(position: float, name: str, district: str, *, pages: Mapping[str, str]) -> str:
    if district == name:  # it is the whole of its district
        return Markup("{}. {}").format(format_number(position), link_district(name, pages=pages))
    where = link_district(district, pages=pages)
    named = Markup if isinstance(where, Markup) else str
    return named("{}. {} ({})").format(format_number(position), format_text(name), where)
