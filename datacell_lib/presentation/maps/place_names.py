"""Names on a map that do not run into one another: the largest places first, the rest numbered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import geopandas as gpd
import numpy as np
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.patheffects import withStroke
from matplotlib.textpath import TextPath
from shapely.geometry import Point, box
from shapely.geometry.base import BaseGeometry

from datacell_lib.presentation.style import INK, WIDTH
from datacell_lib.schema import DISTRICT_NAME

SIZE = 7
LINE = 0.13  # inches from a line of that size to the next
AIR = 0.04  # inches that two labels keep from each other
POINTS_AN_INCH = 72
USED = 0.88  # of a panel's width and height, at least, is map: the rest is its frame's
# Where a label is tried, in lines up from the middle of its place.
SHIFTS = (0.0, 1.0, -1.0)
MOST_COLUMNS = 4
NOT_MARKED = "\N{MIDDLE DOT}"  # in the key, for a place too small for a number on the map


@dataclass(frozen=True)
class PlacedNames:
    """Where names, and the numbers that stand for the others, are written on a map.

    Parameters
    ----------
    labels : tuple of (str, (float, float))
        What is written, and the point that is its middle, in the map's coordinates.
    key : tuple of (str, str)
        The number and name of each place that has no room for its name; a dot for a number
        where it has no room for that either.
    """

    labels: tuple[tuple[str, tuple[float, float]], ...]
    key: tuple[tuple[str, str], ...]

    def write(self, ax: Axes) -> None:
        """Write the labels on the map.

        Parameters
        ----------
        ax : matplotlib.axes.Axes
            The map.
        """
        for label, at in self.labels:
            write_label(ax, label, at=at, size=SIZE)

    @property
    def key_height(self) -> float:
        """Inches that the key needs."""
        return LINE * (-(-len(self.key) // self._columns) + 1)

    @property
    def _columns(self) -> int:
        widest = max((_measure(f"{number} {name}") for number, name in self.key), default=WIDTH)
        return max(1, min(MOST_COLUMNS, int(WIDTH // (widest + 4 * AIR))))

    def write_key(self, ax: Axes) -> None:
        """Write which number stands for which name, in columns.

        Parameters
        ----------
        ax : matplotlib.axes.Axes
            An empty panel of the height that the key needs.
        """
        ax.set_axis_off()
        rows = -(-len(self.key) // self._columns)
        for place, (number, name) in enumerate(self.key):
            column, row = divmod(place, rows)
            ax.text(
                column / self._columns,
                1 - (row + 0.5) / rows,
                f"{number}  {name}",
                transform=ax.transAxes,
                va="center",
                fontsize=SIZE,
                color=INK,
            )


def place_names(shapes: gpd.GeoDataFrame, *, height: float) -> PlacedNames:
    """Find room for the names of places on a map of them.

    Parameters
    ----------
    shapes : geopandas.GeoDataFrame
        The places, with `district_name` and `geometry`, which fill the map.
    height : float
        Inches of the map's panel.

    Returns
    -------
    PlacedNames
        Names where they run into no other and cover no other place's middle, the largest places
        first. Any other place is numbered, in the order of names; one with no room even for a
        number comes last in the key, with a dot instead.
    """
    shapes = shapes.reset_index(drop=True)
    left, bottom, right, top = shapes.total_bounds
    scale = USED * min(WIDTH / (right - left), height / (top - bottom))  # inches a metre
    names = shapes[DISTRICT_NAME].astype(str).tolist()
    largest_first = np.argsort(-shapes.area.to_numpy(), kind="stable")
    frame = box(0, 0, (right - left) * scale, (top - bottom) * scale).buffer(AIR)
    to_inches = [scale, 0, 0, scale, -left * scale, -bottom * scale]
    outlines = shapes.geometry.affine_transform(to_inches)
    middles = outlines.representative_point().buffer(_measure("00") / 2 + AIR / 2)
    taken: list[BaseGeometry] = []
    found: dict[int, Point] = {}
    for place in largest_first:
        others = [*taken, *middles.drop(middles.index[place])]
        room = _find_room(names[place], outlines.iloc[place], frame, others)
        if room is not None:
            taken.append(room)
            found[place] = room.centroid
    unnamed = sorted(set(range(len(names))) - set(found), key=lambda place: names[place])
    widest = "0" * len(str(len(unnamed)))
    for place in largest_first:
        room = _find_room(widest, outlines.iloc[place], frame, taken) if place in unnamed else None
        if room is not None:
            taken.append(room)
            found[place] = room.centroid
    marked = [place for place in unnamed if place in found]
    numbers = {place: str(number) for number, place in enumerate(marked, start=1)}
    written = tuple(
        (numbers.get(place, names[place]), (at.x / scale + left, at.y / scale + bottom))
        for place, at in found.items()
    )
    key = [(number, names[place]) for place, number in numbers.items()]
    key += [(NOT_MARKED, names[place]) for place in unnamed if place not in found]
    return PlacedNames(written, tuple(key))


def write_label(ax: Axes, label: str, *, at: tuple[float, float], size: float) -> None:
    """Write a label on a map, with a halo that keeps it legible on dark ground.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        The map.
    label : str
        A name or a number.
    at : tuple of float
        The point that is its middle, in the map's coordinates.
    size : float
        The size of its letters, in points.
    """
    ax.annotate(
        label,
        at,
        ha="center",
        va="center",
        fontsize=size,
        fontweight="bold",
        color=INK,
        path_effects=[withStroke(linewidth=2.5, foreground="white")],
        clip_on=True,
    )


def _find_room(
    label: str, outline: BaseGeometry, frame: BaseGeometry, taken: list[BaseGeometry]
) -> BaseGeometry | None:
    """Find room for a label where it runs into nothing; none where there is none."""
    half = _measure(label) / 2 + AIR / 2
    for at in _list_points(outline):
        room = box(at.x - half, at.y - LINE / 2, at.x + half, at.y + LINE / 2)
        if frame.covers(room) and not any(room.intersects(other) for other in taken):
            return room
    return None


def _list_points(outline: BaseGeometry) -> Iterator[Point]:
    middle = outline.representative_point()
    for shift in SHIFTS:
        point = Point(middle.x, middle.y + shift * LINE)
        if outline.covers(point):
            yield point


@lru_cache(maxsize=1024)
def _measure(label: str) -> float:
    """Measure how many inches a label is wide, in bold letters."""
    bold = FontProperties(weight="bold")
    plain = label.strip().replace("$", "S")  # as wide, and never read as mathematics
    path = TextPath((0, 0), plain or "0", size=SIZE, prop=bold, usetex=False)
    return path.get_extents().width / POINTS_AN_INCH
