"""Entries of the catalogue in which somebody still has something to fill in."""

from __future__ import annotations

import re
from pathlib import Path

from datacell_lib.config import show_path
from datacell_lib.schema import ConfigError

FILL_IN = "# FILL IN"
KEY = re.compile(r"\s*(?:- )?(\".*\"|[\w-]+):")


def list_questions(text: str) -> list[str]:
    """List what an entry says is still to fill in.

    Parameters
    ----------
    text : str
        The entry's text.

    Returns
    -------
    list of str
        For each line with `# FILL IN` its key and the question.

    Examples
    --------
    >>> list_questions("id: a\\nlicence:  # FILL IN on what terms?\\n")
    ['licence (on what terms?)']
    """
    found = []
    for line in text.splitlines():
        before, mark, question = line.partition(FILL_IN)
        if mark:
            key = KEY.match(before)
            found.append(f"{key[1] if key else 'a line'} ({question.strip(': ')})")
    return found


def refuse_unfinished(path: Path) -> None:
    """Refuse an entry in which something is still to fill in.

    Parameters
    ----------
    path : Path
        The entry's file; one that can't be read is left to whoever reads it.

    Raises
    ------
    ConfigError
        Naming everything that is still to fill in, a line each.
    """
    try:
        questions = list_questions(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return
    if questions:
        lines = "".join(f"\n- {question}" for question in questions)
        raise ConfigError(
            f"{show_path(path)} is not finished. Still to fill in:{lines}\nAnswer each after its "
            f"key, take its '{FILL_IN}' away, and run again."
        )
