"""Measure how long intervals and rates take on England-sized tables, and how much memory.

Run with ``python benchmarks/intervals.py`` on Linux or macOS. Each line is measured in a process
of its own: seconds are the median of three runs, memory is the most that the whole process
held, Python, libraries and input included.
"""

from __future__ import annotations

import multiprocessing
import resource
import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from datacell_lib.analysis.rates.direct_standardisation import calculate_directly_standardised_rate
from datacell_lib.analysis.rates.funnel import calculate_rate_funnel
from datacell_lib.analysis.rates.intervals import (
    calculate_byar_interval,
    calculate_exact_poisson_interval,
    calculate_poisson_interval,
    calculate_wilson_interval,
)
from datacell_lib.analysis.rates.proportions_and_rates import (
    calculate_crude_rate,
    calculate_proportion,
)
from datacell_lib.analysis.rates.standard_populations import get_european_standard_population
from datacell_lib.analysis.time.rolling import calculate_rolling_rate

SEED = 20
RUNS = 3
MILLION = 1_000_000
AREAS, WEEKS = 33_755, 156
MAXRSS_PER_MIB = 2**20 if sys.platform == "darwin" else 2**10

Case = tuple[str, str, Callable[[], Callable[[], object]]]


def make_weekly_counts(areas: int = AREAS, weeks: int = WEEKS) -> pd.DataFrame:
    """Invent counts for each week in as many areas as England has LSOAs."""
    random = np.random.default_rng(SEED)
    codes = [f"E01{number:06d}" for number in range(areas)]
    return pd.DataFrame(
        {
            "area_code": np.repeat(codes, weeks),
            "period": np.tile(pd.date_range("2020-01-05", periods=weeks, freq="W"), areas),
            "numerator": random.poisson(4, areas * weeks),
            "denominator": np.repeat(random.integers(1000, 3000, areas), weeks),
            "provisional": False,
        }
    )


def make_age_bands(areas: int = AREAS) -> pd.DataFrame:
    """Invent counts for each age band of the standard population in each area."""
    random = np.random.default_rng(SEED)
    bands = get_european_standard_population()["age_band"]
    rows = areas * len(bands)
    return pd.DataFrame(
        {
            "area_code": np.repeat([f"E01{n:06d}" for n in range(areas)], len(bands)),
            "age_band": np.tile(bands, areas),
            "numerator": random.poisson(2, rows),
            "denominator": random.integers(50, 200, rows),
        }
    )


def list_cases() -> list[Case]:
    """Name what is measured, its size, and how to set it up."""
    rows, weekly = "1,000,000 counts", f"{AREAS:,} areas × {WEEKS} weeks"

    def on_counts(interval: Callable[..., object]) -> Callable[[], Callable[[], object]]:
        def set_up() -> Callable[[], object]:
            counts = np.random.default_rng(SEED).poisson(20, MILLION)
            return lambda: interval(counts)

        return set_up

    def on(make: Callable[[], pd.DataFrame], calculate: Callable[..., object]):
        def set_up() -> Callable[[], object]:
            table = make()
            return lambda: calculate(table)

        return set_up

    standard = get_european_standard_population()
    return [
        ("Wilson interval", rows, on_counts(lambda x: calculate_wilson_interval(x, x + 500))),
        ("Byar interval", rows, on_counts(calculate_byar_interval)),
        ("exact Poisson interval", rows, on_counts(calculate_exact_poisson_interval)),
        ("exact below 10, Byar from 10", rows, on_counts(calculate_poisson_interval)),
        ("crude rate with interval", weekly, on(make_weekly_counts, calculate_crude_rate)),
        ("proportion with interval", weekly, on(make_weekly_counts, calculate_proportion)),
        ("rolling rate over 7 weeks", weekly, on(make_weekly_counts, calculate_rolling_rate)),
        (
            "directly standardised rate",
            f"{AREAS:,} areas × 19 age bands",
            on(
                make_age_bands, lambda t: calculate_directly_standardised_rate(t, standard=standard)
            ),
        ),
        (
            "rate funnel",
            f"{AREAS:,} areas",
            on(lambda: make_weekly_counts(weeks=1), calculate_rate_funnel),
        ),
    ]


def measure(number: int) -> tuple[float, float]:
    """Run one case; give its seconds and the most mebibytes that its process held."""
    run = list_cases()[number][2]()
    seconds = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - begin)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MAXRSS_PER_MIB
    return statistics.median(seconds), peak


def main() -> None:
    cases = list_cases()
    print("| what | size | seconds | peak memory, MiB |\n|---|---|---|---|")
    context = multiprocessing.get_context("spawn")
    with context.Pool(1, maxtasksperchild=1) as pool:
        for (what, size, _), (seconds, peak) in zip(
            cases, pool.imap(measure, range(len(cases)), chunksize=1), strict=True
        ):
            print(f"| {what} | {size} | {seconds:.2f} | {peak:,.0f} |", flush=True)


if __name__ == "__main__":
    main()
