"""Where the figures of data/governance/purposes.yml come from that no publication prints.

    DATACELL_MIRROR=... python -m benchmarks.need_risks

Risks by age are counts over residents of mid-2020, in the ages that the purposes have. Ratios say
how many times the risk of the least deprived fifth of neighbourhoods that of the most deprived
fifth is, age allowed for: a regression of counts on deprivation, with counts expected by age.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import statsmodels.api as sm

from benchmarks.outcome_data import CODE
from datacell_lib.analysis.need.expected_need import BETWEEN_FIFTHS
from datacell_lib.files.area import Area, load_area
from datacell_lib.intake.places.geography import load_places
from datacell_lib.intake.read.reading import read_dataset

OLDEST = 90
BANDS = {"0 to 49": (0, 49), "50 to 64": (50, 64), "65 and over": (65, OLDEST)}
MOST_DISTRICTS = (0.025, 0.975)  # 95 in 100 of them lie between
# National Audit Office, 10 February 2021 (HC 1131), key facts: people who asked for and received
# at least one food box, of those who were advised to shield.
ASKED_FOR_FOOD = 510_486 / 2_200_000
# Community Life Survey 2024/25: percent of adults who feel lonely often or always, by age.
LONELY = {(16, 24): 9, (25, 34): 8, (35, 49): 7, (50, 64): 5, (65, 74): 4, (75, OLDEST): 5}
ROUNDING = 0.5  # of a percent that is printed whole


def load_ages(area: Area) -> pd.DataFrame:
    """Return residents of mid-2020 by MSOA and single year of age."""
    people = read_dataset("population-2020-msoa2011-ages", area=area)
    return people.pivot(index=CODE, columns="age", values="residents")


def load_standing(area: Area) -> pd.DataFrame:
    """Return each MSOA's district and average standing in deprivation (0 is the most deprived)."""
    places = load_places(area)
    ranks = read_dataset("iod2019-scores", area=area).set_index(CODE)["imd_rank"]
    people = read_dataset("population-2020-lsoa2011", area=area).set_index(CODE)
    weight = places[CODE].map(people["usual_residents"])
    standing = (places[CODE].map(ranks) - 0.5) / len(ranks)
    msoa = places["msoa_code"]
    average = (standing * weight).groupby(msoa).sum() / weight.groupby(msoa).sum()
    return pd.DataFrame({"district": places.groupby(msoa)["authority_code"].first(), "s": average})


def count(ages: pd.DataFrame, first: int, last: int) -> pd.Series:
    """Return residents from one age to another."""
    return ages.loc[:, first:last].sum(axis=1)


def fit_ratio(table: pd.DataFrame, *, clusters: pd.Series) -> tuple[float, float, float]:
    """Fit how many times the least deprived fifth's risk the most deprived's is.

    A Poisson regression of `events` on standing `s`, offset by what is `expected` by age; errors
    allow for districts (or whatever `clusters` are) that differ by more than chance.
    """
    model = sm.GLM(
        table["events"],
        sm.add_constant(table[["s"]]),
        family=sm.families.Poisson(),
        offset=np.log(table["expected"]),
    )
    groups = pd.factorize(clusters)[0]
    fitted = model.fit(cov_type="cluster", cov_kwds={"groups": groups})
    slope, margin = -fitted.params["s"], 1.96 * fitted.bse["s"]
    exponents = BETWEEN_FIFTHS * np.array([slope, slope - margin, slope + margin])
    return tuple(np.exp(exponents).tolist())


def spread(events: pd.Series, people: pd.Series) -> tuple[float, float, float]:
    """Return England's risk, and the risks that 95 in 100 districts lie between."""
    both = pd.DataFrame({"events": events, "people": people}).dropna()
    lower, upper = (both["events"] / both["people"]).quantile(list(MOST_DISTRICTS))
    return both["events"].sum() / both["people"].sum(), lower, upper


def measure_shielding(area: Area) -> tuple[dict, tuple]:
    """Return the risk of having asked for food, of people advised to shield; and the ratio."""
    listed = read_dataset("shielded-patients-2020", area=area)
    by_age = listed[listed["breakdown"] == "Age"].pivot(
        index=CODE, columns="group", values="patients"
    )
    where, ages = load_standing(area), load_ages(area)
    residents = ages.groupby(where["district"]).sum()
    sixties = count(residents, 60, 64) / count(residents, 60, 69)
    listed_in = {
        "0 to 49": by_age[["0-17", "18-29", "30-39", "40-49"]].sum(axis=1, skipna=False),
        "50 to 64": by_age["50-59"] + sixties * by_age["60-69"],
        "65 and over": (1 - sixties) * by_age["60-69"]
        + by_age[["70-79", "80-89", "90+"]].sum(axis=1, skipna=False),
    }
    risks, expected = {}, pd.Series(0.0, index=residents.index)
    for band, (first, last) in BANDS.items():
        people = count(residents, first, last)
        found = spread(listed_in[band], people)
        expected += found[0] * people
        risks[band] = tuple(ASKED_FOR_FOOD * risk for risk in found)
    weight = ages.sum(axis=1)
    standing = (where["s"] * weight).groupby(where["district"]).sum()
    table = pd.DataFrame(
        {
            "events": sum(listed_in.values()),
            "expected": expected,
            "s": standing / weight.groupby(where["district"]).sum(),
        }
    ).dropna()
    return risks, fit_ratio(table, clusters=pd.Series(table.index))


def measure_doses(area: Area) -> tuple[dict, tuple]:
    """Return the risk of not having had a first dose by 2 May 2021, from 50 on; and the ratio."""
    doses = read_dataset("vaccinations-msoa-2021-04", area=area).pivot(
        index=CODE, columns="age_band", values="first_doses"
    )
    had = {
        "50 to 64": doses[["50 to 54", "55 to 59", "60 to 64"]].sum(axis=1),
        "65 and over": doses[["65 to 69", "70 to 74", "75 to 79", "80 and over"]].sum(axis=1),
    }
    ages, where = load_ages(area), load_standing(area)
    risks, events, expected = {}, 0, 0
    for band, dosed in had.items():
        people = count(ages, *BANDS[band])
        without = people - dosed
        own = pd.DataFrame({"events": without, "people": people}).groupby(where["district"]).sum()
        risks[band] = spread(own["events"], own["people"])
        events, expected = events + without, expected + risks[band][0] * people
    table = where.assign(events=events.clip(lower=0), expected=expected).dropna()
    return risks, fit_ratio(table, clusters=table["district"])


def measure_loneliness(area: Area) -> tuple[dict, tuple]:
    """Return the risk of feeling lonely often or always; and the ratio of modelled shares."""
    england = load_ages(area).sum()
    risks = {}
    for band, (first, last) in BANDS.items():
        people = england[(england.index >= first) & (england.index <= last)].sum()
        inside = {ages: england.loc[ages[0] : ages[1]].sum() for ages in LONELY if
                  first <= ages[0] and ages[1] <= last}  # fmt: skip
        risks[band] = tuple(
            sum((LONELY[ages] + error) / 100 * number for ages, number in inside.items()) / people
            for error in (0, -ROUNDING, ROUNDING)
        )
    today = load_area("essex")
    places = load_places(today)
    codes = places[CODE]
    shares = codes.map(read_dataset("loneliness2021", area=today).set_index(CODE)["loneliness"])
    people = read_dataset("census2021-age", area=today).set_index(CODE)
    counted = {
        "0 to 49": "aged_under_50",
        "50 to 64": "aged_50_to_64",
        "65 and over": "aged_65_and_over",
    }
    by_age = sum(risks[band][0] * codes.map(people[column]) for band, column in counted.items())
    ranks = codes.map(read_dataset("iod2025-scores", area=today).set_index(CODE)["imd_rank"])
    residents = codes.map(people["usual_residents"])
    table = pd.DataFrame(
        {
            "events": shares / 100 * residents,
            "expected": by_age,
            "s": (ranks - 0.5) / len(ranks),
            "district": places["authority_code"],
        }
    ).dropna()
    return risks, fit_ratio(table, clusters=table["district"])


def main() -> None:
    """Print every risk with its interval, and every ratio with its own."""
    area = load_area("essex-2020")
    for title, measure in {
        "Food and medicine": measure_shielding,
        "Wellbeing calls": measure_loneliness,
        "Vaccination": measure_doses,
    }.items():
        risks, ratio = measure(area)
        print(title)
        for band, found in risks.items():
            print(f"  {band}: " + ", ".join(f"{risk:.4f}" for risk in found))
        print("  most over least deprived fifth: " + ", ".join(f"{one:.2f}" for one in ratio))


if __name__ == "__main__":
    main()
