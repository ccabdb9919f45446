"""What was decided last week, who does it, and what came of it: a table, open ones first."""

from __future__ import annotations

from datetime import date

import pandas as pd

from datacell_lib.governance.release import Released
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.plain_text import escape_markdown
from datacell_lib.presentation.published import Published, PublishedSection, describe_shown
from datacell_lib.presentation.sentences.publish_sentence import publish_sentence
from datacell_lib.presentation.tables.column import Words
from datacell_lib.presentation.tables.html_tables import publish_columns
from datacell_lib.presentation.word_formats import format_beside
from datacell_lib.wording import count_being, write_day

STANDING = ("decided_on", "due", "overdue", "done_on", "outcome")
CAPTION = "Actions, open ones first"


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
    columns = [
        Words(("action", "place"), "Action", format_beside),
        Words("owner_role", "Who does it"),
        Words(STANDING, "How it stands", _write_standing),
    ]
    table = publish_columns(released, columns, caption=CAPTION, absent="No action is noted.")
    return PublishedSection((_describe(released), table))


def _describe(released: Released) -> Published:
    table = released.table
    shown = describe_shown(released, columns=["done_on", "overdue", "note"])
    opened = int(table["done_on"].isna().sum())
    note = escape_markdown(str(table["note"].iloc[0])) if len(table) else ""
    late = int(table["overdue"].notna().sum())
    behind = f", {late} of them overdue" if late else ""
    told = f"{count_being(opened, 'action')} open{behind}." if opened else "No action is open."
    return publish_sentence(f"{told} {note}".strip(), shown)


def _write_standing(
    decided_on: str, due: object, overdue: object, done_on: object, outcome: object
) -> str:
    """Write how an action stands: since when it is open and until when, or that it is done."""
    stands = f"Done on {_write_day(done_on)}." if pd.notna(done_on) else None
    if stands is None:
        until = f", due on {_write_day(due)}" if pd.notna(due) else ""
        until += f": {overdue}" if pd.notna(overdue) else ""
        stands = f"Open since {_write_day(decided_on)}{until}."
    return stands if pd.isna(outcome) else f"{stands} {outcome}"


def _write_day(day: object) -> str:
    return write_day(date.fromisoformat(str(day)))
