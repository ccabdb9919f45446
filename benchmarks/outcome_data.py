"""Assemble what outcome validation needs: deaths, ages and predictors of 6,791 MSOAs (2011)."""

from __future__ import annotations

import pandas as pd

from benchmarks.outcome_fit import calculate_expected_events
from datacell_lib.analysis.index import calculate_index
from datacell_lib.files.area import Area
from datacell_lib.files.index_spec import IndexSpec
from datacell_lib.intake.census.bridging import Bridge
from datacell_lib.intake.link.linkage import link_nation
from datacell_lib.intake.read.reading import read_dataset

DOUBLING_YEARS = 6.2
OLDEST, THEIR_MEAN_AGE = 90, 92
CODE = "area_code"
RED_CROSS_APRIL = "red-cross-vulnerability-msoa-2020-04"


def load_outcome(area: Area, places: pd.DataFrame) -> pd.DataFrame:
    """Return area_code, district_code, population, events and expected, by MSOA."""
    people = read_dataset("population-2020-msoa2011-ages", area=area)
    ages = people.pivot(index=CODE, columns="age", values="residents")
    ages = ages.rename(columns={OLDEST: THEIR_MEAN_AGE})
    events = load_deaths(area).reindex(ages.index)
    expected = calculate_expected_events(ages, total=events.sum(), doubling_years=DOUBLING_YEARS)
    table = pd.DataFrame(
        {
            "district_code": places.groupby("msoa_code")["authority_code"].first(),
            "population": ages.sum(axis=1),
            "events": events,
            "expected": expected,
        }
    )
    return table.assign(**{CODE: table.index}).rename_axis(None)


def load_deaths(area: Area) -> pd.Series:
    """Return the deaths due to COVID-19 registered from March 2020 to April 2021, by MSOA."""
    deaths = read_dataset("covid-deaths-registered-msoa", area=area)
    return deaths.groupby(CODE)["deaths"].sum()


def load_neighbourhoods(area: Area) -> pd.DataFrame:
    """Return the index's indicators by LSOA, none of them later than March 2020.

    People aged 70 and over are those of mid-2018, known for MSOAs; the report has the estimates
    by LSOA of mid-2020, which came out later and lack those who had died.
    """
    table = link_nation(area).table
    bridge = Bridge(area)
    earlier = bridge.read(RED_CROSS_APRIL).table.set_index(CODE)
    scores = bridge.read("iod2019-scores").table.set_index(CODE)
    beds = bridge.read("care-home-beds-msoa-2022").table.set_index(CODE)
    people = read_dataset("iod2019-populations", area=area).set_index(CODE)["residents"]
    codes = table[CODE]
    return table.assign(
        older_people=codes.map(earlier["aged_over_70"]),
        beds_per_head=codes.map(beds["beds"]) / table["population"],
        imd_2019=codes.map(scores["imd_score"]),
        weight=codes.map(people),
    )


def load_others(area: Area) -> pd.DataFrame:
    """Return what others are compared by: Red Cross scores, crowding, minorities, by MSOA."""
    april = read_dataset(RED_CROSS_APRIL, area=area).set_index(CODE)
    final = read_dataset("red-cross-vulnerability-msoa", area=area).set_index(CODE)
    rooms = read_dataset("census2011-overcrowding", area=area).set_index(CODE)
    groups = read_dataset("census2011-ethnicity-msoa", area=area).set_index(CODE)
    short = rooms["one_room_short"] + rooms["two_or_more_rooms_short"]
    return pd.DataFrame(
        {
            "red_cross_april": april["vulnerability_score"],
            "red_cross_final": final["vulnerability_score"],
            "crowding": short / rooms["households"],
            "minority": 100 - groups["white"],
        }
    )


def score(table: pd.DataFrame, spec: IndexSpec) -> pd.Series:
    """Return an index's score by LSOA, in the order of the table."""
    result = calculate_index(table, spec=spec).query("level == 'index'").set_index(CODE)["score"]
    return table[CODE].map(result)


def average(table: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Return averages of LSOAs by MSOA, weighted by the people of mid-2015."""
    total = table["weight"].groupby(table["msoa_code"]).sum()
    weighed = table[columns].mul(table["weight"], axis=0).groupby(table["msoa_code"]).sum()
    return weighed.div(total, axis=0)
