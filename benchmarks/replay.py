"""Stand on 23 March 2020: would an order by need have reached the people who died?

    DATACELL_MIRROR=... python -m benchmarks.replay choose   (fits on half of the districts)
    DATACELL_MIRROR=... python -m benchmarks.replay          (judges what was chosen)

Need is the deaths expected if everybody were infected: people by age times the risk of their age
that was published on 16 March 2020, times a multiplier of the place. The multipliers were fitted
on one half of the districts, written down in replay_choice.json with the day, and put under
version control before anybody looked at the other half.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import statsmodels.api as sm

from benchmarks.outcome_data import (
    CODE,
    average,
    load_deaths,
    load_neighbourhoods,
    load_others,
    score,
)
from benchmarks.outcome_validation import PLACES, find_half
from benchmarks.replay_data import (
    DAY,
    RESIDENTS,
    SIXTY,
    load_day,
    load_later_copies,
)
from benchmarks.replay_reach import EVENTS, calculate_reach, compare_reach
from datacell_lib.files.area import load_area
from datacell_lib.intake.link.linkage import load_index
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.schema import DISTRICT_CODE

CHOICE = Path(__file__).with_name("replay_choice.json")
CAPACITIES = (0.05, 0.10, 0.15, 0.20, 0.25, 0.30)
RESAMPLES, SEED = 1000, 2
DISPERSION = 0.1  # of the negative binomial, about what deaths beyond age have
ON_THE_DAY, WITH_COPIES = "need_on_the_day", "need_with_copies"
# For each plan its expected deaths by age, and what its multiplier is made of: percentile ranks.
PLANS = {
    ON_THE_DAY: (
        "by_age",
        [
            "acute_morbidity",
            "illness_and_disability",
            "bad_health",
            "very_bad_health",
            "care_50_hours_or_more",
            "minority_share",
            "particulates",
            "in_homes_and_institutions",
            "aged_60_share",
        ],
    ),
    WITH_COPIES: (
        "by_age_to_70",
        [
            "older_people",
            "frailty",
            "diabetes",
            "acute_morbidity",
            "attendance_allowance",
            "very_bad_health",
            "older_people_in_poverty",
            "overcrowding",
            "large_households",
            "particulates",
            "skills_and_language",
            "minority_ethnic_groups",
        ],
    ),
}
# Orders that are made of expected or true deaths: each is divided by the people that a capacity
# is a share of, as help goes where each person reached counts most.
COUNTED = ("age_alone", ON_THE_DAY, WITH_COPIES, "hindsight")
ORDERS = {
    "imd_2019": "IMD 2019",
    "red_cross_final": "Red Cross, final",
    "age_alone": "Expected deaths by age alone",
    "ours": "covid-vulnerability alone",
    ON_THE_DAY: "Need, files of the day",
    WITH_COPIES: "Need, with four figures from a later copy",
    "hindsight": "The best that hindsight allows",
}


def assemble() -> pd.DataFrame:
    """Return one row per MSOA: what was known, the orders to compare it with, and deaths."""
    area = load_area("essex-2020")
    spec = load_index(area)
    lsoas = load_neighbourhoods(area)
    lsoas["ours"] = score(lsoas, spec)
    names = [indicator.name for indicator in spec.list_indicators()]
    day = load_day(area)
    copies = load_later_copies(area, day)[["by_age_to_70", "aged_70_and_over"]]
    of_index = average(lsoas, ["ours", *names])
    table = day.join(of_index[of_index.columns.difference(day.columns)]).join(copies)
    table = table.join(load_others(area)["red_cross_final"])
    deaths = load_deaths(area).reindex(table.index)
    return table.assign(
        events=deaths,
        age_alone=table["by_age"],
        hindsight=deaths,
    )


def fit_multiplier(
    table: pd.DataFrame, *, first: pd.Series, by_age: str, names: list[str]
) -> dict[str, float]:
    """Fit the logarithm of the multiplier, linear in percentile ranks, on half of the districts.

    Ranks are among all MSOAs; a negative binomial regression with expected deaths as offset.
    """
    ranks = table[names].rank(pct=True)
    family = sm.families.NegativeBinomial(alpha=DISPERSION)
    offset = np.log(table.loc[first, by_age])
    model = sm.GLM(
        table.loc[first, EVENTS], sm.add_constant(ranks[first]), family=family, offset=offset
    )
    return {name: round(float(value), 3) for name, value in model.fit().params[names].items()}


def estimate_need(table: pd.DataFrame, *, by_age: str, multiplier: dict[str, float]) -> pd.Series:
    """Estimate need: expected deaths by age times the place's multiplier."""
    ranks = table[list(multiplier)].rank(pct=True)
    return table[by_age] * np.exp(ranks.mul(pd.Series(multiplier)).sum(axis=1))


def choose(table: pd.DataFrame) -> None:
    """Fit the multipliers on the half for choices, and write them down with the day."""
    first = find_half(table)
    chosen = {
        plan: fit_multiplier(table, first=first, by_age=by_age, names=names)
        for plan, (by_age, names) in PLANS.items()
    }
    written = {
        "written_on": date.today().isoformat(),
        "stands_on": DAY.isoformat(),
        "fitted_on_districts": sorted(table.loc[first, DISTRICT_CODE].unique()),
        "multipliers": chosen,
    }
    CHOICE.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


def add_plans(table: pd.DataFrame, choice: dict) -> pd.DataFrame:
    """Return the table with the need of each plan, by the multipliers that were written down."""
    needs = {
        plan: estimate_need(table, by_age=by_age, multiplier=choice["multipliers"][plan])
        for plan, (by_age, _) in PLANS.items()
    }
    return table.assign(**needs)


def judge(table: pd.DataFrame, *, people: str, units: str) -> pd.DataFrame:
    """Compare every order with the IMD's, where so many of these people can be reached."""
    per_person = {column: table[column] / table[people] for column in COUNTED}
    return compare_reach(
        table.assign(**per_person),
        orders=ORDERS,
        against="imd_2019",
        people=people,
        capacities=CAPACITIES,
        units=units,
        resamples=RESAMPLES,
        seed=SEED,
    )


def judge_shielding(table: pd.DataFrame) -> pd.DataFrame:
    """Return the share of shielded patients (September 2020) in the districts reached first.

    By district, as nothing smaller is published. Districts whose count another's includes, or of
    which none was published, are left out.
    """
    listed = read_dataset("shielded-patients-2020", area=load_area("essex-2020"))
    whole = listed[listed["breakdown"] == "ALL"].set_index("area_code")["patients"]
    orders = [column for column in ORDERS if column != "hindsight"]
    others = [column for column in orders if column not in COUNTED]
    weighed = table[orders].assign(people=table[RESIDENTS])
    weighed[others] = weighed[others].mul(table[RESIDENTS], axis=0)
    districts = weighed.groupby(table[DISTRICT_CODE]).sum()
    districts[orders] = districts[orders].div(districts["people"], axis=0)
    districts = districts.assign(events=whole, area_code=districts.index).dropna()
    reach = {
        ORDERS[order]: calculate_reach(
            districts, order=order, people="people", capacities=CAPACITIES
        )
        for order in orders
    }
    print(f"{len(districts)} districts, {districts['events'].sum():,.0f} people on the list")
    return pd.DataFrame(reach, index=CAPACITIES).T


def show(compared: pd.DataFrame) -> str:
    """Write reach and ratio with its interval, an order a row."""
    cells = [
        f"{100 * row.reach:.1f}%  {row.ratio:.2f} ({row.lower_ci:.2f} to {row.upper_ci:.2f})"
        for row in compared.itertuples()
    ]
    table = compared.assign(cell=cells).pivot(index="order", columns="capacity", values="cell")
    return table.loc[list(ORDERS.values())].to_string()


def main(words: list[str]) -> None:
    """Choose, or judge what was chosen."""
    table = assemble()
    if words == ["choose"]:
        return choose(table)
    choice = json.loads(CHOICE.read_text(encoding="utf-8"))
    table = add_plans(table, choice)
    first = table[DISTRICT_CODE].isin(choice["fitted_on_districts"])
    parts = {"The half on which the multipliers were fitted": table[first]}
    parts |= {"The other half": table[~first], "England": table}
    places = {name: table[table[DISTRICT_CODE].isin(codes)] for name, codes in PLACES.items()}
    print(f"Multipliers written down on {choice['written_on']}")
    for title, part in (parts | places).items():
        units = CODE if title in places else DISTRICT_CODE
        for people, share in ((RESIDENTS, "residents"), (SIXTY, "people aged 60 and over")):
            deaths = part[EVENTS].sum()
            print(f"\n{title}: {len(part):,} MSOAs, {deaths:,.0f} deaths; share of {share}")
            print(show(judge(part, people=people, units=units)))
    print("\nShielded patients, by district; share of residents")
    print(judge_shielding(table).round(3).to_string())
    return None


if __name__ == "__main__":
    main(sys.argv[1:])
