"""How often each detector is wrong, and how often it finds an outbreak.

Run `python -m benchmarks.detection`. The design is that of Noufaily and others (2013): in each
simulated series four outbreaks lie in the baseline weeks and one in the 49 weeks assessed. An
outbreak's size is Poisson, its mean k standard deviations of the count in its first week. An
alarm in a week without outbreak cases is false; an outbreak that has cases is found if any week
with its cases has an alarm. Farrington's detectors have the alphas of their papers, by which the
bound is a 0.995 quantile; all other settings are the detectors' own.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd

from benchmarks.seasonal_series import SCENARIOS, draw_outbreak, tabulate_series
from datacell_lib.analysis import time

SEED = 20130330
WEEKS = np.arange(313, 625)
ASSESSED = 49
FIRST_ASSESSED = len(WEEKS) - ASSESSED
LONGEST = 10
BASELINE_OUTBREAKS = 4
SIZES = (2, 4, 6, 8, 10)
SEASONS = {0: "no season", 1: "one harmonic", 2: "two harmonics"}
DETECTORS: dict[str, Callable[..., pd.DataFrame]] = {
    "EARS C1": time.detect_ears_c1,
    "EARS C2": time.detect_ears_c2,
    "EARS C3": time.detect_ears_c3,
    "Farrington": partial(time.detect_farrington_classic, alpha=0.01),
    "Farrington flexible": partial(time.detect_farrington_flexible, alpha=0.005),
    "Farrington flexible, 2/3 power bound": partial(
        time.detect_farrington_flexible_delta, alpha=0.005
    ),
}


def draw_study(*, replicates: int) -> tuple[np.ndarray, np.ndarray, pd.DataFrame]:
    """Counts and assessed outbreaks' cases (series, weeks); each series' season and size k."""
    random = np.random.default_rng(SEED)
    counts, planted, described = [], [], []
    for scenario in SCENARIOS:
        baselines = scenario.draw_counts(WEEKS, replicates=replicates, random=random)
        deviations = np.sqrt(scenario.dispersion * scenario.calculate_means(WEEKS))
        for replicate, baseline in enumerate(baselines):
            size = SIZES[replicate % len(SIZES)]
            starts = random.choice(FIRST_ASSESSED - LONGEST, BASELINE_OUTBREAKS, replace=False)
            earlier = sum(
                _draw_outbreak(start, random.choice(SIZES), deviations, random) for start in starts
            )
            start = random.integers(FIRST_ASSESSED, len(WEEKS) - LONGEST)
            current = _draw_outbreak(start, size, deviations, random)
            counts.append(baseline + earlier + current)
            planted.append(current)
            described.append((scenario.harmonics, size))
    return np.array(counts), np.array(planted), pd.DataFrame(described, columns=["season", "size"])


def _draw_outbreak(
    start: int, size: int, deviations: np.ndarray, random: np.random.Generator
) -> np.ndarray:
    return draw_outbreak(
        start=start, mean_size=size * deviations[start], weeks=len(deviations), random=random
    )


def measure_detector(
    detector: Callable[..., pd.DataFrame],
    table: pd.DataFrame,
    planted: np.ndarray,
    described: pd.DataFrame,
) -> list[float]:
    """Percentages: false alarms by season and in all, then outbreaks found by size."""
    alarms = detector(table, assess_last=ASSESSED)["alarm"].fillna(False).to_numpy(dtype=bool)
    alarms = alarms.reshape(len(planted), ASSESSED)
    outbreak = planted[:, FIRST_ASSESSED:] > 0
    false, quiet = (alarms & ~outbreak).sum(axis=1), (~outbreak).sum(axis=1)
    found = (alarms & outbreak).any(axis=1)
    by_season = [described["season"].to_numpy() == season for season in SEASONS]
    everywhere = np.ones(len(planted), dtype=bool)
    with_cases = outbreak.any(axis=1)
    by_size = [with_cases & (described["size"].to_numpy() == size) for size in SIZES]
    return [100 * false[rows].sum() / quiet[rows].sum() for rows in [*by_season, everywhere]] + [
        100 * found[rows].mean() for rows in by_size
    ]


def main() -> None:
    """Print a Markdown table of false alarms and outbreaks found."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--replicates", type=int, default=100, help="series per scenario")
    replicates = parser.parse_args().replicates
    if replicates < len(SIZES):
        parser.error(f"--replicates must be at least {len(SIZES)}, one for each size of outbreak")
    counts, planted, described = draw_study(replicates=replicates)
    table = tabulate_series(counts)
    outbreaks_of_a_size = len(SCENARIOS) * replicates / len(SIZES)
    print(
        f"{len(counts):,} series: {len(SCENARIOS)} scenarios of {replicates}, seed {SEED}; "
        f"{ASSESSED} weeks assessed in each. Percentages; standard error of outbreaks found at "
        f"most {50 / np.sqrt(outbreaks_of_a_size):.1f}.\n"
    )
    headings = [f"false alarms, {season}" for season in SEASONS.values()] + ["false alarms, all"]
    headings += [f"outbreaks found, k = {size}" for size in SIZES]
    print("| detector | " + " | ".join(headings) + " |")
    print("|---" * (len(headings) + 1) + "|")
    for name, detector in DETECTORS.items():
        measured = measure_detector(detector, table, planted, described)
        falses, found = measured[: len(SEASONS) + 1], measured[len(SEASONS) + 1 :]
        cells = [f"{value:.2f}" for value in falses] + [f"{value:.0f}" for value in found]
        print(f"| {name} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
