"""Pharmacies and hospitals that nobody can go to, in the layouts of NHS ODS and NHS Choices."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.sample_county.outlines import to_degrees, to_grid

PHARMACIES = 30
CLOSED = 3  # of them
LOST = "ZZ9 9ZZ"  # a postcode that no list of postcodes has
CODE = "9XP{:02d}"  # of pharmacies real codes begin with F
FIELDS = 27  # of ODS's layout
HOSPITALS = (
    ("9XH01", "Alderhythe Infirmary", "NHS Sector", (30.4, 22.0)),
    ("9XH02", "Sandrigby Cottage Hospital", "NHS Sector", (47.0, 34.6)),
    ("9XH03", "The Esplanade Clinic", "Independent Sector", (47.9, 35.2)),
)


def lay_out_pharmacies(
    table: pd.DataFrame, postcodes: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """Found pharmacies at some postcodes; the first few have closed, the last is nowhere."""
    placed = postcodes[postcodes[1] == 10]
    chosen = placed.iloc[np.sort(rng.permutation(len(placed))[:PHARMACIES])]
    rows = pd.DataFrame("", index=range(PHARMACIES), columns=range(FIELDS))
    rows[0] = [CODE.format(number) for number in range(1, PHARMACIES + 1)]
    homes = np.array([to_grid(spot) for spot in table[["x", "y"]].to_numpy()])
    away = [((homes - spot) ** 2).sum(axis=1) for spot in chosen[[2, 3]].to_numpy(dtype=float)]
    nearest = table["place_name"].iloc[[np.argmin(one) for one in away]]
    rows[1] = (nearest.str.split(" & ").str[0].str.upper() + " PHARMACY").to_numpy()
    rows[9] = [*chosen[0].iloc[:-1], LOST]
    rows[10] = "20100401"
    rows[12] = "A"
    rows.loc[: CLOSED - 1, [11, 12]] = ["20240331", "C"]
    return rows


def lay_out_hospitals() -> pd.DataFrame:
    """The hospitals: one of them takes those alone who pay."""
    rows = []
    for code, name, sector, spot in HOSPITALS:
        longitude, latitude = to_degrees([spot])[0]
        rows.append((code, name, sector, "ZZ9 9ZZ", latitude, longitude))
    names = ["OrganisationCode", "OrganisationName", "Sector", "Postcode", "Latitude", "Longitude"]
    return pd.DataFrame(rows, columns=names)
