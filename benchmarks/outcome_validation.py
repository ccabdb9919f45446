"""Ask whether covid-vulnerability finds the places where people died of COVID-19.

    DATACELL_MIRROR=... python -m benchmarks.outcome_validation

The index is calculated for LSOAs, and its scores are averaged over the people of each MSOA, for
which deaths are known. For each index: the share of the deviance of deaths to April 2021 that it
explains beyond age (negative binomial, expected deaths as offset, ten folds of whole districts),
and the share of deaths over the share of people in the areas ranked first that hold a fifth of
the people. The choices in data/indices/covid-vulnerability.yml were made on one half of the
districts; the other half is reported here, beside it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.outcome_data import average, load_neighbourhoods, load_others, load_outcome, score
from benchmarks.outcome_fit import (
    calculate_concentration,
    calculate_deviance_explained,
    predict_left_out,
)
from datacell_lib.files.area import load_area
from datacell_lib.files.index_spec import IndexSpec, Indicator
from datacell_lib.intake.link.linkage import load_index

HALVES_SEED, FOLDS_SEED, BOOTSTRAP_SEED = 2020, 0, 1
FOLDS, RESAMPLES = 10, 2000
MEASURES = ["deviance_explained", "concentration"]
SCORES = {
    "ours": "covid-vulnerability",
    "ours_with_beds": "covid-vulnerability with care-home beds",
    "imd_2019": "IMD 2019",
    "red_cross_april": "Red Cross, April 2020",
    "red_cross_final": "Red Cross, final",
    "beds_per_head": "Care-home beds alone",
    "three_ranks": "Ranks of IMD, overcrowding and ethnic minority share",
}
PLACES = {
    "Essex, Southend and Thurrock": [f"E070000{n}" for n in range(66, 78)]
    + ["E06000033", "E06000034"],
    "Bolton": ["E08000001"],
}


def assemble() -> tuple[pd.DataFrame, list[str]]:
    """Return one row per MSOA with the outcome and every score, and the indicators' names."""
    area = load_area("essex-2020")
    spec = load_index(area)
    names = [indicator.name for indicator in spec.list_indicators()]
    lsoas = load_neighbourhoods(area)
    lsoas["ours"] = score(lsoas, spec)
    lsoas["ours_with_beds"] = score(lsoas, add_beds(spec))
    parts = [*names, "beds_per_head", "imd_2019"]
    table = load_outcome(area, lsoas).join(average(lsoas, ["ours", "ours_with_beds", *parts]))
    table = table.join(load_others(area))
    three = table[["imd_2019", "crowding", "minority"]]
    table["three_ranks"] = three.rank(pct=True).mean(axis=1)
    ranks = table[[*names, "beds_per_head"]].rank(pct=True)
    return table.join(ranks.add_prefix("rank_")), names


def find_half(table: pd.DataFrame) -> pd.Series:
    """Tell which MSOAs are in the half of the districts on which choices are made."""
    districts = np.sort(table["district_code"].unique())
    shuffled = np.random.default_rng(HALVES_SEED).permutation(districts)
    return table["district_code"].isin(shuffled[: len(districts) // 2])


def add_beds(spec: IndexSpec) -> IndexSpec:
    """Return the index with care-home beds among the living conditions."""
    beds = Indicator(
        name="beds_per_head",
        dataset="care-home-beds-msoa-2022",
        column="beds",
        direction="higher_is_more_vulnerable",
    )
    domains = [
        domain.model_copy(update={"indicators": (*domain.indicators, beds)})
        if domain.name == "living_conditions"
        else domain
        for domain in spec.domains
    ]
    return spec.model_copy(update={"domains": tuple(domains)})


def judge(table: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Return both measures for every index, and for models fitted to the deaths."""
    rows = []
    for column, title in SCORES.items():
        predictions = predict_left_out(table, predictors=[column], folds=FOLDS, seed=FOLDS_SEED)
        rows.append(
            (title, explain(table, predictions), calculate_concentration(table, score=column))
        )
    indicators = [f"rank_{name}" for name in names]
    for title, columns in {
        "Fitted to deaths, our indicators": indicators,
        "Fitted to deaths, with beds": [*indicators, "rank_beds_per_head"],
    }.items():
        predictions = predict_left_out(table, predictors=columns, folds=FOLDS, seed=FOLDS_SEED)
        rate = table.assign(rate=predictions["predicted"] / table["population"])
        rows.append(
            (title, explain(table, predictions), calculate_concentration(rate, score="rate"))
        )
    return pd.DataFrame(rows, columns=["index", *MEASURES])


def explain(table: pd.DataFrame, predictions: pd.DataFrame) -> float:
    """Return the share of deviance explained beyond age."""
    return calculate_deviance_explained(table["events"], predictions=predictions)


def judge_places(table: pd.DataFrame) -> pd.DataFrame:
    """Return both measures within each place, with bootstrap intervals over its MSOAs."""
    predictions = predict_left_out(table, predictors=["ours"], folds=FOLDS, seed=FOLDS_SEED)
    generator = np.random.default_rng(BOOTSTRAP_SEED)
    rows = []
    for place, codes in PLACES.items():
        here = table[table["district_code"].isin(codes)]
        measures = [measure(here, predictions, here.index.to_numpy())]
        for _ in range(RESAMPLES):
            drawn = generator.choice(here.index.to_numpy(), size=len(here))
            measures.append(measure(here, predictions, drawn))
        found, drawn = measures[0], np.array(measures[1:])
        low, high = np.quantile(drawn, [0.025, 0.975], axis=0)
        for name, value, lower, upper in zip(MEASURES, found, low, high, strict=True):
            rows.append((place, len(here), here["events"].sum(), name, value, lower, upper))
    columns = ["place", "msoas", "deaths", "measure", "value", "lower_ci", "upper_ci"]
    return pd.DataFrame(rows, columns=columns)


def measure(
    table: pd.DataFrame, predictions: pd.DataFrame, codes: np.ndarray
) -> tuple[float, float]:
    """Return both measures for the areas drawn, which may repeat."""
    drawn = table.loc[codes].reset_index(drop=True)
    chosen = predictions.loc[codes].reset_index(drop=True)
    return explain(drawn, chosen), calculate_concentration(drawn, score="ours")


def main() -> None:
    """Print what comes out for both halves, for England and for two places."""
    table, names = assemble()
    chosen_on = find_half(table)
    parts = {
        "Half of the districts, on which the choices were made": table[chosen_on],
        "The other half": table[~chosen_on],
        "England": table,
    }
    for title, part in parts.items():
        print(f"\n{title}: {len(part)} MSOAs, {part['events'].sum():.0f} deaths")
        print(judge(part, names).round(3).to_string(index=False))
    print("\nWithin places, with 95% intervals (resampling of MSOAs)")
    print(judge_places(table).to_string(index=False, float_format="{:.3f}".format))


if __name__ == "__main__":
    main()
