"""Where areas are: the middle of each, in metres."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from datacell_lib.schema import AREA_CODE, GEOMETRY, TableError
from datacell_lib.table_checks import check_columns, check_unique
from datacell_lib.table_sources import tell_origin


def locate_areas(codes: pd.Series, areas: gpd.GeoDataFrame) -> np.ndarray:
    """Give each area's x and y, in the order of the codes.

    Parameters
    ----------
    codes : Series
        Area codes, each once.
    areas : GeoDataFrame
        ``area_code`` with points or polygons (whose centroids are taken), projected.

    Returns
    -------
    ndarray
        Shape (areas, 2).

    Raises
    ------
    TableError
        When an area has no place, a code repeats, or the places are in degrees.

    Examples
    --------
    >>> areas = gpd.GeoDataFrame(
    ...     {"area_code": ["A", "B"]}, geometry=gpd.points_from_xy([1, 2], [5, 6])
    ... )
    >>> locate_areas(pd.Series(["B", "A"]), areas)
    array([[2., 6.],
           [1., 5.]])
    """
    check_columns(areas, [AREA_CODE, GEOMETRY])
    check_unique(areas, keys=[AREA_CODE])
    if areas.crs is not None and areas.crs.is_geographic:
        raise TableError(
            f"areas must be in a projected coordinate system; found degrees ({areas.crs.name}). "
            'Use areas.to_crs("EPSG:27700") for England.'
        )
    places = areas.set_index(AREA_CODE).geometry.reindex(codes)
    nowhere = (places.isna() | places.is_empty).to_numpy()
    if nowhere.any():
        raise TableError(
            "every area needs a place; found none for "
            f"{', '.join(map(str, codes[nowhere][:5]))} ({nowhere.sum()} in all). "
            f"Add them to the boundary file{tell_origin(areas)}, or leave them out of the table."
        )
    centres = places.centroid
    return np.column_stack([centres.x, centres.y])
