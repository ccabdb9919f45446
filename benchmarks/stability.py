"""Time the stability of an index's ranks: 1,000 draws x 33,755 areas x 25 indicators.

    python benchmarks/stability.py                the invented index of 25 indicators
    python benchmarks/stability.py --area essex   an area's own index, on its nation's real figures

The aim is 30 seconds and 2 GiB on two cores. An area's own index is timed as a report prepares it:
the index itself and the draws, then which choice matters most. `--areas` and `--draws` make it
smaller.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

import numpy as np
import pandas as pd

from datacell_lib.analysis.index.standing_stability import apportion_standing
from datacell_lib.analysis.index.steps import follow_steps
from datacell_lib.analysis.index.uncertainty import assess_stability
from datacell_lib.files.area import load_area
from datacell_lib.files.index_spec import IndexSpec
from datacell_lib.intake.link.index_files import load_index
from datacell_lib.intake.link.linkage import link_area

AREAS = 33_755  # LSOA 2021 in England
DOMAINS = 5
INDICATORS_EACH = 5
Made = TypeVar("Made")


def make_spec() -> IndexSpec:
    """Return an index of five domains with five indicators each."""
    domains = [
        {
            "name": f"domain_{domain}",
            "indicators": [
                {
                    "name": f"indicator_{domain}_{number}",
                    "dataset": "invented",
                    "column": f"indicator_{domain}_{number}",
                    "direction": "higher_is_more_vulnerable",
                }
                for number in range(INDICATORS_EACH)
            ],
        }
        for domain in range(DOMAINS)
    ]
    return IndexSpec.model_validate(
        {
            "name": "benchmark",
            "title": "Twenty-five invented indicators",
            "purpose": "Timing.",
            "geography": "LSOA 2021",
            "missing": {"rule": "refuse"},
            "normalisation": {
                "indicators": {"method": "percentile_rank"},
                "domains": {"method": "exponential"},
            },
            "weighting": {"method": "equal"},
            "aggregation": {"method": "arithmetic_mean"},
            "domains": domains,
        }
    )


def make_table(spec: IndexSpec, *, areas: int = AREAS) -> pd.DataFrame:
    """Return invented indicators that share one cause, as real ones do."""
    generator = np.random.default_rng(20250101)
    cause = generator.standard_normal((areas, 1))
    names = [indicator.name for indicator in spec.list_indicators()]
    values = np.exp(0.6 * cause + 0.8 * generator.standard_normal((areas, len(names))))
    codes = [f"E01{number:06}" for number in range(areas)]
    return pd.DataFrame(values, columns=names).assign(area_code=codes)


def load_real(area_name: str) -> tuple[IndexSpec, pd.DataFrame]:
    """Return an area's own index, and its nation's indicators."""
    area = load_area(area_name)
    return load_index(area), link_area(area).nation


def measure(what: str, compute: Callable[[], Made]) -> Made:
    """Compute something, print seconds and the process's peak memory, and return it."""
    start, started = time.perf_counter(), time.process_time()
    made = compute()
    seconds, used = time.perf_counter() - start, time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"{what}: {seconds:.1f} s ({used:.1f} s of processor time), {peak:.2f} GiB at most")
    return made


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--areas", type=int, default=AREAS, help="how many are invented")
    parser.add_argument("--area", help="an area file's name, such as essex")
    options = parser.parse_args()
    if options.area:
        spec, table = load_real(options.area)
    else:
        spec = make_spec()
        table = make_table(spec, areas=options.areas)
    count = len(spec.list_indicators())
    print(f"{spec.name}: {len(table):,} areas, {count} indicators, {options.workers} workers")
    steps = measure("the index itself", partial(follow_steps, table, spec=spec))
    draw = partial(assess_stability, seed=1, draws=options.draws, workers=options.workers)
    measure(f"{options.draws:,} draws", partial(draw, steps))
    if options.area:
        measure("which choice matters most", partial(apportion_standing, steps))


if __name__ == "__main__":
    main()
