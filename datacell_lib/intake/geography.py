"""Which neighbourhoods there are, what they lie in, and what people call them."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from datacell_lib.config import Area
from datacell_lib.intake.reading import read_dataset
from datacell_lib.schema import (
    AREA_CODE,
    AREA_NAME,
    AUTHORITY_CODE,
    AUTHORITY_NAME,
    DISTRICT_CODE,
    DISTRICT_NAME,
    GEOMETRY,
    MSOA_CODE,
    MSOA_NAME,
    NEIGHBOURHOOD,
    PLACE_NAME,
    WARD_CODE,
    WARD_NAME,
    SourceError,
)

BRITISH_NATIONAL_GRID = "EPSG:27700"


@dataclass(frozen=True)
class Vintage:
    """The datasets that describe the neighbourhoods of one census.

    Parameters
    ----------
    geography : str
        What the catalogue calls it.
    places : str
        Lookup of neighbourhoods to wards and districts.
    names : str
        Names of the MSOAs that they are parts of.
    boundaries, district_boundaries : str
        Shapes of the neighbourhoods and of the local authority districts.
    """

    geography: str
    places: str
    names: str
    boundaries: str
    district_boundaries: str


VINTAGES = {
    2021: Vintage(
        geography="LSOA 2021",
        places="lsoa2021-wards-2024",
        names="msoa2021-names",
        boundaries="lsoa2021-boundaries",
        district_boundaries="district-boundaries",
    )
}
REPORT_COLUMNS = {
    "district": (AUTHORITY_CODE, AUTHORITY_NAME),
    "ward": (WARD_CODE, WARD_NAME),
}


def load_places(area: Area) -> pd.DataFrame:
    """Load every neighbourhood of the nation with the places that it lies in.

    Parameters
    ----------
    area : Area
        Says which census vintage, and what its report districts are.

    Returns
    -------
    pandas.DataFrame
        One row a neighbourhood, sorted by `area_code`: its name, MSOA, ward and authority with
        names, its report district, and `neighbourhood`, what a reader would call it.

    Raises
    ------
    SourceError
        If a neighbourhood's MSOA has no name, or two have the same.

    Notes
    -----
    ONS names a neighbourhood after its MSOA with a letter added ("Tendring 018A" is in
    "Tendring 018"), which is how it is put in its MSOA; the tests compare this with geometry.
    A ward is the one of best fit: a neighbourhood may lie in several.
    """
    vintage = VINTAGES[area.census]
    places = read_dataset(vintage.places, area=area)
    places[MSOA_NAME] = places[AREA_NAME].str.slice(stop=-1)
    names = read_dataset(vintage.names, area=area).rename(
        columns={AREA_CODE: MSOA_CODE, AREA_NAME: MSOA_NAME}
    )
    twice = names.loc[names[MSOA_NAME].duplicated(), MSOA_NAME]
    if len(twice):
        raise SourceError(
            f"{vintage.names} names {twice.iloc[0]!r} twice, with different codes. Use a file in "
            "which each MSOA has a name of its own."
        )
    named = places.merge(names, on=MSOA_NAME, how="left", validate="many_to_one")
    unnamed = named.loc[named[MSOA_CODE].isna(), AREA_CODE]
    if len(unnamed):
        raise SourceError(
            f"{len(unnamed)} neighbourhoods belong to no named MSOA, {unnamed.iloc[0]} among "
            f"them. Are {vintage.places} and {vintage.names} of the same census?"
        )
    named[NEIGHBOURHOOD] = "part of " + named[PLACE_NAME] + " (" + named[AREA_NAME] + ")"
    code, name = REPORT_COLUMNS[area.report_by]
    return named.assign(**{DISTRICT_CODE: named[code], DISTRICT_NAME: named[name]})


def select_area(places: pd.DataFrame, *, area: Area) -> pd.DataFrame:
    """Select the area's own neighbourhoods.

    Parameters
    ----------
    places : pandas.DataFrame
        Neighbourhoods with `authority_code`.
    area : Area
        The area.

    Returns
    -------
    pandas.DataFrame
        Its rows.

    Raises
    ------
    SourceError
        If a local authority district of the area has no neighbourhoods.
    """
    empty = sorted(set(area.authorities) - set(places[AUTHORITY_CODE]))
    if empty:
        raise SourceError(
            f"No neighbourhoods lie in {', '.join(empty)}, which data/areas/{area.name}.yml "
            "names. Is a code out of date, or of another kind than local authority district?"
        )
    return places[places[AUTHORITY_CODE].isin(area.authorities)]


def load_boundaries(places: pd.DataFrame, *, area: Area) -> gpd.GeoDataFrame:
    """Add the boundaries of neighbourhoods.

    Parameters
    ----------
    places : pandas.DataFrame
        Neighbourhoods by `area_code`.
    area : Area
        The area.

    Returns
    -------
    geopandas.GeoDataFrame
        The same rows with `geometry`, in British National Grid (EPSG:27700, metres).

    Raises
    ------
    SourceError
        If a neighbourhood has no boundary.
    """
    dataset = VINTAGES[area.census].boundaries
    shapes = read_dataset(dataset, area=area)[[AREA_CODE, GEOMETRY]]
    joined = places.merge(shapes, on=AREA_CODE, how="left", validate="one_to_one")
    lacking = joined.loc[joined[GEOMETRY].isna(), AREA_CODE]
    if len(lacking):
        raise SourceError(
            f"{len(lacking)} of {len(places)} neighbourhoods have no boundary in {dataset}, "
            f"{lacking.iloc[0]} among them. Are the boundaries of the census of {area.census}, "
            "and is every district of the area there?"
        )
    return gpd.GeoDataFrame(joined, crs=shapes.crs).to_crs(BRITISH_NATIONAL_GRID)


def load_district_outlines(neighbourhoods: gpd.GeoDataFrame, *, area: Area) -> gpd.GeoDataFrame:
    """Load the outlines of the report districts.

    Parameters
    ----------
    neighbourhoods : geopandas.GeoDataFrame
        The area's neighbourhoods.
    area : Area
        The area.

    Returns
    -------
    geopandas.GeoDataFrame
        One row a report district: `district_code`, `district_name`, `geometry` in EPSG:27700.
        Districts have their published boundary; wards the outline of the neighbourhoods that
        fit them best.

    Raises
    ------
    SourceError
        If a district has no boundary.
    """
    keys = [DISTRICT_CODE, DISTRICT_NAME]
    if area.report_by == "ward":
        outlines = neighbourhoods.dissolve(by=keys)[[GEOMETRY]].reset_index()
        return outlines.sort_values(DISTRICT_CODE, ignore_index=True)
    dataset = VINTAGES[area.census].district_boundaries
    shapes = read_dataset(dataset, area=area)[[AREA_CODE, GEOMETRY]]
    districts = neighbourhoods[keys].drop_duplicates().sort_values(DISTRICT_CODE)
    joined = districts.merge(
        shapes.rename(columns={AREA_CODE: DISTRICT_CODE}), on=DISTRICT_CODE, how="left"
    )
    lacking = joined.loc[joined[GEOMETRY].isna(), DISTRICT_NAME]
    if len(lacking):
        raise SourceError(f"{dataset} has no boundary for {', '.join(lacking)}. Add its file.")
    return gpd.GeoDataFrame(joined, crs=shapes.crs).to_crs(BRITISH_NATIONAL_GRID)


def list_boundary_datasets(area: Area) -> tuple[str, ...]:
    """List the catalogue ids of the shapes that an area's maps are drawn from.

    Parameters
    ----------
    area : Area
        The area.

    Returns
    -------
    tuple of str
        The neighbourhoods', and the districts' where the report is by district.
    """
    vintage = VINTAGES[area.census]
    own = (vintage.boundaries,)
    return own if area.report_by == "ward" else (*own, vintage.district_boundaries)
