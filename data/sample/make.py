"""Write the sample data: an invented county, in the publishers' own file formats.

Run `python data/sample/make.py` to write it beside this script, or add a folder to write it there.
The same seed gives the same bytes.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from deprivation import make_indices
from epidemic import OUTBREAK_WEEKS, lay_out_daily, lay_out_weekly, simulate_cases
from gazetteer import COUNTY_CODE, COUNTY_NAME, DISTRICTS, SEED, TOWN_QUARTERS
from mess import (
    ROWS_CUT,
    estimate_population,
    lay_out_exact_fit,
    place_sites,
    redraw_neighbourhoods,
    take_snapshots,
    tell_mess,
)
from outlines import describe_districts, describe_lsoas, write_outlines
from people import imagine_fields, pick_hot_spot, take_census
from regions import draw_map, find_borders
from shapes import Land, make_cells

LSOA_BOUNDARIES = "Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC_V5"
DISTRICT_BOUNDARIES = "Local_Authority_Districts_May_2024_Boundaries_UK_BGC"
LOOKUP = "LSOA_(2021)_to_Electoral_Ward_(2024)_to_LAD_(2024)_Best_Fit_Lookup_in_EW"
EXACT_FIT = (
    "LSOA_(2011)_to_LSOA_(2021)_to_Local_Authority_District_(2022)_Lookup_for_England_and_Wales"
)
INDICES = "File_7_IoD2025_All_Ranks_Scores_Deciles_Population_Denominators"
INDICATORS = "File_8_IoD2025_Underlying_Indicators"

# The district whose market-side MSOA has the outbreak, and the one whose last LSOA is missing
# from the occupancy table.
OUTBREAK_DISTRICT = "E07990004"
FAULT_DISTRICT = "E07990006"


def main(folder: Path) -> None:
    """Make the whole sample in `folder`."""
    streams = [
        np.random.Generator(np.random.PCG64(child))
        for child in np.random.SeedSequence(SEED).spawn(7)
    ]
    land = Land(streams[0])
    cells = make_cells(land, streams[0])
    lsoa_of, table = draw_map(cells, land, streams[1])
    borders = find_borders(cells, lsoa_of)
    hot_spot = pick_hot_spot(table, borders)
    shore = np.array([cells.points[cell] for cell in sorted(cells.coast)])
    fields = imagine_fields(table, shore[shore[:, 0] > 33], hot_spot, streams[2])
    census = take_census(fields, streams[2])
    file_7, file_8 = make_indices(table, fields, census["ts007a"], streams[3])

    persons = census["ts007a"]["Age: Total"]
    msoas = _gather_msoas(table.assign(persons=persons, poor=fields["poor"]))
    quarter = TOWN_QUARTERS[OUTBREAK_DISTRICT][0]
    outbreak = msoas.index[msoas["place_name"] == quarter][0]
    cases = simulate_cases(msoas, outbreak=outbreak, rng=streams[4])
    missing = int(table.index[table["lad_code"] == FAULT_DISTRICT][-1])

    district_of = table["district"].to_numpy()[lsoa_of]
    for name, owner, areas in (
        (LSOA_BOUNDARIES, lsoa_of, describe_lsoas(table, streams[5])),
        (DISTRICT_BOUNDARIES, district_of, describe_districts(table, streams[5])),
    ):
        write_outlines(folder / "ons-geography" / f"{name}.geojson", cells, owner, areas)
    _write_lookups(folder, table, msoas)
    _write_census(folder, table, census, missing)
    _write_csv(folder / "mhclg-iod2025" / f"{INDICES}.csv", file_7)
    _write_csv(folder / "mhclg-iod2025" / f"{INDICATORS}.csv", file_8)
    daily = lay_out_daily(cases, msoas)
    _write_csv(folder / "ukhsa/COVID-19_cases_casesByDay.csv", daily)
    _write_csv(folder / "ukhsa/msoa-weekly-cases.csv", lay_out_weekly(cases, msoas))
    pairs = redraw_neighbourhoods(table, borders, streams[6])
    _write_mess(folder, table, pairs, census, daily, streams[6])
    truths = _tell_truths(table, hot_spot, msoas.loc[outbreak].rename(outbreak), cases, missing)
    truths += "\n".join(tell_mess(table, pairs)) + "\n"
    (folder / "TRUTHS.yml").write_bytes(truths.encode())
    _write_checksums(folder)


def _gather_msoas(table: pd.DataFrame) -> pd.DataFrame:
    """One row per MSOA, by code: names, district, residents and mean deprivation."""
    return table.groupby("msoa_code").agg(
        msoa_name=("msoa_name", "first"),
        place_name=("place_name", "first"),
        district=("district", "first"),
        lad_code=("lad_code", "first"),
        lad_name=("lad_name", "first"),
        persons=("persons", "sum"),
        poor=("poor", "mean"),
    )


def _write_lookups(folder: Path, table: pd.DataFrame, msoas: pd.DataFrame) -> None:
    lookup = pd.DataFrame({"LSOA21CD": table["lsoa_code"], "LSOA21NM": table["lsoa_name"]})
    lookup["LSOA21NMW"] = ""
    lookup["WD24CD"], lookup["WD24NM"] = table["ward_code"], table["ward_name"]
    lookup["WD24NMW"] = ""
    lookup["LAD24CD"], lookup["LAD24NM"] = table["lad_code"], table["lad_name"]
    lookup["LAD24NMW"] = ""
    lookup["ObjectId"] = np.arange(1, len(lookup) + 1)
    _write_csv(folder / "ons-geography" / f"{LOOKUP}.csv", lookup, mark=True)
    names = pd.DataFrame({"msoa21cd": msoas.index, "msoa21nm": msoas["msoa_name"].to_numpy()})
    names["msoa21nmw"] = names["msoa21nm"]
    names["msoa21hclnm"] = msoas["place_name"].to_numpy()
    names["msoa21hclnmw"] = ""
    names["localauthorityname"] = msoas["lad_name"].to_numpy()
    names["type"] = "Present in 2011"
    _write_csv(folder / "house-of-commons-library/MSOA-Names-2.2.csv", names, mark=True)


def _write_census(folder: Path, table: pd.DataFrame, census: dict, missing: int) -> None:
    """Write each table as Nomis does; the occupancy table without its one missing row."""
    for number, counts in census.items():
        rows = _lay_out_census(table, counts)
        if number == "ts052":
            rows = rows.drop(index=missing)
        _write_csv(folder / "census-2021" / f"census2021-{number}-lsoa.csv", rows)


def _lay_out_census(table: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    keys = pd.DataFrame({"date": 2021, "geography": table["lsoa_name"]})
    keys["geography code"] = table["lsoa_code"]
    return pd.concat([keys, counts], axis=1)


def _write_mess(
    folder: Path,
    table: pd.DataFrame,
    pairs: pd.DataFrame,
    census: dict,
    daily: pd.DataFrame,
    rng: np.random.Generator,
) -> None:
    """Write what the default report does not read: snapshots, the other census, sites."""
    for day, snapshot in take_snapshots(daily, rng).items():
        _write_csv(folder / "ukhsa-snapshots" / f"{day}.csv", snapshot)
    _write_csv(
        folder / "ons-geography" / f"{EXACT_FIT}.csv", lay_out_exact_fit(table, pairs), mark=True
    )
    people = estimate_population(census["ts007a"], pairs, rng)
    _write_csv(folder / "ons-population" / "population20_lsoa11.csv.gz", people)
    _write_csv(folder / "nhs-choices" / "gp.csv.gz", place_sites(table, rng), header=False)
    cut = _lay_out_census(table, census["ts054"]).iloc[:-ROWS_CUT]
    _write_csv(folder / "faulty" / "census2021-ts054-lsoa.csv", cut)


def _write_csv(path: Path, table: pd.DataFrame, *, mark: bool = False, header: bool = True) -> None:
    """Write a table with plain line ends, and with the byte order mark that ONS puts first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = table.to_csv(index=False, header=header, lineterminator="\n")
    content = text.encode("utf-8-sig" if mark else "utf-8")
    # without the time of writing, so that the same rows give the same bytes
    path.write_bytes(gzip.compress(content, mtime=0) if path.suffix == ".gz" else content)


def _tell_truths(
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


def _write_checksums(folder: Path) -> None:
    files = [path for path in folder.glob("*/*") if path.suffix in (".csv", ".geojson", ".gz")]
    names = [path.relative_to(folder).as_posix() for path in (*files, folder / "TRUTHS.yml")]
    lines = [
        f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n"
        for name in sorted(names)
    ]
    (folder / "SHA256SUMS").write_bytes("".join(lines).encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
