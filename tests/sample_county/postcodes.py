"""Postcodes in the layout of Code-Point Open, of an area "ZZ" that the Royal Mail never made."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd

from tests.sample_county.outlines import to_grid
from tests.sample_county.shapes import Cells

EACH = 5  # at most, in a neighbourhood
LETTERS = "ABDEFGHJLNPQRSTUWXYZ"  # those of a postcode's second half
COUNTRY = "E92000001"


def lay_out_postcodes(
    cells: Cells, lsoa_of: np.ndarray, table: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """Give each neighbourhood a few postcodes at points inside it; one more has no point."""
    districts = {code: f"ZZ{place}" for place, code in enumerate(sorted(set(table["lad_code"])), 1)}
    ends = {name: _list_second_halves() for name in districts.values()}
    rows = []
    for lsoa, area in table.iterrows():
        inside = np.flatnonzero(lsoa_of == lsoa)
        first_half = districts[area["lad_code"]]
        for cell in sorted(rng.permutation(inside)[:EACH]):
            east, north = to_grid(cells.points[cell]).round().astype(int)
            postcode = f"{first_half} {next(ends[first_half])}"
            rows.append((postcode, 10, east, north, COUNTRY, "", "", "", area["lad_code"], ""))
    lost = f"ZZ1 {next(ends['ZZ1'])}"
    rows.append((lost, 90, 0, 0, COUNTRY, "", "", "", table["lad_code"].min(), ""))
    return pd.DataFrame(rows).sort_values(0, ignore_index=True)


def _list_second_halves() -> itertools.chain[str]:
    parts = itertools.product("123456789", LETTERS, LETTERS)
    return itertools.chain("".join(part) for part in parts)
