"""The places of a map: those of a list, and the others, from the neighbourhoods that they hold."""

from __future__ import annotations

import geopandas as gpd

from datacell_lib.presentation.maps.map_words import tell_side
from datacell_lib.schema import GEOMETRY, MSOA_CODE, PLACE_NAME, POSITION

LIES = "lies"


def list_places(shapes: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """List the places of a map.

    Parameters
    ----------
    shapes : geopandas.GeoDataFrame
        Neighbourhoods with `geometry`; where they have `position`, with `msoa_code` and
        `place_name`.

    Returns
    -------
    tuple of geopandas.GeoDataFrame
        The listed places in their order: `position`, `place_name`, `lies` (in which part of the
        map) and the outline of the neighbourhoods that are numbered. The others, with
        `place_name` and the outline of the whole place. Both are empty without numbers.
    """
    if POSITION not in shapes:
        nowhere = shapes[[GEOMETRY]].head(0).assign(**{PLACE_NAME: "", POSITION: 0, LIES: ""})
        return nowhere, nowhere
    named = shapes[[POSITION, MSOA_CODE, PLACE_NAME, GEOMETRY]]
    inside = named[named[POSITION].notna()]
    outside = named[~named[MSOA_CODE].isin(inside[MSOA_CODE])]
    listed = inside.dissolve(by=POSITION).reset_index()
    points = listed.representative_point()
    bounds = shapes.total_bounds
    sides = [tell_side(bounds, x=point.x, y=point.y) for point in points]
    others = outside.dissolve(by=MSOA_CODE).reset_index()
    return listed.assign(**{LIES: sides}), others
