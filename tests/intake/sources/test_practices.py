"""Practices: registrations, prevalence, the model that joins them, and the shielded list."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from datacell_lib.analysis.quality.list_inflation import measure_list_inflation
from datacell_lib.intake.census.prevalence import apportion_prevalence

ESSEX = "E0700006[6-9]|E0700007[0-7]|E0600003[34]"
BOLTON = "E08000001"


@pytest.fixture(scope="package")
def districts(load: Callable) -> pd.DataFrame:
    return load("lsoa2011-districts-2020").rename(columns={"authority_code": "group_code"})


@pytest.fixture(scope="package")
def modelled(load: Callable) -> pd.DataFrame:
    prevalence = load("qof-prevalence-2022").rename(columns={"area_code": "practice_code"})
    return apportion_prevalence(load("gp-registrations-2022"), prevalence=prevalence)


class TestRegistrations:
    def test_61_8_million_patients_are_with_6_484_practices(self, load: Callable) -> None:
        table = load("gp-registrations-2022")
        # 61,768,942 in the file, of whom 27,415 without a neighbourhood and 13,886 in Wales
        assert table["patients"].sum() == 61_768_942 - 27_415 - 13_886
        assert round(table["patients"].sum() / 1e6, 1) == 61.7
        assert table["practice_code"].nunique() == 6_484

    def test_patients_without_a_neighbourhood_are_set_aside(self, load: Callable) -> None:
        assert load("gp-registrations-2022")["area_code"].str.fullmatch(r"E01\d{6}").all()

    def test_lists_agree_with_the_register_of_practices(self, load: Callable) -> None:
        listed = load("gp-registrations-2022").groupby("practice_code")["patients"].sum()
        practices = load("gp-practices-2022").set_index("area_code")["patients"].dropna()
        both = practices.index.intersection(listed.index)
        # the register counts patients who live in Wales or nowhere known, too
        assert len(both) > 6_400 and listed[both].sum() / practices[both].sum() > 0.999


class TestPrevalence:
    def test_tiny_practices_have_absurd_values(self, load: Callable) -> None:
        table = load("qof-prevalence-2022").set_index("condition")["prevalence"]
        # the mirror's register: learning disability 1.04, palliative care 0.95
        assert round(table["LD"].max(), 2) == 1.04 and round(table["PC"].max(), 2) == 0.95
        assert (table > 1).sum() == 1

    def test_29_practices_with_prevalence_have_no_patients_any_more(self, load: Callable) -> None:
        practices = set(load("qof-prevalence-2022")["area_code"])
        listed = load("gp-registrations-2022")
        assert len(practices - set(listed["practice_code"])) == 29
        unknown = listed[~listed["practice_code"].isin(practices)]
        assert unknown["practice_code"].nunique() == 6_484 - (6_470 - 29)

    def test_none_stands_for_one_in_ten_million(self, load: Callable) -> None:
        older = load("gp-patients-by-age-2020")["aged_65_and_over"]
        assert (older < 1).sum() == 1 and older.min() == 1e-7


class TestModelledPrevalence:
    def test_every_neighbourhood_and_condition_has_a_value(self, modelled: pd.DataFrame) -> None:
        assert len(modelled) == 32_844 * 21 and modelled["value"].notna().all()
        assert modelled["value"].between(0, 1).all()

    def test_nearly_all_patients_in_essex_and_all_in_bolton_are_known(
        self, modelled: pd.DataFrame, districts: pd.DataFrame
    ) -> None:
        diabetes = modelled[modelled["condition"] == "DM"].merge(districts, on="area_code")
        essex = diabetes[diabetes["group_code"].str.fullmatch(ESSEX)]
        # the mirror's register: 99.99 and 100 percent
        assert round(100 * essex["denominator"].sum() / essex["patients"].sum(), 2) == 99.99
        bolton = diabetes[diabetes["group_code"] == BOLTON]
        assert round(100 * bolton["denominator"].sum() / bolton["patients"].sum(), 2) == 100

    @pytest.mark.parametrize(
        ("condition", "column", "correlation"),
        [
            ("DM", "diabetes", 0.97),
            ("COPD", "copd", 0.98),
            ("CHD", "coronary_heart_disease", 0.98),
            ("HYP", "hypertension", 0.97),
        ],
    )
    def test_it_agrees_with_the_red_cross_on_msoas(
        self,
        load: Callable,
        modelled: pd.DataFrame,
        condition: str,
        column: str,
        correlation: float,
    ) -> None:
        lookup = load("lsoa2011-msoa2011").rename(columns={"msoa_code": "group_code"})
        one = modelled[modelled["condition"] == condition]
        named = one.merge(lookup, on="area_code").groupby("group_code")
        ours = named["numerator"].sum() / named["denominator"].sum()
        theirs = load("red-cross-vulnerability-msoa-2020-04").set_index("area_code")[column]
        # the mirror's register gives these, by another's calculation
        assert round(ours.corr(theirs), 2) == correlation


class TestListInflation:
    def test_lists_exceed_residents_by_6_percent_in_essex_and_11_in_bolton(
        self, load: Callable, districts: pd.DataFrame
    ) -> None:
        residents = load("population-2020-lsoa2011").rename(
            columns={"usual_residents": "residents"}
        )
        found = measure_list_inflation(load("gp-registrations-2022"), residents=residents)
        assert len(found) == 32_844 and found["value"].notna().all()
        named = found.merge(districts, on="area_code")
        named["group_code"] = named["group_code"].mask(
            named["group_code"].str.fullmatch(ESSEX), "Essex"
        )
        sums = named.groupby("group_code")[["numerator", "denominator"]].sum()
        ratio = sums["numerator"] / sums["denominator"]
        # the mirror's register: 1.061 and 1.114
        assert ratio[["Essex", BOLTON]].round(3).tolist() == [1.061, 1.114]


class TestShieldedPatients:
    def test_tendring_and_bolton_have_what_was_published(self, load: Callable) -> None:
        table = load("shielded-patients-2020")
        every = table[table["breakdown"] == "ALL"].set_index("area_code")["patients"]
        assert every[["E07000076", BOLTON]].tolist() == [7_455, 15_870]
        # rounded to fives in 312 rows: England has 2,225,996
        assert every.sum() == pytest.approx(2_225_996, abs=2.5 * 312)

    def test_districts_given_together_keep_both_codes(self, load: Callable) -> None:
        codes = load("shielded-patients-2020")["area_code"]
        joined = set(codes[codes.str.contains("+", regex=False)])
        assert joined == {"E06000052+E06000053", "E09000012+E09000001"}

    def test_a_star_stands_for_one_to_seven_and_nothing_else_is_unknown(
        self, load: Callable
    ) -> None:
        table = load("shielded-patients-2020")
        hidden = table["patients"].isna()
        assert hidden.sum() == 780
        assert table.loc[hidden, "patients_lower"].eq(1).all()
        assert table.loc[hidden, "patients_upper"].eq(7).all()
        assert table.loc[~hidden, "patients_lower"].eq(table.loc[~hidden, "patients"]).all()
        known = table["patients"].dropna()
        assert known[known > 0].min() == 10 and (known == 0).sum() == 372

    def test_the_bounds_hold_the_nations_count_of_every_group(
        self, load: Callable, mirror: Path
    ) -> None:
        # England's own rows are exact; districts' are rounded to fives, off by 2.5 at most
        rows = pd.read_csv(mirror / "nhs-digital" / "SPL_by_LA.csv.gz", dtype="str")
        nation = rows[rows["LA.Code"] == "E92000001"].set_index("Breakdown.Value")["Patient.Count"]
        groups = load("shielded-patients-2020").groupby("group")
        lowest, highest = groups["patients_lower"].sum(), groups["patients_upper"].sum()
        rounding = 2.5 * groups["patients"].count()
        exact = nation.astype("float64").sort_index()
        assert exact.index.tolist() == lowest.index.tolist() and len(exact) == 25
        assert (exact >= lowest - rounding).all() and (exact <= highest + rounding).all()
