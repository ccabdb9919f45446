"""The Indices of Deprivation of 2019 and 2025, against one another and what is known of them."""

from collections.abc import Callable

import pytest

JAYWICK = "E01021988"  # Tendring 018A


class TestScores:
    @pytest.mark.parametrize(("year", "score"), [(2019, 92.735), (2025, 94.223)])
    def test_jaywick_is_the_most_deprived(self, load: Callable, year: int, score: float) -> None:
        scores = load(f"iod{year}-scores").set_index("area_code")
        assert scores.loc[JAYWICK, "imd_rank"] == 1
        assert scores.loc[JAYWICK, "imd_score"] == score

    def test_the_rebuilt_ranks_are_those_first_issued(self, load: Callable) -> None:
        # File 1: "29,199" is the rank of City of London 001A
        ranks = load("iod2019-scores").set_index("area_code")["imd_rank"]
        assert ranks["E01000001"] == 29_199
        assert (ranks.min(), ranks.max()) == (1, 32_844)

    @pytest.mark.parametrize("year", [2019, 2025])
    @pytest.mark.parametrize(
        "subdomain",
        [
            "children_and_young_people",
            "adult_skills",
            "geographical_barriers",
            "wider_barriers",
            "indoors",
            "outdoors",
        ],
    )
    def test_a_higher_score_of_a_subdomain_has_a_lower_rank(
        self, load: Callable, year: int, subdomain: str
    ) -> None:
        table = load(f"iod{year}-subdomains")
        score, rank = table[f"{subdomain}_score"], table[f"{subdomain}_rank"]
        assert score.corr(rank, method="spearman") < -0.9999


class TestPopulations:
    def test_ages_add_up_to_all_residents(self, load: Callable) -> None:
        # a thousands comma that was misread would break this: "1,296" is the first row's total
        table = load("iod2019-populations")
        ages = table[["aged_under_16", "aged_16_to_59", "aged_60_and_over"]].sum(axis=1)
        assert ages.eq(table["residents"]).all()
        assert table.loc[0, ["area_code", "residents"]].tolist() == ["E01000001", 1296]

    def test_england_is_mid_2015_less_prisoners(self, load: Callable) -> None:
        # ONS, mid-2015: 54,786,327; MoJ: some 86,000 in prison
        total = load("iod2019-populations")["residents"].sum()
        assert 54_786_327 - 90_000 < total < 54_786_327


class TestIndicators:
    @pytest.mark.parametrize(
        ("people", "residents", "share"),
        [
            ("income_deprived", "residents", "income_score"),
            ("employment_deprived", "working_age", "employment_score"),
        ],
    )
    def test_numerators_are_the_published_shares_of_the_populations(
        self, load: Callable, people: str, residents: str, share: str
    ) -> None:
        table = (
            load("iod2019-indicators-further")
            .merge(load("iod2019-populations"), on="area_code")
            .merge(load("iod2019-scores"), on="area_code")
        )
        # rounded to fives in areas of some 1,600, and the share to 0.001
        difference = (table[people] / table[residents] - table[share]).abs()
        assert difference.max() < 0.01 and difference.median() < 0.002

    def test_blank_numerators_are_missing_and_not_none(self, load: Callable) -> None:
        people = load("iod2019-indicators-further")["income_deprived"]
        assert people.isna().sum() == 31 and people.min() == 10
