"""How long linking takes, and how much memory: Essex with shapes, England without.

Run with the publishers' files at hand, each measurement in a process of its own after one that
warms the file cache:

    DATACELL_MIRROR=/path/to/mirror python benchmarks/linking.py
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from datacell_lib.files.area import load_area
from datacell_lib.intake.link.linkage import link_area, link_nation

REPEATS = 3
KIBIBYTES_A_GIBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Task:
    """Something to measure.

    Parameters
    ----------
    title : str
        What it is.
    run : callable
        Does it, and gives back how many rows came out.
    seconds, gibibytes : float
        What it may take.
    """

    title: str
    run: Callable[[], int]
    seconds: float
    gibibytes: float


TASKS = {
    "essex": Task("Essex", lambda: len(link_area(load_area("essex")).neighbourhoods), 5, 1),
    "essex-2020": Task(
        "Essex in 2020", lambda: len(link_area(load_area("essex-2020")).neighbourhoods), 5, 1
    ),
    "england": Task(
        "England without geometry", lambda: len(link_nation(load_area("essex")).table), 30, 1
    ),
}


def measure(name: str) -> dict[str, float]:
    """Run a task in this process and say what it took.

    Parameters
    ----------
    name : str
        Which of `TASKS`.

    Returns
    -------
    dict of str to float
        `rows`, `seconds`, `gibibytes` (the process's peak, imports included).
    """
    started = time.perf_counter()
    rows = TASKS[name].run()
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIBIBYTES_A_GIBIBYTE
    return {"rows": rows, "seconds": seconds, "gibibytes": peak}


def measure_apart(name: str) -> dict[str, float]:
    """Run a task in a process of its own and say what it took.

    Parameters
    ----------
    name : str
        Which of `TASKS`.

    Returns
    -------
    dict of str to float
        As `measure`.
    """
    command = [sys.executable, __file__, name]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def main() -> int:
    """Measure every task; the exit code says whether all kept within their limits."""
    kept = True
    for name, task in TASKS.items():
        measure_apart(name)
        runs = [measure_apart(name) for _ in range(REPEATS)]
        best = min(runs, key=lambda run: run["seconds"])
        peak = max(run["gibibytes"] for run in runs)
        within = best["seconds"] <= task.seconds and peak <= task.gibibytes
        kept &= within
        sys.stdout.write(
            f"{task.title}: {best['rows']:,.0f} neighbourhoods in {best['seconds']:.1f} s (best of "
            f"{REPEATS}; limit {task.seconds:g} s), peak {peak:.2f} GiB (limit {task.gibibytes:g} "
            f"GiB): {'kept' if within else 'NOT KEPT'}\n"
        )
    return 0 if kept else 1


if __name__ == "__main__":
    if sys.argv[1:]:
        sys.stdout.write(json.dumps(measure(sys.argv[1])))
    else:
        sys.exit(main())
