"""Which area each point lies in, by geometry."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from datacell_lib.schema import AREA_CODE, TableError

LONGITUDE_AND_LATITUDE = "EPSG:4326"


@dataclass(frozen=True)
class Placed:
    """Points, sorted by whether an area holds them.

    Parameters
    ----------
    inside : geopandas.GeoDataFrame
        Points that lie in an area, with its `area_code`, in the order they came in.
    outside : geopandas.GeoDataFrame
        Points that lie in none.
    without_coordinates : pandas.DataFrame
        Rows that can't be placed at all.
    on_border : int
        How many of those inside lie on a border that areas share.
    """

    inside: gpd.GeoDataFrame
    outside: gpd.GeoDataFrame
    without_coordinates: pd.DataFrame
    on_border: int


def place_points(
    table: pd.DataFrame,
    *,
    areas: gpd.GeoDataFrame,
    x: str,
    y: str,
    crs: str = LONGITUDE_AND_LATITUDE,
) -> Placed:
    """Find the area that each point lies in.

    Parameters
    ----------
    table : pandas.DataFrame
        A row for each point.
    areas : geopandas.GeoDataFrame
        `area_code` and `geometry`, in any reference system.
    x, y : str
        Columns of longitude and latitude, or of easting and northing.
    crs : str
        What the coordinates are: "EPSG:4326" degrees, "EPSG:27700" metres of the national grid.

    Returns
    -------
    Placed
        Points inside, outside, and without coordinates: together every row of the table.

    Raises
    ------
    TableError
        If a column is missing or taken, a coordinate is no number, areas are in no reference
        system, or not one point meets the areas' surroundings.

    Notes
    -----
    A point on a shared border goes to the area with the lowest code, the same in any order of
    rows. A postcode's point is not a building: one near a border may belong on the other side.

    Examples
    --------
    >>> from shapely.geometry import box
    >>> areas = gpd.GeoDataFrame(
    ...     {"area_code": ["E01000001"]}, geometry=[box(0, 0, 10, 10)], crs="EPSG:27700"
    ... )
    >>> shops = pd.DataFrame({"name": ["a", "b"], "x": [5, 50], "y": [5, 50]})
    >>> placed = place_points(shops, areas=areas, x="x", y="y", crs="EPSG:27700")
    >>> placed.inside["area_code"].tolist(), len(placed.outside)
    (['E01000001'], 1)
    """
    _require_columns(table, areas, x=x, y=y)
    numbers = table[[x, y]].apply(pd.to_numeric, errors="coerce")
    broken = (numbers.isna() & table[[x, y]].notna()).any(axis=1)
    if broken.any():
        found = ", ".join(map(str, table.loc[broken, [x, y]].iloc[0]))
        raise TableError(f"{x} and {y} must be numbers; found {found} in a row. Correct it.")
    located = numbers.notna().all(axis=1)
    points = gpd.GeoDataFrame(
        table[located],
        geometry=gpd.points_from_xy(numbers.loc[located, x], numbers.loc[located, y]),
        crs=crs,
    ).to_crs(areas.crs)
    _require_overlap(points, areas, x=x, y=y)
    codes, on_border = _find_codes(points, areas)
    return Placed(
        inside=points.assign(**{AREA_CODE: codes})[codes.notna()],
        outside=points[codes.isna()],
        without_coordinates=table[~located].copy(),
        on_border=on_border,
    )


def _find_codes(points: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> tuple[pd.Series, int]:
    where = points[[points.geometry.name]].reset_index(drop=True)
    shapes = areas[[AREA_CODE, areas.geometry.name]]
    met = where.sjoin(shapes, how="inner", predicate="intersects")[AREA_CODE]
    found = met.groupby(level=0).agg(["min", "size"]).reindex(where.index)
    codes = pd.Series(found["min"].to_numpy(), index=points.index, name=AREA_CODE)
    return codes, int((found["size"] > 1).sum())


def _require_columns(table: pd.DataFrame, areas: gpd.GeoDataFrame, *, x: str, y: str) -> None:
    absent = [name for name in (x, y) if name not in table]
    if absent:
        raise TableError(f"points have no column {', '.join(absent)}; found {', '.join(table)}.")
    taken = [name for name in (AREA_CODE, "geometry") if name in table]
    if taken:
        raise TableError(
            f"points already have {', '.join(taken)}, which placing them would overwrite. "
            "Rename or drop it first."
        )
    if areas.crs is None:
        raise TableError("areas are in no reference system. Set it before points are placed.")


def _require_overlap(points: gpd.GeoDataFrame, areas: gpd.GeoDataFrame, *, x: str, y: str) -> None:
    west, south, east, north = areas.total_bounds
    if len(points) and points.cx[west:east, south:north].empty:
        first = points.geometry.iloc[0]
        raise TableError(
            f"none of {len(points)} points lies within the areas' surroundings; the first is at "
            f"{first.x:.0f}, {first.y:.0f} in {areas.crs.name}. Are {x} and {y} exchanged, or the "
            "coordinates of another reference system?"
        )
