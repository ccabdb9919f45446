"""What was decided last week, who does it, and what came of it: a table, open ones first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd

from datacell_lib.governance.release import Released
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.plain_text import escape_markdown
from datacell_lib.presentation.published import Published, PublishedSection, describe_shown
from datacell_lib.presentation.sentences.publish_sentence import publish_sentence
from datacell_lib.presentation.tables.column import Words
from datacell_lib.presentation.tables.html_tables import publish_columns
from datacell_lib.wording import count_being, write_day

CAPTION = "Actions, open ones first"
HEADINGS = {
    "action": "Action",
    "place": "Place",
    "owner_role": "Owner",
    "decided_on": "Decided",
    "due": "Due",
    "done_on": "Done",
    "outcome": "Outcome",
}
DAYS = {"decided_on", "due", "done_on"}


@refuse_unreleased
def show_actions(released: Released | None) -> PublishedSection:
    """Show a register of actions: how many are open, then each with its owner and outcome.

    Parameters
    ----------
    released : Released or None
        The desk's `actions`.

    Returns
    -------
    PublishedSection
        A sentence and a table; nothing where the area has no register.
    """
    if released is None:
        return PublishedSection(())
    columns = [Words(name, words, _choose_words(name)) for name, words in HEADINGS.items()]
    table = publish_columns(released, columns, caption=CAPTION, absent="No action is noted.")
    return PublishedSection((_describe(released), table))


def _describe(released: Released) -> Published:
    table = released.table
    shown = describe_shown(released, columns=["done_on", "note"])
    opened = int(table["done_on"].isna().sum())
    note = escape_markdown(str(table["note"].iloc[0])) if len(table) else ""
    told = f"{count_being(opened, 'action')} open." if opened else "No action is open."
    return publish_sentence(f"{told} {note}".strip(), shown)


def _choose_words(name: str) -> Callable[[object], str]:
    return _write_day if name in DAYS else _write_text


def _write_day(value: object) -> str:
    return "" if pd.isna(value) else write_day(date.fromisoformat(str(value)))


def _write_text(value: object) -> str:
    return "" if pd.isna(value) else str(value)
