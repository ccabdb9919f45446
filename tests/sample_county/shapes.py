"""A planar coverage: a land of small cells that share every vertex with their neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.spatial import Voronoi

from tests.sample_county.gazetteer import DISTRICTS, SHEET_KM, SMALL_TOWNS

MARGIN = 12.0  # km of open sea around the sheet


@dataclass(frozen=True)
class Cells:
    """The small cells of the land.

    points : (n, 2) km; areas : (n,) km²; edges : (i, j) with i < j to (length in km, outline);
    coast : cell to the outlines it shares with no other cell. Outlines are lists of (x, y) in km.
    """

    points: np.ndarray
    areas: np.ndarray
    edges: dict[tuple[int, int], tuple[float, list[tuple[float, float]]]]
    coast: dict[int, list[list[tuple[float, float]]]]


class Noise:
    """Smooth random field over the plane: a sum of plane waves of one typical wavelength."""

    def __init__(self, rng: np.random.Generator, *, wavelength: float, waves: int = 24) -> None:
        angle = rng.uniform(0, 2 * np.pi, waves)
        number = 2 * np.pi / (wavelength * rng.uniform(0.6, 1.8, waves))
        self._k = np.stack([np.cos(angle) * number, np.sin(angle) * number])
        self._phase = rng.uniform(0, 2 * np.pi, waves)

    def __call__(self, xy: np.ndarray) -> np.ndarray:
        """Values at `xy` (n, 2), with mean 0 and variance about 1.

        Rounded, as is everything that a later step draws from or compares: processors differ in
        the last bit of a sum, and a draw may hang on it.
        """
        waves = np.cos(xy @ self._k + self._phase)
        return (waves.sum(axis=1) * np.sqrt(2 / len(self._phase))).round(9)


class Land:
    """Where land ends and where people live, as smooth fields over the sheet."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._capes = Noise(rng, wavelength=30)
        self._bays = Noise(rng, wavelength=11)
        self._coves = Noise(rng, wavelength=4)

    def depth(self, xy: np.ndarray) -> np.ndarray:
        """Distance into the land in km, roughly; negative at sea and beyond the border."""
        x, y = xy.T
        ragged = 2.2 * self._capes(xy) + 0.9 * self._bays(xy) + 0.25 * self._coves(xy)
        east = 53.5 + 2.0 * np.sin((y - 3) / 8.0) - 0.016 * (y - 24) ** 2 - x
        north = 46.0 - 0.010 * (x - 33) ** 2 - y
        south = y - 2.5 - 0.007 * (x - 29) ** 2
        west = x - 3.5 - 0.008 * (y - 26) ** 2
        middle = 22.0 + 1.5 * np.sin((x - 31) / 3.6)
        half_width = 0.35 + 0.085 * (x - 33.5)
        estuary = np.where(x > 33.5, np.abs(y - middle) - half_width, 9.0)
        return np.minimum(np.minimum.reduce([east, north, south, west]) + ragged, estuary)

    def crowding(self, xy: np.ndarray) -> np.ndarray:
        """Relative density of residents: towns over an even countryside."""
        density = np.full(len(xy), 0.012)
        for district in DISTRICTS:
            gap = np.hypot(*(xy - district.town).T) / district.spread
            density += 1.6 * np.exp(-(gap**1.6))
        for place, weight in SMALL_TOWNS:
            gap = np.hypot(*(xy - place).T) / 0.9
            density += 2.2 * weight * np.exp(-(gap**1.6))
        return density


def scatter_points(land: Land, rng: np.random.Generator) -> np.ndarray:
    """Scatter points (n, 2) over the sheet, close where people or shores are, none touching."""
    tries = rng.uniform((-MARGIN, -MARGIN), np.add(SHEET_KM, MARGIN), (60_000, 2))
    towns = [district.town for district in DISTRICTS] + [place for place, _ in SMALL_TOWNS]
    tries = np.vstack([tries, *(rng.normal(town, 2.2, (1_500, 2)) for town in towns)])
    spacing = np.clip(0.30 / np.sqrt(land.crowding(tries)), 0.25, 1.4)
    depth = land.depth(tries)
    spacing = np.minimum(spacing, 0.42 + 0.4 * np.abs(depth))
    spacing[depth < -5.0] = 2.5
    kept, count = np.empty_like(tries), 0
    for point, gap in zip(tries, spacing, strict=True):
        apart = kept[:count] - point
        if not (np.einsum("ij,ij->i", apart, apart) < gap * gap).any():
            kept[count] = point
            count += 1
    kept = kept[:count]
    for _ in range(2):
        kept = _relax(kept).round(6)
    return kept


def _relax(points: np.ndarray) -> np.ndarray:
    """Move each point to the middle of its own cell, which rounds off the thinnest cells."""
    diagram = Voronoi(points)
    moved = points.copy()
    for cell, region in enumerate(diagram.point_region):
        corners = diagram.regions[region]
        if corners and -1 not in corners:
            middle = diagram.vertices[corners].mean(axis=0)
            if np.hypot(*(middle - points[cell])) < 2.0:
                moved[cell] = middle
    return moved


def make_cells(land: Land, rng: np.random.Generator) -> Cells:
    """Cut the land into small cells with ragged shared edges, all in one piece."""
    points = scatter_points(land, rng)
    diagram = Voronoi(points)
    links: dict[int, set[int]] = {cell: set() for cell in range(len(points))}
    for p, q in diagram.ridge_points:
        links[int(p)].add(int(q))
        links[int(q)].add(int(p))
    wet = set(np.flatnonzero(land.depth(points) <= 0).tolist())
    sea = max(connected_parts(wet, links), key=len)
    mainland = max(connected_parts(set(links) - sea, links), key=len)
    number = {cell: index for index, cell in enumerate(sorted(mainland))}
    edges, coast = {}, {}
    for (p, q), ridge in zip(diagram.ridge_points, diagram.ridge_vertices, strict=True):
        inside = [int(cell) for cell in (p, q) if int(cell) in number]
        if not inside:
            continue
        ends = diagram.vertices[ridge]
        outline = _roughen(ends, points[[p, q]], rng)
        if len(inside) == 2:
            key = tuple(sorted(number[cell] for cell in inside))
            edges[key] = (float(np.hypot(*(ends[1] - ends[0]))), outline)
        else:
            coast.setdefault(number[inside[0]], []).append(outline)
    order = sorted(mainland)
    corners = [diagram.vertices[diagram.regions[diagram.point_region[cell]]] for cell in order]
    areas = np.array([_area(ring) for ring in corners])
    return Cells(points[order], areas, edges, coast)


def _roughen(ends: np.ndarray, sides: np.ndarray, rng: np.random.Generator) -> list:
    """Bend the straight edge between two points, staying within the kite that they span."""
    line = [ends[0], ends[1]]
    for reach in (0.30, 0.13):
        if np.hypot(*(line[1] - line[0])) < 0.22:
            break
        bent = [line[0]]
        for start, end in pairwise(line):
            middle = start + (end - start) * rng.uniform(0.38, 0.62)
            pull = rng.uniform(-reach, reach)
            bent += [middle + abs(pull) * (sides[int(pull > 0)] - middle), end]
        line = bent
    return [(float(x), float(y)) for x, y in line]


def _area(ring: np.ndarray) -> float:
    x, y = ring.T
    return float(abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2)


def connected_parts(members: set[int], links: dict[int, set[int]]) -> list[set[int]]:
    """Split `members` into the parts that hang together by `links`."""
    left, parts = set(members), []
    while left:
        part, front = set(), [min(left)]
        while front:
            cell = front.pop()
            if cell in left:
                left.remove(cell)
                part.add(cell)
                front += sorted(links[cell] & left)
        parts.append(part)
    return parts
