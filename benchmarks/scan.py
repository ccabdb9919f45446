"""How long a scan takes as the map grows, and on every MSOA of England where the files are.

Run ``python -m benchmarks.scan``; ``DATACELL_MIRROR`` names the folder of published files.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from datacell_lib.analysis.space.scan import scan_for_circles

SEED = 20210430
SIZES = (100, 500, 1_000, 2_000, 4_000)
REPLICATES = 999
DEATHS = "ons-deaths/msoa_covid_deaths_data_up_to_april_2021.csv"
CENTROIDS = "ons-geography/msoa-2011-centroids-ons.json"
POPULATION = "ons-population/population20_msoa11.csv.gz"


def make_map(size: int) -> tuple[pd.DataFrame, gpd.GeoDataFrame]:
    """Scatter areas over a square, with a cluster of doubled risk planted in one corner."""
    rng = np.random.default_rng(SEED)
    x, y = rng.uniform(0, 100, size=(2, size))
    people = rng.integers(5_000, 12_000, size=size)
    risk = np.where(np.hypot(x - 20, y - 20) < 8, 2.0, 1.0)
    codes = [f"A{number:05d}" for number in range(size)]
    table = pd.DataFrame({"area_code": codes, "numerator": rng.poisson(0.002 * people * risk)})
    table["denominator"] = people
    return table, gpd.GeoDataFrame({"area_code": codes}, geometry=gpd.points_from_xy(x, y))


def read_england(mirror: Path) -> tuple[pd.DataFrame, gpd.GeoDataFrame]:
    """Read deaths involving COVID-19 to April 2021 and mid-2020 population of England's MSOAs."""
    deaths = pd.read_csv(mirror / DEATHS).rename(columns={"MSOA11CD": "area_code"})
    people = pd.read_csv(mirror / POPULATION).rename(columns={"msoa11_code": "area_code"})
    table = deaths[["area_code", "Up_to_April21"]].merge(
        people[["area_code", "total_population"]], on="area_code", validate="one_to_one"
    )
    table.columns = ["area_code", "numerator", "denominator"]
    places = gpd.read_file(mirror / CENTROIDS).rename(columns={"msoa11cd": "area_code"})
    places = places[["area_code", "geometry"]].to_crs("EPSG:27700")
    table = table[table["area_code"].isin(places["area_code"])]
    return table, places[places["area_code"].isin(table["area_code"])]


def time_scan(name: str, table: pd.DataFrame, areas: gpd.GeoDataFrame, share: float) -> None:
    """Scan once, and print how long it took and what was found first."""
    start = time.perf_counter()
    scan = scan_for_circles(
        table, areas=areas, maximum_share=share, replicates=REPLICATES, seed=SEED
    )
    seconds = time.perf_counter() - start
    inside = scan[scan["cluster"].eq(1)]
    first = inside.iloc[0]
    print(
        f"| {name} | {len(table):,} | {share:.0%} | {seconds:.1f} | {len(inside)} |"
        f" {first['value']:.2f} | {first['p_value']:.3f} |"
    )


def main() -> None:
    """Print the table."""
    print(f"{REPLICATES} replicates, one process\n")
    print("| map | areas | largest circle | seconds | areas in cluster 1 | relative risk | p |")
    print("|---|---|---|---|---|---|---|")
    for size in SIZES:
        time_scan("scattered", *make_map(size), 0.5)
    mirror = Path(os.environ.get("DATACELL_MIRROR", "../shared/data"))
    if not (mirror / DEATHS).exists():
        print(f"England was left out: {mirror} does not hold {DEATHS}. Set DATACELL_MIRROR.")
        return
    for share in (0.05, 0.5):
        time_scan("England's MSOAs", *read_england(mirror), share)


if __name__ == "__main__":
    main()
