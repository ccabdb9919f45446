"""The nearest services of places, in a straight line."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from datacell_lib.files.services import name_kind_columns
from datacell_lib.schema import (
    AREA_CODE,
    AT_HAND,
    AUTHORITIES,
    AUTHORITY_CODE,
    EASTING,
    GEOMETRY,
    KIND,
    MSOA_CODE,
    NORTHING,
    PLACE_NAME,
    POPULATION,
    POSITION,
    SERVICE,
)
from datacell_lib.table_checks import check_columns
from datacell_lib.table_sources import carry_sources

METRES = 1000  # in a kilometre
AWAY = "away"


def find_middles(neighbourhoods: gpd.GeoDataFrame, *, by: str = AREA_CODE) -> gpd.GeoDataFrame:
    """Find the point that distances are measured from: the middle of each place.

    Parameters
    ----------
    neighbourhoods : geopandas.GeoDataFrame
        `authority_code`, `population` and `geometry` in metres, one row a neighbourhood.
    by : str
        The column that says which place each is part of.

    Returns
    -------
    geopandas.GeoDataFrame
        One row a place, by its code: that column, `authority_code` (of the first) and a point.

    Notes
    -----
    Of one neighbourhood it is its representative point, which always lies inside. Of several it
    is the average of these, weighted by residents; by nothing where those of one are not known.

    Examples
    --------
    >>> from shapely.geometry import box
    >>> two = gpd.GeoDataFrame({"msoa_code": ["m", "m"], "authority_code": ["E06", "E06"],
    ...     "population": [300, 100]}, geometry=[box(0, 0, 2, 2), box(4, 0, 6, 2)], crs=27700)
    >>> find_middles(two, by="msoa_code").geometry.iloc[0].x  # 1 and 5, weighted 3 to 1
    2.0
    """
    check_columns(neighbourhoods, [by, AUTHORITY_CODE, POPULATION, GEOMETRY])
    inside = neighbourhoods.geometry.representative_point()
    people = neighbourhoods[POPULATION].astype("float64")
    whole = people.groupby(neighbourhoods[by]).transform("sum", skipna=False)
    weights = people.where(whole > 0, 1.0)
    moments = pd.DataFrame({"x": inside.x * weights, "y": inside.y * weights, "weight": weights})
    sums = moments.groupby(neighbourhoods[by]).sum()
    middles = gpd.GeoDataFrame(
        neighbourhoods.groupby(by)[[AUTHORITY_CODE]].first().reset_index(),
        geometry=gpd.points_from_xy(sums["x"] / sums["weight"], sums["y"] / sums["weight"]),
        crs=neighbourhoods.crs,
    )
    return carry_sources(middles, neighbourhoods)


def find_nearest_services(
    middles: gpd.GeoDataFrame, *, services: pd.DataFrame, lists: pd.DataFrame
) -> pd.DataFrame:
    """Find the nearest service of each kind to each place, in a straight line.

    Parameters
    ----------
    middles : geopandas.GeoDataFrame
        What `find_middles` returns.
    services : pandas.DataFrame
        One row a service: `kind`, `service` (its name), `easting` and `northing` in metres.
    lists : pandas.DataFrame
        One row a list of them: `kind`, `at_hand`, and `authorities`, the codes of the districts
        that it covers, joined by blanks; empty where it covers every place.

    Returns
    -------
    pandas.DataFrame
        The rows of `middles` without their points, and for each kind of which a list is at hand
        `nearest_<kind>` (its name; of two that are equally near the first by name) and
        `kilometres_to_<kind>`, both missing in a place that no list of the kind covers.

    Raises
    ------
    TableError
        If a column is missing.

    Notes
    -----
    The distance of two points on the British National Grid. By road it is longer, and much longer
    across an estuary. A list that ends near a place can't name what is nearer beyond its end.
    """
    check_columns(services, [KIND, SERVICE, EASTING, NORTHING])
    check_columns(lists, [KIND, AT_HAND, AUTHORITIES])
    table = pd.DataFrame(middles.drop(columns=GEOMETRY))
    known = lists[lists[AT_HAND].astype(bool)]
    for kind, of_kind in known.groupby(KIND, sort=False):
        covered = _find_covered(middles, of_kind)
        own = services[services[KIND] == kind].sort_values(SERVICE, ignore_index=True)
        points = gpd.GeoDataFrame(
            own[[SERVICE]],
            geometry=gpd.points_from_xy(own[EASTING], own[NORTHING]),
            crs=middles.crs,
        )
        met = middles[covered][[GEOMETRY]].sjoin_nearest(points, distance_col=AWAY)
        nearest = met.sort_values(SERVICE).groupby(level=0).first().reindex(middles.index)
        called, away = name_kind_columns(str(kind))
        table[called] = nearest[SERVICE].to_numpy()
        table[away] = nearest[AWAY].to_numpy() / METRES
    return carry_sources(table, middles, services)


def list_services_of_places(
    places: pd.DataFrame,
    *,
    neighbourhoods: gpd.GeoDataFrame,
    services: pd.DataFrame,
    lists: pd.DataFrame,
) -> pd.DataFrame:
    """List the nearest services of the places to go first.

    Parameters
    ----------
    places : pandas.DataFrame
        In their order, with `msoa_code`, `position` and `place_name`.
    neighbourhoods : geopandas.GeoDataFrame
        Theirs, as `find_middles` takes them, with `msoa_code`.
    services, lists : pandas.DataFrame
        What `find_nearest_services` takes.

    Returns
    -------
    pandas.DataFrame
        One row a place: `position`, `place_name`, and what that function adds.
    """
    nearest = find_nearest_services(
        find_middles(neighbourhoods, by=MSOA_CODE), services=services, lists=lists
    )
    numbered = places[[MSOA_CODE, POSITION, PLACE_NAME]].merge(
        nearest.drop(columns=AUTHORITY_CODE), on=MSOA_CODE, how="inner"
    )
    return carry_sources(numbered.drop(columns=MSOA_CODE), places, nearest)


def _find_covered(middles: gpd.GeoDataFrame, lists: pd.DataFrame) -> pd.Series:
    """Find the places that one of the lists covers."""
    codes = [listed.split() for listed in lists[AUTHORITIES]]
    if not all(codes):
        return pd.Series(True, index=middles.index)
    return middles[AUTHORITY_CODE].isin({code for one in codes for code in one})
