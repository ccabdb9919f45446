"""Circles over areas, spans over periods: the windows that a scan compares with the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import xlogy


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
    """One circle over one span of periods, and how it stands out."""

    log_likelihood_ratio: float
    centre: int
    areas: np.ndarray
    radius: float
    first_period: int
    last_period: int
    observed: float
    expected: float


def draw_circles(
    points: np.ndarray, populations: np.ndarray, *, maximum_share: float, centre: int
) -> Circles:
    """Grow a circle around one area until it holds more than this share of the population."""
    distances = np.hypot(*(points - points[centre]).T)
    nearest = np.argsort(distances, kind="stable")
    radii = distances[nearest]
    limit = maximum_share * populations.sum() * (1 + 1e-12)
    complete = np.cumsum(populations[nearest]) <= limit
    complete &= np.append(radii[1:] > radii[:-1], True)
    size = int(complete.nonzero()[0].max(initial=-1)) + 1
    return Circles(centre, nearest[:size], radii[:size], complete[:size])


def calculate_log_likelihood_ratio(
    observed: np.ndarray, expected: np.ndarray, total: float
) -> np.ndarray:
    """Kulldorff's Poisson log likelihood ratio; zero where no more was observed than expected.

    c·ln(c/e) + (C-c)·ln((C-c)/(C-e)) for c observed and e expected of C in all, where c > e.
    """
    high = observed > expected
    c, e = np.where(high, observed, 0.0), np.where(high, expected, 0.0)
    inside = xlogy(c, np.where(high, c, 1.0) / np.where(high, e, 1.0))
    return np.where(high, inside + xlogy(total - c, (total - c) / (total - e)), 0.0)


def list_spans(periods: int, *, longest: int, only_current: bool) -> list[tuple[int, int]]:
    """List the spans (first, last) of at most ``longest`` periods, or those that end the series."""
    return [
        (first, last)
        for last in range(periods - 1 if only_current else 0, periods)
        for first in range(max(0, last - longest + 1), last + 1)
    ]


def find_best_window(
    circles: Circles,
    spans: Sequence[tuple[int, int]],
    observed: np.ndarray,
    expected: np.ndarray,
    *,
    taken: np.ndarray,
) -> Window | None:
    """Find the window of one centre that stands out most and holds no area already taken.

    ``observed`` and ``expected`` are running sums over the periods, shape (areas, periods);
    nothing is returned where no window holds more than expected.
    """
    free = np.logical_and.accumulate(~taken[circles.areas]) & circles.complete
    within = circles.areas[: int(free.nonzero()[0].max(initial=-1)) + 1]
    c, e = (np.cumsum(sums[within], axis=0) for sums in (observed, expected))
    total = observed[:, -1].sum()
    best = None
    for first, last in spans:
        c_span, e_span = sum_span(c, first, last), sum_span(e, first, last)
        ratios = calculate_log_likelihood_ratio(c_span, e_span, total)
        ratios[~free[: len(within)]] = 0.0
        k = int(ratios.argmax()) if len(ratios) else 0
        if len(ratios) and ratios[k] > (best.log_likelihood_ratio if best else 0.0):
            areas, radius = within[: k + 1], float(circles.radii[k])
            best = Window(
                float(ratios[k]), circles.centre, areas, radius, first, last, c_span[k], e_span[k]
            )
    return best


def sum_span(running: np.ndarray, first: int, last: int) -> np.ndarray:
    """Sum over the periods first to last, from running sums along the second axis."""
    return running[:, last] - running[:, first - 1] if first else running[:, last]
