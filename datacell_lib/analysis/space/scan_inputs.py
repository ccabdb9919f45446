"""Is this table fit to be scanned, and where are its areas?"""

from __future__ import annotations

from typing import get_args

import geopandas as gpd
import numpy as np
import pandas as pd

from datacell_lib.analysis.rates.complete_counts import check_complete_counts
from datacell_lib.analysis.space.permutation import check_permutations
from datacell_lib.analysis.space.scan_windows import Direction
from datacell_lib.schema import AREA_CODE, GEOMETRY, NUMERATOR, ParameterError, TableError
from datacell_lib.table_checks import check_columns, check_unique, name_rows


def check_scan_parameters(
    maximum_share: float, replicates: int, significance: float, direction: str
) -> None:
    """Refuse shares and numbers that a scan cannot use."""
    check_permutations(replicates)
    for name, share, highest in (
        ("maximum_share", maximum_share, 0.5),
        ("significance", significance, 1.0),
    ):
        if not 0 < share <= highest:
            raise ParameterError(
                f"{name} must lie between 0 and {highest}; found {share}. Write 5% as 0.05."
            )
    if direction not in get_args(Direction):
        raise ParameterError(
            f"direction must be 'high', 'low' or 'both'; found {direction!r}. Take 'high' for "
            "places with more events than expected."
        )


def check_scan_counts(table: pd.DataFrame) -> None:
    """Refuse counts that a scan cannot use: missing, negative, broken, repeated, all zero."""
    check_complete_counts(table)
    broken = table[NUMERATOR].mod(1).ne(0)
    if broken.any():
        raise TableError(
            f"{NUMERATOR} must be whole events; found {table.loc[broken, NUMERATOR].iloc[0]} for "
            f"{name_rows(table, broken)}. Scan counts, not rates or estimates."
        )
    if not table[NUMERATOR].sum():
        raise TableError(f"{NUMERATOR} must not be zero everywhere; found no event to scan for.")


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
            "Add them to the boundary file, or leave them out of the table."
        )
    centres = places.centroid
    return np.column_stack([centres.x, centres.y])
