"""A register that people keep, on its way to a page: words and days, and nothing counted."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from datacell_lib.files.actions import Action, ActionRegister, has_actions, load_actions
from datacell_lib.files.area import Area
from datacell_lib.files.policy import choose_policy
from datacell_lib.governance.release import Released, release_words

WEEK = timedelta(days=7)
COLUMNS = [*Action.model_fields]
NOTE, OVERDUE = "note", "overdue"


def release_actions(area: Area) -> Released | None:
    """Release what an area's register of actions has for a page.

    Parameters
    ----------
    area : Area
        The area; what is overdue is judged on the day that its report looks from.

    Returns
    -------
    Released or None
        What `list_actions` returns; None where the area has no register.

    Raises
    ------
    ConfigError
        If something in it is wrong.
    """
    if not has_actions(area.name):
        return None
    listed = list_actions(load_actions(area.name), day=area.find_day())
    return release_words(listed, name="actions", policy=choose_policy(area.policy))


def list_actions(register: ActionRegister, *, day: date | None = None) -> pd.DataFrame:
    """List what is open, and what was decided or done in the last week of a register.

    Parameters
    ----------
    register : ActionRegister
        The register.
    day : date, optional
        The day that the report looks from: what was due before it and is open is overdue. Without
        it nothing is.

    Returns
    -------
    pandas.DataFrame
        The keys of an action, days as in ISO 8601 and nothing where there is none, `overdue` (that
        word, or nothing) and `note` of the register. Open ones first, what is due first before the
        others; then what was done, the latest first. The last week ends on the last day that
        anything was decided or done.
    """
    days = [each.done_on or each.decided_on for each in register.actions]
    begins = max(days, default=date.min + WEEK) - WEEK
    opened = [each for each in register.actions if each.done_on is None]
    done = [each for each in register.actions if each.done_on and each.done_on > begins]
    opened.sort(key=lambda each: (each.due or date.max, each.decided_on))
    done.sort(key=lambda each: each.done_on or date.min, reverse=True)
    rows = [
        [None if value is None else str(value) for value in each.model_dump().values()]
        for each in (*opened, *done)
    ]
    table = pd.DataFrame(rows, columns=COLUMNS, dtype="object")
    late = [OVERDUE if day and each.due and each.due < day else None for each in opened]
    return table.assign(
        **{OVERDUE: pd.Series(late, dtype="object").reindex(table.index), NOTE: register.note or ""}
    )
