"""What a data cell could know of England's 6,791 MSOAs on 23 March 2020, and what happened then."""

from __future__ import annotations

from datetime import date

import pandas as pd

from benchmarks.outcome_data import CODE, RED_CROSS_APRIL, average
from datacell_lib.files.area import Area
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.intake.places.geography import load_places
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.schema import DISTRICT_CODE, LawfulnessError

DAY = date(2020, 3, 23)
RESIDENTS, SIXTY = "residents", "aged_60_and_over"
# Deaths among 100 people infected, by age: Ferguson and others, 16 March 2020, table 1; each band
# has the plain mean of the decades in it.
OF_100 = {"aged_under_16": 0.004, "aged_16_to_59": 0.215, "60s": 2.2, "aged_70_and_over": 7.2}
OF_100[SIXTY] = (2.2 + 5.1 + 9.3) / 3
PERSONS = {f"households_of_{n}_persons": n for n in range(2, 8)}
PERSONS |= {"households_of_1_person": 1, "households_of_8_or_more_persons": 8}
# Four figures were public on the day, as the Red Cross's notes say of what: our only copy of them
# is in a file of a month later.
LATER_COPY = ["aged_over_70", "frailty", "diabetes", "attendance_allowance"]


class NotYetKnownError(LawfulnessError):
    """Something that had not come out on the day on which the replay stands."""


def read_known(dataset: str, *, area: Area) -> pd.DataFrame:
    """Read a dataset that was out on 23 March 2020.

    Parameters
    ----------
    dataset : str
        Catalogue id.
    area : Area
        An area on the neighbourhoods of 2011.

    Returns
    -------
    DataFrame
        By area_code.

    Raises
    ------
    NotYetKnownError
        If its entry's ``published`` is a later day.
    """
    published = load_dataset(dataset).published
    if published > DAY:
        raise NotYetKnownError(
            f"{dataset} came out on {published}, after {DAY}: a replay may not read it."
        )
    return read_dataset(dataset, area=area).set_index(CODE)


def load_day(area: Area) -> pd.DataFrame:
    """Return what was known of each MSOA, by area_code, with its district.

    The columns are people by age, expected deaths by age of everybody infected, and the
    indicators that the choice may use, all from files that were out on the day.
    """
    places = load_places(area)[[CODE, "msoa_code", "authority_code"]]
    people = read_known("iod2019-populations", area=area)
    lsoas = places.assign(weight=places[CODE].map(people[RESIDENTS]))
    parts = {
        "acute_morbidity": ("iod2019-indicators", "acute_morbidity"),
        "illness_and_disability": (
            "iod2019-indicators",
            "comparative_illness_and_disability_ratio",
        ),
        "particulates": ("iod2019-indicators-further", "particulates"),
        "imd_2019": ("iod2019-scores", "imd_score"),
    }
    for name, (dataset, column) in parts.items():
        lsoas[name] = lsoas[CODE].map(read_known(dataset, area=area)[column])
    groups = read_known("census2011-ethnicity", area=area)
    lsoas["counted_2011"] = lsoas[CODE].map(groups["usual_residents"])
    lsoas["minority"] = lsoas[CODE].map(groups["minority_ethnic_groups"])
    ages = [RESIDENTS, "aged_under_16", "aged_16_to_59", SIXTY]
    lsoas[ages] = people.loc[lsoas[CODE], ages].to_numpy()
    of_msoa = lsoas.groupby("msoa_code")
    table = of_msoa[[*ages, "counted_2011", "minority"]].sum()
    table = table.join(average(lsoas, list(parts)))
    health = read_known("census2011-health", area=area)
    households = read_known("census2011-household-size", area=area)
    at_home = sum(households[column] * n for column, n in PERSONS.items())
    table = table.assign(
        **{CODE: table.index, DISTRICT_CODE: of_msoa["authority_code"].first()},
        minority_share=table["minority"] / table["counted_2011"],
        in_homes_and_institutions=1 - at_home / table["counted_2011"],
        aged_60_share=table[SIXTY] / table[RESIDENTS],
        **health[["bad_health", "very_bad_health", "care_50_hours_or_more"]],
    )
    return table.assign(by_age=_expect(table, ["aged_under_16", "aged_16_to_59", SIXTY]))


def load_later_copies(area: Area, day: pd.DataFrame) -> pd.DataFrame:
    """Return four figures that were public on the day, from the file of 26 April 2020.

    Also people aged 70 and over, and expected deaths that tell them from those in their sixties.
    """
    found = read_dataset(RED_CROSS_APRIL, area=area).set_index(CODE)[LATER_COPY]
    seventy = (found["aged_over_70"] * day[RESIDENTS]).clip(upper=day[SIXTY])
    people = day.assign(**{"aged_70_and_over": seventy, "60s": day[SIXTY] - seventy})
    ages = ["aged_under_16", "aged_16_to_59", "60s", "aged_70_and_over"]
    return found.assign(aged_70_and_over=seventy, by_age_to_70=_expect(people, ages))


def _expect(people: pd.DataFrame, ages: list[str]) -> pd.Series:
    return sum(people[age] * OF_100[age] / 100 for age in ages)
