import numpy as np
import pandas as pd
import pytest

from datacell_lib.analysis.rates.counts import (
    NO_DENOMINATOR,
    NOBODY,
    SUPPRESSED,
    UNKNOWN,
    find_keys,
    read_counts,
)
from datacell_lib.analysis.rates.proportions_and_rates import calculate_crude_rate
from datacell_lib.schema import ParameterError, TableError


def make_table(**columns):
    return pd.DataFrame({"area_code": ["a", "a", "b"], "period": [1, 2, 1]}).assign(**columns)


class TestFindKeys:
    def test_leaves_out_counts_and_values(self):
        table = make_table(numerator=1, denominator=2, numerator_lower=0, value=1.0)
        assert find_keys(table) == ["area_code", "period"]

    def test_leaves_out_the_limits_of_several_levels(self):
        counts = make_table(numerator=1, denominator=2)
        rates = calculate_crude_rate(counts, confidence=(0.95, 0.998))
        assert "lower_ci_99_8" in rates and find_keys(rates) == ["area_code", "period"]
        assert find_keys(pd.DataFrame({"lower_ci_of_whom": [1]})) == ["lower_ci_of_whom"]

    def test_leaves_out_everything_that_a_rate_comes_back_with(self):
        rates = calculate_crude_rate(make_table(numerator=1, denominator=2))
        assert find_keys(rates) == ["area_code", "period"]


class TestReadCounts:
    def test_adds_up_in_the_order_of_the_first_rows(self):
        counts = read_counts(
            make_table(numerator=[1, 2, 4], denominator=[10, 10, 20]), by=["area_code"]
        )
        assert counts.keys["area_code"].tolist() == ["a", "b"]
        assert counts.exact.tolist() == [3, 4]
        assert counts.denominator.tolist() == [20, 20]

    def test_never_takes_a_missing_count_for_zero(self):
        counts = read_counts(make_table(numerator=[1, np.nan, 4], denominator=10), by=["area_code"])
        np.testing.assert_array_equal(counts.exact, [np.nan, 4])
        assert list(counts.notes) == [UNKNOWN, ""]

    def test_adds_up_the_bounds_of_suppressed_counts(self):
        table = make_table(
            numerator=[5, np.nan, np.nan],
            numerator_lower=[np.nan, 0, 0],
            numerator_upper=[np.nan, 2, 2],
            denominator=10,
        )
        counts = read_counts(table, by=["area_code"])
        assert counts.low.tolist() == [5, 0] and counts.high.tolist() == [7, 2]
        assert np.isnan(counts.exact).all() and counts.has_bounds
        assert list(counts.notes) == [SUPPRESSED, SUPPRESSED]

    def test_knows_a_count_whose_bounds_meet(self):
        table = make_table(
            numerator=np.nan, numerator_lower=3.0, numerator_upper=3.0, denominator=10
        )
        assert read_counts(table).exact.tolist() == [3, 3, 3]

    def test_lets_nobody_be_there_only_where_it_may(self):
        table = make_table(numerator=0, denominator=[10, 0, 10])
        with pytest.raises(TableError, match="denominator must be above zero; found 0 for a, 2"):
            read_counts(table)
        counts = read_counts(table, may_be_empty=True)
        assert list(counts.notes) == ["", NOBODY, ""]
        np.testing.assert_array_equal(counts.people, [10, np.nan, 10])
        assert read_counts(table, by=["area_code"], may_be_empty=True).people.tolist() == [10, 10]

    def test_says_when_the_denominator_is_not_known(self):
        counts = read_counts(make_table(numerator=1, denominator=[10, np.nan, 10]))
        assert list(counts.notes) == ["", NO_DENOMINATOR, ""]

    @pytest.mark.parametrize(("lower", "upper"), [(2, 0), (0, np.nan), (np.nan, 2), (4, 6)])
    def test_refuses_bounds_that_do_not_fit(self, lower, upper):
        table = make_table(
            numerator=[3, 3, 3],
            numerator_lower=[lower, np.nan, np.nan],
            numerator_upper=[upper, np.nan, np.nan],
            denominator=10,
        )
        with pytest.raises(TableError, match=r"must both be given, in order.*not so for a, 1"):
            read_counts(table)

    def test_refuses_one_bound_without_the_other(self):
        with pytest.raises(TableError, match="no column numerator_upper"):
            read_counts(make_table(numerator=1, numerator_lower=0, denominator=10))

    @pytest.mark.parametrize("by", [[], ["district_code"]])
    def test_refuses_keys_that_are_not_there(self, by):
        with pytest.raises(ParameterError, match="by must name key columns"):
            read_counts(make_table(numerator=1, denominator=2), by=by)

    def test_refuses_repeated_keys_before_it_adds_them_up(self):
        table = make_table(numerator=1, denominator=2, period=1)
        with pytest.raises(TableError, match="found more for a, 1"):
            read_counts(table, by=["area_code"])

    def test_refuses_mixed_geographies(self):
        table = make_table(numerator=1, denominator=2, area_code=["E01000001"] * 2 + ["E07000073"])
        with pytest.raises(TableError, match="one geography"):
            read_counts(table)

    def test_leaves_its_input_unchanged(self, leaves_unchanged):
        leaves_unchanged(read_counts, make_table(numerator=1, denominator=2), by=["area_code"])
