"""The baseline of Farrington's detectors: which past periods, down-weighted, with what trend."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from datacell_lib.analysis.time.farrington_glm import (
    Batch,
    Design,
    QuasiPoissonFit,
    exponentiate,
    fit_quasi_poisson,
)
from datacell_lib.analysis.time.settings import check_whole
from datacell_lib.schema import ParameterError

MINIMUM_YEARS = 3
SERIES_PER_BATCH = 1_000
FREEDOM_TOLERANCE = 1e-12


@dataclass(frozen=True, kw_only=True)
class BaselineSettings:
    """What a baseline is made of; the defaults are those of Noufaily and others (2013).

    Parameters
    ----------
    years : int
        Earlier years to use, at most; a shorter series uses what it has, at least three.
    half_window : int
        Periods on each side of the same period in earlier years.
    seasons : int
        Levels of season, the windows being one; 1 uses the windows alone.
    excluded : int
        Most recent periods left out, so that an outbreak under way is no part of its baseline.
    reweighting_threshold : float
        Standardised residual above which a past count is down-weighted.
    trend_p_value : float
        The trend is kept if its p-value is below this; 1 always keeps it.
    relative_dispersion : bool
        Whether the trend's test and the variance of the expected count use the dispersion of
        the relative residuals under the prior weights, as R's flexible version does, instead
        of Pearson's. Of no effect on a negative binomial bound whose trend is always kept.
    periods_per_year : int
        52 for weeks, 12 for months.

    Raises
    ------
    ParameterError
        A setting outside what is allowed.
    """

    years: int = 5
    half_window: int = 3
    seasons: int = 10
    excluded: int = 26
    reweighting_threshold: float = 2.58
    trend_p_value: float = 1.0
    relative_dispersion: bool = True
    periods_per_year: int = 52

    def __post_init__(self) -> None:
        for name in ("years", "half_window", "seasons", "excluded", "periods_per_year"):
            check_whole(getattr(self, name), name=name, least=0)
        gap = self.periods_per_year - 2 * self.half_window - 1
        rules = [
            (self.years >= MINIMUM_YEARS, "years", f"at least {MINIMUM_YEARS}"),
            (gap >= 0, "half_window", "less than half a year"),
            (1 <= self.seasons <= gap + 1, "seasons", f"between 1 and {gap + 1}"),
            (0 <= self.excluded < self.periods_per_year, "excluded", "from 0 to under a year"),
            (self.reweighting_threshold > 0, "reweighting_threshold", "above 0"),
            (0 <= self.trend_p_value <= 1, "trend_p_value", "between 0 and 1"),
        ]
        for kept, name, allowed in rules:
            if not kept:
                raise ParameterError(f"{name} must be {allowed}; found {getattr(self, name)}.")


@dataclass(frozen=True)
class Expectation:
    """What each series should be now, (series,) each; NaN where it cannot be said.

    `mean` is the expected count, `variance` that of the mean itself (not of a new count), and
    `dispersion` is floored at 1.
    """

    mean: np.ndarray
    variance: np.ndarray
    dispersion: np.ndarray

    def put(self, rows: np.ndarray, other: Expectation) -> None:
        """Write another's values into these rows."""
        self.mean[rows] = other.mean
        self.variance[rows] = other.variance
        self.dispersion[rows] = other.dispersion


def choose_past_periods(column: int, *, settings: BaselineSettings) -> tuple[np.ndarray, Design]:
    """Choose the past periods of a baseline.

    Parameters
    ----------
    column : int
        Position of the assessed period, from 0.
    settings : BaselineSettings
        Years, window, seasons, exclusion.

    Returns
    -------
    tuple of array and Design
        Positions of the past periods, ordered by season with the windows as the last one, and
        the design that goes with them.

    Notes
    -----
    The windows hold the periods within `half_window` of the same period in each earlier year.
    With more than one season, the periods between two windows are split into equal runs; where
    they do not divide, the first runs are one longer.

    Examples
    --------
    >>> settings = BaselineSettings(years=3, half_window=1, seasons=1)
    >>> choose_past_periods(160, settings=settings)[0]
    array([  3,   4,   5,  55,  56,  57, 107, 108, 109])
    """
    window = settings.half_window
    year = settings.periods_per_year
    between = np.array_split(np.arange(window + 1, year - window), max(1, settings.seasons - 1))
    seasons = np.full(year, -1)
    if settings.seasons > 1:
        for season, run in enumerate(between):
            seasons[run] = season
    seasons[np.arange(-window, window + 1) % year] = settings.seasons - 1
    first = max(0, column - settings.years * year - window)
    positions = np.arange(first, column - settings.excluded)
    of_positions = seasons[(positions - column) % year]
    positions = positions[of_positions >= 0]
    of_positions = of_positions[of_positions >= 0]
    order = np.argsort(of_positions, kind="stable")
    ordered = of_positions[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    columns = positions[order]
    return columns, Design(times=(columns - column).astype(float), starts=starts)


def calculate_expectation(
    counts: np.ndarray,
    *,
    populations: np.ndarray,
    populations_now: np.ndarray,
    design: Design,
    settings: BaselineSettings,
) -> Expectation:
    """Fit the baseline of each series and predict the assessed period.

    Parameters
    ----------
    counts : array of shape (series, periods)
        Counts of the design's periods; missing is NaN and left out.
    populations : array of shape (series, periods)
        Population of each count, above zero; 1 to model counts.
    populations_now : array of shape (series,)
        Population at the assessed period.
    design : Design
        The past periods.
    settings : BaselineSettings
        Weights and trend.

    Returns
    -------
    Expectation
        Mean, its variance and dispersion; NaN where a fit has no answer.

    Notes
    -----
    A trend is kept only if significant and if the expected count is no higher than the highest
    count of the baseline (no extrapolation). Series are taken in batches to bound memory.
    """
    number = len(counts)
    answer = Expectation(*(np.full(number, np.nan) for _ in range(3)))
    for start in range(0, number, SERIES_PER_BATCH):
        rows = np.arange(start, min(start + SERIES_PER_BATCH, number))
        known = ~np.isnan(counts[rows]) & ~np.isnan(populations[rows])
        batch = Batch(
            counts=np.where(known, counts[rows], 0.0),
            log_exposures=np.log(np.where(known, populations[rows], 1.0)),
            weights=known.astype(float),
            trend=np.ones(len(rows), dtype=bool),
        )
        now = np.log(populations_now[rows])
        with_trend, p_values = _predict(batch, now, design, settings)
        keep = (p_values < settings.trend_p_value) & (with_trend.mean <= batch.counts.max(axis=1))
        answer.put(rows, with_trend)
        if not keep.all():
            level = replace(batch.take(~keep), trend=np.zeros(np.sum(~keep), dtype=bool))
            answer.put(rows[~keep], _predict(level, now[~keep], design, settings)[0])
    return answer


def _predict(
    batch: Batch, log_populations_now: np.ndarray, design: Design, settings: BaselineSettings
) -> tuple[Expectation, np.ndarray]:
    """Expectation now, missing where the fit did not converge, and the trend's p-value."""
    reweighted, fit = _fit_reweighted(batch, design, settings.reweighting_threshold)
    dispersion = np.maximum(fit.dispersion, 1.0)
    dispersion_of_mean, dispersion_of_trend = dispersion, fit.dispersion
    if settings.relative_dispersion:
        dispersion_of_mean = dispersion_of_trend = _calculate_relative_dispersion(reweighted, fit)
    log_rate, variance = fit.predict_now(season=-1)
    answered = fit.converged & (fit.degrees_of_freedom > 0)
    mean = np.where(answered, exponentiate(log_rate + log_populations_now), np.nan)
    expectation = Expectation(mean, variance * dispersion_of_mean * mean**2, dispersion)
    return expectation, fit.test_trend(dispersion=dispersion_of_trend)


def _fit_reweighted(
    batch: Batch, design: Design, threshold: float
) -> tuple[Batch, QuasiPoissonFit]:
    """Fit, down-weight past counts far above the fit (earlier outbreaks), and fit again."""
    first = fit_quasi_poisson(batch, design=design)
    residuals = _calculate_anscombe_residuals(batch, first)
    high = residuals > threshold
    shrink = batch.weights * np.where(high, np.where(high, residuals, 1.0) ** -2, 1.0)
    scale = batch.weights.sum(axis=1) / np.maximum(shrink.sum(axis=1), np.finfo(float).tiny)
    reweighted = replace(batch, weights=shrink * scale[:, None])
    return reweighted, fit_quasi_poisson(reweighted, design=design)


def _calculate_anscombe_residuals(batch: Batch, fit: QuasiPoissonFit) -> np.ndarray:
    """Anscombe's residuals for Poisson counts, standardised by dispersion and leverage."""
    raw = 1.5 * (batch.counts ** (2 / 3) * fit.fitted ** (-1 / 6) - np.sqrt(fit.fitted))
    freedom = 1 - fit.leverages
    variance = np.maximum(fit.dispersion, 1.0)[:, None] * freedom
    free = freedom > FREEDOM_TOLERANCE
    return np.where(free, raw / np.sqrt(np.where(free, variance, 1.0)), 0.0)


def _calculate_relative_dispersion(batch: Batch, fit: QuasiPoissonFit) -> np.ndarray:
    """Dispersion of the relative residuals under the prior weights alone."""
    relative = (batch.counts - fit.fitted) / fit.fitted
    squares = (batch.weights * relative**2).sum(axis=1)
    return squares / np.maximum(fit.degrees_of_freedom, 1)
