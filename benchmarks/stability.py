"""Time the stability of an index's ranks: 1,000 draws x 33,755 areas x 25 indicators.

    python benchmarks/stability.py                the invented index of 25 indicators
    python benchmarks/stability.py --area essex   an area's own index, on its nation's real figures

The aim is 30 seconds and 2 GiB on two cores. An area's own index is timed as a report prepares it:
the draws, then which choice matters most.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd

from datacell_lib.analysis.index.standing_stability import apportion_standing
from datacell_lib.analysis.index.uncertainty import assess_stability
from datacell_lib.files.area import load_area
from datacell_lib.files.index_spec import IndexSpec
from datacell_lib.intake.link.linkage import link_area, load_index

AREAS = 33_755  # LSOA 2021 in England
DOMAINS = 5
INDICATORS_EACH = 5


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


def make_table(spec: IndexSpec) -> pd.DataFrame:
    """Return invented indicators that share one cause, as real ones do."""
    generator = np.random.default_rng(20250101)
    cause = generator.standard_normal((AREAS, 1))
    names = [indicator.name for indicator in spec.list_indicators()]
    values = np.exp(0.6 * cause + 0.8 * generator.standard_normal((AREAS, len(names))))
    codes = [f"E01{number:06}" for number in range(AREAS)]
    return pd.DataFrame(values, columns=names).assign(area_code=codes)


def load_real(area_name: str) -> tuple[IndexSpec, pd.DataFrame]:
    """Return an area's own index, and its nation's indicators."""
    area = load_area(area_name)
    return load_index(area), link_area(area).nation


def measure(what: str, compute: Callable[[], pd.DataFrame]) -> None:
    """Compute something, and print seconds and the process's peak memory."""
    start, started = time.perf_counter(), time.process_time()
    compute()
    seconds, used = time.perf_counter() - start, time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"{what}: {seconds:.1f} s ({used:.1f} s of processor time), {peak:.2f} GiB at most")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--area", help="an area file's name, such as essex")
    options = parser.parse_args()
    if options.area:
        spec, table = load_real(options.area)
    else:
        spec = make_spec()
        table = make_table(spec)
    count = len(spec.list_indicators())
    print(f"{spec.name}: {len(table):,} areas, {count} indicators, {options.workers} workers")
    measure(
        f"{options.draws} draws",
        partial(
            assess_stability,
            table,
            spec=spec,
            seed=1,
            draws=options.draws,
            workers=options.workers,
        ),
    )
    if options.area:
        measure("which choice matters most", partial(apportion_standing, table, spec=spec))


if __name__ == "__main__":
    main()
