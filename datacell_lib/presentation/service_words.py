"""How pages call services, and how far away they say that one is."""

from __future__ import annotations

import string

import pandas as pd

from datacell_lib.files.services import KINDS
from datacell_lib.presentation.formats import MISSING, format_number
from datacell_lib.schema import AT_HAND, KIND, PERIOD

KEPT = {"Gp": "GP", "Nhs": "NHS", "Plc": "PLC", "Uk": "UK"}


def list_known_kinds(lists: pd.DataFrame) -> list[str]:
    """List the kinds of service of which a list is at hand.

    Parameters
    ----------
    lists : pandas.DataFrame
        What `load_services` says of the lists.

    Returns
    -------
    list of str
        In the order in which pages name them.
    """
    known = set(lists.loc[lists[AT_HAND].astype(bool), KIND])
    return [kind for kind in KINDS if kind in known]


def describe_period(lists: pd.DataFrame, kind: str) -> str:
    """Say how old the lists of a kind are, as their catalogue entries do.

    Parameters
    ----------
    lists : pandas.DataFrame
        What `load_services` says of the lists.
    kind : str
        The kind.

    Returns
    -------
    str
        Such as "listed January 2020".
    """
    own = lists[(lists[KIND] == kind) & lists[AT_HAND].astype(bool)]
    periods = list(dict.fromkeys(own[PERIOD]))
    if periods == ["invented"]:
        return "invented"
    return f"listed {' and '.join(periods)}".replace("listed not stated", "listed, no date")


def write_service(name: str) -> str:
    """Write the name of a service; one that its list has in capitals alone, in small letters.

    Examples
    --------
    >>> write_service("ST MARY'S PHARMACY"), write_service("A1 Pharmacy")
    ("St Mary's Pharmacy", 'A1 Pharmacy')
    """
    if not name.isupper():
        return name
    return " ".join(KEPT.get(word, word) for word in string.capwords(name).split())


def write_nearest(name: str, kilometres: float) -> str:
    """Write a service and how far away it is in a straight line.

    Examples
    --------
    >>> write_nearest("Moor Surgery", 0.44), write_nearest("Moor Surgery", 0.04)
    ('Moor Surgery, 0.4\\xa0km', 'Moor Surgery, under 0.1\\xa0km')
    """
    if pd.isna(name):
        return MISSING
    near = kilometres < 0.05  # what would be written as nothing
    away = "under 0.1" if near else format_number(kilometres, 1)
    return f"{write_service(name)}, {away}\N{NO-BREAK SPACE}km"
