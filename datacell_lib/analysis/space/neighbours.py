"""Which areas touch which: the neighbour table that tests of neighbours read."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import scipy.sparse
from libpysal.graph import Graph

from datacell_lib.schema import AREA_CODE, GEOMETRY, NEIGHBOUR_CODE, TableError
from datacell_lib.table_checks import check_columns, check_unique, name_rows


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
            f"{name_rows(areas, ~polygons)}. Check the boundary file."
        )
    graph = Graph.build_contiguity(areas.set_index(AREA_CODE).geometry, rook=False)
    pairs = graph.adjacency.reset_index()[["focal", "neighbor"]]
    pairs.columns = [AREA_CODE, NEIGHBOUR_CODE]
    pairs[NEIGHBOUR_CODE] = pairs[NEIGHBOUR_CODE].where(~pairs[AREA_CODE].isin(graph.isolates))
    return pairs.sort_values([AREA_CODE, NEIGHBOUR_CODE], ignore_index=True)


def build_neighbour_matrix(codes: pd.Series, neighbours: pd.DataFrame) -> scipy.sparse.csr_array:
    """Turn a neighbour table into a matrix of ones and zeros in the order of ``codes``.

    Parameters
    ----------
    codes : Series
        Area codes, each once.
    neighbours : DataFrame
        ``area_code`` and ``neighbour_code``, as `find_queen_neighbours` gives them.

    Returns
    -------
    scipy.sparse.csr_array
        Shape (areas, areas): 1 where the column's area is a neighbour of the row's.

    Raises
    ------
    TableError
        When the table and the neighbours are not of the same areas, or a pair is listed one
        way only.

    Examples
    --------
    >>> import pandas as pd
    >>> pairs = pd.DataFrame({"area_code": ["A", "B"], "neighbour_code": ["B", "A"]})
    >>> build_neighbour_matrix(pd.Series(["B", "A"]), pairs).toarray()
    array([[0., 1.],
           [1., 0.]])
    """
    check_columns(neighbours, [AREA_CODE, NEIGHBOUR_CODE])
    known = pd.Index(codes)
    different = known.symmetric_difference(neighbours[AREA_CODE].unique())
    if len(different):
        raise TableError(
            "the table and its neighbours must be of the same areas; found in only one of them "
            f"{', '.join(map(str, different[:5]))} ({len(different)} in all). "
            "Find the neighbours of the areas that are in the table."
        )
    pairs = neighbours.dropna(subset=[NEIGHBOUR_CODE]).drop_duplicates()
    rows = known.get_indexer(pairs[AREA_CODE])
    columns = known.get_indexer(pairs[NEIGHBOUR_CODE])
    if (columns < 0).any():
        raise TableError(
            "every neighbour must be an area of the table; found "
            f"{', '.join(map(str, pairs[NEIGHBOUR_CODE][columns < 0].unique()[:5]))}. "
            "Find the neighbours of the areas that are in the table."
        )
    shape = (len(known), len(known))
    matrix = scipy.sparse.csr_array((np.ones(len(pairs)), (rows, columns)), shape=shape)
    one_way = (matrix != matrix.T).tocoo()
    if one_way.nnz:
        first, second = known[one_way.coords[0][0]], known[one_way.coords[1][0]]
        raise TableError(
            f"neighbours must be mutual; found {first} and {second} listed one way only. "
            "List each pair both ways."
        )
    return matrix
