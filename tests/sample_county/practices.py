"""Doctors' practices: where they are, and who is on their lists."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.sample_county.mess import OLDEST

# Codes that can't be real. A practice's code begins with a letter for its part of the kingdom: in
# England A to P, or Y for none of them; W in Wales, S in Scotland, Z in Northern Ireland; never X.
CODE = "X99{:03d}"
MSOAS_PER_PRACTICE = 1.4
KINDS = ("SURGERY", "MEDICAL CENTRE", "HEALTH CENTRE", "GROUP PRACTICE", "FAMILY PRACTICE")

# After the ordinary ones: a small country practice that took no part in QOF, and a tiny one that
# looks after two homes for people with learning disabilities.
ABSENT, TINY = -2, -1
ABSENT_DISTRICT, TINY_DISTRICT = "E07990005", "E07990002"
ABSENT_APPEAL = 0.03
TINY_HOMES = (38, 8)  # patients in the neighbourhoods nearest to it
TINY_AGES = slice(20, 65)
TINY_CONDITION = "LD"

FEWEST, MOST = 2, 5  # practices that people of one neighbourhood go to
LIST_INFLATION, AMONG_STUDENTS = 1.065, 0.30
WITHOUT_AREA = "NO2011"
PRACTICES_WITH_STRAYS = 8


def gather_homes(
    table: pd.DataFrame, fields: pd.DataFrame, pairs: pd.DataFrame, people: pd.DataFrame
) -> pd.DataFrame:
    """Where patients live: residents, position and hidden fields by neighbourhood of 2011."""
    hidden = fields[["poor", "old", "student"]]
    known = pd.concat([table[["x", "y", "density"]], hidden], axis=1).loc[pairs["row"]]
    homes = known.groupby(pairs["code_2011"].to_numpy()).mean().round(9)
    first = pairs.drop_duplicates("code_2011").set_index("code_2011")["row"]
    areas = table.loc[first[homes.index], ["msoa_code", "lad_code", "place_name"]]
    residents = people.set_index("lsoa11_code")["total_population"]
    return pd.concat([homes, areas.set_index(homes.index)], axis=1).assign(residents=residents)


def place_practices(homes: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Found practices where people live closest: code, name, position (km), how poor, appeal."""
    densest = homes.groupby(["lad_code", "msoa_code"])["density"].idxmax()
    spots = []
    for _, district in densest.groupby("lad_code"):
        number = round(len(district) / MSOAS_PER_PRACTICE)
        spots += district.iloc[np.sort(rng.permutation(len(district))[:number])].tolist()
    spots.append(homes.loc[homes["lad_code"] == ABSENT_DISTRICT, "density"].idxmin())
    spots.append(homes.loc[homes["lad_code"] == TINY_DISTRICT, "density"].idxmax())
    places = homes.loc[spots, "place_name"].str.split(" & ").str[0].str.upper()
    kinds = [KINDS[number % len(KINDS)] for number in range(len(spots))]
    kinds[ABSENT], kinds[TINY] = "SURGERY", "HOUSE"
    appeal = np.exp(rng.normal(0, 0.25, len(spots)))
    appeal[ABSENT], appeal[TINY] = ABSENT_APPEAL, 0.0
    return pd.DataFrame(
        {
            "code": [CODE.format(number) for number in range(1, len(spots) + 1)],
            "name": [f"{place} {kind}" for place, kind in zip(places, kinds, strict=True)],
            "x": homes.loc[spots, "x"].to_numpy(),
            "y": homes.loc[spots, "y"].to_numpy(),
            "poor": homes.loc[spots, "poor"].to_numpy(),
            "appeal": appeal.round(9),
        }
    )


def register_patients(
    homes: pd.DataFrame, practices: pd.DataFrame, rng: np.random.Generator
) -> np.ndarray:
    """Count the patients of each practice (columns) in each neighbourhood (rows).

    People go to the practices nearest to them: more to a near one, and to one among people like
    themselves. Lists keep some who have left, most of all where students come and go.
    """
    inflation = LIST_INFLATION + AMONG_STUDENTS * homes["student"] + rng.normal(0, 0.01, len(homes))
    apart = homes[["x", "y", "poor"]].to_numpy()[:, None] - practices[["x", "y", "poor"]].to_numpy()
    gaps = np.hypot(apart[:, :, 0], apart[:, :, 1]).round(6)
    alike = 1 / (1 + apart[:, :, 2] ** 2)
    appeal = practices["appeal"].to_numpy() * rng.gamma(4.0, 1 / 4.0, gaps.shape)
    pull = appeal * alike / (1 + gaps) ** 2
    order = gaps[:, :TINY].argsort(axis=1, kind="stable").argsort(axis=1)
    pull[:, :TINY] *= order < rng.integers(FEWEST, MOST, len(homes), endpoint=True)[:, None]
    listed = (homes["residents"] * inflation).to_numpy()
    expected = (pull / pull.sum(axis=1, keepdims=True) * listed[:, None]).round(9)
    patients = np.maximum(rng.poisson(expected), pull > 0)
    patients[gaps[:, TINY].argsort(kind="stable")[: len(TINY_HOMES)], TINY] = TINY_HOMES
    return patients


def lay_out_registrations(
    patients: np.ndarray,
    homes: pd.DataFrame,
    practices: pd.DataFrame,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """The quarterly file of patients by practice and neighbourhood, some of them in none."""
    strays = np.zeros(len(practices), dtype=int)
    some = rng.permutation(len(practices) + ABSENT)[:PRACTICES_WITH_STRAYS]
    strays[some] = rng.integers(1, 9, len(some))
    counts = np.vstack([patients, strays]).T
    practice, area = np.nonzero(counts)
    return pd.DataFrame(
        {
            "PUBLICATION": "GP_PRAC_PAT_LIST",
            "EXTRACT_DATE": "01JUL2022",
            "PRACTICE_CODE": practices["code"].to_numpy()[practice],
            "PRACTICE_NAME": practices["name"].to_numpy()[practice],
            "LSOA_CODE": np.array([*homes.index, WITHOUT_AREA])[area],
            "SEX": "ALL",
            "NUMBER_OF_PATIENTS": counts[practice, area],
        }
    )


def estimate_ages(patients: np.ndarray, people: pd.DataFrame) -> np.ndarray:
    """Patients of each practice (rows) by single year of age, as their neighbours are."""
    ages = people[[*map(str, range(OLDEST)), f"{OLDEST}+"]].to_numpy()
    listed = patients.T @ (ages / ages.sum(axis=1, keepdims=True))
    listed[TINY] = 0.0
    listed[TINY, TINY_AGES] = sum(TINY_HOMES) / len(range(OLDEST)[TINY_AGES])
    return listed.round(9)


def lay_out_ages(
    practices: pd.DataFrame, ages: np.ndarray, rng: np.random.Generator
) -> pd.DataFrame:
    """The Library's table of lists by age two years before, in which none is 0.0000001."""
    before = rng.poisson((0.985 * ages).round(9))
    count = {"TOTAL": before.sum(axis=1)}
    for first in (16, 17, 18):
        count[f"{first}OV"] = before[:, first:].sum(axis=1)
    count["30_74"], count["50OV"] = before[:, 30:75].sum(axis=1), before[:, 50:].sum(axis=1)
    count["0_64"], older = before[:, :65].sum(axis=1), before[:, 65:].sum(axis=1)
    lists = pd.DataFrame({"PRACTICE_CODE": practices["code"], **count})
    lists["65OV"] = np.where(older > 0, older.astype(str), "0.0000001")
    shares = (older / count["TOTAL"]).round(9)
    lists["65OV%"] = np.where(older > 0, shares.astype(str), "1E-12")
    return lists


def tell_practices(practices: pd.DataFrame) -> list[str]:
    """What was planted among the practices, as lines of YAML."""
    codes = practices["code"]
    return [
        "practices:",
        "  what: doctors' practices; one is not in QOF, and a tiny one has more people with a",
        "    condition than patients",
        "  file: nhs-digital/gp-reg-pat-prac-lsoa-all.csv",
        f"  number: {len(practices)}",
        f"  without_prevalence: {codes.iloc[ABSENT]}",
        f"  tiny: {codes.iloc[TINY]}",
        f"  tiny_patients: {sum(TINY_HOMES)}",
        f"  absurd_condition: {TINY_CONDITION}",
    ]
