import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datacell_lib.analysis.need import compare_deaths_by_fifth, measure_gaps
from datacell_lib.schema import TableError
from datacell_lib.table_sources import list_sources, mark_sources

CODES = [f"E{number:02}" for number in range(20)]


def make_places(deaths, *, codes=CODES, people=1000.0):
    return pd.DataFrame({"area_code": codes, "numerator": deaths, "denominator": people})


def make_standing(*, codes=CODES, shares=None, ranks=None, people=1000.0):
    number = len(codes)
    return pd.DataFrame(
        {
            "msoa_code": codes,
            "population": people,
            "most_vulnerable_share": np.arange(number) / number if shares is None else shares,
            "deprivation_rank": np.arange(number, 0, -1.0) if ranks is None else ranks,
        }
    )


class TestCompareDeathsByFifth:
    def test_fifths_are_of_the_areas_places_from_the_most_vulnerable(self):
        deaths = [50.0] * 4 + [40.0] * 4 + [30.0] * 4 + [20.0] * 4 + [10.0] * 4
        found = compare_deaths_by_fifth(make_places(deaths), standing=make_standing())
        by = found.set_index(["ordered_by", "quantile"])
        assert by.loc[("vulnerability", 1), "value"] == pytest.approx(5000)
        assert by.loc[("vulnerability", 5), "value"] == pytest.approx(1000)
        # ranks run the other way, so the first fifth by deprivation is the last by vulnerability
        assert by.loc[("deprivation", 1), "value"] == pytest.approx(1000)
        assert by.loc[("vulnerability", 1), ["numerator", "denominator"]].tolist() == [200, 4000]

    def test_a_place_stands_where_its_residents_stand_on_average(self):
        # two neighbourhoods in the first place: 9,000 people at 1.0 and 1,000 at 0.0
        standing = pd.concat(
            [
                make_standing(),
                make_standing(codes=["E00"], shares=[1.0], ranks=[1.0], people=9000.0),
            ]
        )
        deaths = [500.0] + [10.0] * 19
        found = compare_deaths_by_fifth(make_places(deaths), standing=standing)
        by = found.set_index(["ordered_by", "quantile"])["numerator"]
        assert by["vulnerability", 1] == 40  # (0 + 9 × 1) / 10 = 0.9, in the last fifth
        assert by["vulnerability", 5] == 530

    def test_below_ten_places_nothing_is_compared(self):
        codes = CODES[:9]
        places = make_places([5.0] * 9, codes=codes)
        found = compare_deaths_by_fifth(places, standing=make_standing(codes=codes))
        assert found.empty
        assert measure_gaps(found).empty

    def test_an_order_that_a_place_has_no_standing_in_is_left_out(self):
        ranks = [np.nan, *range(1, 20)]
        found = compare_deaths_by_fifth(
            make_places([5.0] * 20), standing=make_standing(ranks=ranks)
        )
        assert found["ordered_by"].unique().tolist() == ["vulnerability"]

    def test_the_datasets_of_both_tables_are_behind_it(self):
        places = mark_sources(make_places([5.0] * 20), ["covid-deaths-registered-msoa"])
        standing = mark_sources(make_standing(), ["iod2019-scores"])
        found = measure_gaps(compare_deaths_by_fifth(places, standing=standing))
        assert set(list_sources(found)) == {"covid-deaths-registered-msoa", "iod2019-scores"}

    def test_a_column_that_is_not_there_is_named(self):
        with pytest.raises(TableError, match="deprivation_rank"):
            compare_deaths_by_fifth(
                make_places([5.0] * 20), standing=make_standing().drop(columns="deprivation_rank")
            )

    @given(st.lists(st.integers(0, 200), min_size=20, max_size=20), st.randoms())
    def test_no_death_is_lost_and_the_order_of_rows_does_not_matter(self, deaths, random):
        places, standing = make_places(np.array(deaths, float)), make_standing()
        found = compare_deaths_by_fifth(places, standing=standing)
        sums = found.groupby("ordered_by")["numerator"].sum()
        assert sums.tolist() == [sum(deaths)] * 2
        order = random.sample(range(20), 20)
        shuffled = compare_deaths_by_fifth(places.iloc[order], standing=standing.iloc[order[::-1]])
        pd.testing.assert_frame_equal(shuffled, found)


class TestMeasureGaps:
    def test_a_straight_line_gives_its_ends(self):
        # rates of 5,000 to 1,000 in equal fifths: midpoints 0.1 to 0.9, so 5,500 at one end and
        # 500 at the other
        deaths = [50.0] * 4 + [40.0] * 4 + [30.0] * 4 + [20.0] * 4 + [10.0] * 4
        found = compare_deaths_by_fifth(make_places(deaths), standing=make_standing())
        gaps = measure_gaps(found).set_index("ordered_by")
        assert gaps.loc["vulnerability", "difference"] == pytest.approx(5000)
        assert gaps.loc["vulnerability", "ratio"] == pytest.approx(11)
        assert gaps.loc["deprivation", "difference"] == pytest.approx(-5000)
        assert gaps.loc["deprivation", "ratio"] == pytest.approx(1 / 11)
        for name in ("difference", "ratio"):
            assert (gaps[f"{name}_lower"] < gaps[name]).all()
            assert (gaps[name] < gaps[f"{name}_upper"]).all()

    @pytest.mark.parametrize("deaths", [[0.0] * 20, [0.0] * 4 + [9.0] * 16])
    def test_where_nobody_died_in_a_fifth_no_gap_is_given(self, deaths):
        found = compare_deaths_by_fifth(make_places(deaths), standing=make_standing())
        gaps = measure_gaps(found)
        assert gaps["ordered_by"].tolist() == ["vulnerability", "deprivation"]
        assert gaps[["ratio", "difference"]].isna().all(axis=None)
