"""Whose report it is, of which day, and who answers: what travels with anything taken out of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from datacell_lib.files.area import Area
from datacell_lib.files.contact import Contact
from datacell_lib.presentation.page_status import INVENTED, describe_day


@dataclass(frozen=True)
class Imprint:
    """What a sheet or a picture says of the report that it is from.

    Parameters
    ----------
    area : str
        What the report is about.
    day : str
        A sentence on the day that it is of.
    note : str
        What else a reader must know, such as that the data are invented; may be empty.
    contact : Contact, optional
        Who answers for it.
    """

    area: str
    day: str
    note: str
    contact: Contact | None


def make_imprint(area: Area, *, made_on: date, reconstructed: bool = False) -> Imprint:
    """Say whose report it is, of which day, and who answers for it.

    Parameters
    ----------
    area : Area
        What the report is about.
    made_on : date
        The day on which it is made.
    reconstructed : bool
        Whether it is made with data that came out after its last day.

    Returns
    -------
    Imprint
        As every page of the report says it.
    """
    as_of = area.as_of.isoformat() if area.as_of else None
    day = describe_day(as_of=as_of, made_on=made_on.isoformat(), reconstructed=reconstructed)
    return Imprint(area.title, day, INVENTED if area.invented else "", area.contact)
