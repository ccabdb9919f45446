"""What is drawn on a panel of a map of standing: shades, and outlines seen on any of them."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
from matplotlib.axes import Axes
from shapely.geometry import Polygon

from datacell_lib.presentation.maps.class_legend import HATCH, NOT_RANKED
from datacell_lib.presentation.style import INK

EDGE = "#c9c3d4"  # light, so that dark neighbourhoods are told apart
CASING = 1.8  # points more than a dark line: the white beside it on either side, together

SMALLEST = 30  # of what is outlined, or left out of an outline: in squares of the detail


def shade(
    ax: Axes, shapes: gpd.GeoDataFrame, *, numbers: np.ndarray, colours: tuple[str, ...]
) -> None:
    """Shade neighbourhoods by their class.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        The panel's axes.
    shapes : geopandas.GeoDataFrame
        The neighbourhoods.
    numbers : numpy.ndarray of int
        The number of the class of each; the number of classes where it has no rank.
    colours : tuple of str
        The colour of each class.
    """
    ax.set_axis_off()
    shades = [(*colours, NOT_RANKED)[number] for number in numbers]
    shapes.plot(ax=ax, color=shades, edgecolor=EDGE, linewidth=0.3, aspect=1)
    unranked = shapes[numbers == len(colours)]
    if len(unranked):
        unranked.plot(ax=ax, facecolor="none", linewidth=0.3, aspect=1, **HATCH)


def outline(ax: Axes, shapes: gpd.GeoDataFrame, *, width: float, detail: float) -> None:
    """Draw dark outlines cased in white, so that they are seen on dark ground and on light.

    Creeks, gaps and islets smaller than the detail are left out: around them there would be more
    line than ground.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        The panel's axes.
    shapes : geopandas.GeoDataFrame
        What to outline; maybe nothing.
    width : float
        Points of the dark line.
    detail : float
        Metres of what is as wide as a line on paper.
    """
    if shapes.empty:
        return
    smallest = SMALLEST * detail**2
    parts = shapes.simplify(detail / 4).buffer(detail, join_style="mitre").explode()
    filled = parts.map(lambda part: _fill_small_holes(part, smallest))
    closed = filled.buffer(-detail, join_style="mitre")
    lines = closed[closed.area > smallest].boundary
    for colour, points in (("white", width + CASING), (INK, width)):
        lines.plot(ax=ax, color=colour, linewidth=points, aspect=1, zorder=2.5)


def _fill_small_holes(part: Polygon, smallest: float) -> Polygon:
    holes = [hole for hole in part.interiors if Polygon(hole).area > smallest]
    return Polygon(part.exterior, holes)
