"""What EARS compares a count with: the periods just before it."""

from __future__ import annotations

import numpy as np

from datacell_lib.analysis.time.ears_limits import PartlyKnownBaseline, limit_bounds
from datacell_lib.analysis.time.series import SeriesMatrix


def calculate_baselines(
    counts: np.ndarray, *, baseline: int, guard: int, minimum_sd: float
) -> tuple[np.ndarray, np.ndarray]:
    """Mean and sample standard deviation of each period's baseline.

    Parameters
    ----------
    counts : array of shape (areas, periods)
        Counts; missing is NaN.
    baseline, guard : int
        Number of periods in a baseline, and between it and its period.
    minimum_sd : float
        Smallest standard deviation.

    Returns
    -------
    tuple of array
        Both (areas, periods); NaN where a count is missing or there are too few before.

    Examples
    --------
    >>> means, _ = calculate_baselines(
    ...     np.array([[1.0, 2.0, 6.0, 9.0, 9.0]]), baseline=3, guard=1, minimum_sd=0.0
    ... )
    >>> means
    array([[nan, nan, nan, nan,  3.]])
    """
    means = np.full(counts.shape, np.nan)
    deviations = means.copy()
    if counts.shape[1] > baseline + guard:
        windows = _look_back(counts, baseline, guard)
        means[:, baseline + guard :] = windows.mean(axis=2)
        deviations[:, baseline + guard :] = windows.std(axis=2, ddof=1)
    return means, np.maximum(deviations, minimum_sd)


def limit_suppressed_baselines(
    series: SeriesMatrix, *, baseline: int, guard: int, z: float, minimum_sd: float
) -> tuple[np.ndarray, np.ndarray]:
    """Lowest and highest bound of each period whose baseline has suppressed counts.

    Parameters
    ----------
    series : SeriesMatrix
        The series.
    baseline, guard, minimum_sd
        As for `calculate_baselines`.
    z : float
        Normal quantile.

    Returns
    -------
    tuple of array
        Both (areas, periods); NaN where no count of the baseline is suppressed, or one is
        missing or provisional.
    """
    least = np.full(series.counts.shape, np.nan)
    highest = least.copy()
    hidden = series.suppressed & ~series.provisional & ~np.isnan(series.lowest)
    if not hidden.any() or series.counts.shape[1] <= baseline + guard:
        return least, highest
    unknown = _look_back(hidden, baseline, guard).sum(axis=2)
    usable = _look_back(hidden | ~np.isnan(series.counts), baseline, guard).all(axis=2)
    rows, places = np.nonzero(usable & (unknown > 0))

    def take(values: np.ndarray) -> np.ndarray:
        return _look_back(values, baseline, guard)[rows, places]

    known = take(np.nan_to_num(series.counts))
    limits = limit_bounds(
        PartlyKnownBaseline(
            total=known.sum(axis=1),
            squares=(known**2).sum(axis=1),
            unknown=unknown[rows, places],
            lowest=take(np.where(hidden, series.lowest, np.inf)).min(axis=1),
            highest=take(np.where(hidden, series.highest, -np.inf)).max(axis=1),
            size=baseline,
        ),
        z=z,
        minimum_sd=minimum_sd,
    )
    columns = places + baseline + guard
    least[rows, columns], highest[rows, columns] = limits
    return least, highest


def _look_back(values: np.ndarray, baseline: int, guard: int) -> np.ndarray:
    """Baselines of the periods that have one: (areas, periods - baseline - guard, baseline)."""
    windows = np.lib.stride_tricks.sliding_window_view(values, baseline, axis=1)
    return windows[:, : -1 - guard]
