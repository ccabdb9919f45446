"""Where the listed places of a map crowd, and the frame of what is drawn again close up."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from datacell_lib.presentation.maps.map_view import MapView, frame_view
from datacell_lib.presentation.style import INK

CAPTION = 0.24  # inches above a close-up for its words
# A close-up shows less than this part of the map's width and height.
LARGEST_PART = 0.5
CLUSTER_PART = 0.24  # of them, from one edge of a cluster to the other
FEWEST = 3  # places without room for their names, for which a close-up is drawn
MARGIN = 0.2
TALLEST_CLOSE_UP = 3.6  # inches


def find_close_up(
    listed: gpd.GeoDataFrame, *, whole: np.ndarray, unnamed: np.ndarray
) -> MapView | None:
    """Find what to draw again close up.

    Parameters
    ----------
    listed : geopandas.GeoDataFrame
        The listed places.
    whole : numpy.ndarray, shape (4,)
        The bounds of the map.
    unnamed : numpy.ndarray of bool
        Which of the places have no room for their names on it.

    Returns
    -------
    MapView or None
        All of them, where several lie in a small part of the map; else, where three or more have
        no room for their names, the densest cluster of those. None where nothing is gained.
    """
    size = np.array([whole[2] - whole[0], whole[3] - whole[1]])
    if len(listed) > 1 and _measure_part(listed.total_bounds, size) <= LARGEST_PART:
        return _frame(listed.total_bounds)
    if unnamed.sum() < FEWEST:
        return None
    points = listed.representative_point()
    at = np.column_stack([points.x, points.y])
    near = (np.abs(at[:, None] - at[None]) <= size * CLUSTER_PART / 2).all(axis=2)
    densest = near[np.argmax((near & unnamed).sum(axis=1))]
    bounds = points[densest].total_bounds
    small = _measure_part(bounds, size) <= LARGEST_PART
    return _frame(bounds) if densest.sum() > 1 and small else None


def draw_frame(ax: Axes, *, view: MapView, close: MapView) -> None:
    """Draw the frame of the close-up on the map.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        The map.
    view : MapView
        Its panel.
    close : MapView
        The close-up's panel.
    """
    inside = close.ground.intersection(view.ground)
    halo = [withStroke(linewidth=2.8, foreground="white")]
    ax.plot(*inside.exterior.xy, color=INK, lw=1, ls="--", path_effects=halo, zorder=4)


def _measure_part(bounds: np.ndarray, size: np.ndarray) -> float:
    return float(((bounds[2:] - bounds[:2]) / size).max())


def _frame(bounds: np.ndarray) -> MapView:
    margin = MARGIN * (bounds[2:] - bounds[:2]).max()
    wider = bounds + np.array([-margin, -margin, margin, margin])
    return frame_view(wider, tallest=TALLEST_CLOSE_UP)
