"""How fast Farrington flexible is, here and in R's surveillance, on the same series.

Run `python -m benchmarks.farrington`. The column for R is skipped, visibly, where R or its
package is missing (Debian: r-cran-surveillance).
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.seasonal_series import SCENARIOS, tabulate_series
from datacell_lib.analysis.time import detect_farrington_flexible

SEED = 20130330
R_SCRIPT = Path(__file__).with_suffix(".R")


def draw_series(*, series: int, weeks: int) -> np.ndarray:
    """Counts (series, weeks) of all scenarios in turn, from the fixed seed."""
    random = np.random.default_rng(SEED)
    replicates = -(-series // len(SCENARIOS))
    times = np.arange(1, weeks + 1)
    drawn = [
        scenario.draw_counts(times, replicates=replicates, random=random) for scenario in SCENARIOS
    ]
    return np.stack(drawn, axis=1).reshape(-1, weeks)[:series]


def time_here(counts: np.ndarray) -> tuple[float, np.ndarray]:
    """Seconds from long table to result, and the upper bounds."""
    table = tabulate_series(counts)
    start = time.perf_counter()
    result = detect_farrington_flexible(table, alpha=0.005, minimum_cases=0)
    return time.perf_counter() - start, result["upper_bound"].to_numpy()


def time_in_r(counts: np.ndarray) -> tuple[str, float, np.ndarray] | None:
    """Version of surveillance, seconds in its detector alone, and upper bounds; None without R."""
    rscript = shutil.which("Rscript")
    if rscript is None:
        return None
    installed = subprocess.run(
        [rscript, "-e", "quit(status = !requireNamespace('surveillance', quietly = TRUE))"],
        capture_output=True,
        check=False,
    )
    if installed.returncode != 0:
        return None
    with tempfile.TemporaryDirectory() as folder:
        given, answered = Path(folder, "counts.csv"), Path(folder, "bounds.txt")
        np.savetxt(given, counts.T, fmt="%d", delimiter=",")
        done = subprocess.run(
            [rscript, R_SCRIPT, given, answered], capture_output=True, text=True, check=True
        )
        bounds = np.genfromtxt(answered, missing_values="NA")
    version, seconds = done.stdout.split()
    return version, float(seconds), bounds


def main() -> None:
    """Print a Markdown table of timings, and how far the two agree."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--series", type=int, default=6_800, help="number of series")
    parser.add_argument("--weeks", type=int, default=330, help="weeks in each")
    arguments = parser.parse_args()
    counts = draw_series(series=arguments.series, weeks=arguments.weeks)
    seconds, bounds = time_here(counts)
    print(f"Latest week of {arguments.series:,} series of {arguments.weeks} weeks\n")
    print("| | seconds | times faster than R |\n|---|---|---|")
    in_r = time_in_r(counts)
    if in_r is None:
        print(f"| here | {seconds:.2f} | skipped: no R with surveillance |")
        return
    version, seconds_in_r, bounds_in_r = in_r
    print(f"| here | {seconds:.2f} | {seconds_in_r / seconds:.0f} |")
    print(f"| R surveillance {version} | {seconds_in_r:.2f} | 1 |\n")
    here_only = int((~np.isnan(bounds) & np.isnan(bounds_in_r)).sum())
    r_only = int((np.isnan(bounds) & ~np.isnan(bounds_in_r)).sum())
    same = int((bounds == bounds_in_r).sum())
    differ = len(bounds) - same - here_only - r_only
    print(f"Upper bounds: {same:,} the same, {differ:,} different,", end=" ")
    print(f"{here_only:,} only here (R's fit did not converge), {r_only:,} only in R.")


if __name__ == "__main__":
    main()
