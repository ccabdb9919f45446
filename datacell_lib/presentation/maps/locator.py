"""A small map that says where a district lies in its area."""

from __future__ import annotations

import geopandas as gpd
from matplotlib.axes import Axes

from datacell_lib.presentation.maps.map_view import MapView
from datacell_lib.presentation.style import GRID, HERE, WIDTH

SIDE = 0.95  # inches of the small map's longer side


def measure_locator(around: gpd.GeoDataFrame) -> tuple[float, float]:
    """Measure the room that the small map takes.

    Parameters
    ----------
    around : geopandas.GeoDataFrame
        The area's districts.

    Returns
    -------
    tuple of float
        Inches across and up.
    """
    left, bottom, right, top = around.total_bounds
    inches = SIDE / max(right - left, top - bottom)
    return (right - left) * inches, (top - bottom) * inches


def draw_locator(
    ax: Axes,
    view: MapView,
    *,
    here: gpd.GeoDataFrame,
    around: gpd.GeoDataFrame,
    at: tuple[float, float],
) -> Axes:
    """Draw the area's districts small and light, and what the map shows in them dark.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        The map.
    view : MapView
        Its panel.
    here : geopandas.GeoDataFrame
        What the map shows.
    around : geopandas.GeoDataFrame
        The area's districts.
    at : tuple of float
        The lower left corner of its room, in the map's coordinates.

    Returns
    -------
    matplotlib.axes.Axes
        The small map.
    """
    across, up = measure_locator(around)
    left, bottom = ((at[0] - view.left) * view.scale, (at[1] - view.bottom) * view.scale)
    place = [left / WIDTH, bottom / view.height, across / WIDTH, up / view.height]
    small = ax.inset_axes(place, zorder=3)
    small.set_axis_off()
    around.plot(ax=small, color=GRID, edgecolor="white", linewidth=0.4, aspect=1)
    here.plot(ax=small, color=HERE, edgecolor=HERE, linewidth=0.3, aspect=1)
    small.margins(0.02)
    return small
