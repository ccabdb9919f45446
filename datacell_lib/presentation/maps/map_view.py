"""What part of the country a panel of a map shows, and at what scale."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from matplotlib.axes import Axes
from shapely.affinity import affine_transform
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from datacell_lib.presentation.style import WIDTH

TALLEST = 6.0
SHORTEST = 2.5
SEEN = 0.02  # inches
PART = 0.96  # of a panel's width or height, whichever is tighter, that the shapes fill


@dataclass(frozen=True)
class MapView:
    """A panel that shows a window of the map, filled from edge to edge.

    Parameters
    ----------
    left, bottom : float
        The window's lower left corner, in metres of the national grid.
    scale : float
        Inches on paper for a metre on the ground.
    height : float
        Inches of the panel; it is as wide as the figure.
    """

    left: float
    bottom: float
    scale: float
    height: float

    @property
    def frame(self) -> BaseGeometry:
        """The panel, in inches from its lower left corner."""
        return box(0, 0, WIDTH, self.height)

    @property
    def ground(self) -> BaseGeometry:
        """The window, in metres of the national grid."""
        right, top = self.left + WIDTH / self.scale, self.bottom + self.height / self.scale
        return box(self.left, self.bottom, right, top)

    @property
    def detail(self) -> float:
        """Metres on the ground of the smallest thing that is seen on paper."""
        return SEEN / self.scale

    def to_inches(self, shape: BaseGeometry) -> BaseGeometry:
        """Move a shape from the ground to the panel.

        Parameters
        ----------
        shape : shapely geometry
            In metres of the national grid.

        Returns
        -------
        shapely geometry
            In inches from the panel's lower left corner.
        """
        scale = self.scale
        moved = [scale, 0, 0, scale, -self.left * scale, -self.bottom * scale]
        return affine_transform(shape, moved)

    def to_ground(self, shape: BaseGeometry) -> BaseGeometry:
        """Move a shape from the panel to the ground.

        Parameters
        ----------
        shape : shapely geometry
            In inches from the panel's lower left corner.

        Returns
        -------
        shapely geometry
            In metres of the national grid.
        """
        metres = 1 / self.scale
        return affine_transform(shape, [metres, 0, 0, metres, self.left, self.bottom])

    def add_room_below(self, inches: float) -> MapView:
        """Make the panel taller, with room below what it shows.

        Parameters
        ----------
        inches : float
            How much taller.

        Returns
        -------
        MapView
            At the same scale.
        """
        lower = self.bottom - inches / self.scale
        return replace(self, bottom=lower, height=self.height + inches)

    def show(self, ax: Axes) -> None:
        """Let axes show the window.

        Parameters
        ----------
        ax : matplotlib.axes.Axes
            Axes of the panel's size.
        """
        left, bottom, right, top = self.ground.bounds
        ax.set_xlim(left, right)
        ax.set_ylim(bottom, top)


def frame_view(bounds: np.ndarray, *, tallest: float = TALLEST) -> MapView:
    """Frame shapes in a panel, in its middle.

    Parameters
    ----------
    bounds : numpy.ndarray, shape (4,)
        Their left, bottom, right and top, in metres of the national grid.
    tallest : float
        The most inches that the panel is tall.

    Returns
    -------
    MapView
        As tall as the shapes need, within what a page bears.

    Examples
    --------
    >>> view = frame_view(np.array([0, 0, 5000, 5000]))
    >>> round(float(view.height), 2), round(float(view.scale) * 5000, 2)
    (5.6, 5.38)
    """
    left, bottom, right, top = bounds
    height = min(tallest, max(SHORTEST, WIDTH * (top - bottom) / (right - left)))
    scale = PART * min(WIDTH / (right - left), height / (top - bottom))
    across, up = (left + right) / 2, (bottom + top) / 2
    return MapView(across - WIDTH / scale / 2, up - height / scale / 2, scale, height)
