"""Shapes as GeoJSON gives them: read by no other program, and checked before they are drawn."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from datacell_lib.files.plain_yaml import clip
from datacell_lib.headings import tidy_heading
from datacell_lib.schema import AREA_CODE, GEOMETRY, SourceError
from datacell_lib.table_rows import list_repeated
from datacell_lib.wording import quote_names

WORLD = "EPSG:4326"
NATIONAL_GRID = "EPSG:27700"
# the reference systems that a file may declare, by the end of their names
SYSTEMS = {"CRS84": WORLD, "4326": WORLD, "4258": WORLD, "27700": NATIONAL_GRID}
WEST, SOUTH, EAST, NORTH = -7.0, 48.9, 3.0, 56.5  # around England and its waters, in degrees
BOUNDARIES = ("Polygon", "MultiPolygon")
KINDS = (*BOUNDARIES, "Point", "MultiPoint", "LineString", "MultiLineString")
MENDED_AREA = 0.01  # by what share the area of a part may change when its outline is mended
POINTS_OF_A_RING = 4
CODES_NAMED = 5


def read_geojson(path: Path, *, code: str) -> gpd.GeoDataFrame:
    """Read a GeoJSON file, whatever its name says, and nothing that it points to.

    Parameters
    ----------
    path : Path
        The file.
    code : str
        The property that holds the areas' codes, for errors.

    Returns
    -------
    geopandas.GeoDataFrame
        One row a feature: its properties and `geometry`, in longitude and latitude (EPSG:4326)
        whatever reference system the file declares.

    Raises
    ------
    ValueError
        If it is not GeoJSON, holds a property twice, declares a reference system that is not one
        of ours, or a shape can't be built: its ring does not end where it begins, or has too few
        points.

    Notes
    -----
    The file is never handed to GDAL, which would take a file for what its content says, such as
    a virtual format that names other files or servers to read.
    """
    try:
        content = json.loads(
            path.read_text(encoding="utf-8-sig"),
            parse_constant=_refuse_constant,
            object_pairs_hook=_refuse_repeated,
        )
    except RecursionError as error:
        raise ValueError("lists stand too deep in each other for GeoJSON") from error
    if not isinstance(content, dict) or content.get("type") != "FeatureCollection":
        raise ValueError("it is not GeoJSON: it must be a FeatureCollection")
    system = _find_system(content.get("crs"))
    features = content.get("features")
    if not isinstance(features, list):
        raise ValueError("it is not GeoJSON: it has no list of features")
    rows, shapes = [], []
    for number, feature in enumerate(features, start=1):
        if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
            raise ValueError(f"feature {number} has no properties")
        row = {tidy_heading(name): _flatten(value) for name, value in feature["properties"].items()}
        rows.append(row)
        named = clip(f"feature {number}, {code} {row.get(code)!r},")
        shapes.append(_build(feature.get("geometry"), named))
    table = pd.DataFrame(rows).drop(columns=GEOMETRY, errors="ignore")
    read = gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(shapes, crs=system), crs=system)
    return read if system == WORLD else read.to_crs(WORLD)


def check_boundaries(shapes: gpd.GeoDataFrame, *, called: str) -> tuple[gpd.GeoDataFrame, int]:
    """Check the boundaries of English areas.

    Parameters
    ----------
    shapes : geopandas.GeoDataFrame
        `area_code` and `geometry`, in longitude and latitude.
    called : str
        What to call the dataset in an error.

    Returns
    -------
    geopandas.GeoDataFrame
        The same rows.
    int
        How many shapes were mended, whose outline touched itself or had a part drawn twice.

    Raises
    ------
    SourceError
        If a shape is missing, empty, no polygon, infinite, crosses itself, or lies anywhere but
        in England: in metres, with longitude and latitude exchanged, or of another system.

    Examples
    --------
    >>> from shapely.geometry import box
    >>> shapes = gpd.GeoDataFrame(
    ...     {"area_code": ["E01000001"]}, geometry=[box(0.5, 51.5, 0.6, 51.6)], crs="EPSG:4326"
    ... )
    >>> check_boundaries(shapes, called="Boundaries")[1]
    0
    """
    geometry = shapes.geometry
    _refuse(shapes, geometry.isna() | geometry.is_empty, called, "have no shape")
    _refuse(
        shapes,
        ~geometry.geom_type.isin(BOUNDARIES),
        called,
        "are points or lines where a boundary must be a polygon",
    )
    ends = geometry.bounds
    _refuse(shapes, ~np.isfinite(ends).all(axis=1), called, "have a coordinate that is not finite")
    _refuse_wrong_degrees(shapes, called)
    _refuse(
        shapes,
        ~_are_within(ends),
        called,
        f"lie outside England ({-WEST:g}° W to {EAST:g}° E, {SOUTH:g}° N to {NORTH:g}° N), so the "
        "coordinates are not in the reference system that the file declares",
    )
    return _mend(shapes, called)


def _refuse_constant(name: str) -> float:
    raise ValueError(f"it holds {name}, which is no number of GeoJSON")


def _refuse_repeated(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if repeated := list_repeated(tidy_heading(name) for name, _ in pairs):
        raise ValueError(f"{quote_names(repeated)} stands twice among the properties of a feature")
    return dict(pairs)


def _flatten(value: object) -> object:
    return json.dumps(value) if isinstance(value, (dict, list)) else value


def _find_system(declared: object) -> str:
    """Find the reference system that a file declares, in the way of GeoJSON before 2016."""
    if declared is None:
        return WORLD
    try:
        name = declared["properties"]["name"]
        return SYSTEMS[name.replace("/", ":").rsplit(":", 1)[-1]]
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(
            f"it declares a reference system that is not read: {clip(str(declared))}. Use "
            f"longitude and latitude ({WORLD}) or the National Grid ({NATIONAL_GRID})"
        ) from error


def _build(geometry: object, named: str) -> shapely.Geometry | None:
    if geometry is None:
        return None
    if not isinstance(geometry, dict) or geometry.get("type") not in KINDS:
        raise ValueError(f"{named} has a shape that is none of {', '.join(KINDS)}")
    try:
        _require_closed_rings(geometry)
        return shapely.geometry.shape(geometry)
    except (shapely.errors.ShapelyError, TypeError, KeyError, IndexError, ValueError) as error:
        raise ValueError(f"{named} has a shape that can't be built: {clip(str(error))}") from error


def _require_closed_rings(geometry: dict) -> None:
    parts = geometry["coordinates"]
    polygons = {"Polygon": [parts], "MultiPolygon": parts}.get(geometry["type"], [])
    for ring in (ring for polygon in polygons for ring in polygon):
        if len(ring) < POINTS_OF_A_RING or ring[0] != ring[-1]:
            raise ValueError("a ring must end where it begins, and have four points at least")


def _refuse_wrong_degrees(shapes: gpd.GeoDataFrame, called: str) -> None:
    """Refuse what can't be degrees, or would lie in England the other way round."""
    ends = shapes.geometry.bounds
    _refuse(
        shapes,
        (ends.abs() > [180, 90, 180, 90]).any(axis=1),
        called,
        "have coordinates that are no degrees. If they are metres of the National Grid, the file "
        f"must declare {NATIONAL_GRID}",
    )
    exchanged = ends.set_axis(["miny", "minx", "maxy", "maxx"], axis="columns")
    _refuse(
        shapes,
        ~_are_within(ends) & _are_within(exchanged),
        called,
        "have longitude and latitude exchanged: longitude comes first",
    )


def _are_within(ends: pd.DataFrame) -> pd.Series:
    return (
        (ends["minx"] >= WEST)
        & (ends["maxx"] <= EAST)
        & (ends["miny"] >= SOUTH)
        & (ends["maxy"] <= NORTH)
    )


def _mend(shapes: gpd.GeoDataFrame, called: str) -> tuple[gpd.GeoDataFrame, int]:
    """Mend what rounding and drawing an island twice make; refuse what crosses itself."""
    broken = ~shapes.geometry.is_valid
    if not broken.any():
        return shapes, 0
    plain = shapes.geometry.to_numpy().copy()
    crossing = broken.copy()
    crossing[broken] = [_crosses_itself(shape) for shape in plain[broken]]
    _refuse(shapes, crossing, called, "have an outline that crosses itself")
    plain[broken] = shapely.make_valid(plain[broken], method="structure", keep_collapsed=False)
    whole = gpd.GeoSeries(plain, index=shapes.index, crs=shapes.crs)
    return shapes.set_geometry(whole), int(broken.sum())


def _crosses_itself(shape: shapely.Geometry) -> bool:
    """Whether mending a part of a shape by itself would change its area."""
    parts = shapely.get_parts(shape)
    before, after = shapely.area(parts), shapely.area(shapely.make_valid(parts))
    return bool((np.abs(after - before) >= MENDED_AREA * after).any())


def _refuse(shapes: gpd.GeoDataFrame, wrong: pd.Series, called: str, what: str) -> None:
    if wrong.any():
        codes = ", ".join(map(str, shapes.loc[wrong, AREA_CODE].head(CODES_NAMED)))
        raise SourceError(
            f"{called}: {int(wrong.sum())} of {len(shapes)} areas {what}; such as {codes}. "
            "Correct the file, or fetch it again from its publisher."
        )
