"""The planted truths, as YAML: what a report on the invented county ought to find."""

from __future__ import annotations

import json

import pandas as pd

from tests.sample_county.epidemic import OUTBREAK_WEEKS
from tests.sample_county.gazetteer import COUNTY_CODE, COUNTY_NAME, DISTRICTS


def tell_truths(
    table: pd.DataFrame, hot_spot: list[int], msoa: pd.Series, cases: pd.DataFrame, missing: int
) -> str:
    """The planted truths, as YAML."""
    weeks = cases.index[6::7][-len(OUTBREAK_WEEKS) :].strftime("%Y-%m-%d")
    spot, gone = table.loc[hot_spot], table.loc[missing]
    lines = [
        "# What was planted in the invented data, and must be found by whoever reads it well.",
        "county:",
        f"  code: {COUNTY_CODE}",
        f"  name: {COUNTY_NAME}",
        "  district_codes:",
        *(f"    - {district.code}" for district in DISTRICTS if district.in_county),
        "hot_spot:",
        "  what: LSOAs side by side, poorer, older and more overcrowded than any others",
        f"  district_code: {spot['lad_code'].iloc[0]}",
        "  lsoa_codes:",
        *(f"    - {code}" for code in spot["lsoa_code"]),
        "outbreak:",
        "  what: cases far above what is usual in this MSOA, in the last weeks of the series",
        f"  district_code: {msoa['lad_code']}",
        f"  msoa_code: {msoa.name}",
        f"  place_name: {json.dumps(msoa['place_name'])}",
        "  weeks_ending:",
        *(f"    - {week}" for week in weeks),
        "data_fault:",
        "  what: one LSOA has no row in one census table; every other table has all of them",
        "  file: census-2021/census2021-ts052-lsoa.csv",
        f"  district_code: {gone['lad_code']}",
        f"  missing_lsoa_code: {gone['lsoa_code']}",
    ]
    return "\n".join(lines) + "\n"
