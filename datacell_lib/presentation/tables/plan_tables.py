"""What a plan gives each district, and where one more site would reach most."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from datacell_lib.files.nouns import DISTRICT, Noun
from datacell_lib.files.purposes import Purpose
from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import format_number, format_portion
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.published import Published
from datacell_lib.presentation.sentences.sharing_narrative import NOT_SHARED
from datacell_lib.presentation.tables.column import Column, Figures, Words
from datacell_lib.presentation.tables.html_tables import publish_columns
from datacell_lib.presentation.tables.page_links import link_district
from datacell_lib.presentation.tables.place_tables import OPEN_ROWS
from datacell_lib.schema import DISTRICT_NAME, EXPECTED_NEED, PLACE_NAME

NOBODY_NEW = "One more site would put nobody new in time of one."


@refuse_unreleased
def show_shares(
    released: Released,
    *,
    purpose: Purpose,
    noun: Noun | None = None,
    pages: Mapping[str, str] | None = None,
) -> Published:
    """Show how many calls or visits a plan gives each district.

    Parameters
    ----------
    released : Released
        What the desk's `plans.share(...)` calls `districts`, released.
    purpose : Purpose
        What help is for.
    noun : Noun, optional
        What headings call the area's report districts.
    pages : mapping of str to str, optional
        Where the pages of report districts are, by name: such names become links.

    Returns
    -------
    Published
        A table of four columns: the district, its calls or visits, how many people who need the
        help these are expected to find, and of how many.
    """
    called = noun.one if noun else DISTRICT
    columns: list[Column] = [
        Words(DISTRICT_NAME, called.capitalize(), partial(link_district, pages=pages or {})),
        Figures("contacts", "Calls or visits"),
        Figures("expected_helped", "Expected to find"),
        Figures((EXPECTED_NEED, "share_of_need_met"), "Of all in need", write_met),
    ]
    caption = f"{purpose.title}: how to share calls or visits"
    return publish_columns(released, columns, caption=caption, absent=NOT_SHARED)


@refuse_unreleased
def show_next_places(
    released: Released, *, kind: str | None, pages: Mapping[str, str] | None = None
) -> Published:
    """Show where one more service would newly reach most people in time.

    Parameters
    ----------
    released : Released
        What the desk's `plans.measure_reach(...)` calls `next_places`, released.
    kind : str, optional
        What kind of service it is; none where no list is at hand.
    pages : mapping of str to str, optional
        Where the pages of report districts are, by name: such names become links.

    Returns
    -------
    Published
        A table of three columns, ten rows of it open; or a sentence where there is none.
    """
    columns: list[Column] = [
        Words(PLACE_NAME, "Place"),
        Words(DISTRICT_NAME, "In", partial(link_district, pages=pages or {})),
        Figures("newly_covered", "People in need newly in time"),
    ]
    caption = f"Where one more {kind or 'service'} would reach most"
    return publish_columns(
        released, columns, caption=caption, open_rows=OPEN_ROWS, absent=NOBODY_NEW
    )


def write_met(need: float, share: float) -> str:
    """Write how many need help, and the share of them that is found.

    Examples
    --------
    >>> write_met(3587.3, 0.0118), write_met(9778.0, 0.0003)
    ('3,587 (1%)', '9,778 (under 1%)')
    """
    return f"{format_number(need)} ({format_portion(share)})"
