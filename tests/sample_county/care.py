"""Who may need care, and who gives it: unpaid carers, beds in care homes, loneliness."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.sample_county.gazetteer import RESORT
from tests.sample_county.people import label_counts

# Each answer's share in England, and how its logarithm follows the hidden fields (poor, old).
_HOURS = (
    (0.9115, 0.00, 0.00),
    (0.0313, -0.03, 0.14),
    (0.0120, 0.06, 0.12),
    (0.0086, 0.12, 0.10),
    (0.0098, 0.16, 0.10),
    (0.0268, 0.18, 0.14),
)
_LESS, _MORE = "Provides 19 hours or less unpaid care a week", "Provides 20 to 49 hours unpaid care"
_LABELS = {
    "Provides no unpaid care": [0],
    _LESS: [1, 2],
    f"{_LESS}: Provides 9 hours or less unpaid care a week": [1],
    f"{_LESS}: Provides 10 to 19 hours unpaid care a week": [2],
    f"{_MORE} a week": [3, 4],
    f"{_MORE} a week: Provides 20 to 34 hours unpaid care a week": [3],
    f"{_MORE} a week: Provides 35 to 49 hours unpaid care a week": [4],
    "Provides 50 or more hours unpaid care a week": [5],
}
CELLS_NUDGED = 2  # at most, of an area


def gather_by_msoa(table: pd.DataFrame, fields: pd.DataFrame, ages: pd.DataFrame) -> pd.DataFrame:
    """One row per MSOA: name, mean position and fields, residents of 5 and over."""
    known = pd.concat([table[["msoa_code", "msoa_name", "x", "y"]], fields], axis=1)
    known["over_4"] = ages.iloc[:, 2:].sum(axis=1)
    sums = {"msoa_name": "first", "x": "mean", "y": "mean", "poor": "mean", "old": "mean"}
    return known.groupby("msoa_code").agg({**sums, "over_4": "sum"}).round(9)


def count_carers(msoas: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Residents of 5 and over by hours of unpaid care a week, named as in the bulk download."""
    level, by_poor, by_old = np.array(_HOURS).T
    fields = np.outer(msoas["poor"], by_poor) + np.outer(msoas["old"], by_old)
    shares = level * np.exp(fields)
    shares[:, 0] = 1 - shares[:, 1:].sum(axis=1)
    counts = np.stack(
        [
            rng.multinomial(total, share)
            for total, share in zip(msoas["over_4"], shares.round(9), strict=True)
        ]
    )
    touched = np.arange(counts.shape[1]) < CELLS_NUDGED
    nudge = rng.permuted(np.tile(touched, (len(counts), 1)), axis=1)
    counts = (counts + nudge * rng.integers(-1, 2, counts.shape)).clip(0)
    total = "Total: All usual residents aged 5 and over"
    return label_counts("Provision of unpaid care", total, counts, _LABELS)


def count_beds(msoas: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Beds in care homes: none in many places, more among the old, most at the resort."""
    gap = np.hypot(msoas["x"] - RESORT[0], msoas["y"] - RESORT[1])
    seaside = np.exp(-((gap / 1.5) ** 2))
    pull = 0.55 * msoas["old"] + 2.4 * seaside
    homes = rng.poisson(np.exp(0.55 + pull).round(9))
    beds = [int(rng.integers(12, 46, number).sum()) for number in homes]
    return pd.DataFrame({"MSOA11CD": msoas.index, "total_beds": beds})


def model_loneliness(
    table: pd.DataFrame, fields: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """Percent of adults who are lonely, and its decile: 10 the loneliest."""
    lonely = 0.8 * fields["poor"] + 3.0 * fields["student"] + 0.7 * fields["crowded"]
    lonely = (lonely + rng.normal(0, 0.5, len(fields))).round(9)
    percent = (15 + 20 / (1 + np.exp(0.55 - 0.45 * lonely))).round(6)
    rank = percent.rank(method="first")
    return pd.DataFrame(
        {
            "lsoa21_code": table["lsoa_code"],
            "perc": percent,
            "deciles": np.ceil(rank * 10 / len(rank)).astype(int),
        }
    )
