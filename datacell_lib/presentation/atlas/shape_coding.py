"""Shapes as short lists of whole numbers: each shared line simplified once, and written once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

from datacell_lib.schema import TableError

TOLERANCE = 50.0  # metres: less than a pixel until a street fills the window
STEP = 2.0  # metres from one whole number to the next
NATIONAL_GRID = 27700

Point = tuple[int, int]
Ring = list[Point]


@dataclass(frozen=True)
class CodedShapes:
    """Shapes as lines that they share.

    Parameters
    ----------
    origin : tuple of (float, float)
        Easting and northing of the south-west corner, in metres.
    step : float
        Metres from one whole number to the next.
    lines : tuple of list of int
        Each line: easting and northing of its first point in steps from the origin, then those
        of each further point from the one before it.
    shapes : tuple of list of list of int
        For each shape its rings, exteriors and holes alike, as the numbers of the lines that make
        them up; a line that is walked backwards has the number -1 - its own.
    """

    origin: tuple[float, float]
    step: float
    lines: tuple[list[int], ...]
    shapes: tuple[list[list[int]], ...]

    def to_plain(self) -> dict[str, object]:
        """Return what JSON can hold.

        Returns
        -------
        dict
            With the keys origin, step, lines and shapes.
        """
        return {
            "origin": list(self.origin),
            "step": self.step,
            "lines": list(self.lines),
            "shapes": list(self.shapes),
        }

    def take(self, places: Iterable[int]) -> CodedShapes:
        """Take some of the shapes, with the lines that they are made of and no others.

        Parameters
        ----------
        places : iterable of int
            Which, counted from 0.

        Returns
        -------
        CodedShapes
            These in the order given, with an origin of their own: a line that two such parts
            share is the same in both.
        """
        taken = [self.shapes[place] for place in places]
        used = sorted({max(n, -1 - n) for rings in taken for ring in rings for n in ring})
        numbers = {number: place for place, number in enumerate(used)}
        walked = [np.cumsum(np.reshape(self.lines[number], (-1, 2)), axis=0) for number in used]
        corner = np.min([points.min(axis=0) for points in walked], axis=0)
        lines = tuple(_difference(points - corner) for points in walked)
        shapes = tuple([[_renumber(n, numbers) for n in ring] for ring in rings] for rings in taken)
        east, north = (float(edge) for edge in self.origin + corner * self.step)
        return CodedShapes((east, north), self.step, lines, shapes)


def code_shapes(
    geometry: gpd.GeoSeries, *, tolerance: float = TOLERANCE, step: float = STEP
) -> CodedShapes:
    """Code shapes that lie side by side as the lines that they share.

    Parameters
    ----------
    geometry : geopandas.GeoSeries
        Polygons in the British National Grid (EPSG:27700) that meet without overlapping.
    tolerance : float
        Metres that a line may be moved to simplify it; neighbours stay neighbours.
    step : float
        Metres between the points of the grid that the result is rounded to.

    Returns
    -------
    CodedShapes
        In the order of the shapes. A part or hole too small for the grid is left out, unless it
        is all that there is of a shape: that stays as it was before it was simplified.

    Raises
    ------
    TableError
        If there are no shapes, or they are not in metres.

    Examples
    --------
    >>> squares = gpd.GeoSeries([shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)], crs=27700)
    >>> coded = code_shapes(squares, tolerance=0, step=10)
    >>> sorted(len(line) // 2 for line in coded.lines)  # points: of what they share, and the rest
    [2, 4, 4]
    >>> [len(rings) for rings in coded.shapes]
    [1, 1]
    """
    if geometry.empty or geometry.crs is None or geometry.crs.to_epsg() != NATIONAL_GRID:
        raise TableError(
            f"shapes to be coded must be in EPSG:{NATIONAL_GRID}; found {len(geometry)} of "
            f"{geometry.crs}. Give what load_boundaries returns."
        )
    exact = geometry.to_numpy()
    simple = shapely.coverage_simplify(exact, tolerance)
    origin = np.floor(geometry.total_bounds[:2])
    shapes = [
        list(_list_rings(easy, origin, step)) or list(_list_rings(full, origin, step))
        for easy, full in zip(simple, exact, strict=True)
    ]
    if not all(shapes):
        raise TableError(
            f"{sum(not shape for shape in shapes)} shapes are smaller than {step:g} metres. "
            "Check the units of the boundaries."
        )
    ends = _find_ends(ring for shape in shapes for ring in shape)
    numbers: dict[tuple[Point, ...], int] = {}
    coded = tuple([_code_ring(ring, ends, numbers) for ring in shape] for shape in shapes)
    lines = tuple(_difference(line) for line in numbers)
    return CodedShapes((float(origin[0]), float(origin[1])), step, lines, coded)


def _list_rings(shape: shapely.Geometry, origin: np.ndarray, step: float) -> Iterator[Ring]:
    """List the rings of a shape on the grid, each without its last point, which is the first."""
    for part in shapely.get_parts(shape):
        for line in shapely.get_rings(part):
            places = np.round((shapely.get_coordinates(line) - origin) / step).astype(int)
            moved = np.any(places[1:] != places[:-1], axis=1)
            ring = [(int(x), int(y)) for x, y in places[1:][moved]]
            if len(set(ring)) > 2:
                yield ring


def _find_ends(rings: Iterable[Ring]) -> set[Point]:
    """Find the points where lines end: those from which there are more than two ways."""
    ways: dict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for before, after in zip(ring, ring[1:] + ring[:1], strict=True):
            ways[before].add(after)
            ways[after].add(before)
    return {point for point, others in ways.items() if len(others) != 2}


def _code_ring(ring: Ring, ends: set[Point], numbers: dict[tuple[Point, ...], int]) -> list[int]:
    """Cut a ring where lines end; number each line that is new."""
    at = [place for place, point in enumerate(ring) if point in ends]
    first = at[0] if at else ring.index(min(ring))
    turned = [*ring[first:], *ring[:first], ring[first]]
    cuts = [place - first for place in at] or [0]
    return [
        _number_line(tuple(turned[start : end + 1]), numbers)
        for start, end in zip(cuts, [*cuts[1:], len(ring)], strict=True)
    ]


def _number_line(line: tuple[Point, ...], numbers: dict[tuple[Point, ...], int]) -> int:
    if line[::-1] in numbers:
        return -1 - numbers[line[::-1]]
    return numbers.setdefault(line, len(numbers))


def _renumber(number: int, places: dict[int, int]) -> int:
    return places[number] if number >= 0 else -1 - places[-1 - number]


def _difference(line: Sequence[Point] | np.ndarray) -> list[int]:
    places = np.array(line)
    return np.vstack([places[:1], np.diff(places, axis=0)]).ravel().tolist()
