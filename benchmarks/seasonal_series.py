"""Simulated weekly series with seasons, trends and outbreaks, as in Noufaily and others (2013).

The scenarios are that paper's 42: seven sets of parameters, each with and without its trend,
and with no, one or two harmonics of season.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

WEEKS_PER_YEAR = 52
OUTBREAK_LOG_SD = 0.5
# theta, beta, gamma1, gamma2, phi
PARAMETERS = [
    (0.1, 0.0025, 0.6, 0.6, 1.5),
    (-2.0, 0.005, 0.1, 0.3, 2.0),
    (1.5, 0.003, 0.2, -0.4, 1.0),
    (0.5, 0.002, 0.5, 0.5, 5.0),
    (2.5, 0.001, 1.0, 0.1, 3.0),
    (3.75, 0.001, 0.1, -0.1, 1.1),
    (5.0, 0.0001, 0.05, 0.01, 1.2),
]


@dataclass(frozen=True)
class Scenario:
    """A mean by week, log-linear in time and harmonics, and variance `dispersion` × mean."""

    level: float
    trend: float
    cosine: float
    sine: float
    dispersion: float
    harmonics: int

    def calculate_means(self, weeks: np.ndarray) -> np.ndarray:
        """Expected count of each week."""
        exponent = self.level + self.trend * weeks
        for harmonic in range(1, self.harmonics + 1):
            angle = 2 * np.pi * harmonic * weeks / WEEKS_PER_YEAR
            exponent = exponent + self.cosine * np.cos(angle) + self.sine * np.sin(angle)
        return np.exp(exponent)

    def draw_counts(
        self, weeks: np.ndarray, *, replicates: int, random: np.random.Generator
    ) -> np.ndarray:
        """Negative binomial counts (Poisson where dispersion is 1): (replicates, weeks)."""
        means = np.broadcast_to(self.calculate_means(weeks), (replicates, len(weeks)))
        if self.dispersion == 1:
            return random.poisson(means)
        return random.negative_binomial(means / (self.dispersion - 1), 1 / self.dispersion)


SCENARIOS = [
    Scenario(level, slope, cosine, sine, dispersion, harmonics)
    for level, beta, cosine, sine, dispersion in PARAMETERS
    for slope, harmonics in product((0.0, beta), (0, 1, 2))
]


def draw_outbreak(
    *, start: int, mean_size: float, weeks: int, random: np.random.Generator
) -> np.ndarray:
    """Outbreak cases of each week: Poisson size, spread by a lognormal curve from its start."""
    delays = np.floor(random.lognormal(0, OUTBREAK_LOG_SD, random.poisson(mean_size)))
    onsets = start + delays.astype(int)
    return np.bincount(onsets[onsets < weeks], minlength=weeks)


def tabulate_series(counts: np.ndarray) -> pd.DataFrame:
    """A long table of weekly series from a matrix of counts, a row per series."""
    series, weeks = counts.shape
    mondays = pd.date_range("2015-01-05", periods=weeks, freq="7D")
    return pd.DataFrame(
        {
            "area_code": np.repeat([f"series {number:05d}" for number in range(series)], weeks),
            "period": np.tile(mondays, series),
            "numerator": counts.ravel(),
        }
    )
