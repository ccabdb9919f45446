"""The sections of a page that an area has nothing for: they are left out."""

from __future__ import annotations

from datacell_lib.files.actions import has_actions
from datacell_lib.files.area import Area

FEWEST_DISTRICTS = 3  # that a funnel compares
AS_OF = "as-of"
DESCRIBED = ("community-vulnerability", "covid-vulnerability")  # by pages of the book


def list_left_out(area: Area, *, compared: bool = False) -> tuple[str, ...]:
    """List the tags of the notebook cells that an area has nothing to show in.

    Parameters
    ----------
    area : Area
        The area.
    compared : bool
        Whether there is a last report to compare with.

    Returns
    -------
    tuple of str
        Cells with one of these tags are left out of its pages.

    Examples
    --------
    >>> from datacell_lib.files.area import load_area
    >>> "small-area-deaths" in list_left_out(load_area("sample"))
    True
    """
    has = {
        "actions": has_actions(area.name),
        AS_OF: area.as_of is not None,
        "cases": area.cases is not None,
        "district-facts": bool(area.district_facts),
        "district-funnel": len(area.authorities) >= FEWEST_DISTRICTS,
        "handbooks-index": area.index in DESCRIBED,
        "last-report": compared,
        "late-reports": area.surveillance.snapshots is not None,
        "local-indices": bool(area.local_indices),
        "other-index": area.index not in DESCRIBED,
        "outcomes": bool(area.outcomes),
        "registrations": area.registrations is not None,
        "reproduction": area.cases is not None and area.surveillance.serial_interval is not None,
        "services": bool(area.services),
        "small-area-cases": area.surveillance.cases is not None,
        "small-area-deaths": area.surveillance.deaths is not None,
        "vaccination": area.surveillance.vaccination is not None,
    }
    return tuple(tag for tag, there in has.items() if not there)
