"""Which neighbourhoods there are, what they lie in, and what people call them."""

from __future__ import annotations

from functools import partial

import geopandas as gpd
import pandas as pd

from datacell_lib.files.area import Area
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.intake.places.clashing_names import tell_places_apart
from datacell_lib.intake.places.former_districts import describe_former, load_former_districts
from datacell_lib.intake.places.grouping import group_places, load_groups
from datacell_lib.intake.places.msoas import load_msoas
from datacell_lib.intake.places.vintages import find_vintage
from datacell_lib.intake.read.fetch import locate_files
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.schema import (
    AREA_CODE,
    AREA_NAME,
    AUTHORITY_CODE,
    DISTRICT_CODE,
    DISTRICT_NAME,
    GEOMETRY,
    MSOA_CODE,
    NEIGHBOURHOOD,
    PLACE_NAME,
    WARD_CODE,
    WARD_NAME,
    DatacellError,
    SourceError,
)

BRITISH_NATIONAL_GRID = "EPSG:27700"
CODES_NAMED = 5


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
        names, its report district, and `neighbourhood`, what a reader would call it. Wards are
        missing for 2011; with groups of the area's own, a neighbourhood outside them has no
        report district.

    Raises
    ------
    SourceError
        As `load_msoas`; if a neighbourhood has no MSOA or only an MSOA and no other place, or the
        area's own no authority or group.

    Notes
    -----
    A ward is the one of best fit: a neighbourhood may lie in several.
    """
    vintage = find_vintage(area)
    places = read_dataset(vintage.places, area=area).drop(columns=AREA_NAME, errors="ignore")
    msoas = load_msoas(vintage, area=area)
    if vintage.msoas is not None:
        _require_place(msoas, places, dataset=vintage.msoas, lookup=vintage.places)
    named = places.merge(msoas, on=AREA_CODE, how="left", validate="one_to_one")
    unnamed = named.loc[named[MSOA_CODE].isna(), AREA_CODE]
    if len(unnamed):
        raise SourceError(
            f"{len(unnamed)} neighbourhoods belong to no MSOA, {unnamed.iloc[0]} among them. Are "
            f"{vintage.places} and {vintage.msoas} of the same census?"
        )
    for column in (WARD_CODE, WARD_NAME):
        if column not in named:
            named[column] = pd.Series(pd.NA, index=named.index, dtype="str")
    grouped = tell_places_apart(group_places(named, area=area), area=area)
    grouped[NEIGHBOURHOOD] = "part of " + grouped[PLACE_NAME] + " (" + grouped[AREA_NAME] + ")"
    return grouped


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
    empty = sorted(set(area.authorities) - set(places[AUTHORITY_CODE].unique()))
    if empty:
        former = partial(load_former_districts, area, places=places)
        told = [describe_former(code, load_former=former) for code in empty]
        advice = " ".join(filter(None, told))
        raise SourceError(
            f"No neighbourhoods lie in {', '.join(empty)}, which data/areas/{area.name}.yml names. "
            f"{advice or 'Is it the code of a local authority district, and of this census?'}"
        )
    return places[places[AUTHORITY_CODE].isin(area.authorities)]


def check_places(area: Area, *, at_hand: bool = False) -> None:
    """Refuse an area's districts and groups that can't be reported by, before files are asked for.

    Parameters
    ----------
    area : Area
        The area. Where the lookup of its census can't be read, no more is refused than a file of
        groups that is wrong by itself: the lookup is told with the other files.
    at_hand : bool
        Whether to read that lookup only where it is at hand, and download nothing.

    Raises
    ------
    ConfigError, SourceError
        As `select_area` and, for groups in a file of the area's own, `group_places`.
    """
    of_its_own = area.groups is not None and area.groups.file is not None
    places = _read_lookup(area, at_hand=at_hand)
    if places is None:
        if of_its_own:
            load_groups(area)
        return
    select_area(places, area=area)
    if of_its_own:
        group_places(places, area=area)


def _read_lookup(area: Area, *, at_hand: bool) -> pd.DataFrame | None:
    dataset = find_vintage(area).places
    if at_hand and not locate_files(load_dataset(dataset), area=area):
        return None
    try:
        return read_dataset(dataset, area=area)
    except DatacellError:
        return None


def load_boundaries(
    places: pd.DataFrame, *, area: Area, nation: pd.DataFrame | None = None
) -> gpd.GeoDataFrame:
    """Add the boundaries of neighbourhoods.

    Parameters
    ----------
    places : pandas.DataFrame
        Neighbourhoods by `area_code`.
    area : Area
        The area.
    nation : pandas.DataFrame, optional
        Every neighbourhood that the lookups know, by `area_code`: given, none may have a boundary
        and no place among them.

    Returns
    -------
    geopandas.GeoDataFrame
        The same rows with `geometry`, in British National Grid (EPSG:27700, metres).

    Raises
    ------
    SourceError
        If a neighbourhood has no boundary, or one that has is not known to the lookups.
    """
    dataset = find_vintage(area).boundaries
    shapes = read_dataset(dataset, area=area)[[AREA_CODE, GEOMETRY]]
    if nation is not None:
        _require_place(shapes, nation, dataset=dataset, lookup=find_vintage(area).places)
    joined = places.merge(shapes, on=AREA_CODE, how="left", validate="one_to_one")
    lacking = joined.loc[joined[GEOMETRY].isna(), AREA_CODE]
    if len(lacking):
        raise SourceError(
            f"{len(lacking)} of {len(places)} neighbourhoods have no boundary in {dataset}, "
            f"{lacking.iloc[0]} among them. Are the boundaries of the census of {area.census}, "
            "and is every district of the area there?"
        )
    return _project(gpd.GeoDataFrame(joined, crs=shapes.crs))


def _project(shapes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Project shapes, mending those that cross themselves when long straight edges bend."""
    projected = shapes.to_crs(BRITISH_NATIONAL_GRID)
    broken = ~projected.is_valid
    if not broken.any():
        return projected
    whole = projected.geometry.make_valid(method="structure", keep_collapsed=False)
    return projected.set_geometry(projected.geometry.where(~broken, whole))


def _require_place(table: pd.DataFrame, places: pd.DataFrame, *, dataset: str, lookup: str) -> None:
    lost = table.loc[~table[AREA_CODE].isin(places[AREA_CODE]), AREA_CODE]
    if len(lost):
        raise SourceError(
            f"{len(lost)} neighbourhoods are in {dataset} but have no place in {lookup}, "
            f"such as {', '.join(lost.head(CODES_NAMED))}: they would be lost without a word. Is "
            "the lookup cut short, or of another census?"
        )


def outline_districts(neighbourhoods: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Draw the outlines of the report districts around the neighbourhoods that they are made of.

    Parameters
    ----------
    neighbourhoods : geopandas.GeoDataFrame
        The area's neighbourhoods with `district_code` and `district_name`.

    Returns
    -------
    geopandas.GeoDataFrame
        One row a report district, sorted by `district_code`, with `district_name` and `geometry`
        in the neighbourhoods' own reference system.

    Notes
    -----
    Districts, wards and groups alike: an outline never disagrees with the neighbourhoods inside
    it, as a boundary drawn in another year, or for best-fit wards, would.
    """
    outlines = neighbourhoods.dissolve(by=[DISTRICT_CODE, DISTRICT_NAME])[[GEOMETRY]]
    return outlines.reset_index().sort_values(DISTRICT_CODE, ignore_index=True)
