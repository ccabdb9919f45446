"""Published indices and Fingertips' exports: whether they are what their names say."""

from collections.abc import Callable

import pytest


class TestFingertips:
    def test_eight_conditions_have_a_value_in_every_district(self, load: Callable) -> None:
        table = load("fingertips-prevalence-2015")
        assert table["indicator_id"].nunique() == 8 and table["area_code"].nunique() == 324
        assert table["prevalence"].notna().all()

    def test_national_regional_and_decile_rows_do_not_belong(self, load: Callable) -> None:
        codes = load("fingertips-social-isolation")["area_code"]
        assert codes.str.fullmatch(r"(E06|E08|E09|E10)\d{6}").all()
        # 3,739 rows of counties and unitary authorities, of 4,536
        assert len(codes) == 3_739 and "E06000060" in set(codes)

    def test_a_value_lies_within_its_interval(self, load: Callable) -> None:
        known = load("fingertips-social-isolation").dropna()
        table = load("fingertips-social-isolation").dropna(subset=["percent_lower", "percent"])
        assert len(table) > 1_000 and len(known) < len(table)
        inside = table["percent"].between(
            table["percent_lower"] - 0.1, table["percent_upper"] + 0.1
        )
        assert inside.all()


class TestRedCross:
    def test_the_first_method_is_not_the_final_one(self, load: Callable) -> None:
        first = load("red-cross-vulnerability-msoa-2020-04").set_index("area_code")
        final = load("red-cross-vulnerability-msoa").set_index("area_code")
        # the mirror's register: rank correlation 0.83 overall, 0.98 of the clinical part
        for column, correlation in (("vulnerability", 0.83), ("clinical_vulnerability", 0.98)):
            ranks = first[f"{column}_rank"], final[f"{column}_rank"]
            assert round(ranks[0].corr(ranks[1]), 2) == correlation

    @pytest.mark.parametrize(
        ("dataset", "name"),
        [
            ("red-cross-vulnerability-msoa-2020-04", "vulnerability"),
            ("red-cross-vulnerability-msoa", "vulnerability"),
            ("red-cross-food-vulnerability", "food_vulnerability"),
            ("red-cross-hardship-vulnerability", "hardship_fund_vulnerability"),
        ],
    )
    def test_rank_1_and_decile_1_are_the_least_vulnerable(
        self, load: Callable, dataset: str, name: str
    ) -> None:
        table = load(dataset)
        assert table[f"{name}_score"].corr(table[f"{name}_rank"], method="spearman") > 0.999
        means = table.groupby(f"{name}_decile")[f"{name}_score"].mean()
        assert means.is_monotonic_increasing and len(means) == 10

    def test_a_high_resilience_score_means_less_resilience(self, load: Callable) -> None:
        resilience = load("red-cross-resilience-districts").set_index("area_code")
        districts = load("red-cross-vulnerability-districts").set_index("area_code")
        need = resilience["resilience_score"].corr(districts["vulnerability_score"])
        assert need > 0.5

    def test_words_for_unknown_are_missing(self, load: Callable) -> None:
        resilience = load("red-cross-resilience-districts")
        assert resilience["community_resilience_score"].isna().sum() == 2
        distances = load("red-cross-vulnerability-msoa-2020-04")["distance_to_hospital"]
        assert distances.isna().sum() == 19

    def test_flood_risk_lists_only_neighbourhoods_at_risk(self, load: Callable) -> None:
        flood = load("red-cross-flood-postcodes").merge(load("lsoa2011-districts-2020"))
        essex = flood["authority_code"].str.fullmatch("E0700006[6-9]|E0700007[0-7]|E0600003[34]")
        # the mirror's register: 118 in Essex and 3 in Bolton
        assert essex.sum() == 118 and (flood["authority_code"] == "E08000001").sum() == 3


class TestOtherIndices:
    def test_the_msoas_score_is_the_population_mean_of_its_neighbourhoods(
        self, load: Callable
    ) -> None:
        table = (
            load("iod2019-scores")
            .merge(load("iod2019-populations"), on="area_code")
            .merge(load("lsoa2011-msoa2011"), on="area_code")
        )
        weighted = table["imd_score"] * table["residents"]
        mean = (
            weighted.groupby(table["msoa_code"]).sum()
            / table.groupby("msoa_code")["residents"].sum()
        )
        published = load("imd2019-msoa").set_index("area_code")["imd_score"]
        # the mirror's register: r = 0.99998
        assert mean.corr(published) == pytest.approx(0.99998, abs=0.00002)

    def test_its_first_decile_is_the_most_deprived(self, load: Callable) -> None:
        means = load("imd2019-msoa").groupby("imd_decile")["imd_score"].mean()
        assert means.is_monotonic_decreasing

    def test_townsend_codes_are_whole_and_its_fifth_fifth_is_the_most_deprived(
        self, load: Callable
    ) -> None:
        table = load("townsend2011")
        assert set(table["area_code"]) == set(load("lsoa2011-msoa2011")["area_code"])
        assert table.groupby("townsend_quintile")["townsend_score"].mean().is_monotonic_increasing
        both = table.merge(load("iod2019-scores"), on="area_code")
        assert both["townsend_score"].corr(both["imd_score"]) > 0.75

    def test_the_tenth_decile_is_the_loneliest(self, load: Callable) -> None:
        means = load("loneliness2021").groupby("loneliness_decile")["loneliness"].mean()
        assert means.is_monotonic_increasing and len(means) == 10
