"""Circles over areas: the windows that a scan compares with the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import xlogy

from datacell_lib.equal_values import SAME_STEP
from datacell_lib.number_types import convert_to_floats

Direction = Literal["high", "low", "both"]


@dataclass(frozen=True)
class Circles:
    """All circles around one centre.

    ``areas`` are positions, nearest first; circle k holds the first k + 1 of them, if
    ``complete[k]`` (areas at one distance enter together); ``radii`` are their distances.
    """

    centre: int
    areas: np.ndarray
    radii: np.ndarray
    complete: np.ndarray


@dataclass(frozen=True)
class Window:
    """One circle, and how it stands out."""

    log_likelihood_ratio: float
    centre: int
    areas: np.ndarray
    radius: float
    observed: float
    expected: float


def draw_circles(
    points: np.ndarray, populations: np.ndarray, *, maximum_share: float, centre: int
) -> Circles:
    """Grow a circle around one area until it holds more than this share of the population.

    Parameters
    ----------
    points : ndarray
        x and y of each area, shape (areas, 2).
    populations : ndarray
        Denominator of each area, shape (areas,).
    maximum_share : float
        Of all the denominators, at most in a circle.
    centre : int
        Position of the area in the middle.

    Returns
    -------
    Circles
        With no area at all where the first by itself is above the share.

    Examples
    --------
    >>> points = np.array([[0.0, 0.0], [1.0, 0.0], [3.0, 0.0], [9.0, 0.0]])
    >>> draw_circles(points, np.ones(4), maximum_share=0.5, centre=2).areas
    array([2, 1])
    """
    points, populations = convert_to_floats(points), convert_to_floats(populations)
    distances = np.hypot(*(points - points[centre]).T)
    nearest = np.argsort(distances, kind="stable")
    radii = distances[nearest]
    limit = maximum_share * populations.sum() * (1 + 1e-12)
    complete = np.cumsum(populations[nearest]) <= limit
    complete &= np.append(radii[1:] > radii[:-1], True)
    size = int(complete.nonzero()[0].max(initial=-1)) + 1
    return Circles(centre, nearest[:size], radii[:size], complete[:size])


def calculate_log_likelihood_ratio(
    observed: np.ndarray, expected: np.ndarray, total: float, *, direction: Direction = "high"
) -> np.ndarray:
    """Kulldorff's Poisson log likelihood ratio; zero where a window is not what is looked for.

    Parameters
    ----------
    observed, expected : ndarray
        Events within each window, in one shape.
    total : float
        Events in all, more than are expected in any window.
    direction : {"high", "low", "both"}
        Whether windows with more events than expected are looked for, with fewer, or either.

    Returns
    -------
    ndarray
        c·ln(c/e) + (C-c)·ln((C-c)/(C-e)) for c observed and e expected of C in all, where c > e
        (high), c < e (low) or c ≠ e (both); 0 elsewhere. What differs by the rounding of a sum
        is equal.

    References
    ----------
    Kulldorff M (1997). A spatial scan statistic. Communications in Statistics: Theory and
    Methods 26, 1481-1496.

    Examples
    --------
    >>> calculate_log_likelihood_ratio(np.array([10.0, 4.0]), np.array([5.0, 5.0]), 100).round(3)
    array([2.065, 0.   ])
    >>> calculate_log_likelihood_ratio(
    ...     np.array([10.0, 4.0]), np.array([5.0, 5.0]), 100, direction="low"
    ... ).round(3)
    array([0.   , 0.113])
    """
    excess = convert_to_floats(observed) - expected
    signs = {"high": excess, "low": -excess, "both": np.abs(excess)}
    found = signs[direction] > SAME_STEP * total
    c, e = np.where(found, observed, 0.0), np.where(found, expected, 0.0)
    inside = xlogy(c, np.where(found, c, 1.0) / np.where(found, e, 1.0))
    return np.where(found, inside + xlogy(total - c, (total - c) / (total - e)), 0.0)


def find_best_window(
    circles: Circles,
    observed: np.ndarray,
    expected: np.ndarray,
    *,
    taken: np.ndarray,
    direction: Direction = "high",
) -> Window | None:
    """Find the window of one centre that stands out most and holds no area already taken.

    Parameters
    ----------
    circles : Circles
        From `draw_circles`.
    observed, expected : ndarray
        Events of each area, shape (areas,).
    taken : ndarray
        Whether each area is already in a circle, shape (areas,).
    direction : {"high", "low", "both"}
        Which windows are looked for.

    Returns
    -------
    Window or None
        None where no window holds more than expected (fewer, if "low"): nothing is there to be
        found.

    Examples
    --------
    >>> points, counts = np.array([[0.0, 0.0], [1.0, 0.0], [3.0, 0.0]]), np.array([8.0, 1, 1])
    >>> circles = draw_circles(points, np.ones(3), maximum_share=0.5, centre=0)
    >>> expected = np.full(3, 10 / 3)
    >>> taken = np.zeros(3, dtype=bool)
    >>> window = find_best_window(circles, counts, expected, taken=taken)
    >>> window.areas, round(window.log_likelihood_ratio, 2)
    (array([0]), 4.6)
    """
    free = np.logical_and.accumulate(~taken[circles.areas]) & circles.complete
    within = circles.areas[: int(free.nonzero()[0].max(initial=-1)) + 1]
    c, e = np.cumsum(observed[within]), np.cumsum(expected[within])
    ratios = calculate_log_likelihood_ratio(c, e, observed.sum(), direction=direction)
    ratios[~free[: len(within)]] = 0.0
    k = int(ratios.argmax()) if len(ratios) else 0
    if not len(ratios) or ratios[k] <= 0:
        return None
    radius = float(circles.radii[k])
    return Window(float(ratios[k]), circles.centre, within[: k + 1], radius, c[k], e[k])
