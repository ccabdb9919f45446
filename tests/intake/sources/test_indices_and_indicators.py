"""Published indices: whether they are what their names say."""

from collections.abc import Callable

import pytest


class TestRedCross:
    def test_the_first_method_is_not_the_final_one(self, load: Callable) -> None:
        first = load("red-cross-vulnerability-msoa-2020-04").set_index("area_code")
        final = load("red-cross-vulnerability-msoa").set_index("area_code")
        # the mirror's register: rank correlation 0.83 overall, 0.98 of the clinical part
        for column, correlation in (("vulnerability", 0.83), ("clinical_vulnerability", 0.98)):
            ranks = first[f"{column}_rank"], final[f"{column}_rank"]
            assert round(ranks[0].corr(ranks[1]), 2) == correlation

    @pytest.mark.parametrize(
        "dataset", ["red-cross-vulnerability-msoa-2020-04", "red-cross-vulnerability-msoa"]
    )
    def test_rank_1_and_decile_1_are_the_least_vulnerable(
        self, load: Callable, dataset: str
    ) -> None:
        table = load(dataset)
        score = table["vulnerability_score"]
        assert score.corr(table["vulnerability_rank"], method="spearman") > 0.999
        means = score.groupby(table["vulnerability_decile"]).mean()
        assert means.is_monotonic_increasing and len(means) == 10

    def test_a_high_resilience_score_means_less_resilience(self, load: Callable) -> None:
        lookup = load("lsoa2011-msoa2011").merge(load("lsoa2011-districts-2020"), on="area_code")
        district = lookup.drop_duplicates("msoa_code").set_index("msoa_code")["authority_code"]
        msoas = load("red-cross-vulnerability-msoa")
        score = msoas["vulnerability_score"].groupby(msoas["area_code"].map(district)).mean()
        resilience = load("red-cross-resilience-districts").set_index("area_code")
        assert resilience["resilience_score"].corr(score) > 0.5

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


class TestLoneliness:
    def test_the_tenth_decile_is_the_loneliest(self, load: Callable) -> None:
        means = load("loneliness2021").groupby("loneliness_decile")["loneliness"].mean()
        assert means.is_monotonic_increasing and len(means) == 10
