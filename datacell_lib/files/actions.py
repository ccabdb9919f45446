"""The register of what was decided for an area, and what came of it: `data/governance/actions`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Self

from pydantic import model_validator

from datacell_lib import config
from datacell_lib.files.reader import Strict, read_named_model
from datacell_lib.names import Name, Note


class Action(Strict):
    """Something that was decided.

    Parameters
    ----------
    action : str
        What is to be done, in a few words.
    place : str
        Where, or what it is about, by the name that pages have.
    owner_role : str
        The role that does it, such as "Community hub lead". No person's name is asked for: pages
        are for everyone.
    decided_on : date
        The day that it was decided.
    due : date, optional
        The day by which it is to be done.
    done_on : date, optional
        The day that it was done; it is open until then.
    outcome : str, optional
        What came of it, or how far it is. What is done must have one.
    """

    action: Name
    place: Name
    owner_role: Name
    decided_on: date
    due: date | None = None
    done_on: date | None = None
    outcome: Note | None = None

    @model_validator(mode="after")
    def _happen_in_order(self) -> Self:
        for key, day in (("due", self.due), ("done_on", self.done_on)):
            if day is not None and day < self.decided_on:
                raise ValueError(
                    f"key {key!r} must not be before 'decided_on' ({self.decided_on}); found {day}"
                )
        if self.done_on is not None and not (self.outcome or "").strip():
            raise ValueError("what is done must say in 'outcome' what came of it")
        return self


class ActionRegister(Strict):
    """What was decided for an area, and what came of it.

    Parameters
    ----------
    name : str
        The area's name, which is the file's.
    note : str, optional
        What readers must know of all of it, in a sentence.
    actions : tuple of Action
        In any order. What was done long ago may stay: pages show what is open, and what was
        decided or done in the last week of the register.
    """

    name: Name
    note: Note | None = None
    actions: tuple[Action, ...]


def has_actions(area: str) -> bool:
    """Tell whether an area has a register of actions.

    Examples
    --------
    >>> has_actions("sample"), has_actions("bolton")
    (True, False)
    """
    return (config.find_written(config.Written.ACTIONS) / f"{area}.yml").is_file()


def load_actions(area: str, *, folder: Path | None = None) -> ActionRegister:
    """Load an area's register of actions.

    Parameters
    ----------
    area : str
        The area's name.
    folder : Path, optional
        Where registers are; `data/governance/actions` unless told.

    Returns
    -------
    ActionRegister
        The register, checked.

    Raises
    ------
    ConfigError
        If there is none, or something in it is wrong.
    """
    folder = folder or config.find_written(config.Written.ACTIONS)
    return read_named_model(folder, area, ActionRegister, what="register of actions")
