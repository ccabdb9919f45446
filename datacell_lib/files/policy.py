"""What may go out and how: the model of the disclosure policies in `data/governance/policies`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from datacell_lib import config
from datacell_lib.config import Edition, find_edition
from datacell_lib.files.reader import Strict, read_named_model
from datacell_lib.names import Name


class SmallCounts(Strict):
    """What happens to small counts of people.

    Parameters
    ----------
    suppress_from, suppress_to : int
        Counts in this range, ends included, are suppressed.
    round_to : int
        Other counts are rounded to the nearest multiple.
    mark : str
        What stands in a file in place of a suppressed count: letters in square brackets.
    """

    suppress_from: Annotated[int, Field(ge=0)]
    suppress_to: Annotated[int, Field(ge=0)]
    round_to: Annotated[int, Field(ge=1)]
    mark: Annotated[str, Field(pattern=r"^\[[a-z]{1,12}\]$")] = "[c]"


class Policy(Strict):
    """A disclosure policy: what may go out, and how.

    Parameters
    ----------
    name : str
        Its file's name.
    editions : tuple of Edition
        The editions that it is for.
    partner_counts : SmallCounts
        What happens to counts of partner data. Published statistics go out as published.
    """

    name: Name
    editions: tuple[Edition, ...]
    partner_counts: SmallCounts


def choose_policy(of_open: str) -> str:
    """Choose the policy of this run's edition.

    Parameters
    ----------
    of_open : str
        The policy that an area's file names, for the open edition.

    Returns
    -------
    str
        That one; in another edition the one that is called as the edition is.

    Examples
    --------
    >>> choose_policy("open")
    'open'
    """
    edition = find_edition()
    return of_open if edition is Edition.OPEN else edition.value


def load_policy(name: str, *, folder: Path | None = None) -> Policy:
    """Load a disclosure policy.

    Parameters
    ----------
    name : str
        Its file's name.
    folder : Path, optional
        Where policies are; `data/governance/policies` unless told.

    Returns
    -------
    Policy
        The policy, checked.

    Raises
    ------
    ConfigError
        If there is none of that name, or something in it is wrong.
    """
    folder = folder or config.find_written(config.Written.POLICIES)
    return read_named_model(folder, name, Policy, what="policy")
