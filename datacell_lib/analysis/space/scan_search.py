"""The search of a scan: the best windows on the real map, and on maps made by chance."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator

import numpy as np

from datacell_lib.analysis.space.scan_windows import (
    Circles,
    Direction,
    Window,
    calculate_log_likelihood_ratio,
    draw_circles,
    find_best_window,
)

REPLICATES_AT_ONCE = 64  # keeps the working arrays within the processor's cache
ROWS_AT_ONCE = 32  # summed by one small matrix product, several times faster than a running sum
LOWER = np.tri(ROWS_AT_ONCE)
EXACT_IN_SINGLE = 2**24  # whole numbers up to here are exact in single precision
MOST_CIRCLES = 20


def search_circles(
    points: np.ndarray,
    counts: np.ndarray,
    populations: np.ndarray,
    *,
    maximum_share: float,
    replicates: int,
    seed: int,
    significance: float,
    direction: Direction = "high",
) -> tuple[list[Window], list[float]]:
    """Find the circles of a map, the most likely first, and their p-values.

    Parameters
    ----------
    points : ndarray
        x and y of each area, shape (areas, 2).
    counts, populations : ndarray
        Events and denominators, shape (areas,).
    maximum_share, replicates, seed, significance, direction
        As in `scan.scan_for_circles`.

    Returns
    -------
    list of Window, list of float
        No two windows share an area. The first is given whatever its p-value.
    """
    total = int(counts.sum())
    expected = populations * total / populations.sum()

    def draw(centre: int) -> Circles:
        return draw_circles(points, populations, maximum_share=maximum_share, centre=centre)

    maxima = simulate_maxima(
        draw, expected, total=total, replicates=replicates, seed=seed, direction=direction
    )
    circles, p_values = [], []
    for window in _search_in_order(draw, counts, expected, direction):
        ratio = window.log_likelihood_ratio * (1 - 1e-9)  # an equal ratio, summed otherwise
        p_value = (1 + int((maxima >= ratio).sum())) / (replicates + 1)
        if circles and p_value > significance:
            break
        circles.append(window)
        p_values.append(p_value)
        if len(circles) == MOST_CIRCLES:
            break
    return circles, p_values


def _search_in_order(
    draw: Callable[[int], Circles],
    observed: np.ndarray,
    expected: np.ndarray,
    direction: Direction,
) -> Iterator[Window]:
    """Give the best window, then the best that shares no area with those given, and so on.

    A centre is searched again only when its best window comes up and is no longer free: what
    remains to it can only score less.
    """
    taken = np.zeros(len(observed), dtype=bool)
    queue: list[tuple[float, int, Window]] = []

    def put(centre: int) -> None:
        window = find_best_window(
            draw(centre), observed, expected, taken=taken, direction=direction
        )
        if window is not None:
            heapq.heappush(queue, (-window.log_likelihood_ratio, centre, window))

    for centre in range(len(observed)):
        put(centre)
    while queue:
        _, centre, window = heapq.heappop(queue)
        if taken[window.areas].any():
            put(centre)
        else:
            taken[window.areas] = True
            yield window


def simulate_maxima(
    draw: Callable[[int], Circles],
    expected: np.ndarray,
    *,
    total: int,
    replicates: int,
    seed: int,
    direction: Direction = "high",
) -> np.ndarray:
    """Scan maps on which the same total falls by chance; give the highest ratio of each.

    Parameters
    ----------
    draw : callable
        Gives the circles around the area at a position.
    expected : ndarray
        Expected counts, shape (areas,).
    total : int
        Events in all.
    replicates, seed : int
        How many maps, and what makes them repeatable.
    direction : {"high", "low", "both"}
        Which windows compete for the highest ratio: the same as on the real map.

    Returns
    -------
    ndarray
        Shape (replicates,).

    Notes
    -----
    Logarithms are taken only where a window could beat the lowest maximum so far, T. For
    d = c - e > 0 the ratio is at most d²/(2e) + d²/(C-e), so that a window needs
    d² ≥ T / (1/(2e) + 1/(C-e)): a bound, not an approximation; the maxima are exact. A low
    window is a high one seen from outside, so that e and C-e change places.
    """
    chances = expected / expected.sum()
    rng = np.random.default_rng([seed, *b"scan"])  # never the stream of a map made with this seed
    exact = np.float32 if total < EXACT_IN_SINGLE else np.float64
    maps, maxima = [], []
    for start in range(0, replicates, REPLICATES_AT_ONCE):
        size = min(REPLICATES_AT_ONCE, replicates - start)
        drawn = rng.multinomial(total, chances, size=size).T
        maps.append(drawn.astype(exact, order="C"))  # rows are gathered
        maxima.append(np.zeros(size))
    for centre in range(len(expected)):
        circles = draw(centre)
        sums = np.cumsum(expected[circles.areas])
        for drawn, highest in zip(maps, maxima, strict=True):
            counts = _accumulate(drawn, circles.areas)
            _raise_maxima(highest, counts, sums, circles.complete, total, direction)
    return np.concatenate(maxima)


def _accumulate(counts: np.ndarray, areas: np.ndarray) -> np.ndarray:
    """Sum the rows of these areas step by step, as cumsum(counts[areas], axis=0) does."""
    blocks = -(-len(areas) // ROWS_AT_ONCE)
    width = counts.shape[1]
    rows = np.zeros((blocks * ROWS_AT_ONCE, width), dtype=counts.dtype)
    np.take(counts, areas, axis=0, out=rows[: len(areas)], mode="clip")
    sums = LOWER.astype(rows.dtype) @ rows.reshape(blocks, ROWS_AT_ONCE, width)
    sums[1:] += np.cumsum(sums[:-1, -1], axis=0)[:, None]
    return sums.reshape(rows.shape)[: len(areas)]


def _raise_maxima(
    highest: np.ndarray,
    counts: np.ndarray,
    expected: np.ndarray,
    complete: np.ndarray,
    total: int,
    direction: Direction,
) -> None:
    """Raise each replicate's highest ratio to that of its best window among these."""
    beaten, outside = highest.min(), total - expected
    able = np.zeros(counts.shape, dtype=bool)
    if direction != "low":
        excess = np.sqrt(beaten / (0.5 / expected + 1 / outside))
        above = np.floor(np.where(complete, expected + excess, np.inf)).astype(counts.dtype)
        able |= counts > above[:, None]
    if direction != "high":
        shortfall = np.sqrt(beaten / (0.5 / outside + 1 / expected))
        below = np.ceil(np.where(complete, expected - shortfall, -np.inf)).astype(counts.dtype)
        able |= counts < below[:, None]
    promising = np.flatnonzero(able)
    windows, replicates = np.divmod(promising, counts.shape[1])
    ratios = calculate_log_likelihood_ratio(
        counts[windows, replicates].astype(float), expected[windows], total, direction=direction
    )
    np.maximum.at(highest, replicates, ratios)
