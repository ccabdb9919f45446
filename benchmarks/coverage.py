"""Simulate how often each interval covers the truth, at a nominal 95%.

Run with ``python benchmarks/coverage.py``; it prints a Markdown table. Where theory gives the
coverage (the sum of the probabilities of all counts whose interval holds the truth) it stands
beside what was simulated; elsewhere the method is approximate, and the nominal 95% stands there.
The Monte Carlo error is one standard error of the simulated coverage.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from datacell_lib.analysis.rates.direct_standardisation import calculate_directly_standardised_rate
from datacell_lib.analysis.rates.indirect_standardisation import (
    calculate_indirectly_standardised_ratio,
)
from datacell_lib.analysis.rates.inequality import calculate_slope_index_of_inequality
from datacell_lib.analysis.rates.intervals import (
    Interval,
    calculate_byar_interval,
    calculate_exact_poisson_interval,
    calculate_poisson_interval,
    calculate_wilson_interval,
)
from datacell_lib.analysis.rates.life_expectancy import ABRIDGED_BANDS, calculate_life_expectancy
from datacell_lib.analysis.rates.proportions_and_rates import calculate_mean
from datacell_lib.analysis.rates.standard_populations import get_european_standard_population
from datacell_lib.analysis.time.growth import calculate_growth_rate

SEED = 2013
NOMINAL = 0.95
DRAWS = 100_000  # of a single count
AREAS = 4_000  # of a whole table
SERIES = 500  # of a regression each


class Coverage(NamedTuple):
    """What was simulated, how often, the share covered, and what theory says (if anything)."""

    interval: str
    setting: str
    draws: int
    covered: float
    theory: float | None


def share_covered(lower: np.ndarray, upper: np.ndarray, truth: float) -> float:
    return float(np.mean((lower <= truth) & (truth <= upper)))


def simulate_wilson(random: np.random.Generator) -> list[Coverage]:
    rows = []
    for people, share in ((20, 0.1), (100, 0.02), (100, 0.5), (1000, 0.05)):
        interval = calculate_wilson_interval(random.binomial(people, share, DRAWS), people)
        every = np.arange(people + 1)
        lower, upper = calculate_wilson_interval(every, people)
        held = (lower <= share) & (share <= upper)
        theory = float(stats.binom.pmf(every[held], people, share).sum())
        covered = share_covered(*interval, share)
        rows.append(Coverage("Wilson", f"{share:.0%} of {people:,}", DRAWS, covered, theory))
    return rows


def simulate_counts(random: np.random.Generator) -> list[Coverage]:
    methods: dict[str, Callable[..., Interval]] = {
        "exact Poisson": calculate_exact_poisson_interval,
        "Byar": calculate_byar_interval,
        "exact below 10, Byar from 10": calculate_poisson_interval,
    }
    rows = []
    for mean in (2, 8, 15, 50):
        drawn, every = random.poisson(mean, DRAWS), np.arange(mean * 10 + 50)
        for name, method in methods.items():
            lower, upper = method(every)
            held = (lower <= mean) & (mean <= upper)
            theory = float(stats.poisson.pmf(every[held], mean).sum())
            covered = share_covered(*method(drawn), mean)
            rows.append(Coverage(name, f"{mean} events to be expected", DRAWS, covered, theory))
    return rows


def simulate_mean(random: np.random.Generator) -> list[Coverage]:
    rows = []
    for size in (5, 30):
        groups = pd.DataFrame(
            {
                "draw": np.repeat(np.arange(AREAS), size),
                "value": random.normal(10, 3, AREAS * size),
            }
        )
        answer = calculate_mean(groups, by=["draw"])
        covered = share_covered(answer["lower_ci"], answer["upper_ci"], 10)
        rows.append(Coverage("mean, Student's t", f"{size} normal values", AREAS, covered, NOMINAL))
    return rows


def simulate_standardisation(random: np.random.Generator) -> list[Coverage]:
    """Areas whose death rates double every nine years of age, by each method."""
    standard = get_european_standard_population()
    bands, weights = standard["age_band"].tolist(), standard["population"].to_numpy()
    rates = 5e-5 * 2 ** (np.arange(19) * 5 / 9)
    rows = []
    for expected in (20, 100, 1000):
        people = np.full(19, expected / rates.sum())
        table = pd.DataFrame(
            {
                "draw": np.repeat(np.arange(AREAS), 19),
                "age_band": bands * AREAS,
                "numerator": random.poisson(np.tile(people * rates, AREAS)),
                "denominator": np.tile(people, AREAS),
            }
        )
        direct = calculate_directly_standardised_rate(table, standard=standard).dropna()
        truth = (weights * rates).sum() / weights.sum() * 100_000
        covered = share_covered(direct["lower_ci"], direct["upper_ci"], truth)
        setting = f"{expected:,} events to be expected"
        rows.append(Coverage("directly standardised rate", setting, len(direct), covered, None))
        reference = pd.DataFrame({"age_band": bands, "numerator": rates * 1e6, "denominator": 1e6})
        indirect = calculate_indirectly_standardised_ratio(table, reference=reference)
        covered = share_covered(indirect["lower_ci"], indirect["upper_ci"], 1)
        every = np.arange(expected * 10)
        lower, upper = calculate_poisson_interval(every)
        held = (lower <= expected) & (expected <= upper)
        theory = float(stats.poisson.pmf(every[held], expected).sum())
        rows.append(Coverage("indirectly standardised ratio", setting, AREAS, covered, theory))
    return rows


def simulate_life_expectancy(random: np.random.Generator) -> list[Coverage]:
    starts = np.array([0, 1, *range(5, 95, 5)])
    rates = np.where(starts == 0, 0.004, np.minimum(2e-5 * 1.1**starts, 0.2))
    rows = []
    for population in (20_000, 200_000):
        people = np.full(20, population / 20)
        table = pd.DataFrame(
            {
                "draw": np.repeat(np.arange(AREAS), 20),
                "age_band": list(ABRIDGED_BANDS) * AREAS,
                "numerator": random.poisson(np.tile(people * rates, AREAS)),
                "denominator": np.tile(people, AREAS),
            }
        )
        at_birth = calculate_life_expectancy(table).iloc[::20].dropna()
        truth = calculate_life_expectancy(
            pd.DataFrame({"age_band": ABRIDGED_BANDS, "numerator": rates * 1e9, "denominator": 1e9})
        )["value"].iloc[0]
        covered = share_covered(at_birth["lower_ci"], at_birth["upper_ci"], truth)
        setting = f"at birth, {population:,} people"
        rows.append(Coverage("life expectancy", setting, len(at_birth), covered, None))
    return rows


def simulate_inequality(random: np.random.Generator) -> list[Coverage]:
    midpoints = (np.arange(10) + 0.5) / 10
    values = 75 + 8 * midpoints + random.normal(0, 0.5, (SERIES, 10))
    half = stats.norm.ppf(0.975) * 0.5
    table = pd.DataFrame(
        {
            "draw": np.repeat(np.arange(SERIES), 10),
            "quantile": np.tile(np.arange(1, 11), SERIES),
            "denominator": 1000,
            "value": values.ravel(),
            "lower_ci": values.ravel() - half,
            "upper_ci": values.ravel() + half,
            "confidence": 0.95,
        }
    )
    slope = calculate_slope_index_of_inequality(table, by=["draw"], repetitions=5000)
    covered = share_covered(slope["lower_ci"], slope["upper_ci"], 8)
    setting = "10 groups, normal errors"
    return [Coverage("slope index of inequality", setting, SERIES, covered, NOMINAL)]


def simulate_growth(random: np.random.Generator) -> list[Coverage]:
    rows = []
    for level in (5, 50):
        mean = level * np.exp(0.04 * (np.arange(21) - 10))
        table = pd.DataFrame(
            {
                "draw": np.repeat(np.arange(SERIES), 21),
                "period": np.tile(np.arange(21), SERIES),
                "numerator": random.negative_binomial(10, 10 / (10 + np.tile(mean, SERIES))),
                "provisional": False,
            }
        )
        answer = calculate_growth_rate(table)
        covered = share_covered(answer["lower_ci"], answer["upper_ci"], 0.04)
        setting = f"21 days of about {level} cases, dispersion 0.1"
        rows.append(Coverage("growth rate", setting, SERIES, covered, None))
    return rows


def main() -> None:
    random = np.random.default_rng(SEED)
    simulations = (
        simulate_wilson,
        simulate_counts,
        simulate_mean,
        simulate_standardisation,
        simulate_life_expectancy,
        simulate_inequality,
        simulate_growth,
    )
    print("| interval | setting | draws | covered | Monte Carlo error | theory |")
    print("|---|---|---|---|---|---|")
    for simulate in simulations:
        for row in simulate(random):
            error = np.sqrt(row.covered * (1 - row.covered) / row.draws)
            theory = "95% nominal" if row.theory is None else f"{row.theory:.2%}"
            print(
                f"| {row.interval} | {row.setting} | {row.draws:,} | {row.covered:.2%} | "
                f"{error:.2%} | {theory} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
