"""The invented county's practices and care: read by the library, and as likely as real ones."""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from datacell_lib import config
from datacell_lib.analysis.quality.list_inflation import measure_list_inflation
from datacell_lib.files.area import load_area
from datacell_lib.intake.census.prevalence import apportion_prevalence
from datacell_lib.intake.read.reading import read_dataset

MIRROR = Path(os.environ.get("DATACELL_MIRROR", config.SAMPLE.parents[2] / "shared" / "data"))
REGISTRATIONS = "nhs-digital/gp-reg-pat-prac-lsoa-all.csv"
QOF = "nhs-digital/PREVALENCE_2122_V2.csv"
OUTPUT_AREAS = (
    "ons-geography/Output_Area_to_Lower_Layer_Super_Output_Area_to_Middle_Layer_Super_Output_Area_"
    "to_Local_Authority_District__December_2020__Lookup_in_England_and_Wales.csv"
)
CARE_HOMES_AT_THE_RESORT = "Esplanade & Winter Gardens"

needs_mirror = pytest.mark.skipif(
    not (MIRROR / "nhs-digital").is_dir(), reason="the folder of real published files is absent"
)


@pytest.fixture
def read(run):
    area = load_area("sample")
    return lambda dataset: read_dataset(dataset, area=area)


@pytest.fixture
def registrations(read):
    return read("gp-registrations-2022")


@pytest.fixture
def prevalence(read):
    return read("qof-prevalence-2022").rename(columns={"area_code": "practice_code"})


@pytest.fixture
def residents(read):
    table = read("population-2020-lsoa2011")
    return table[["area_code", "usual_residents"]].set_axis(["area_code", "residents"], axis=1)


@pytest.fixture
def modelled(registrations, prevalence):
    return apportion_prevalence(registrations, prevalence=prevalence)


@pytest.fixture
def truths():
    whole = yaml.safe_load((config.SAMPLE / "TRUTHS.yml").read_text(encoding="utf-8"))
    return whole["practices"]


def rank_together(first, second):
    """Spearman's correlation of two series with the same index."""
    return first.corr(second, method="spearman")


def read_older(read):
    """The share of residents of 65 and over, by LSOA of 2011."""
    people = read("population-2020-lsoa2011").set_index("area_code")
    return people["aged_65_and_over"] / people["usual_residents"]


class TestReading:
    @pytest.mark.parametrize(
        ("dataset", "rows"),
        [
            ("gp-patients-by-age-2020", 34),
            ("lsoa2011-msoa2011", 209),
            ("msoa2011-names", 42),
            ("census2021-unpaid-care", 42),
            ("care-home-beds-msoa-2022", 42),
            ("loneliness2021", 210),
            ("qof-prevalence-2022", 33 * 21),
        ],
    )
    def test_every_dataset_is_read_whole(self, read, dataset, rows):
        assert len(read(dataset)) == rows

    def test_lists_are_read_whole_but_for_patients_without_a_neighbourhood(self, registrations):
        file = pd.read_csv(config.SAMPLE / REGISTRATIONS)
        assert file["SEX"].eq("ALL").all()
        strays = file[file["LSOA_CODE"] == "NO2011"]
        assert 5 <= len(strays) <= 20 and strays["NUMBER_OF_PATIENTS"].max() < 10
        assert len(registrations) == len(file) - len(strays)


class TestLists:
    def test_they_exceed_residents_by_5_to_12_percent(self, registrations, residents):
        ratio = registrations["patients"].sum() / residents["residents"].sum()
        assert 1.05 <= ratio <= 1.12

    def test_they_exceed_residents_most_in_the_university_town(
        self, read, registrations, residents
    ):
        inflation = measure_list_inflation(registrations, residents=residents)
        names = read("lsoa2011-msoa2011").set_index("area_code")["area_name"]
        district = inflation["area_code"].map(names).str.rsplit(n=1).str[0]
        sums = inflation.groupby(district)[["numerator", "denominator"]].sum()
        assert (sums["numerator"] / sums["denominator"]).idxmax() == "Alderhythe"

    def test_every_neighbourhood_of_2011_has_patients_of_at_least_two_practices(
        self, registrations, residents, truths
    ):
        usual = registrations[registrations["practice_code"] != truths["tiny"]]
        practices = usual.groupby("area_code").size()
        assert set(practices.index) == set(residents["area_code"])
        assert practices.between(2, 5).all()

    def test_the_lists_of_three_files_are_of_like_size(self, read, registrations, truths):
        now = registrations.groupby("practice_code")["patients"].sum().drop(truths["tiny"])
        before = read("gp-patients-by-age-2020").set_index("area_code")["patients"]
        qof = pd.read_csv(config.SAMPLE / QOF).query("PATIENT_LIST_TYPE == 'TOTAL'")
        qof = qof.groupby("PRACTICE_CODE")["PRACTICE_LIST_SIZE"].first()
        assert (before / now).dropna().between(0.90, 1.05).all()
        assert (qof / now).dropna().between(0.97, 1.02).all()

    def test_a_list_of_older_patients_is_part_of_a_list_of_all(self, read):
        lists = read("gp-patients-by-age-2020")
        falling = ["patients", *(f"aged_{age}_and_over" for age in (16, 17, 18, 50, 65))]
        assert (lists[falling].diff(axis=1).iloc[:, 1:] <= 0).all(axis=None)
        # how the Library writes that a practice has nobody of that age
        assert (lists["aged_65_and_over"] == 1e-7).sum() == 1


class TestRegisters:
    def test_lists_hold_only_the_ages_that_a_register_is_for(self):
        rows = pd.read_csv(config.SAMPLE / QOF)
        kept = rows.groupby("GROUP_CODE")["PATIENT_LIST_TYPE"].unique().str.join(" ")
        adults = dict.fromkeys(("CKD", "DEP", "EP", "NDH", "OB"), "18OV")
        limited = {"AST": "06OV", "DM": "17OV", "SMOK": "15OV", **adults}
        assert kept[kept != "TOTAL"].to_dict() == limited
        sizes = rows.groupby(["PRACTICE_CODE", "PATIENT_LIST_TYPE"])["PRACTICE_LIST_SIZE"].unique()
        assert (sizes.str.len() == 1).all()
        sizes = sizes.str[0].astype(int).unstack()
        order = ["TOTAL", "06OV", "15OV", "17OV", "18OV"]
        assert (sizes[order].diff(axis=1).iloc[:, 1:] <= 0).all(axis=None)

    @pytest.mark.parametrize(
        ("condition", "lowest", "highest"),
        [
            ("DM", 0.05, 0.10),
            ("COPD", 0.01, 0.04),
            ("HYP", 0.10, 0.20),
            ("SMOK", 0.10, 0.22),
            ("DEP", 0.08, 0.18),
            ("DEM", 0.004, 0.012),
        ],
    )
    def test_levels_are_those_of_a_country(self, modelled, condition, lowest, highest):
        rows = modelled[modelled["condition"] == condition]
        assert lowest < rows["numerator"].sum() / rows["denominator"].sum() < highest

    @pytest.mark.parametrize("condition", ["COPD", "DM", "SMOK", "OB", "MH"])
    def test_more_are_ill_where_people_are_deprived(self, read, modelled, condition):
        rows = modelled[modelled["condition"] == condition].set_index("area_code")
        # neighbourhoods that both censuses have; rank 1 is the most deprived
        ranks = read("iod2025-scores").set_index("area_code")["imd_rank"]
        assert rank_together(rows["value"], -ranks) > 0.2

    @pytest.mark.parametrize("condition", ["COPD", "CHD", "CKD", "STIA", "HF", "DEM", "AF"])
    def test_more_are_ill_where_people_are_old(self, read, modelled, condition):
        rows = modelled[modelled["condition"] == condition].set_index("area_code")
        assert rank_together(rows["value"], read_older(read)) > 0.2


class TestTruths:
    def test_their_number_is_told(self, registrations, truths):
        assert registrations["practice_code"].nunique() == truths["number"]

    def test_less_is_known_only_where_patients_of_the_absent_practice_live(
        self, registrations, modelled, truths
    ):
        absent = truths["without_prevalence"]
        homes = registrations.loc[registrations["practice_code"] == absent, "area_code"]
        assert 0 < len(homes) < registrations["area_code"].nunique() / 4
        for _, rows in modelled.groupby("condition"):
            assert set(rows.loc[rows["coverage"] < 1, "area_code"]) == set(homes)

    def test_the_tiny_one_has_more_people_with_a_condition_than_patients(
        self, registrations, prevalence, truths
    ):
        lists = registrations.groupby("practice_code")["patients"].sum()
        assert lists.idxmin() == truths["tiny"] and lists.min() == truths["tiny_patients"]
        absurd = prevalence[prevalence["prevalence"] > 1]
        told = [[truths["tiny"], truths["absurd_condition"]]]
        assert absurd[["practice_code", "condition"]].to_numpy().tolist() == told

    def test_the_absent_one_is_small(self, registrations, truths):
        lists = registrations.groupby("practice_code")["patients"].sum().drop(truths["tiny"])
        assert lists.idxmin() == truths["without_prevalence"]

    @needs_mirror
    def test_no_practice_has_a_real_code_or_the_letter_of_one(self, registrations):
        real = pd.read_csv(MIRROR / "nhs-digital/gp-practices-coordinates.nhsx.csv.gz")
        letters = set(real["OrganisationCode"].str[0]) | {"S", "Z"}  # Scotland, Northern Ireland
        assert not set(registrations["practice_code"].str[0]) & letters


class TestPlaces:
    def test_neighbourhoods_of_2011_lie_in_the_msoas_of_their_successors(self, read):
        old = read("lsoa2011-msoa2011").set_index("area_code")["msoa_code"]
        assert set(old) == set(read("msoa2011-names")["area_code"])
        pairs = read("lsoa2011-lsoa2021-lookup")
        names = read("msoa2021-names").set_index("area_name")["area_code"]
        lsoas = read("lsoa2021-wards-2024").set_index("area_code")["area_name"]
        new = pairs["lsoa2021_code"].map(lsoas).str[:-1].map(names)
        assert (pairs["area_code"].map(old) == new).all()

    def test_every_neighbourhood_of_2011_has_several_output_areas(self):
        rows = pd.read_csv(config.SAMPLE / OUTPUT_AREAS, encoding="utf-8-sig")
        assert rows["OA11CD"].is_unique and rows["OA11CD"].str.fullmatch(r"E0099\d{4}").all()
        assert (rows.groupby("LSOA11CD").size() >= 4).all()


class TestCare:
    @pytest.fixture
    def msoas(self, read):
        """Residents by MSOA, from the age table of the census, with its MSOA's code."""
        file = config.SAMPLE / "census-2021/census2021-ts007a-lsoa.csv"
        ages = pd.read_csv(file)
        names = read("msoa2021-names").set_index("area_name")["area_code"]
        by_msoa = ages.groupby(ages["geography"].str[:-1].map(names)).sum(numeric_only=True)
        total, young = by_msoa["Age: Total"], by_msoa["Age: Aged 4 years and under"]
        older = by_msoa.filter(regex="65|70|75|80|85").sum(axis=1)
        return pd.DataFrame({"over_4": total - young, "older": older / total})

    def test_carers_and_others_add_up_to_residents_of_5_and_over_give_or_take_2(self, read, msoas):
        table = read("census2021-unpaid-care").set_index("area_code")
        parts = table.drop(columns="residents_aged_5_and_over").sum(axis=1)
        assert (parts == table["residents_aged_5_and_over"]).all()
        gap = (table["residents_aged_5_and_over"] - msoas["over_4"]).abs()
        assert gap.max() <= 2 and gap.max() > 0

    def test_more_care_is_given_where_people_are_old(self, read, msoas):
        table = read("census2021-unpaid-care").set_index("area_code")
        none = table["no_unpaid_care"] / table["residents_aged_5_and_over"]
        assert 0.07 < 1 - np.average(none, weights=msoas["over_4"]) < 0.11
        assert rank_together(1 - none, msoas["older"]) > 0.2

    def test_many_places_have_no_beds_and_the_resort_most(self, read, msoas):
        beds = read("care-home-beds-msoa-2022").set_index("area_code")["beds"]
        names = read("msoa2011-names").set_index("area_code")["place_name"]
        assert 0.15 < (beds == 0).mean() < 0.5
        assert names[beds.idxmax()] == CARE_HOMES_AT_THE_RESORT
        assert rank_together(beds, msoas["older"]) > 0.2

    def test_loneliness_is_from_15_to_35_percent_and_follows_deprivation(self, read):
        table = read("loneliness2021").set_index("area_code")
        assert table["loneliness"].between(15, 35).all()
        assert table.groupby("loneliness_decile").size().eq(21).all()
        assert table.sort_values("loneliness")["loneliness_decile"].is_monotonic_increasing
        ranks = read("iod2025-scores").set_index("area_code")["imd_rank"]
        assert rank_together(table["loneliness"], -ranks) > 0.5
