"""Which areas are neighbours: the table that tests of neighbours read."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from libpysal.graph import Graph
from scipy.spatial import cKDTree

from datacell_lib.analysis.space.area_centres import locate_areas
from datacell_lib.analysis.space.neighbour_matrix import MUTUAL
from datacell_lib.equal_values import SAME_STEP
from datacell_lib.schema import (
    AREA_CODE,
    GEOMETRY,
    METHOD,
    NEIGHBOUR_CODE,
    ParameterError,
    TableError,
)
from datacell_lib.table_checks import check_columns, check_unique, name_rows
from datacell_lib.table_sources import tell_origin

METRE = "metre"


def find_queen_neighbours(areas: gpd.GeoDataFrame) -> pd.DataFrame:
    """List the pairs of areas that share a border or a corner.

    Parameters
    ----------
    areas : GeoDataFrame
        ``area_code`` and polygons, a row per area, in any coordinate system.

    Returns
    -------
    DataFrame
        ``area_code`` and ``neighbour_code``, a row per ordered pair, sorted. An island (an
        area that touches no other) has one row, with ``neighbour_code`` missing, so that no
        area is lost.

    Raises
    ------
    TableError
        When codes repeat, or an area has no polygon.

    Notes
    -----
    Queen contiguity: one shared point is enough. Boundaries must come from one file of one
    generalisation; where two files are joined, neighbours fail to touch and look like islands.
    Areas at the edge of the table have fewer neighbours than they have in the world: include a
    ring of areas beyond the border, and drop it from the results.

    References
    ----------
    Anselin L, Rey S (2014). Modern spatial econometrics in practice. GeoDa Press.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from shapely.geometry import box
    >>> areas = gpd.GeoDataFrame(
    ...     {"area_code": ["A", "B", "C"]},
    ...     geometry=[box(0, 0, 1, 1), box(1, 0, 2, 1), box(5, 5, 6, 6)],
    ... )
    >>> find_queen_neighbours(areas)
      area_code neighbour_code
    0         A              B
    1         B              A
    2         C            NaN
    """
    check_columns(areas, [AREA_CODE, GEOMETRY])
    check_unique(areas, keys=[AREA_CODE])
    polygons = areas.geometry.geom_type.isin(["Polygon", "MultiPolygon"]) & ~areas.is_empty
    if not polygons.all():
        raise TableError(
            "each area needs a polygon; found none for "
            f"{name_rows(areas, ~polygons)}. Check the boundary file{tell_origin(areas)}."
        )
    graph = Graph.build_contiguity(areas.set_index(AREA_CODE).geometry, rook=False)
    return _list_pairs(graph)


def find_nearest_neighbours(areas: gpd.GeoDataFrame, *, number: int) -> pd.DataFrame:
    """List for each area the areas whose middles are nearest to its own.

    Parameters
    ----------
    areas : GeoDataFrame
        ``area_code`` with polygons (whose centroids are taken) or, better, population-weighted
        centroids, a row per area, in a projected coordinate system such as the British National
        Grid.
    number : int
        How many neighbours each area has, from 1 to one fewer than there are areas.

    Returns
    -------
    DataFrame
        ``area_code``, ``neighbour_code``, ``mutual`` (whether the neighbour lists the area, too)
        and ``method``, a row per ordered pair, sorted.

    Raises
    ------
    TableError
        When codes repeat, an area has no place, two areas have the same place, or the places are
        in degrees.
    ParameterError
        When there are not that many neighbours to find.

    Notes
    -----
    No area is an island, and none has more neighbours than others, which suits areas of very
    different sizes. Nearness is not mutual: a village's nearest town has nearer neighbours of its
    own. Of neighbours at one distance the last place can go to any; which one does not depend on
    the order of rows.

    References
    ----------
    Bivand R, Wong DWS (2018). Comparing implementations of global and local indicators of spatial
    association. TEST 27, 716-748.

    Examples
    --------
    >>> import geopandas as gpd
    >>> areas = gpd.GeoDataFrame(
    ...     {"area_code": ["A", "B", "C"]}, geometry=gpd.points_from_xy([0, 1, 5], [0, 0, 0])
    ... )
    >>> find_nearest_neighbours(areas, number=1)
      area_code neighbour_code  mutual             method
    0         A              B    True  nearest neighbour
    1         B              A    True  nearest neighbour
    2         C              B   False  nearest neighbour
    """
    places = _order_places(areas)
    if not 1 <= number < len(places):
        raise ParameterError(
            f"number must lie between 1 and {len(places) - 1}, one fewer than there are areas; "
            f"found {number}."
        )
    shared = places.get_coordinates().duplicated(keep=False).to_numpy()
    if shared.any():
        raise TableError(
            "two areas must not have the same place, or which is nearest is chance; found "
            f"{', '.join(map(str, places.index[shared][:5]))} ({int(shared.sum())} in all). "
            "Merge them, or use find_neighbours_within."
        )
    pairs = _list_pairs(Graph.build_knn(places, k=number))
    back = pd.MultiIndex.from_frame(pairs[[NEIGHBOUR_CODE, AREA_CODE]])
    mutual = back.isin(pd.MultiIndex.from_frame(pairs[[AREA_CODE, NEIGHBOUR_CODE]]))
    said = "nearest neighbour" if number == 1 else f"{number} nearest neighbours"
    return pairs.assign(**{MUTUAL: mutual, METHOD: said})


def find_neighbours_within(areas: gpd.GeoDataFrame, *, distance: float) -> pd.DataFrame:
    """List the pairs of areas whose middles are no further apart than a distance.

    Parameters
    ----------
    areas : GeoDataFrame
        As for `find_nearest_neighbours`; several areas may have the same place.
    distance : float
        In metres, above zero.

    Returns
    -------
    DataFrame
        ``area_code``, ``neighbour_code`` and ``method``, a row per ordered pair, sorted. An
        island (an area with no other in reach) has one row, with ``neighbour_code`` missing.

    Raises
    ------
    TableError
        When codes repeat, an area has no place, the places are in degrees or another unit than
        metres, or every area is an island.
    ParameterError
        When the distance is not a number above zero.

    Notes
    -----
    Where areas are small they have many neighbours, where they are large few or none: the least
    distance that leaves no island is usually far too wide for a town.

    References
    ----------
    Bivand R, Wong DWS (2018). Comparing implementations of global and local indicators of spatial
    association. TEST 27, 716-748.

    Examples
    --------
    >>> import geopandas as gpd
    >>> areas = gpd.GeoDataFrame(
    ...     {"area_code": ["A", "B", "C"]}, geometry=gpd.points_from_xy([0, 900, 5000], [0, 0, 0])
    ... )
    >>> find_neighbours_within(areas, distance=1_000)[["area_code", "neighbour_code"]]
      area_code neighbour_code
    0         A              B
    1         B              A
    2         C            NaN
    """
    if not 0 < distance < np.inf:
        raise ParameterError(
            f"distance must be metres above zero; found {distance}. Write 5 km as 5_000."
        )
    _check_metres(areas)
    places = _order_places(areas)
    reach = distance * (1 + SAME_STEP)  # what differs by the rounding of a root is no further
    graph = Graph.build_distance_band(places, threshold=reach, binary=True)
    if len(graph.isolates) == len(places):
        least = _find_least_distance(places)
        raise TableError(
            f"no area has another within {distance:,g} m, so that all are islands; every area has "
            f"one within {least:,.6g} m. Give a longer distance, or use find_nearest_neighbours."
        )
    return _list_pairs(graph).assign(**{METHOD: f"neighbours within {distance:,g} m"})


def _order_places(areas: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Give each area's middle, by code: an order that does not hang on that of the rows."""
    check_columns(areas, [AREA_CODE, GEOMETRY])
    codes = areas[AREA_CODE].sort_values()
    points = locate_areas(codes, areas)
    return gpd.GeoSeries(gpd.points_from_xy(*points.T), index=pd.Index(codes))


def _check_metres(areas: gpd.GeoDataFrame) -> None:
    if areas.crs is None or areas.crs.is_geographic:
        return  # unknown, or refused with the places
    unit = areas.crs.axis_info[0].unit_name
    if unit != METRE:
        raise TableError(
            f"areas must be in metres; found {unit} ({areas.crs.name}). "
            'Use areas.to_crs("EPSG:27700") for England.'
        )


def _find_least_distance(places: gpd.GeoSeries) -> float:
    """Find the least distance within which every area has another."""
    points = np.column_stack([places.x, places.y])
    return float(cKDTree(points).query(points, k=2)[0][:, 1].max())


def _list_pairs(graph: Graph) -> pd.DataFrame:
    """Turn a graph into a row per ordered pair; an island has one row without a neighbour."""
    pairs = graph.adjacency.reset_index()[["focal", "neighbor"]]
    pairs.columns = [AREA_CODE, NEIGHBOUR_CODE]
    pairs[NEIGHBOUR_CODE] = pairs[NEIGHBOUR_CODE].where(~pairs[AREA_CODE].isin(graph.isolates))
    return pairs.sort_values([AREA_CODE, NEIGHBOUR_CODE], ignore_index=True)
