"""Assemble what outcome validation needs: deaths, ages and predictors of 6,791 MSOAs (2011)."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd

from datacell_lib.analysis.index.validate import calculate_expected_events

DOUBLING_YEARS = 6.2
MEAN_AGE_90_AND_OVER = 92
MONTH = "^[A-Z][a-z]{2,8}2[01]$"  # March20 to April21; not the total
AREA = "area_code"


def find_mirror() -> Path:
    """Return the folder with the publishers' files."""
    folder = os.environ.get("DATACELL_MIRROR")
    if folder is None:
        raise SystemExit("Set DATACELL_MIRROR to the folder with the publishers' files.")
    return Path(folder)


def load_outcome(mirror: Path) -> pd.DataFrame:
    """Return area_code, district_code, population, events and expected, by area_code."""
    deaths = read(mirror / "ons-deaths/msoa_covid_deaths_data_up_to_april_2021.csv", "MSOA11CD")
    people = read(mirror / "ons-population/population20_msoa11.csv.gz", "msoa11_code")
    ages = people[[name for name in people if name.rstrip("+").isdigit()]]
    ages.columns = [MEAN_AGE_90_AND_OVER if name.startswith("90") else int(name) for name in ages]
    months = deaths.filter(regex=MONTH).columns
    events = deaths[months].sum(axis=1).reindex(people.index)
    expected = calculate_expected_events(ages, total=events.sum(), doubling_years=DOUBLING_YEARS)
    districts = read(mirror / "humaniverse-geographr/lookup_lsoa11_ltla20.csv.gz", "lsoa11_code")
    home = districts["ltla20_code"].groupby(find_msoas(mirror, districts.index)).first()
    table = pd.DataFrame(
        {
            "district_code": home.reindex(people.index),
            "population": ages.sum(axis=1),
            "events": events,
            "expected": expected,
        }
    )
    return table.assign(**{AREA: table.index}).rename_axis(None)


def load_predictors(mirror: Path) -> pd.DataFrame:
    """Return the indicators of covid-vulnerability, the indices to compare, and beds."""
    red_cross = read(mirror / "british-red-cross/vulnerability-MSOA-England.csv.gz", "Code")
    final = read(mirror / "british-red-cross/vulnerability-MSOA-UK.csv.gz", "Code")
    health = read(mirror / "census-2011/msoa_health_2011_data.csv", "MSOA11CD")
    rooms = read(mirror / "census-2011/msoa_overcrowding_2011_data.csv", "MSOA11CD")
    sizes = read(mirror / "census-2011/msoa_household_size_2011_data.csv", "MSOA11CD")
    ethnicity = read(mirror / "census-2011/msoa_ethnicity_2011_data.csv", "mnemonic")
    beds = read(mirror / "cqc/msoa_care_home_beds_data_2022.csv", "MSOA11CD")["total_beds"]
    crowded = rooms[["rating_negative_1", "rating_negative_2less"]].astype(float).sum(axis=1)
    large = sizes[[f"hh_{n}" for n in ("5_persons", "6_persons", "7_persons", "8_plus_persons")]]
    deprivation = average_deprivation(mirror)
    return pd.DataFrame(
        {
            "people_over_70": red_cross["Proportion people over 70"],
            "frailty": red_cross["Frailty rank"],
            "diabetes": red_cross["Diabetes prevalence"],
            "attendance_allowance": red_cross[
                "Older people social care benefit (Attendance Allowance)"
            ],
            "very_bad_health": health["Very bad health"].astype(float),
            "overcrowding": crowded / rooms["total_households"].astype(float),
            "large_households": large.astype(float).sum(axis=1)
            / sizes["total_households"].astype(float),
            "minority_ethnic_groups": 100 - ethnicity["White"].astype(float),
            "beds": beds,
            "red_cross_april": red_cross["Vulnerability score"],
            "red_cross_final": final["Vulnerability score"],
        }
        | {name: deprivation[name] for name in deprivation},
        index=red_cross.index,
    ).rename_axis(None)


def average_deprivation(mirror: Path) -> pd.DataFrame:
    """Return population-weighted averages of the 2019 indices of deprivation by MSOA."""
    scores = read(
        mirror / "mhclg-iod2019/File_7_-_All_IoD2019_Scores__Ranks__Deciles_and_Population_"
        "Denominators_3.rebuilt.csv.gz",
        "LSOA code (2011)",
    )
    details = read(
        mirror / "mhclg-iod2019/File_8_-_IoD2019_Underlying_Indicators.humaniverse.csv.gz",
        "lsoa11_code",
    ).reindex(scores.index)
    people = scores["Total population: mid 2015 (excluding prisoners)"]
    values = pd.DataFrame(
        {
            "imd_2019": scores["Index of Multiple Deprivation (IMD) Score"],
            "older_people_in_poverty": scores[
                "Income Deprivation Affecting Older People (IDAOPI) Score (rate)"
            ],
            "acute_morbidity": details["acute_morbidity_indicator"],
            "particulates": details["particulates_component_of_air_quality_indicator"],
            "skills_and_language": details[
                "adult_skills_and_english_language_proficiency_indicator"
            ],
        }
    )
    home = find_msoas(mirror, scores.index)
    total = people.groupby(home).sum()
    return values.mul(people, axis=0).groupby(home).sum().div(total, axis=0)


def find_msoas(mirror: Path, lsoas: pd.Index) -> np.ndarray:
    """Return the MSOA (2011) of each LSOA (2011)."""
    lookup = read(mirror / "humaniverse-geographr/lookup_lsoa11_msoa11.csv.gz", "lsoa11_code")
    return lookup["msoa11_code"].reindex(lsoas).to_numpy()


def read(path: Path, code: str) -> pd.DataFrame:
    """Return a file's rows by area code, without the footnotes that some files end with."""
    table = pd.read_csv(path, low_memory=False)
    return table[
        table[code].astype("string").str.fullmatch(r"[EWSN9]\w{8}").fillna(False)
    ].set_index(code)
