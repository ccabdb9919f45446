"""Who lives where: a few hidden fields, and the census tables that follow from them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.sample_county.gazetteer import DISTRICTS, RESORT, SMALL_TOWNS, UNIVERSITY
from tests.sample_county.shapes import Noise

# Percent of residents by age in five-year bands, youngest first: an ordinary English county.
_AGE_SHARES = np.array(
    [5.4, 5.9, 6.0, 5.6, 5.9, 6.4, 6.9, 6.7, 6.3, 6.4, 6.9, 6.8, 5.8, 4.9, 5.0, 3.6, 2.5, 2.4]
)
AGE_LABELS = (
    "Aged 4 years and under",
    *(f"Aged {start} to {start + 4} years" for start in range(5, 85, 5)),
    "Aged 85 years and over",
)
HOT_SPOT_LSOAS = 4


def pick_hot_spot(table: pd.DataFrame, borders: dict) -> list[int]:
    """The LSOA at the resort's front and its nearest neighbours, each touching another."""
    gap = np.hypot(table["x"] - RESORT[0], table["y"] - RESORT[1])
    chosen = [int(gap.idxmin())]
    home = table.loc[chosen[0], "district"]
    while len(chosen) < HOT_SPOT_LSOAS:
        touching = {b for a, b in borders if a in chosen} | {a for a, b in borders if b in chosen}
        near = [row for row in touching - set(chosen) if table.loc[row, "district"] == home]
        chosen.append(min(near, key=lambda row: (gap[row], row)))
    return sorted(chosen)


def imagine_fields(
    table: pd.DataFrame, shore: np.ndarray, hot_spot: list[int], rng: np.random.Generator
) -> pd.DataFrame:
    """Hidden fields per LSOA, in standard deviations: poor, old, urban, student, crowded.

    `shore` holds points (m, 2) of the sea coast in km.
    """
    xy = table[["x", "y"]].to_numpy()
    poor = 0.22 * Noise(rng, wavelength=15)(xy) + 0.35 * Noise(rng, wavelength=3)(xy)
    for district in DISTRICTS:
        gap = np.hypot(*(xy - district.town).T) / district.spread
        poor += district.deprived * np.exp(-(gap**2) / 0.5) - 0.8 * np.exp(-((gap - 2.0) ** 2))
    for place, weight in SMALL_TOWNS:
        poor += 2.0 * weight * np.exp(-np.hypot(*(xy - place).T))
    poor += 1.6 * np.exp(-((np.hypot(*(xy - RESORT).T) / 1.8) ** 2))
    poor = _standardise(poor + rng.normal(0, 0.35, len(xy)))
    urban = _standardise(np.log(table["density"].to_numpy()))
    student = np.exp(-((np.hypot(*(xy - UNIVERSITY).T) / 1.2) ** 2))
    to_sea = np.array([np.hypot(*(shore - point).T).min() for point in xy])
    city = np.exp(-((np.hypot(*(xy - DISTRICTS[0].town).T) / 5.0) ** 2))
    old = 1.6 * np.exp(-to_sea / 3.0) - 0.35 * urban - 1.2 * city - 1.0 * student
    old = _standardise(old + 0.3 * Noise(rng, wavelength=6)(xy) + rng.normal(0, 0.3, len(xy)))
    fields = pd.DataFrame({"poor": poor.clip(-2.2, 2.3), "old": old.clip(-2.2, 2.0)})
    fields["urban"], fields["student"] = urban, student
    fields["crowded"] = 0.7 * fields["poor"] + 0.35 * urban + rng.normal(0, 0.3, len(xy))
    fields.loc[hot_spot, "poor"] = np.linspace(3.4, 3.1, len(hot_spot))
    fields.loc[hot_spot, "old"] = 2.0
    fields.loc[hot_spot, "crowded"] = 2.8
    return fields.round(9)


def take_census(fields: pd.DataFrame, rng: np.random.Generator) -> dict[str, pd.DataFrame]:
    """Census tables by their Nomis number: columns named as in the bulk download, no keys."""
    poor, old = fields["poor"].to_numpy(), fields["old"].to_numpy()
    urban, student = fields["urban"].to_numpy(), fields["student"].to_numpy()
    persons = np.exp(rng.normal(np.log(1640), 0.17, len(fields)) + 0.25 * student)
    persons = persons.clip(1020, 2960).round().astype(int)
    households = (persons * (0.42 + 0.018 * old - 0.05 * student)).round(6).round().astype(int)

    age = np.arange(2.5, 92.5, 5.0)
    shares = _AGE_SHARES * np.exp(np.outer(old, (age - 45) / 75))
    shares[:, :3] *= np.exp(0.10 * poor)[:, None]
    for band, pull in ((3, 2.0), (4, 8.0), (5, 2.5)):
        shares[:, band] *= 1 + pull * student
    ages = _draw(persons, shares, rng)

    disabled = _logistic(-1.62 + 0.40 * poor + 0.26 * old)
    health = [disabled * 0.44, disabled * 0.56, (1 - disabled) * 0.08, (1 - disabled) * 0.92]
    limits = _draw(persons, np.stack(health, axis=1), rng)

    packed = _logistic(-3.5 + 0.80 * fields["crowded"].to_numpy())
    room = np.exp(-0.45 * poor - 0.25 * urban + 0.15 * old)
    parts = [0.37 * room, 0.34 * np.ones_like(room), 0.27 / room]
    rooms = [part / sum(parts) * (1 - packed) for part in parts] + [packed * 0.84, packed * 0.16]
    occupancy = _draw(households, np.stack(rooms, axis=1), rng)

    social = _logistic(-1.85 + 0.95 * poor)
    private = _logistic(-1.55 + 0.30 * poor + 0.20 * urban + 2.0 * student) * (1 - social)
    owned, outright = 1 - social - private, _logistic(0.05 + 0.55 * old)
    held = [owned * outright * 0.98, owned * (1 - outright) * 0.98, owned * 0.02]
    held += [social * 0.45, social * 0.55, private * 0.9, private * 0.095, private * 0.005]
    tenure = _draw(households, np.stack(held, axis=1), rng)
    return {
        "ts007a": label_counts(
            "Age", "Total", ages, {name: [n] for n, name in enumerate(AGE_LABELS)}
        ),
        "ts038": label_counts("Disability", "Total: All usual residents", limits, _DISABILITY),
        "ts052": label_counts(
            "Occupancy rating for bedrooms", "Total: All households", occupancy, _OCCUPANCY
        ),
        "ts054": label_counts("Tenure of household", "Total: All households", tenure, _TENURE),
    }


# Published labels, each with the drawn categories that it adds up.
_DISABLED, _NOT = "Disabled under the Equality Act", "Not disabled under the Equality Act"
_DISABILITY = {
    _DISABLED: [0, 1],
    f"{_DISABLED}: Day-to-day activities limited a lot": [0],
    f"{_DISABLED}: Day-to-day activities limited a little": [1],
    _NOT: [2, 3],
    f"{_NOT}: Has long term physical or mental health condition but day-to-day activities are "
    "not limited": [2],
    f"{_NOT}: No long term physical or mental health conditions": [3],
}
_OCCUPANCY = {
    f"Occupancy rating of bedrooms: {rating}": [number]
    for number, rating in enumerate(("+2 or more", "+1", "0", "-1", "-2 or less"))
}
_TENURE = {
    "Owned": [0, 1],
    "Owned: Owns outright": [0],
    "Owned: Owns with a mortgage or loan": [1],
    "Shared ownership": [2],
    "Shared ownership: Shared ownership": [2],
    "Social rented": [3, 4],
    "Social rented: Rents from council or Local Authority": [3],
    "Social rented: Other social rented": [4],
    "Private rented": [5, 6],
    "Private rented: Private landlord or letting agency": [5],
    "Private rented: Other private rented": [6],
    "Lives rent free": [7],
}


def _draw(totals: np.ndarray, shares: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Counts by category, some then nudged by one, as the census's own cells are."""
    shares = (shares / shares.sum(axis=1, keepdims=True)).round(12)
    counts = np.stack(
        [rng.multinomial(total, share) for total, share in zip(totals, shares, strict=True)]
    )
    nudge = rng.choice([-1, 0, 1], size=counts.shape, p=[0.12, 0.76, 0.12])
    return np.where(counts > 0, np.maximum(counts + nudge, 0), 0)


def label_counts(topic: str, total: str, counts: np.ndarray, labels: dict) -> pd.DataFrame:
    columns = {f"{topic}: {total}": counts.sum(axis=1)}
    for label, categories in labels.items():
        columns[f"{topic}: {label}"] = counts[:, categories].sum(axis=1)
    return pd.DataFrame(columns)


def _standardise(values: np.ndarray) -> np.ndarray:
    return (values - values.mean()) / values.std()


def _logistic(values: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-values))
