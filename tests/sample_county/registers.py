"""How many of a practice's patients have which condition, as QOF counts them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.sample_county.practices import ABSENT, TINY, TINY_CONDITION

TINY_EXCESS = 2  # people on its register who had left its list by the day that it was counted

# Each register: the age it begins at, its level in England, how its logarithm follows the fields
# (poor, old) of where the patients live, and how much practices differ besides.
CONDITIONS = {
    "AF": (0, 0.021, -0.02, 0.40, 0.08),
    "AST": (6, 0.065, 0.05, 0.03, 0.08),
    "CAN": (0, 0.033, -0.06, 0.32, 0.08),
    "CHD": (0, 0.031, 0.10, 0.32, 0.08),
    "CKD": (18, 0.041, 0.08, 0.36, 0.20),
    "COPD": (0, 0.019, 0.42, 0.22, 0.10),
    "DEM": (0, 0.0072, 0.02, 0.42, 0.20),
    "DEP": (18, 0.124, 0.12, -0.04, 0.20),
    "DM": (17, 0.074, 0.18, 0.12, 0.06),
    "EP": (18, 0.0080, 0.15, 0.02, 0.08),
    "HF": (0, 0.0092, 0.10, 0.38, 0.15),
    "HYP": (0, 0.143, 0.05, 0.22, 0.06),
    "LD": (0, 0.0052, 0.20, 0.00, 0.18),
    "LVSD": (0, 0.0038, 0.10, 0.36, 0.30),
    "MH": (0, 0.0092, 0.22, -0.10, 0.10),
    "NDH": (18, 0.062, 0.08, 0.18, 0.25),
    "OB": (18, 0.100, 0.16, 0.02, 0.15),
    "PAD": (0, 0.0057, 0.22, 0.32, 0.15),
    "PC": (0, 0.0042, 0.06, 0.28, 0.35),
    "SMOK": (15, 0.152, 0.26, -0.06, 0.06),
    "STIA": (0, 0.0182, 0.09, 0.34, 0.08),
}


def lay_out_prevalence(
    patients: np.ndarray,
    homes: pd.DataFrame,
    practices: pd.DataFrame,
    ages: np.ndarray,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """The raw data of QOF: each practice's registers, and its patients of the ages they are for."""
    shares = patients / patients.sum(axis=0)
    poor, old = (shares.T @ homes[name].to_numpy() for name in ("poor", "old"))
    since = ages * rng.normal(0.996, 0.004, (len(practices), 1))  # the lists of three months before
    blocks = []
    for condition, (first, level, by_poor, by_old, spread) in CONDITIONS.items():
        listed = since[:, first:].sum(axis=1).round(6).round().astype(int)
        noise = rng.normal(0, spread, len(practices))
        chance = level * np.exp(by_poor * poor + by_old * old + noise)
        register = rng.binomial(listed, chance.round(9))
        if condition == TINY_CONDITION:
            register[TINY] = listed[TINY] + TINY_EXCESS
        block = pd.DataFrame({"PRACTICE_CODE": practices["code"], "GROUP_CODE": condition})
        block["REGISTER"] = register
        block["PATIENT_LIST_TYPE"] = f"{first:02d}OV" if first else "TOTAL"
        block["PRACTICE_LIST_SIZE"] = listed
        blocks.append(block.drop(index=block.index[ABSENT]))
    return pd.concat(blocks).sort_values(["PRACTICE_CODE", "GROUP_CODE"], ignore_index=True)
