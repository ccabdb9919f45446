"""Quasi-Poisson regression of many series at once, for the baselines of Farrington's detectors.

Every series of a batch has the same design: a level for each season and, where asked for, a
linear trend. Only weights, exposures and missing counts differ. With such a design each step
of iteratively reweighted least squares has a closed form by sums within seasons, so that a
batch needs no loop over series, and each series gets the numbers it would get by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

MAXIMUM_STEPS = 50
DEVIANCE_TOLERANCE = 1e-8
STARTING_COUNT = 0.1
SMALLEST_MEAN = np.finfo(float).eps
LARGEST_LOG_MEAN = 300.0


@dataclass(frozen=True)
class Design:
    """The past periods that a baseline is fitted to, in order of season.

    Parameters
    ----------
    times : array of shape (periods,)
        Time of each past period, counted from the period that is assessed (so below zero).
    starts : array of shape (seasons,)
        Position in `times` at which each season starts.
    """

    times: np.ndarray
    starts: np.ndarray

    def sum_by_season(self, values: np.ndarray) -> np.ndarray:
        """Sum (series, periods) within seasons to (series, seasons)."""
        return np.add.reduceat(values, self.starts, axis=1)

    def spread(self, values: np.ndarray) -> np.ndarray:
        """Repeat (series, seasons) over the periods of each season: (series, periods)."""
        lengths = np.diff(np.append(self.starts, self.times.size))
        return np.repeat(values, lengths, axis=1)


@dataclass(frozen=True)
class Batch:
    """Counts of the design's periods, a row per series.

    Parameters
    ----------
    counts : array of shape (series, periods)
        Counts; any finite number where missing, with a weight of 0.
    log_exposures : array of shape (series, periods)
        Offsets: natural logarithm of the population, or 0.
    weights : array of shape (series, periods)
        Prior weights; 0 leaves a count out.
    trend : boolean array of shape (series,)
        Which series have a linear trend.
    """

    counts: np.ndarray
    log_exposures: np.ndarray
    weights: np.ndarray
    trend: np.ndarray

    def take(self, rows: np.ndarray) -> Batch:
        """Take some of the series, by position or mask."""
        return Batch(
            self.counts[rows], self.log_exposures[rows], self.weights[rows], self.trend[rows]
        )


@dataclass(frozen=True)
class Coefficients:
    """Weighted least squares estimates: a row or an element per series.

    `log_rates`, `season_times` and `season_weights` (series, seasons) are each season's level
    at time 0, its weighted mean time and its summed working weight (0 where it has no counts);
    `slope` is the trend on the log scale and `time_weight` its information (0 without trend).
    """

    log_rates: np.ndarray
    slope: np.ndarray
    season_times: np.ndarray
    season_weights: np.ndarray
    time_weight: np.ndarray


@dataclass(frozen=True)
class QuasiPoissonFit:
    """Fitted baselines: coefficients, and per series and past period `fitted` and `leverages`.

    `dispersion` (series,) is Pearson's, not floored at 1; `converged` (series,) is boolean.
    """

    coefficients: Coefficients
    fitted: np.ndarray
    leverages: np.ndarray
    dispersion: np.ndarray
    degrees_of_freedom: np.ndarray
    converged: np.ndarray

    def predict_now(self, *, season: int) -> tuple[np.ndarray, np.ndarray]:
        """Log rate at time 0 in a season, and its variance before dispersion."""
        weight = self.coefficients.season_weights[:, season]
        lever = self.coefficients.season_times[:, season] ** 2
        variance = _divide(1.0, weight) + _divide(lever, self.coefficients.time_weight)
        known = weight > 0
        log_rate = np.where(known, self.coefficients.log_rates[:, season], np.nan)
        return log_rate, np.where(known, variance, np.nan)

    def test_trend(self, *, dispersion: np.ndarray) -> np.ndarray:
        """Two-sided p-value of the trend by Student's t; 1 where there is none to test."""
        variance = _divide(dispersion, self.coefficients.time_weight)
        statistic = _divide(np.abs(self.coefficients.slope), np.sqrt(variance))
        return 2 * special.stdtr(np.maximum(self.degrees_of_freedom, 1), -statistic)


def fit_quasi_poisson(batch: Batch, *, design: Design) -> QuasiPoissonFit:
    """Fit counts ~ season (+ trend) with a log link to each series of a batch.

    Parameters
    ----------
    batch : Batch
        Counts, offsets, prior weights, and which series have a trend.
    design : Design
        The past periods, by season.

    Returns
    -------
    QuasiPoissonFit
        Coefficients, fitted counts, leverages, dispersion and convergence.

    Notes
    -----
    Starts at counts + 0.1 and stops when the deviance changes by less than 1e-8 of itself
    + 0.1, as R's `glm` does. R gives up after 25 steps, just too few for series without a
    case; here the limit is 50. Not for other designs: use statsmodels.

    References
    ----------
    McCullagh P, Nelder JA. Generalized Linear Models. 2nd ed. Chapman and Hall, 1989.

    Examples
    --------
    >>> doubling = np.array([[1.0, 2.0, 4.0, 8.0]])
    >>> fit = fit_quasi_poisson(
    ...     Batch(doubling, np.zeros((1, 4)), np.ones((1, 4)), np.array([True])),
    ...     design=Design(times=np.arange(-4.0, 0.0), starts=np.array([0])),
    ... )
    >>> bool(np.isclose(fit.coefficients.slope[0], np.log(2)))
    True
    """
    means = batch.counts + STARTING_COUNT
    before_last_step = means.copy()
    deviances = _calculate_deviances(batch, means)
    active = np.arange(len(batch.counts))
    for _ in range(MAXIMUM_STEPS):
        part = batch.take(active)
        before_last_step[active] = means[active]
        means[active] = _fit_means(part, _solve(part, means[active], design), design)
        deviance = _calculate_deviances(part, means[active])
        change = np.abs(deviance - deviances[active]) / (np.abs(deviance) + 0.1)
        deviances[active] = deviance
        active = active[change >= DEVIANCE_TOLERANCE]
        if not active.size:
            break
    converged = np.ones(len(means), dtype=bool)
    converged[active] = False
    return _summarise(batch, before_last_step, means, converged, design)


def exponentiate(log_means: np.ndarray) -> np.ndarray:
    """Means from their logarithms, kept where floating point can divide by them, as R does."""
    return np.maximum(np.exp(np.minimum(log_means, LARGEST_LOG_MEAN)), SMALLEST_MEAN)


def _solve(batch: Batch, means: np.ndarray, design: Design) -> Coefficients:
    """Weighted least squares of the working responses: one step."""
    responses = np.log(means) - batch.log_exposures + (batch.counts - means) / means
    working = batch.weights * means
    season_weights = design.sum_by_season(working)
    season_times = _divide(design.sum_by_season(working * design.times), season_weights)
    season_responses = _divide(design.sum_by_season(working * responses), season_weights)
    centred = design.times - design.spread(season_times)
    time_weight = np.where(batch.trend, (working * centred**2).sum(axis=1), 0.0)
    slope = _divide((working * centred * responses).sum(axis=1), time_weight)
    log_rates = season_responses - slope[:, None] * season_times
    return Coefficients(log_rates, slope, season_times, season_weights, time_weight)


def _fit_means(batch: Batch, coefficients: Coefficients, design: Design) -> np.ndarray:
    log_rates = design.spread(coefficients.log_rates)
    times = coefficients.slope[:, None] * design.times
    return exponentiate(log_rates + times + batch.log_exposures)


def _calculate_deviances(batch: Batch, means: np.ndarray) -> np.ndarray:
    parts = special.xlogy(batch.counts, batch.counts / means) - (batch.counts - means)
    return 2 * (batch.weights * parts).sum(axis=1)


def _summarise(
    batch: Batch, before: np.ndarray, means: np.ndarray, converged: np.ndarray, design: Design
) -> QuasiPoissonFit:
    """Leverages and dispersion, with the working weights of the last step, as R has them."""
    coefficients = _solve(batch, before, design)
    working = batch.weights * before
    centred = design.times - design.spread(coefficients.season_times)
    levers = design.spread(_divide(1.0, coefficients.season_weights))
    levers = levers + _divide(centred**2, coefficients.time_weight[:, None])
    parameters = (coefficients.season_weights > 0).sum(axis=1) + (coefficients.time_weight > 0)
    degrees_of_freedom = (batch.weights > 0).sum(axis=1) - parameters
    pearson = (working * ((batch.counts - means) / means) ** 2).sum(axis=1)
    return QuasiPoissonFit(
        coefficients=coefficients,
        fitted=means,
        leverages=working * levers,
        dispersion=_divide(pearson, degrees_of_freedom),
        degrees_of_freedom=degrees_of_freedom,
        converged=converged,
    )


def _divide(over: np.ndarray | float, under: np.ndarray) -> np.ndarray:
    """Divide; 0 where there is nothing to divide by."""
    shape = np.broadcast_shapes(np.shape(over), np.shape(under))
    return np.divide(over, under, out=np.zeros(shape), where=np.broadcast_to(under > 0, shape))
