import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.analysis.rates.counts import SUPPRESSED, UNKNOWN
from datacell_lib.analysis.rates.intervals import calculate_poisson_interval
from datacell_lib.analysis.time.rolling import (
    TOO_EARLY,
    calculate_rolling_rate,
    calculate_rolling_sum,
)
from datacell_lib.schema import ParameterError, TableError

BOTH = pytest.mark.parametrize("calculate", [calculate_rolling_sum, calculate_rolling_rate])


def make_table(numerators, **columns):
    table = pd.DataFrame({"numerator": numerators, "denominator": 1000, "provisional": False})
    days = pd.date_range("2021-01-01", periods=len(table))
    return table.assign(area_code="E07000073", period=days).assign(**columns)


class TestCalculateRollingSum:
    def test_adds_up_each_day_and_those_before_it(self):
        answer = calculate_rolling_sum(make_table([1, 2, 4, 8]), window=3)
        np.testing.assert_array_equal(answer["value"], [np.nan, np.nan, 7, 14])
        assert answer["note"].tolist() == [TOO_EARLY, TOO_EARLY, "", ""]

    @settings(max_examples=15)
    @given(st.lists(st.integers(0, 10**6), min_size=1, max_size=30), st.integers(1, 8))
    def test_agrees_with_numpy(self, numerators, window):
        answer = calculate_rolling_sum(make_table(numerators), window=window)["value"].dropna()
        expected = np.convolve(numerators, np.ones(window), "valid")
        assert answer.tolist() == (expected.tolist() if len(numerators) >= window else [])

    def test_has_poisson_limits(self):
        answer = calculate_rolling_sum(make_table([3, 4]), window=2).iloc[1]
        lower, upper = calculate_poisson_interval(7)
        assert (answer["lower_ci"], answer["upper_ci"]) == (lower, upper)


class TestCalculateRollingRate:
    def test_divides_by_the_population_of_the_last_day(self):
        table = make_table([3, 4, 5], denominator=[1000, 1000, 500])
        answer = calculate_rolling_rate(table, window=2, multiplier=1000)
        np.testing.assert_array_equal(answer["value"], [np.nan, 7, 18])
        assert answer["statistic"].iloc[0] == "rate over 2 periods per 1,000"

    def test_refuses_a_multiplier_of_zero(self):
        with pytest.raises(ParameterError, match="multiplier must be above zero"):
            calculate_rolling_rate(make_table([1]), multiplier=0)


class TestBoth:
    @BOTH
    def test_do_not_run_from_one_area_into_the_next(self, calculate):
        both = pd.concat([make_table([1] * 3), make_table([9] * 3, area_code="E07000074")])
        answer = calculate(both.sort_values("period", kind="stable"), window=2)
        for area, numerators in (("E07000073", [1] * 3), ("E07000074", [9] * 3)):
            mine = answer.loc[answer["area_code"] == area].reset_index(drop=True)
            alone = calculate(make_table(numerators, area_code=area), window=2)
            pd.testing.assert_frame_equal(mine, alone)

    @BOTH
    def test_are_missing_for_as_long_as_the_window_holds_an_unknown_day(self, calculate):
        answer = calculate(make_table([1, np.nan, 3, 4, 5]), window=2)
        assert answer["value"].isna().tolist() == [True, True, True, False, False]
        assert answer["note"].tolist() == [TOO_EARLY, UNKNOWN, UNKNOWN, "", ""]

    @BOTH
    def test_span_what_suppressed_days_may_be(self, calculate):
        table = make_table([5.0, np.nan], numerator_lower=[np.nan, 0], numerator_upper=[np.nan, 2])
        answer = calculate(table, window=2).iloc[1]
        least, most = (calculate(make_table([5, x]), window=2).iloc[1] for x in (0, 2))
        assert np.isnan(answer["value"]) and answer["note"] == SUPPRESSED
        assert answer["lower_ci"] == least["lower_ci"]
        assert answer["upper_ci"] == most["upper_ci"]

    @BOTH
    def test_carry_the_provisional_mark_along(self, calculate):
        answer = calculate(make_table([1, 2, 3], provisional=[False, False, True]), window=2)
        assert answer["provisional"].tolist() == [False, False, True]

    @BOTH
    def test_refuse_a_table_that_does_not_say_what_is_provisional(self, calculate):
        with pytest.raises(TableError, match="no column provisional"):
            calculate(make_table([1]).drop(columns="provisional"))

    @BOTH
    def test_refuse_a_gap(self, calculate):
        with pytest.raises(TableError, match="a gap before E07000073, 2021-01-04"):
            calculate(make_table([1] * 5).drop(index=2))

    @BOTH
    def test_refuse_an_empty_window(self, calculate):
        with pytest.raises(ParameterError, match="window must be at least 1 period"):
            calculate(make_table([1]), window=0)

    @BOTH
    def test_leave_their_input_unchanged(self, calculate, leaves_unchanged):
        leaves_unchanged(calculate, make_table([1, 2, 3]), window=2)
