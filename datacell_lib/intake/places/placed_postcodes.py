"""Which neighbourhood each postcode's point lies in."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from datacell_lib.files.area import Area
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.intake.read.fetch import locate_files
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.schema import AREA_CODE, EASTING, GEOMETRY, NORTHING, POSTCODE
from datacell_lib.table_sources import mark_sources

POSTCODES = "code-point-open"


def place_postcodes(neighbourhoods: gpd.GeoDataFrame, *, area: Area) -> pd.DataFrame:
    """Place every postcode whose point lies in one of an area's neighbourhoods.

    Parameters
    ----------
    neighbourhoods : geopandas.GeoDataFrame
        By `area_code`, with `geometry` in EPSG:27700.
    area : Area
        The area.

    Returns
    -------
    pandas.DataFrame
        One row a postcode, sorted: `postcode` and `area_code`. None where the file of postcodes
        is not at hand: nothing is downloaded for it.

    Notes
    -----
    A postcode has about 15 addresses, a few of which may lie across a boundary from its point.
    """
    if not locate_files(load_dataset(POSTCODES), area=area):
        return pd.DataFrame({POSTCODE: [], AREA_CODE: []}, dtype="str")
    known = read_dataset(POSTCODES, area=area).rename(columns={AREA_CODE: POSTCODE})
    west, south, east, north = neighbourhoods.total_bounds
    near = known[known[EASTING].between(west, east) & known[NORTHING].between(south, north)]
    points = gpd.GeoDataFrame(
        near[[POSTCODE]],
        geometry=gpd.points_from_xy(near[EASTING], near[NORTHING]),
        crs=neighbourhoods.crs,
    )
    placed = points.sjoin(neighbourhoods[[AREA_CODE, GEOMETRY]], predicate="intersects")
    once = placed.drop_duplicates(POSTCODE)[[POSTCODE, AREA_CODE]]  # on a boundary it has two
    return mark_sources(pd.DataFrame(once).sort_values(POSTCODE, ignore_index=True), [POSTCODES])
