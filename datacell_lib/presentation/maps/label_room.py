"""Room for labels on a panel of a map, so that none runs into another or leaves the panel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.patheffects import withStroke
from matplotlib.textpath import TextPath
from shapely.geometry import LineString, Point, box
from shapely.geometry.base import BaseGeometry

from datacell_lib.presentation.maps.map_view import MapView
from datacell_lib.presentation.style import INK, QUIET

SIZE = 7
LINE = 0.13  # inches from a line of that size to the next
AIR = 0.04  # inches that two labels keep from each other
POINTS_AN_INCH = 72
# Where a label is tried: so many inches from the middle of its place, in so many directions.
STEPS = (0.07, 0.13, 0.2, 0.27, 0.35)
FAR_STEPS = (0.2, 0.3, 0.4, 0.55, 0.7, 0.9)
DIRECTIONS = 16


@dataclass(frozen=True)
class Label:
    """A name or a number where it is written.

    Parameters
    ----------
    words : str
        What is written.
    at : tuple of float
        The point that is its middle, in the map's coordinates.
    light : bool
        Whether it is written in a lighter weight.
    points_to : tuple of float, optional
        The place that a line leads to, where the label stands beside it.
    """

    words: str
    at: tuple[float, float]
    light: bool = False
    points_to: tuple[float, float] | None = None

    def write(self, ax: Axes) -> None:
        """Write it, with a halo that keeps it legible on dark ground.

        Parameters
        ----------
        ax : matplotlib.axes.Axes
            The map.
        """
        if self.points_to is not None:
            ends = zip(self.at, self.points_to, strict=True)
            halo = [withStroke(linewidth=2.5, foreground="white")]
            ax.plot(*ends, color=INK, linewidth=0.7, path_effects=halo, zorder=4)
        ax.annotate(
            self.words,
            self.at,
            ha="center",
            va="center",
            fontsize=SIZE,
            linespacing=1.05,
            fontweight="normal" if self.light else "bold",
            color=QUIET if self.light else INK,
            path_effects=[withStroke(linewidth=2.5, foreground="white")],
            clip_on=True,
            zorder=5,
        )


@dataclass
class LabelRoom:
    """The room that is left on a panel.

    Parameters
    ----------
    view : MapView
        The panel.
    taken : list of shapely geometry
        What labels must not touch, in inches; each label that finds room is added.
    """

    view: MapView
    taken: list[BaseGeometry] = field(default_factory=list)

    def place(
        self,
        wordings: Iterable[str],
        outline: BaseGeometry,
        *,
        light: bool = False,
        spare: Iterable[BaseGeometry] = (),
    ) -> Label | None:
        """Find room for a label in its place, and take it.

        Parameters
        ----------
        wordings : iterable of str
            What may be written, the best first; a line break within one is allowed.
        outline : shapely geometry
            The place, in the map's coordinates; the label's middle lies in it.
        light : bool
            Whether it is written in a lighter weight.
        spare : iterable of shapely geometry
            What else to spare, in inches.

        Returns
        -------
        Label or None
            None where there is no room.
        """
        shape = self.view.to_inches(outline).simplify(AIR / 4)
        shapely.prepare(shape)
        others = [*self.taken, *spare]
        points = [point for point in _list_points(shape, STEPS) if shape.covers(point)]
        for words, point in product(wordings, points):
            room = measure_room(words, point)
            if self._is_free(room, others):
                self.taken.append(room)
                return Label(words, self._locate(point), light)
        return None

    def place_beside(self, words: str, outline: BaseGeometry) -> Label | None:
        """Find room for a label beside its place, with a line to it, and take it.

        Parameters
        ----------
        words : str
            What is written.
        outline : shapely geometry
            The place, in the map's coordinates.

        Returns
        -------
        Label or None
            None where there is no room.
        """
        shape = self.view.to_inches(outline)
        middle = shape.representative_point()
        for point in _list_points(shape, FAR_STEPS):
            room = measure_room(words, point)
            line = LineString([point, middle])
            if self._is_free(room, self.taken) and self._is_free(line, self.taken):
                self.taken += [room, line]
                return Label(words, self._locate(point), points_to=self._locate(middle))
        return None

    def _locate(self, point: Point) -> tuple[float, float]:
        ground = self.view.to_ground(point)
        return ground.x, ground.y

    def _is_free(self, room: BaseGeometry, others: list[BaseGeometry]) -> bool:
        return self.view.frame.covers(room) and not any(room.intersects(one) for one in others)


def measure_room(words: str, middle: Point) -> BaseGeometry:
    """Measure the room that a label takes, with the air around it.

    Parameters
    ----------
    words : str
        A label of one line or more.
    middle : shapely.geometry.Point
        Where its middle is to be, in inches.

    Returns
    -------
    shapely geometry
        A box, in inches.
    """
    lines = words.split("\n")
    across = max(measure_width(line) for line in lines) / 2 + AIR / 2
    up = LINE * len(lines) / 2 + AIR / 4
    return box(middle.x - across, middle.y - up, middle.x + across, middle.y + up)


@lru_cache(maxsize=4096)
def measure_width(label: str) -> float:
    """Measure how many inches a label is wide, in bold letters.

    Parameters
    ----------
    label : str
        One line.

    Returns
    -------
    float
        Inches.
    """
    bold = FontProperties(weight="bold")
    plain = label.strip().replace("$", "S")  # as wide, and never read as mathematics
    path = TextPath((0, 0), plain or "0", size=SIZE, prop=bold, usetex=False)
    return path.get_extents().width / POINTS_AN_INCH


def _list_points(shape: BaseGeometry, steps: Iterable[float]) -> Iterator[Point]:
    """List points in and around the middle of a shape, the nearest first."""
    middle = shape.representative_point()
    yield middle
    for step in steps:
        for angle in np.linspace(0, 2 * np.pi, DIRECTIONS, endpoint=False) + np.pi / 2:
            yield Point(middle.x + step * np.cos(angle), middle.y + step * np.sin(angle))
