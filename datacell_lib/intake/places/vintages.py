"""The two censuses: which datasets describe the neighbourhoods of each."""

from __future__ import annotations

from dataclasses import dataclass

from datacell_lib.files.area import Area, ColumnSource
from datacell_lib.schema import LSOA2011_CODE, LSOA2021_CODE


@dataclass(frozen=True)
class Vintage:
    """The datasets that describe the neighbourhoods of one census.

    Parameters
    ----------
    geography : str
        What the catalogue calls it.
    msoa_geography : str
        What the catalogue calls its MSOAs.
    code : str
        The column that holds its codes where both censuses meet.
    places : str
        Lookup of neighbourhoods to local authority districts and, where there is one, to wards.
    msoas : str or None
        Lookup of neighbourhoods to MSOAs; None where their names alone tell.
    names : str
        Names of the MSOAs that they are parts of.
    boundaries : str
        Shapes of the neighbourhoods.
    residents : ColumnSource
        Who lives there, to share counts by where a neighbourhood was split.
    """

    geography: str
    msoa_geography: str
    code: str
    places: str
    msoas: str | None
    names: str
    boundaries: str
    residents: ColumnSource


VINTAGES = {
    2011: Vintage(
        geography="LSOA 2011",
        msoa_geography="MSOA 2011",
        code=LSOA2011_CODE,
        places="lsoa2011-districts-2020",
        msoas="lsoa2011-msoa2011",
        names="msoa2011-names",
        boundaries="lsoa2011-boundaries",
        residents=ColumnSource(dataset="population-2020-lsoa2011", column="usual_residents"),
    ),
    2021: Vintage(
        geography="LSOA 2021",
        msoa_geography="MSOA 2021",
        code=LSOA2021_CODE,
        places="lsoa2021-wards-2024",
        msoas=None,
        names="msoa2021-names",
        boundaries="lsoa2021-boundaries",
        residents=ColumnSource(dataset="census2021-age", column="usual_residents"),
    ),
}
LOOKUP = "lsoa2011-lsoa2021-lookup"


def find_vintage(area: Area) -> Vintage:
    """Find what describes an area's neighbourhoods.

    Parameters
    ----------
    area : Area
        The area.

    Returns
    -------
    Vintage
        The vintage of its census.
    """
    return VINTAGES[area.census]


def find_other_vintage(area: Area) -> Vintage:
    """Find what describes the neighbourhoods of the census that an area's report is not in.

    Parameters
    ----------
    area : Area
        The area.

    Returns
    -------
    Vintage
        The other vintage.
    """
    (other,) = (vintage for census, vintage in VINTAGES.items() if census != area.census)
    return other


def list_place_datasets(area: Area) -> tuple[str, ...]:
    """List the catalogue ids of the lookups and names that an area's places are made from.

    Parameters
    ----------
    area : Area
        The area.

    Returns
    -------
    tuple of str
        Lookups to authorities and MSOAs, the MSOAs' names, the lookup of its own groups.
    """
    vintage = find_vintage(area)
    groups = area.groups.dataset if area.groups else None
    return tuple(filter(None, (vintage.places, vintage.msoas, vintage.names, groups)))
