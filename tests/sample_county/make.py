"""Write the sample data: an invented county, in the publishers' own file formats.

Run `python -m tests.sample_county.make` to write `data/sample`, or add a folder to write it there.
The same seed gives the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

from tests.sample_county.care import count_beds, count_carers, gather_by_msoa, model_loneliness
from tests.sample_county.deprivation import make_indices
from tests.sample_county.epidemic import lay_out_daily, lay_out_weekly, simulate_cases
from tests.sample_county.gazetteer import SEED, TOWN_QUARTERS
from tests.sample_county.lookups import (
    gather_msoas,
    lay_out_names,
    lay_out_output_areas,
    lay_out_wards,
)
from tests.sample_county.mess import (
    ROWS_CUT,
    estimate_population,
    lay_out_exact_fit,
    place_sites,
    redraw_neighbourhoods,
    take_snapshots,
    tell_mess,
)
from tests.sample_county.outlines import describe_lsoas, write_outlines
from tests.sample_county.parcels import count_parcels, tell_parcels
from tests.sample_county.people import imagine_fields, pick_hot_spot, take_census
from tests.sample_county.postcodes import lay_out_postcodes
from tests.sample_county.practices import (
    estimate_ages,
    gather_homes,
    lay_out_ages,
    lay_out_registrations,
    place_practices,
    register_patients,
    tell_practices,
)
from tests.sample_county.regions import draw_map, find_borders
from tests.sample_county.registers import lay_out_prevalence
from tests.sample_county.services import lay_out_hospitals, lay_out_pharmacies
from tests.sample_county.shapes import Land, make_cells
from tests.sample_county.truths import tell_truths
from tests.sample_county.writing import write_checksums, write_csv

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
LSOA_BOUNDARIES = "Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC_V5"
LOOKUP = "LSOA_(2021)_to_Electoral_Ward_(2024)_to_LAD_(2024)_Best_Fit_Lookup_in_EW"
EXACT_FIT = (
    "LSOA_(2011)_to_LSOA_(2021)_to_Local_Authority_District_(2022)_Lookup_for_England_and_Wales"
)
OUTPUT_AREAS = (
    "Output_Area_to_Lower_Layer_Super_Output_Area_to_Middle_Layer_Super_Output_Area_to_"
    "Local_Authority_District__December_2020__Lookup_in_England_and_Wales"
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
        for child in np.random.SeedSequence(SEED).spawn(12)
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
    msoas = gather_msoas(table.assign(persons=persons, poor=fields["poor"]))
    quarter = TOWN_QUARTERS[OUTBREAK_DISTRICT][0]
    outbreak = msoas.index[msoas["place_name"] == quarter][0]
    cases = simulate_cases(msoas, outbreak=outbreak, rng=streams[4])
    missing = int(table.index[table["lad_code"] == FAULT_DISTRICT][-1])

    outlines = folder / "ons-geography" / f"{LSOA_BOUNDARIES}.geojson"
    write_outlines(outlines, cells, lsoa_of, describe_lsoas(table, streams[5]))
    _write_census(folder, table, census, missing)
    write_csv(folder / "mhclg-iod2025" / f"{INDICES}.csv", file_7)
    write_csv(folder / "mhclg-iod2025" / f"{INDICATORS}.csv", file_8)
    daily = lay_out_daily(cases, msoas)
    write_csv(folder / "ukhsa/COVID-19_cases_casesByDay.csv", daily)
    write_csv(folder / "ukhsa/msoa-weekly-cases.csv", lay_out_weekly(cases, msoas))
    pairs = redraw_neighbourhoods(table, borders, streams[6])
    _write_lookups(folder, table, msoas, pairs)
    people = _write_mess(folder, table, pairs, census, daily, streams[6])
    homes = gather_homes(table, fields, pairs, people)
    practices = _write_practices(folder, homes, people, streams[7])
    _write_care(folder, table, fields, census["ts007a"], streams[8])
    postcodes = lay_out_postcodes(cells, lsoa_of, table, streams[9])
    write_csv(folder / "ordnance-survey" / "zz.csv", postcodes, header=False)
    pharmacies = lay_out_pharmacies(table, postcodes, streams[11])
    write_csv(folder / "nhs-ods" / "edispensary.csv", pharmacies, header=False)
    hospitals = folder / "nhs-choices" / "Hospital.csv"
    write_csv(hospitals, lay_out_hospitals(), separator="\N{NOT SIGN}")
    parcels = count_parcels(table, fields, streams[10])
    write_csv(folder / "brackenshire-food-network" / "parcels-by-lsoa.csv", parcels)
    truths = tell_truths(table, hot_spot, msoas.loc[outbreak].rename(outbreak), cases, missing)
    told = [*tell_mess(table, pairs), *tell_practices(practices), *tell_parcels(parcels)]
    truths += "\n".join(told) + "\n"
    (folder / "TRUTHS.yml").write_bytes(truths.encode())
    write_checksums(folder)


def _write_lookups(
    folder: Path, table: pd.DataFrame, msoas: pd.DataFrame, pairs: pd.DataFrame
) -> None:
    """Write which area is part of which at either census, and what they are called."""
    places, names = folder / "ons-geography", folder / "house-of-commons-library"
    write_csv(places / f"{LOOKUP}.csv", lay_out_wards(table), mark=True)
    write_csv(places / f"{EXACT_FIT}.csv", lay_out_exact_fit(table, pairs), mark=True)
    write_csv(places / f"{OUTPUT_AREAS}.csv", lay_out_output_areas(table, pairs), mark=True)
    write_csv(names / "MSOA-Names-2.2.csv", lay_out_names(msoas, census="21"), mark=True)
    write_csv(names / "MSOA-Names-Latest.csv", lay_out_names(msoas, census="11"), mark=True)


def _write_census(folder: Path, table: pd.DataFrame, census: dict, missing: int) -> None:
    """Write each table as Nomis does; the occupancy table without its one missing row."""
    for number, counts in census.items():
        rows = _lay_out_census(table["lsoa_name"], table["lsoa_code"], counts)
        if number == "ts052":
            rows = rows.drop(index=missing)
        write_csv(folder / "census-2021" / f"census2021-{number}-lsoa.csv", rows)


def _lay_out_census(names: pd.Series, codes: pd.Series, counts: pd.DataFrame) -> pd.DataFrame:
    keys = pd.DataFrame({"date": 2021, "geography": names, "geography code": codes})
    return pd.concat([keys, counts], axis=1)


def _write_mess(
    folder: Path,
    table: pd.DataFrame,
    pairs: pd.DataFrame,
    census: dict,
    daily: pd.DataFrame,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Write snapshots, residents of mid-2020, sites and a bad file; return the residents."""
    snapshots = take_snapshots(daily, rng)
    write_csv(folder / "ukhsa-snapshots" / "COVID-19_cases_casesByDay.csv", snapshots)
    people = estimate_population(census["ts007a"], pairs, rng)
    write_csv(folder / "ons-population" / "population20_lsoa11.csv.gz", people)
    write_csv(folder / "nhs-choices" / "gp.csv.gz", place_sites(table, rng), header=False)
    cut = _lay_out_census(table["lsoa_name"], table["lsoa_code"], census["ts054"])
    write_csv(folder / "faulty" / "census2021-ts054-lsoa.csv", cut.iloc[:-ROWS_CUT])
    return people


def _write_practices(
    folder: Path, homes: pd.DataFrame, people: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """Write who is on which practice's list, of what age, and with what; return the practices."""
    practices = place_practices(homes, rng)
    patients = register_patients(homes, practices, rng)
    ages = estimate_ages(patients, people)
    registrations = lay_out_registrations(patients, homes, practices, rng)
    prevalence = lay_out_prevalence(patients, homes, practices, ages, rng)
    write_csv(folder / "nhs-digital" / "gp-reg-pat-prac-lsoa-all.csv", registrations)
    write_csv(folder / "nhs-digital" / "PREVALENCE_2122_V2.csv", prevalence)
    lists = lay_out_ages(practices, ages, rng)
    write_csv(folder / "house-of-commons-library" / "gp-by-age.csv", lists)
    return practices


def _write_care(
    folder: Path,
    table: pd.DataFrame,
    fields: pd.DataFrame,
    ages: pd.DataFrame,
    rng: np.random.Generator,
) -> None:
    """Write unpaid care, beds in care homes and loneliness."""
    msoas = gather_by_msoa(table, fields, ages)
    names = msoas["msoa_name"].reset_index(drop=True)
    carers = _lay_out_census(names, pd.Series(msoas.index), count_carers(msoas, rng))
    write_csv(folder / "census-2021" / "census2021-ts039-msoa.csv", carers)
    write_csv(folder / "cqc" / "msoa_care_home_beds_data_2022.csv", count_beds(msoas, rng))
    lonely = model_loneliness(table, fields, rng)
    write_csv(folder / "humaniverse-loneliness" / "england_cls_loneliness_lsoa.csv.gz", lonely)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE)
