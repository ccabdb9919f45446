"""What a name may hold: titles, names and notes that people write or publishers give are text."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated

import pandas as pd
from pydantic import AfterValidator

from datacell_lib.schema import SourceError

NAME_LENGTH = 200
NOTE_LENGTH = 2000
# Invisible to a reader, so that what is read is not what stands there: controls (newlines and
# tabs among them), marks that turn the direction of writing, unassigned and private characters.
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_MARKUP = "<>{}"
# What the maps' font can draw: Latin, Greek and Cyrillic with their accents, punctuation, signs.
_DRAWN = (
    (0x0020, 0x02E9),
    (0x0300, 0x034F),
    (0x0384, 0x0525),
    (0x1E00, 0x1EFB),
    (0x2010, 0x205E),
    (0x20A0, 0x20B5),
    (0x2100, 0x2109),
    (0x210B, 0x2149),
    (0x2190, 0x2311),
)
_PLAIN = re.compile(r"[ !-;=?-z|~\u00a0-\u00ac\u00ae-\u00ff\u2018\u2019]*")


def describe_fault(text: str, *, longest: int = NAME_LENGTH) -> str | None:
    """Say what is wrong with a name, or nothing.

    Parameters
    ----------
    text : str
        The name.
    longest : int
        How many characters it may have.

    Returns
    -------
    str or None
        What it must not hold and does.

    Examples
    --------
    >>> describe_fault("St. Mary's & *All* Saints (north)")
    >>> describe_fault("<b>Heaton</b>")
    "must not hold '<'; names are plain text"
    >>> describe_fault("Heaton\\nLostock")
    'must not hold the invisible character U+000A'
    """
    if fault := _describe_length(text, longest):
        return fault
    if _PLAIN.fullmatch(text):
        return None
    for character in text:
        if character in _MARKUP:
            return f"must not hold {character!r}; names are plain text"
        if fault := _describe_invisible(character):
            return fault
        if not any(low <= ord(character) <= high for low, high in _DRAWN):
            return f"must not hold U+{ord(character):04X}, which the maps' font cannot draw"
    return None


def _describe_length(text: str, longest: int) -> str | None:
    if len(text) > longest:
        return f"must have {longest:,} characters at most; it has {len(text):,}"
    return None


def _describe_invisible(character: str) -> str | None:
    if unicodedata.category(character) in _INVISIBLE:
        return f"must not hold the invisible character U+{ord(character):04X}"
    return None


def check_name(text: str) -> str:
    """Refuse a name that is more than plain text on one line.

    Parameters
    ----------
    text : str
        A name or title from a file that is written by hand.

    Returns
    -------
    str
        The same.

    Raises
    ------
    ValueError
        If it is empty or too long, or holds an angle bracket, a brace, or what can't be seen.

    Examples
    --------
    >>> check_name("Heaton, Lostock")
    'Heaton, Lostock'
    """
    return _refuse(text, describe_fault(text))


def check_signature(text: str) -> str:
    """Refuse what somebody signs with, unless it is one line of which all can be seen.

    Parameters
    ----------
    text : str
        A person's name or role, in any script; pages show it escaped.

    Returns
    -------
    str
        The same.

    Raises
    ------
    ValueError
        If it is empty or too long, or holds what can't be seen.

    Examples
    --------
    >>> check_signature("Ann O'Neill <ann@example.org>")
    "Ann O'Neill <ann@example.org>"
    """
    unseen = (fault for fault in map(_describe_invisible, text) if fault)
    return _refuse(text, _describe_length(text, NAME_LENGTH) or next(unseen, None))


def _refuse(text: str, fault: str | None) -> str:
    if not text.strip():
        raise ValueError("must not be empty")
    if fault:
        raise ValueError(fault)
    return text


def check_note(text: str) -> str:
    """Refuse a note that is more than a plain paragraph.

    Parameters
    ----------
    text : str
        A sentence or more from a file that is written by hand.

    Returns
    -------
    str
        The same.

    Raises
    ------
    ValueError
        As `check_name`, but for its length.
    """
    if fault := describe_fault(text, longest=NOTE_LENGTH):
        raise ValueError(fault)
    return text


Name = Annotated[str, AfterValidator(check_name)]
Note = Annotated[str, AfterValidator(check_note)]


def check_names(names: pd.Series, *, codes: pd.Series, where: str) -> None:
    """Refuse a column of names that are more than plain text on one line; missing ones pass.

    Parameters
    ----------
    names : pandas.Series
        Names as a publisher, a partner or a council gives them.
    codes : pandas.Series
        What each row is of, for the error.
    where : str
        The file, and what the column is called in it.

    Raises
    ------
    SourceError
        Naming the first row at fault by its code.

    Examples
    --------
    >>> codes = pd.Series(["E01000001", "E01000002"])
    >>> check_names(pd.Series(["Heaton", "{{ x }}"]), codes=codes, where="a.csv, group_name")
    Traceback (most recent call last):
        ...
    datacell_lib.schema.SourceError: a.csv, group_name: the row of E01000002 must not hold \
'{'; names are plain text; found '{{ x }}'. Correct the file.
    """
    for name in names.dropna().unique().tolist():
        if fault := describe_fault(str(name)):
            row = codes[names.eq(name).to_numpy(dtype=bool, na_value=False)].iloc[0]
            shown = str(name) if len(str(name)) <= NAME_LENGTH else f"{str(name)[:NAME_LENGTH]}…"
            raise SourceError(
                f"{where}: the row of {row} {fault}; found {shown!r}. Correct the file."
            )
