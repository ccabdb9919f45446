"""The invented county's figures: they agree across files, and the planted truths are in them."""

import os
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data" / "sample"
MIRROR = Path(os.environ.get("DATACELL_MIRROR", ROOT.parent / "shared" / "data"))
LSOAS = "ons-geography/Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC_V5.geojson"
LOOKUP = (
    "ons-geography/LSOA_(2021)_to_Electoral_Ward_(2024)_to_LAD_(2024)_Best_Fit_Lookup_in_EW.csv"
)
MSOA_NAMES = "house-of-commons-library/MSOA-Names-2.2.csv"
INDICES = "mhclg-iod2025/File_7_IoD2025_All_Ranks_Scores_Deciles_Population_Denominators.csv"
INDICATORS = "mhclg-iod2025/File_8_IoD2025_Underlying_Indicators.csv"
DAILY, WEEKLY = "ukhsa/COVID-19_cases_casesByDay.csv", "ukhsa/msoa-weekly-cases.csv"
CENSUS = {
    number: f"census-2021/census2021-{number}-lsoa.csv"
    for number in ("ts007a", "ts038", "ts052", "ts054")
}
RANK, DECILE = " Rank (where 1 is most deprived)", " Decile (where 1 is most deprived 10% of LSOAs)"
IMD = "Index of Multiple Deprivation (IMD)"
WEEKLY_SUM = "newCasesBySpecimenDateRollingSum"

needs_mirror = pytest.mark.skipif(
    not (MIRROR / "mhclg-iod2025").is_dir(), reason="the folder of real published files is absent"
)


def read(path: str) -> pd.DataFrame:
    return pd.read_csv(SAMPLE / path, encoding="utf-8-sig")


def read_census(number: str) -> pd.DataFrame:
    return read(CENSUS[number]).set_index("geography code").drop(columns=["date", "geography"])


@pytest.fixture(scope="module")
def truths() -> dict:
    return yaml.safe_load((SAMPLE / "TRUTHS.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def lsoas() -> gpd.GeoDataFrame:
    areas = gpd.read_file(SAMPLE / LSOAS)
    return areas.merge(read(LOOKUP).drop(columns="LSOA21NM"), on="LSOA21CD", validate="1:1")


@pytest.fixture(scope="module")
def daily() -> pd.DataFrame:
    return read(DAILY).assign(date=lambda table: pd.to_datetime(table["date"]))


class TestCensus:
    def test_every_table_has_every_lsoa_but_the_one_that_is_planted(
        self, lsoas: gpd.GeoDataFrame, truths: dict
    ) -> None:
        for number in CENSUS:
            missing = set(lsoas["LSOA21CD"]) - set(read_census(number).index)
            expected = {truths["data_fault"]["missing_lsoa_code"]} if number == "ts052" else set()
            assert missing == expected, number

    def test_an_lsoa_has_between_1000_and_3000_residents(self) -> None:
        assert read_census("ts007a")["Age: Total"].between(1000, 3000).all()

    def test_the_parts_of_a_table_add_up_to_its_total_and_subtotals(self) -> None:
        tenure = read_census("ts054").rename(columns=lambda name: name.split(": ", 1)[1])
        for group in ("Owned", "Shared ownership", "Social rented", "Private rented"):
            parts = [name for name in tenure if name.startswith(group + ": ")]
            assert (tenure[parts].sum(axis=1) == tenure[group]).all(), group
        groups = ["Owned", "Shared ownership", "Social rented", "Private rented"]
        whole = tenure[[*groups, "Lives rent free"]].sum(axis=1)
        assert (whole == tenure["Total: All households"]).all()
        for number in ("ts007a", "ts052"):
            table = read_census(number)
            assert (table.iloc[:, 1:].sum(axis=1) == table.iloc[:, 0]).all(), number

    @pytest.mark.parametrize(("first", "second"), [("ts007a", "ts038"), ("ts052", "ts054")])
    def test_totals_differ_between_tables_by_a_few_as_perturbed_cells_do(
        self, first: str, second: str
    ) -> None:
        gap = (read_census(first).iloc[:, 0] - read_census(second).iloc[:, 0]).dropna().abs()
        assert 0 < gap.mean() < 3 and gap.max() <= 10


class TestIndices:
    def test_both_files_have_a_row_for_every_lsoa_in_its_district(
        self, lsoas: gpd.GeoDataFrame
    ) -> None:
        indices = read(INDICES)
        assert list(indices["LSOA code (2021)"]) == list(lsoas["LSOA21CD"])
        assert list(indices["Local Authority District code (2024)"]) == list(lsoas["LAD24CD"])
        assert list(read(INDICATORS)["lsoa21_code"]) == list(lsoas["LSOA21CD"])

    def test_rank_1_and_decile_1_are_the_highest_score(self) -> None:
        indices = read(INDICES)
        for name in [column.removesuffix(RANK) for column in indices if column.endswith(RANK)]:
            [score] = [column for column in indices if column.startswith(name + " Score")]
            ordered = indices.sort_values(name + RANK)
            assert list(ordered[name + RANK]) == list(range(1, 211)), name
            assert ordered[score].is_monotonic_decreasing, name
            assert (ordered.groupby(name + DECILE).size() == 21).all(), name
            assert ordered[name + DECILE].is_monotonic_increasing, name

    def test_the_index_follows_from_the_domain_ranks_by_the_published_method(self) -> None:
        # Weights and transformation: English Indices of Deprivation 2025, technical report.
        weights = {
            "Income": 22.5,
            "Employment": 22.5,
            "Education, Skills and Training": 13.5,
            "Health Deprivation and Disability": 13.5,
            "Crime": 9.3,
            "Barriers to Housing and Services": 9.3,
            "Living Environment": 9.3,
        }
        indices, score = read(INDICES), 0
        for name, weight in weights.items():
            share = (210 - indices[name + RANK]) / 209
            score += weight / 100 * -23 * np.log(1 - share * (1 - np.exp(-100 / 23)))
        np.testing.assert_allclose(indices[IMD + " Score"], score, atol=0.00051)

    def test_denominators_agree_with_the_census_a_year_before(self) -> None:
        indices = read(INDICES).set_index("LSOA code (2021)")
        change = indices["Total population: mid 2022"] / read_census("ts007a")["Age: Total"]
        assert change.between(0.9, 1.1).all() and change.mean() == pytest.approx(1.01, abs=0.01)

    def test_numerators_are_rates_times_denominators_rounded_to_five(self) -> None:
        indices, indicators = read(INDICES), read(INDICATORS)
        income = indices["Income Score (rate)"] * indices["Total population: mid 2022"]
        # Half a step of rounding, and half of the last decimal of the rate.
        assert ((indicators["income_domain_numerator"] - income).abs() < 2.5 + 1.6).all()
        assert (indicators["income_domain_numerator"] % 5 == 0).all()

    @needs_mirror
    def test_columns_are_those_of_the_published_files(self) -> None:
        for ours, theirs in ((INDICES, "rebuilt"), (INDICATORS, "humaniverse")):
            path = MIRROR / ours.replace(".csv", f".{theirs}.csv.gz")
            published = list(pd.read_csv(path, nrows=1).columns)
            assert [column for column in read(ours) if column in published] == published

    @needs_mirror
    def test_indicators_point_the_same_way_as_in_the_published_files(self) -> None:
        published = pd.read_csv(
            MIRROR / INDICES.replace(".csv", ".rebuilt.csv.gz"), index_col="LSOA code (2021)"
        ).join(
            pd.read_csv(
                MIRROR / INDICATORS.replace(".csv", ".humaniverse.csv.gz"), index_col="lsoa21_code"
            )
        )
        ours = read(INDICES).set_index("LSOA code (2021)")
        ours = ours.join(read(INDICATORS).set_index("lsoa21_code"))
        for column in read(INDICATORS).columns[1:]:
            real = published[column].corr(published[IMD + " Score"], method="spearman")
            # Weak associations have no sign worth copying.
            if abs(real) > 0.4:
                invented = ours[column].corr(ours[IMD + " Score"], method="spearman")
                assert np.sign(real) == np.sign(invented), column


class TestCases:
    def test_two_years_end_on_the_last_sunday_for_each_district(self, daily: pd.DataFrame) -> None:
        expected = pd.date_range("2024-09-30", "2026-09-27")
        assert daily["geography_code"].nunique() == 8
        for code, days in daily.groupby("geography_code"):
            assert list(days["date"]) == list(expected), code

    def test_the_last_five_days_are_marked_as_incomplete(self, daily: pd.DataFrame) -> None:
        recent = daily["date"] > "2026-09-22"
        assert (daily["in_reporting_delay_period"] == recent).all()

    def test_weekends_have_fewer_cases_than_weekdays(self, daily: pd.DataFrame) -> None:
        by_day = daily.groupby(daily["date"].dt.day_of_week)["metric_value"].mean()
        assert by_day[[5, 6]].max() < by_day[[0, 1, 2, 3, 4]].min()

    def test_there_are_waves_and_lulls(self, daily: pd.DataFrame) -> None:
        weekly = daily.groupby("date")["metric_value"].sum().rolling(7).sum().dropna()
        assert weekly.max() > 8 * weekly.min()

    def test_counts_vary_more_than_a_poisson_process_would(self, daily: pd.DataFrame) -> None:
        city = daily[daily["geography_code"] == "E07990001"].set_index("date")["metric_value"]
        complete = city[:-5]
        # Against the same weekday a week before: the variance of the difference of two Poisson
        # counts is their sum.
        gap = (complete - complete.shift(7)).dropna()
        assert (gap**2).sum() > 1.2 * (complete + complete.shift(7)).dropna().sum()

    def test_weekly_sums_by_msoa_agree_with_the_districts_days(
        self, daily: pd.DataFrame, lsoas: gpd.GeoDataFrame
    ) -> None:
        weekly = read(WEEKLY).merge(read(MSOA_NAMES), left_on="areaCode", right_on="msoa21cd")
        assert weekly.groupby("areaCode").size().eq(52).all()
        assert (weekly["areaName"] == weekly["msoa21hclnm"]).all()
        sums = daily.set_index("date").groupby("geography")["metric_value"].resample("W-SUN").sum()
        groups = weekly.groupby(["localauthorityname", pd.to_datetime(weekly["date"])])[WEEKLY_SUM]
        shown, hidden = groups.sum(), groups.apply(lambda values: values.isna().sum())
        # What is blank holds from 0 to 2 cases.
        whole = sums.reindex(shown.index)
        assert (shown <= whole).all() and (whole <= shown + 2 * hidden).all()

    def test_small_sums_are_blank(self) -> None:
        sums = read(WEEKLY)[WEEKLY_SUM]
        assert sums.min() == 3 and 0.1 < sums.isna().mean() < 0.7


class TestTruths:
    def test_the_hot_spot_is_one_place_and_the_most_deprived_of_all(
        self, truths: dict, lsoas: gpd.GeoDataFrame
    ) -> None:
        codes = truths["hot_spot"]["lsoa_codes"]
        spot = lsoas[lsoas["LSOA21CD"].isin(codes)]
        assert set(spot["LAD24CD"]) == {truths["hot_spot"]["district_code"]}
        assert spot.union_all().geom_type == "Polygon"
        ranks = read(INDICES).set_index("LSOA code (2021)")[IMD + RANK]
        assert sorted(ranks[codes]) == [1, 2, 3, 4]

    def test_the_hot_spot_is_old_disabled_and_overcrowded_too(self, truths: dict) -> None:
        codes = truths["hot_spot"]["lsoa_codes"]
        ages, health, rooms = (read_census(number) for number in ("ts007a", "ts038", "ts052"))
        old = ages.iloc[:, -5:].sum(axis=1) / ages["Age: Total"]
        disabled = health.iloc[:, 1] / health.iloc[:, 0]
        crowded = rooms.iloc[:, -2:].sum(axis=1) / rooms.iloc[:, 0]
        assert old[codes].min() > old.quantile(0.9)
        assert set(disabled.nlargest(4).index) == set(crowded.nlargest(4).index) == set(codes)

    def test_the_outbreak_stands_out_in_its_msoa_and_its_weeks(self, truths: dict) -> None:
        outbreak = truths["outbreak"]
        weeks = [str(week) for week in outbreak["weeks_ending"]]
        table = read(WEEKLY).pivot_table(index="date", columns="areaCode", values=WEEKLY_SUM)
        assert list(table.index[-4:]) == weeks
        inside, others = table.pop(outbreak["msoa_code"]), table
        assert (inside[weeks[1:]] > others.loc[weeks[1:]].max(axis=1)).all()
        assert inside[weeks].max() > 1.5 * inside.drop(weeks).max()

    def test_the_outbreak_shows_in_its_districts_days(self, truths: dict) -> None:
        daily = read(DAILY).pivot_table(
            index="date", columns="geography_code", values="metric_value"
        )
        recent, before = daily[-28:].sum(), daily[-56:-28].sum()
        excess = recent / before
        assert excess.idxmax() == truths["outbreak"]["district_code"]
        elsewhere = daily.drop(columns=excess.idxmax()).sum(axis=1)
        assert excess.max() > 1.5 * elsewhere[-28:].sum() / elsewhere[-56:-28].sum()

    def test_the_county_is_the_six_districts_that_are_named(
        self, truths: dict, lsoas: gpd.GeoDataFrame
    ) -> None:
        assert truths["county"]["code"] == "E10990001"
        assert truths["county"]["district_codes"] == sorted(set(lsoas["LAD24CD"]))[:6]
