"""How low or high EARS's bound may be where counts in its baseline are suppressed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class PartlyKnownBaseline:
    """Baselines of which some counts are known only by their limits; one array shape for all.

    Parameters
    ----------
    total, squares : array of float
        Sum, and sum of squares, of the known counts.
    unknown : array of int
        Number of suppressed counts, at least 1.
    lowest, highest : array of float
        Limits that hold for each of the suppressed counts.
    size : int
        Number of counts, the suppressed ones included.
    """

    total: np.ndarray
    squares: np.ndarray
    unknown: np.ndarray
    lowest: np.ndarray
    highest: np.ndarray
    size: int

    def calculate_bound(
        self, added: np.ndarray, added_squares: np.ndarray, *, z: float, minimum_sd: float
    ) -> np.ndarray:
        """Mean + z standard deviations, the suppressed counts adding this to the sums."""
        total, squares = self.total + added, self.squares + added_squares
        variance = np.maximum(0.0, squares - total**2 / self.size) / (self.size - 1)
        return total / self.size + z * np.maximum(np.sqrt(variance), minimum_sd)


def limit_bounds(
    baseline: PartlyKnownBaseline, *, z: float, minimum_sd: float
) -> tuple[np.ndarray, np.ndarray]:
    """Calculate the lowest and the highest bound that the suppressed counts allow.

    Parameters
    ----------
    baseline : PartlyKnownBaseline
        What is known.
    z : float
        Normal quantile, above zero.
    minimum_sd : float
        Smallest standard deviation.

    Returns
    -------
    tuple of array
        Lowest and highest bound; no filling of the suppressed counts gives one outside them.

    Notes
    -----
    Mean + z × sd is convex in the counts. Its highest value has each suppressed count at one of
    its limits, so it is enough to try how many are at the higher one. Its lowest value (for real
    numbers, so at or below that for whole ones) has them all at one value, where the derivative
    is zero or at a limit.

    Examples
    --------
    >>> one = np.array([1.0])
    >>> known = PartlyKnownBaseline(6 * one, 12 * one, np.array([1]), 0 * one, 2 * one, 4)
    >>> lowest, highest = limit_bounds(known, z=3.0, minimum_sd=0.0)
    >>> [round(float(bound[0]), 2) for bound in (lowest, highest)]
    [2.0, 4.5]
    """
    highest = np.full(baseline.total.shape, -np.inf)
    for at_highest in range(int(baseline.unknown.max(initial=0)) + 1):
        upper = np.minimum(at_highest, baseline.unknown)
        lower = baseline.unknown - upper
        added = upper * baseline.highest + lower * baseline.lowest
        squares = upper * baseline.highest**2 + lower * baseline.lowest**2
        bound = baseline.calculate_bound(added, squares, z=z, minimum_sd=minimum_sd)
        highest = np.maximum(highest, bound)
    common = _find_lowest(baseline, z)
    added, squares = baseline.unknown * common, baseline.unknown * common**2
    lowest = baseline.calculate_bound(added, squares, z=z, minimum_sd=0.0)
    least_mean = (baseline.total + baseline.unknown * baseline.lowest) / baseline.size
    return np.maximum(lowest, least_mean + z * minimum_sd), highest


def _find_lowest(baseline: PartlyKnownBaseline, z: float) -> np.ndarray:
    """Common value of the suppressed counts at which mean + z × sd is lowest.

    With share p unknown, the sum of squared deviations is a(c - b)² + d, so that the derivative
    p + z × a(c - b) / √((n - 1)(a(c - b)² + d)) is zero at c = b - p√(d / (z²a²/(n - 1) - p²a)).
    """
    size, unknown = baseline.size, baseline.unknown
    share = unknown / size
    curvature = unknown * (1 - share)
    known = np.maximum(size - unknown, 1)
    centre = baseline.total / known
    left = np.maximum(0.0, baseline.squares - baseline.total**2 / known)
    steepness = (z * curvature) ** 2 / (size - 1) - share**2 * curvature
    turns = steepness > 0
    turning = centre - share * np.sqrt(left / np.where(turns, steepness, 1.0))
    return np.where(turns, np.clip(turning, baseline.lowest, baseline.highest), baseline.lowest)
