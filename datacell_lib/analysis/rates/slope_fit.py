"""Fit a line over ordered groups, and simulate how sure it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import special

from datacell_lib.schema import (
    CONFIDENCE,
    DENOMINATOR,
    LOWER_CI,
    QUANTILE,
    UPPER_CI,
    VALUE,
)

SETS = 10  # of simulations, to see how far the limits move between them
AT_ZERO = 1e-9  # of the larger end: an end nearer to zero has no sign
SCALES = {
    "identity": (lambda y: y, lambda y: y),
    "log": (np.log, np.exp),
    "logit": (special.logit, special.expit),
}
# Of the fitted values at the most and the least vulnerable end.
Index = Callable[[np.ndarray, np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Method:
    """How an index is fitted and simulated.

    Attributes
    ----------
    index : callable
        Makes an index of the fitted values at the most and the least vulnerable end.
    scale : str
        One of ``SCALES``: on which a group's interval is symmetrical.
    transform : bool
        Whether the line is straight on that scale, rather than in the values themselves.
    needs_sign : bool
        Whether both ends must be above zero for the index to mean anything.
    confidence : float
        Coverage of the simulated limits.
    repetitions, seed : int
        Of the simulations.
    """

    index: Index
    scale: str
    transform: bool
    needs_sign: bool
    confidence: float
    repetitions: int
    seed: int


@dataclass(frozen=True)
class Estimate:
    """An index, its limits, how far those move between simulations, and the line's intercept.

    ``has_sign`` and ``has_limits`` say why there is no index, or are no limits.
    """

    value: float = np.nan
    lower: float = np.nan
    upper: float = np.nan
    reliability: float = np.nan
    intercept: float = np.nan
    has_sign: bool = True
    has_limits: bool = True


def estimate_index(group: pd.DataFrame, method: Method) -> Estimate:
    """Fit the line through one set of groups, and simulate it.

    Parameters
    ----------
    group : pandas.DataFrame
        A row for each quantile, complete: ``quantile``, ``denominator``, ``value``,
        ``lower_ci``, ``upper_ci``, ``confidence``.
    method : Method
        How.

    Returns
    -------
    Estimate
        Without a value where the index needs both ends above zero and one is not; without
        limits where too many simulated lines are like that.
    """
    group = group.sort_values(QUANTILE)
    fit = _fit_weights(group[DENOMINATOR].to_numpy(dtype=float))
    to_link, from_link = SCALES[method.scale]
    centre, lower, upper = (
        to_link(group[column].to_numpy(dtype=float)) for column in (VALUE, LOWER_CI, UPPER_CI)
    )

    def find_ends(linked: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        intercept, slope = fit @ (linked if method.transform else from_link(linked))
        ends = intercept, intercept + slope
        return tuple(map(from_link, ends)) if method.transform else ends

    most, least = (float(end[0]) for end in find_ends(centre[:, None]))
    if method.needs_sign and min(most, least) <= AT_ZERO * max(abs(most), abs(least)):
        return Estimate(intercept=most, has_sign=False)
    value = float(method.index(np.array([most]), np.array([least]))[0])
    coverage = group[CONFIDENCE].to_numpy(dtype=float)
    error = (upper - lower) / 2 / special.ndtri((1 + coverage) / 2)
    tails = [(1 - method.confidence) / 2, (1 + method.confidence) / 2]
    random = np.random.default_rng(method.seed)  # the same for each, whatever else there is
    limits = np.empty((SETS, 2))
    for number in range(SETS):
        drawn = centre + error * random.standard_normal((method.repetitions, len(group)))
        with np.errstate(invalid="ignore"):  # between two draws that have no sign
            limits[number] = np.quantile(method.index(*find_ends(drawn.T)), tails)
    if not np.isfinite(limits).all() or (method.needs_sign and limits.min() <= 0):
        return Estimate(value=value, intercept=most, has_limits=False)
    moved = float(np.abs(limits[1:] - limits[0]).mean())
    return Estimate(value, *map(float, limits[0]), reliability=moved, intercept=most)


def _fit_weights(population: np.ndarray) -> np.ndarray:
    """Give the matrix that turns a group's values into intercept and slope."""
    share = population / population.sum()
    midpoint = np.cumsum(share) - share / 2
    design = np.column_stack([np.ones_like(share), midpoint])
    return np.linalg.solve(design.T @ (share[:, None] * design), design.T * share)
