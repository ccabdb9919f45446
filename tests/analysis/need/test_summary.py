"""Key figures of a place, each by hand."""

import numpy as np
import pandas as pd
import pytest

from datacell_lib.analysis.need.summary import (
    calculate_extent,
    calculate_key_figures,
    compare_extent,
    compare_key_figures,
    select_totals,
    summarise_area,
    summarise_districts,
)
from datacell_lib.analysis.rates.intervals import calculate_wilson_interval
from datacell_lib.files.area import AreaTotal

TITLES = {"money": "Money", "health": "Health"}
SHARES = {"renting": "Renting"}


def make_standing() -> pd.DataFrame:
    """Four neighbourhoods of two districts: shares of 5%, 15%, 20% and 50%."""
    return pd.DataFrame(
        {
            "area_code": ["a", "b", "c", "d"],
            "district_code": ["D1", "D1", "D2", "D2"],
            "district_name": ["One", "One", "Two", "Two"],
            "authority_code": ["E07000001", "E07000001", "E06000001", "E06000001"],
            "population": [1000.0, 3000.0, 500.0, 1500.0],
            "most_vulnerable_share": [0.05, 0.15, 0.2, 0.5],
            "share_money": [0.2, 0.21, 0.9, 0.9],
            "share_health": [0.9, 0.9, 0.9, 0.1],
            "renting_numerator": [10.0, 90.0, np.nan, 20.0],
            "renting_denominator": [100.0, 300.0, np.nan, 100.0],
        }
    )


class TestCalculateExtent:
    def test_it_is_the_share_of_residents_in_the_nations_fifth(self) -> None:
        # money: a alone (20% counts, 21% does not) = 1000 / 6000; health: d = 1500 / 6000.
        extent = calculate_extent(make_standing(), titles=TITLES)
        assert extent["domain"].tolist() == ["Money", "Health"]
        assert extent["value"].tolist() == pytest.approx([1 / 6, 1 / 4])


class TestCompareExtent:
    def test_the_district_stands_beside_its_area(self) -> None:
        standing = make_standing()
        compared = compare_extent({"West": standing.head(2), "Shire": standing}, titles=TITLES)
        assert list(compared) == ["domain", "West", "Shire"]
        assert compared["West"].tolist() == pytest.approx([1 / 4, 0])
        assert compared["Shire"].tolist() == pytest.approx([1 / 6, 1 / 4])


class TestSummariseDistricts:
    def test_each_district_is_counted_by_hand(self) -> None:
        standing = make_standing()
        before = standing.copy(deep=True)
        found = summarise_districts(standing, nation=standing)
        expected = pd.DataFrame(
            {
                "district_code": ["D1", "D2"],
                "district_name": ["One", "Two"],
                "neighbourhoods": [2, 2],
                "population": [4000.0, 2000.0],
                "in_tenth": [1, 0],
                "in_fifth": [2, 1],
                "value": [1.0, 0.25],
                "nation": [0.75, 0.75],
            }
        )
        pd.testing.assert_frame_equal(found[list(expected)], expected)
        pd.testing.assert_frame_equal(standing, before)

    def test_the_largest_share_comes_first_and_ties_go_by_code(self) -> None:
        standing = make_standing().assign(most_vulnerable_share=[0.5, 0.5, 0.1, 0.9])
        found = summarise_districts(standing, nation=standing)
        assert found["district_code"].tolist() == ["D2", "D1"]
        level = summarise_districts(
            standing.assign(most_vulnerable_share=0.9).iloc[::-1], nation=standing
        )
        assert level["district_code"].tolist() == ["D1", "D2"]

    def test_the_interval_counts_neighbourhoods_and_not_residents(self) -> None:
        # Kish's effective number: of 1000 and 3000 people 4000**2 / (1000**2 + 3000**2) = 1.6;
        # of two places of one size it is 2.
        found = summarise_districts(make_standing(), nation=make_standing())
        interval = calculate_wilson_interval([1.6, 0.25 * 1.6], [1.6, 1.6])
        assert found["lower_ci"].tolist() == pytest.approx(interval.lower.tolist())
        assert found["upper_ci"].tolist() == pytest.approx(interval.upper.tolist())
        even = make_standing().assign(population=10.0)
        halves = summarise_districts(even, nation=even).set_index("district_code").loc["D2"]
        one_of_two = calculate_wilson_interval([1.0], [2.0])
        assert halves["lower_ci"] == pytest.approx(one_of_two.lower[0])

    @pytest.mark.parametrize(
        ("inside", "comparison"), [(0, "lower"), (20, "similar"), (25, "similar"), (60, "higher")]
    )
    def test_more_or_fewer_than_in_the_nation_is_what_the_interval_leaves_no_doubt_of(
        self, inside: int, comparison: str
    ) -> None:
        # Wilson's intervals of 0, 20, 25 and 60 in 100 (0 to 3.7%, 13 to 29%, 18 to 34%, 50 to 69%)
        # beside a nation of 20%.
        places = pd.DataFrame(
            {
                "area_code": [f"a{number}" for number in range(100)],
                "district_code": "D1",
                "district_name": "One",
                "population": 1500.0,
                "most_vulnerable_share": [0.1] * inside + [0.9] * (100 - inside),
            }
        )
        nation = places.assign(most_vulnerable_share=[0.1] * 20 + [0.9] * 80)
        assert summarise_districts(places, nation=nation)["comparison"].item() == comparison


class TestNeighbourhoodsWithoutARank:
    """Of four neighbourhoods of 1,000 people one is vulnerable, and three have no rank."""

    places = pd.DataFrame(
        {
            "area_code": ["a", "b", "c", "d"],
            "district_code": "D1",
            "district_name": "One",
            "population": [1000, 1000, 1000, 1000],
            "most_vulnerable_share": [0.1, np.nan, np.nan, np.nan],
            "share_money": [0.1, 0.9, np.nan, np.nan],
        }
    )

    def test_the_share_is_of_those_that_are_ranked_and_the_others_are_counted(self) -> None:
        for found in (
            summarise_districts(self.places, nation=self.places),
            summarise_area(self.places, nation=self.places, title="All"),
        ):
            row = found.iloc[0]
            assert (row["value"], row["nation"], row["unranked"]) == (1.0, 1.0, 3)
            assert (row["neighbourhoods"], row["population"], row["in_fifth"]) == (4, 4000, 1)
            # one neighbourhood is one observation: Wilson's interval of 1 in 1 is 21% to 100%
            assert row["lower_ci"] == pytest.approx(0.2065, abs=1e-4)

    def test_the_extent_of_a_domain_names_what_is_left_out_of_it(self) -> None:
        compared = compare_extent({"One": self.places}, titles={"money": "Money"})
        assert compared["domain"].tolist() == ["Money (not ranked: 2 in One)"]
        assert compared["One"].tolist() == [0.5]

    def test_key_figures_say_how_many_are_left_out_where_any_are(self) -> None:
        ranked = self.places.head(1)
        found = compare_key_figures({"One": self.places, "a": ranked}, indicators={})
        assert found["One"].tolist() == [4000, 100, 100, 3]
        assert found["a"].tolist() == [1000, 100, 100, 0]
        assert found["indicator"].iloc[-1].startswith("Neighbourhoods without a rank")
        assert len(compare_key_figures({"a": ranked}, indicators={})) == 3

    def test_where_none_is_ranked_nothing_is_known(self) -> None:
        none = self.places.assign(most_vulnerable_share=np.nan, share_money=np.nan)
        row = summarise_districts(none, nation=self.places).iloc[0]
        assert np.isnan(row["value"]) and row["comparison"] == "not compared"
        assert row["unranked"] == 4
        assert np.isnan(calculate_extent(none, titles={"money": "Money"})["value"].item())
        assert np.isnan(calculate_key_figures(none, indicators={})["value"][1])


class TestUnknownResidents:
    def test_residents_of_a_place_are_not_known_where_those_of_a_part_are_not(self) -> None:
        gap = make_standing().assign(population=[1000.0, np.nan, 500.0, 1500.0])
        found = summarise_districts(gap, nation=make_standing()).set_index("district_code")
        one, two = found.loc["D1"], found.loc["D2"]
        assert np.isnan(one["population"]) and np.isnan(one["value"])
        assert (two["population"], two["value"]) == (2000, 0.25)
        assert np.isnan(summarise_area(gap, nation=gap, title="Both")["nation"].item())
        known = calculate_key_figures(gap, indicators={})["value"].notna()
        assert known.tolist() == [False, False, False, True]
        assert calculate_extent(gap, titles=TITLES)["value"].isna().all()


class TestNarrowNumbers:
    @pytest.mark.parametrize("dtype", ["int16", "uint16", "int32", "float32", "Int32"])
    def test_residents_of_small_types_are_squared_without_overflow(self, dtype: str) -> None:
        # 30,000 squared is above what int16 holds, and 60,000 squared above what int32 does.
        people = 30_000 if dtype == "int16" else 60_000
        wide = make_standing().assign(population=people)
        narrow = wide.astype({"population": dtype, "most_vulnerable_share": "float32"})
        pd.testing.assert_frame_equal(
            summarise_districts(narrow, nation=narrow),
            summarise_districts(wide, nation=wide),
            check_dtype=False,
        )
        assert calculate_key_figures(narrow, indicators=SHARES)["value"][0] == 4 * people


class TestSummariseArea:
    def test_shares_are_of_all_residents_and_never_averages_of_districts(self) -> None:
        # a, b and c of the four are in the fifth: 4500 of 6000 people.
        standing = make_standing()
        before = standing.copy(deep=True)
        found = summarise_area(standing, nation=standing, title="Both")
        expected = {"area_name": "Both", "neighbourhoods": 4, "population": 6000.0}
        expected |= {"in_tenth": 1, "in_fifth": 3, "value": 0.75, "comparison": "similar"}
        assert found[list(expected)].to_dict("records") == [expected]
        pd.testing.assert_frame_equal(standing, before)


class TestCalculateKeyFigures:
    def test_shares_are_sums_over_sums_and_never_averages_of_shares(self) -> None:
        # Renting: (10 + 90 + 20) / (100 + 300 + 100) = 24%; the mean of shares would be 20%.
        figures = calculate_key_figures(make_standing(), indicators=SHARES)
        assert figures["value"].tolist() == pytest.approx([6000, 24, 100 / 6, 75, 0])
        assert figures["unit"].tolist() == ["people", "%", "%", "%", "neighbourhoods"]
        assert figures["indicator"][1] == "Renting"

    def test_a_missing_count_is_neither_zero_nor_a_denominator(self) -> None:
        half = make_standing().assign(renting_numerator=[10.0, np.nan, np.nan, 20.0])
        figures = calculate_key_figures(half, indicators=SHARES)
        assert figures["value"][1] == pytest.approx(100 * 30 / 200)


class TestCompareKeyFigures:
    def test_each_place_has_a_column_of_its_own(self) -> None:
        standing = make_standing()
        found = compare_key_figures({"One": standing.head(2), "Both": standing}, indicators=SHARES)
        assert list(found) == ["indicator", "unit", "One", "Both"]
        assert found["One"].tolist() == pytest.approx([4000, 25, 25, 100])
        assert found["Both"].tolist() == pytest.approx([6000, 24, 100 / 6, 75])


class TestSelectTotals:
    def test_a_total_holds_its_authorities_alone(self) -> None:
        total = AreaTotal(title="County", authorities=("E07000001",))
        (rows,) = (found := select_totals(make_standing(), totals=(total,))).values()
        assert list(found) == ["County"] and rows["area_code"].tolist() == ["a", "b"]
        assert select_totals(make_standing(), totals=()) == {}
