import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datacell_lib.analysis.need import cover_ages, cover_oldest_by_fifth
from datacell_lib.schema import TableError
from datacell_lib.table_sources import list_sources, mark_sources

CODES = [f"E{number:02}" for number in range(10)]
BANDS = {"80 and over": 80.0, "75 to 79": 75.0, "under 75": np.nan}


def make_doses(numerators, *, band="80 and over", residents=100.0):
    """One row a place: its people with a first dose, of so many residents of a band."""
    return pd.DataFrame(
        {
            "area_code": CODES[: len(numerators)],
            "age_band": band,
            "age_from": BANDS[band],
            "period": pd.Timestamp("2021-05-02"),
            "numerator": np.array(numerators, float),
            "denominator": residents,
            "denominator_period": "30 June 2020",
        }
    )


def make_standing():
    """Ten places: the first the most vulnerable, and the last the most deprived."""
    return pd.DataFrame(
        {
            "msoa_code": CODES,
            "population": 1000.0,
            "most_vulnerable_share": np.arange(10) / 10,
            "deprivation_rank": np.arange(10, 0, -1.0),
        }
    )


class TestCoverAges:
    def test_places_are_added_up_and_the_oldest_come_first(self):
        found = cover_ages(
            pd.concat([make_doses([60, 70], band="75 to 79"), make_doses([90, 95])])
        ).set_index("age_band")
        assert found.index.tolist() == ["80 and over", "75 to 79"]
        assert found["value"].tolist() == [185 / 200, 130 / 200]

    def test_more_doses_than_residents_are_told_and_not_cut(self):
        found = cover_ages(make_doses([120, 90]))
        assert found[["numerator", "denominator", "value"]].iloc[0].tolist() == [210, 200, 1.05]
        assert found[["lowest_place", "highest_place"]].iloc[0].tolist() == [0.9, 1.2]

    def test_a_band_open_below_is_last_and_has_a_count_without_a_share(self):
        young = make_doses([300, 200], band="under 75", residents=np.nan)
        found = cover_ages(pd.concat([young, make_doses([90, 95])]))
        assert found["age_band"].tolist() == ["80 and over", "under 75"]
        assert found["numerator"].iloc[1] == 500 and np.isnan(found["value"].iloc[1])

    def test_residents_that_are_known_of_some_places_alone_give_no_share(self):
        found = cover_ages(make_doses([90, 95]).assign(denominator=[100, np.nan]))
        assert found[["denominator", "value"]].isna().all(axis=None)

    def test_no_day_loses_no_row(self):
        assert cover_ages(make_doses([90, 95]).assign(period=pd.NaT))["numerator"].tolist() == [185]

    def test_where_there_are_none_there_are_no_rows(self):
        assert cover_ages(make_doses([90]).head(0)).empty

    def test_a_column_that_is_not_there_is_named(self):
        with pytest.raises(TableError, match="age_from"):
            cover_ages(make_doses([90]).drop(columns="age_from"))

    @given(st.lists(st.integers(0, 150), min_size=10, max_size=10), st.randoms())
    def test_the_order_of_rows_does_not_matter(self, counts, random):
        doses = pd.concat([make_doses(counts), make_doses(counts[::-1], band="75 to 79")])
        shuffled = doses.sample(frac=1, random_state=random.randint(0, 9999))
        pd.testing.assert_frame_equal(cover_ages(shuffled), cover_ages(doses))


class TestCoverOldestByFifth:
    def test_it_is_of_the_oldest_band_alone_in_fifths_of_places(self):
        counts = [60, 70, 80, 80, 80, 80, 80, 80, 90, 100]
        doses = pd.concat([make_doses([1] * 10, band="75 to 79"), make_doses(counts)])
        found = cover_oldest_by_fifth(doses, standing=make_standing())
        by = found.set_index(["ordered_by", "quantile"])
        assert by.loc[("vulnerability", 1), "value"] == 0.65
        assert by.loc[("deprivation", 1), "value"] == 0.95
        assert found["age_band"].eq("80 and over").all()

    def test_intervals_are_wilsons(self):
        # 65 of 100: 55.25% to 73.64%, by the formula of Wilson 1927
        found = cover_oldest_by_fifth(
            make_doses([32.5] * 10, residents=50.0), standing=make_standing()
        )
        ends = found[["lower_ci", "upper_ci"]].iloc[0]
        assert ends.tolist() == pytest.approx([0.5525, 0.7364], abs=5e-5)

    def test_a_fifth_above_its_residents_has_a_share_and_no_interval_and_others_keep_theirs(self):
        found = cover_oldest_by_fifth(
            make_doses([80, 80, 120, 100, 80, 80, 80, 80, 80, 80]), standing=make_standing()
        )
        by = found.set_index(["ordered_by", "quantile"]).loc["vulnerability"]
        assert by["value"].tolist() == [0.8, 1.1, 0.8, 0.8, 0.8]
        assert by["lower_ci"].isna().tolist() == [False, True, False, False, False]
        assert (by["lower_ci"] < by["value"]).drop(2).all()

    def test_without_anybody_of_the_oldest_there_is_no_share(self):
        found = cover_oldest_by_fifth(make_doses([0] * 10, residents=0.0), standing=make_standing())
        assert found["value"].isna().all()

    def test_below_ten_places_and_without_doses_nothing_is_compared(self):
        for doses in (make_doses([80] * 9), make_doses([80]).head(0)):
            assert cover_oldest_by_fifth(doses, standing=make_standing()).empty

    def test_the_datasets_of_both_tables_are_behind_it(self):
        doses = mark_sources(make_doses([80] * 10), ["vaccinations-msoa-2021-04"])
        standing = mark_sources(make_standing(), ["iod2019-scores"])
        found = cover_oldest_by_fifth(doses, standing=standing)
        assert set(list_sources(found)) == {"vaccinations-msoa-2021-04", "iod2019-scores"}

    def test_inputs_stay_as_they_were(self):
        doses, standing = make_doses([80] * 10), make_standing()
        before = doses.copy(), standing.copy()
        cover_oldest_by_fifth(doses, standing=standing)
        pd.testing.assert_frame_equal(doses, before[0])
        pd.testing.assert_frame_equal(standing, before[1])
