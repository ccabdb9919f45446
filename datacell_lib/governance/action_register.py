"""A register that people keep, on its way to a page: words and days, and nothing counted."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from datacell_lib.files.actions import Action, ActionRegister, has_actions, load_actions
from datacell_lib.governance.release import Released, release_words

WEEK = timedelta(days=7)
COLUMNS = [*Action.model_fields]
NOTE = "note"


def release_actions(area: str, *, policy: str) -> Released | None:
    """Release what an area's register of actions has for a page.

    Parameters
    ----------
    area : str
        The area's name.
    policy : str
        The area's disclosure policy.

    Returns
    -------
    Released or None
        What `list_actions` returns; None where the area has no register.

    Raises
    ------
    ConfigError
        If something in it is wrong.
    """
    if not has_actions(area):
        return None
    return release_words(list_actions(load_actions(area)), name="actions", policy=policy)


def list_actions(register: ActionRegister) -> pd.DataFrame:
    """List what is open, and what was decided or done in the last week of a register.

    Parameters
    ----------
    register : ActionRegister
        The register.

    Returns
    -------
    pandas.DataFrame
        The keys of an action, days as in ISO 8601 and nothing where there is none, and `note` of
        the register. Open ones first, what is due first before the others; then what was done,
        the latest first. The last week ends on the last day that anything was decided or done.
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
    return table.assign(**{NOTE: register.note or ""})
