"""Free corners of a map's panel, for its scale bar and its locator."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from datacell_lib.presentation.maps.map_view import MapView
from datacell_lib.presentation.style import WIDTH

APART = 0.05  # inches from the panel's edge


def find_corners(
    view: MapView,
    shapes: gpd.GeoDataFrame,
    *,
    sizes: Sequence[tuple[float, float]],
    frame: BaseGeometry | None = None,
) -> tuple[MapView, list[BaseGeometry]]:
    """Find a corner that the map leaves free for each of one or two things.

    Parameters
    ----------
    view : MapView
        The panel.
    shapes : geopandas.GeoDataFrame
        What it shows, all of it.
    sizes : sequence of tuple of float
        How many inches across and up each takes.
    frame : shapely geometry, optional
        What else is to be left free, in metres of the national grid.

    Returns
    -------
    tuple of MapView, list of shapely geometry
        The panel, taller below where the map leaves too few corners free, and the room of each
        in inches.
    """
    framed = [] if frame is None else [view.to_inches(frame)]
    rooms: list[BaseGeometry] = []
    for size in sizes:
        free = [
            corner
            for corner in list_corners(view, size)
            if not shapes.intersects(view.to_ground(corner)).any()
            and not any(corner.intersects(other) for other in (*framed, *rooms))
        ]
        rooms += free[:1]
    if len(rooms) == len(sizes):
        return view, rooms
    lowest = min([0.0, *(one.bounds[1] for one in framed)])
    below = view.add_room_below(max(up for _, up in sizes) + 2 * APART - lowest)
    return below, [list_corners(below, size)[place] for place, size in enumerate(sizes)]


def list_corners(view: MapView, size: tuple[float, float]) -> list[BaseGeometry]:
    """List the corners of a panel.

    Parameters
    ----------
    view : MapView
        The panel.
    size : tuple of float
        How many inches across and up each corner is.

    Returns
    -------
    list of shapely geometry
        The lower right, lower left, upper right and upper left one, in inches.
    """
    across, up = size
    lefts, bottoms = (WIDTH - across - APART, APART), (APART, view.height - up - APART)
    return [box(left, bottom, left + across, bottom + up) for bottom in bottoms for left in lefts]
