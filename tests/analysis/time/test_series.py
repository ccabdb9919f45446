"""Long tables of series as matrices."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.analysis.time.series import arrange_series, choose_columns
from datacell_lib.schema import ParameterError, TableError

TWO = pd.DataFrame(
    {
        "area_code": ["E06000001"] * 3 + ["E06000002"] * 2,
        "period": pd.to_datetime(
            ["2024-01-01", "2024-01-08", "2024-01-15", "2024-01-08", "2024-01-15"]
        ),
        "numerator": [1.0, 2.0, np.nan, 4.0, 5.0],
    }
)


class TestArrangeSeries:
    def test_each_area_is_a_row_and_each_period_a_column(self):
        series = arrange_series(TWO)
        assert series.areas.tolist() == ["E06000001", "E06000002"]
        assert series.periods.tolist() == list(TWO["period"][:3])
        np.testing.assert_array_equal(series.counts, [[1, 2, np.nan], [np.nan, 4, 5]])

    def test_a_missing_count_is_listed_but_a_missing_row_is_not(self):
        series = arrange_series(TWO)
        assert series.listed.tolist() == [[True, True, True], [False, True, True]]
        assert series.first_columns.tolist() == [0, 1]

    def test_rows_may_go_by_period_first(self):
        by_period = TWO.sort_values(["period", "area_code"])
        np.testing.assert_array_equal(arrange_series(by_period).counts, arrange_series(TWO).counts)

    def test_a_provisional_count_is_kept_as_observed_and_not_used(self):
        series = arrange_series(TWO.assign(provisional=[False, True, False, False, True]))
        np.testing.assert_array_equal(series.counts, [[1, np.nan, np.nan], [np.nan, 4, np.nan]])
        np.testing.assert_array_equal(series.observed, [[1, 2, np.nan], [np.nan, 4, 5]])

    def test_a_suppressed_count_keeps_its_limits_and_a_blank_has_none(self):
        limited = TWO.assign(numerator_lower=0.0, numerator_upper=2.0)
        series = arrange_series(limited)
        assert series.suppressed.tolist() == [[False, False, True], [False, False, False]]
        np.testing.assert_array_equal(series.lowest[0], [1, 2, 0])
        np.testing.assert_array_equal(series.highest[0], [1, 2, 2])
        assert not arrange_series(TWO).suppressed.any()

    def test_populations_are_one_where_none_are_given(self):
        np.testing.assert_array_equal(arrange_series(TWO).populations[0], [1, 1, 1])
        np.testing.assert_array_equal(
            arrange_series(TWO.assign(denominator=[7, 8, 9, 7, 7])).populations[0], [7, 8, 9]
        )

    def test_the_input_is_unchanged(self):
        before = TWO.copy()
        arrange_series(TWO)
        pd.testing.assert_frame_equal(TWO, before)

    @given(
        counts=st.lists(st.integers(0, 99), min_size=6, max_size=6),
        order=st.permutations(["A", "B", "C"]),
    )
    @settings(max_examples=20, deadline=None)
    def test_every_count_lands_in_its_own_row_and_column(self, counts, order):
        table = pd.DataFrame(
            {"area_code": np.repeat(order, 2), "period": [1, 2] * 3, "numerator": counts}
        )
        series = arrange_series(table)
        for area, period, count in table.itertuples(index=False):
            assert series.counts[series.areas.get_loc(area), period - 1] == count

    @pytest.mark.parametrize(
        ("table", "message"),
        [
            (TWO.drop(columns="numerator"), "the table has no column numerator"),
            (TWO.head(0), "the table has no rows"),
            (TWO.assign(numerator=-1), "numerator must not be negative; found -1"),
            (TWO.assign(denominator=0), "denominator must be above zero; found 0"),
            (TWO.assign(provisional="no"), "provisional must be true or false in every row"),
            (TWO.assign(numerator_upper=-2.0), "numerator_upper must not be negative"),
            (TWO.assign(area_code=[*TWO["area_code"][:4], "E01000001"]), "of one geography"),
            (TWO.drop(index=1), "found a gap before E06000001, 2024-01-15"),
            (TWO[::-1], "found it out of order or repeated"),
            (pd.concat([TWO, TWO.tail(1)]), "found it out of order or repeated"),
        ],
    )
    def test_a_faulty_table_is_refused(self, table, message):
        with pytest.raises(TableError, match=message):
            arrange_series(table)

    def test_series_on_different_weekdays_are_refused(self):
        shifted = TWO.copy()
        shifted.loc[3:, "period"] += pd.Timedelta(days=1)
        with pytest.raises(TableError, match=r"another day for E06000002, 2024-01-09; E06000002"):
            arrange_series(shifted)

    def test_series_years_apart_are_refused(self):
        apart = TWO.copy()
        apart.loc[3:, "period"] += pd.Timedelta(days=7 * 104)
        with pytest.raises(TableError, match="found none just before E06000002, 2026-01-05"):
            arrange_series(apart)


class TestChooseColumns:
    def test_the_last_periods_are_chosen(self):
        assert choose_columns(arrange_series(TWO), assess_last=2).tolist() == [1, 2]

    def test_all_periods_are_chosen_where_no_number_is_given_or_it_is_too_large(self):
        for number in (None, 3, 99):
            assert choose_columns(arrange_series(TWO), assess_last=number).tolist() == [0, 1, 2]

    def test_no_period_at_all_is_refused(self):
        with pytest.raises(ParameterError, match="assess_last must be at least 1; found 0"):
            choose_columns(arrange_series(TWO), assess_last=0)
