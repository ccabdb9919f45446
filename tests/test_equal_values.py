"""The rule by which two numbers are one, and what ranks and spreads make of it."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datacell_lib.equal_values import (
    find_tied_starts,
    is_constant,
    merge_equal_values,
    rank_values,
)
from datacell_lib.schema import TableError

# Three sums that are all 2/3 on paper, and differ in their last bits.
TWO_THIRDS = [0.1 + 0.2 + 11 / 30, 1 - 1 / 3, (0.7 + 1.3) / 3]
hundredths = st.lists(st.integers(-10_000, 10_000), min_size=1, max_size=30)


class TestMergeEqualValues:
    def test_makes_one_number_of_sums_that_differ_in_the_last_bit(self):
        assert 0.1 + 0.2 != 0.3
        assert merge_equal_values(pd.Series([0.1 + 0.2, 0.3, 0.7])).tolist() == [0.3, 0.3, 0.7]

    @pytest.mark.parametrize("scale", [1e-300, 1e-9, 1.0, 1e9, 1e300])
    def test_goes_by_the_scale_of_the_column(self, scale):
        same = pd.Series([1.0, 1.0 + 4e-13, 2.0]) * scale
        apart = pd.Series([1.0, 1.0 + 4e-12, 2.0]) * scale
        assert merge_equal_values(same).nunique() == 2
        assert merge_equal_values(apart).nunique() == 3

    def test_takes_what_cancels_to_nearly_nothing_for_nothing(self):
        assert merge_equal_values(pd.Series([0.1 + 0.2 - 0.3, 0.0, -1.0])).nunique() == 2

    def test_parts_no_pair_by_the_border_of_a_rounding(self):
        # 1/4096 has twelve places and a 5 last: rounding to eleven would part these two
        middle = 1 / 4096
        pair = pd.Series([middle, np.nextafter(middle, 0), 1.0])
        assert merge_equal_values(pair).nunique() == 2

    def test_compares_whole_numbers_as_they_are(self):
        assert merge_equal_values(pd.Series([1.0, 2.0, 1e15])).tolist() == [1.0, 2.0, 1e15]

    def test_leaves_missing_and_infinite_values_and_labels(self):
        values = pd.Series([np.nan, np.inf, 0.3, -np.inf], index=list("abcd"), name="share")
        pd.testing.assert_series_equal(merge_equal_values(values), values)

    def test_takes_an_empty_column(self):
        assert merge_equal_values(pd.Series([], dtype=float)).empty

    def test_refuses_text(self):
        with pytest.raises(TableError, match=r"'share' must hold numbers; found .*such as 'x'"):
            merge_equal_values(pd.Series(["x"], name="share"))

    def test_leaves_what_it_is_given_as_it_was(self):
        values = pd.Series([0.1 + 0.2, 0.3])
        merge_equal_values(values)
        assert values.tolist() == [0.1 + 0.2, 0.3]

    @given(numbers=hundredths)
    def test_merges_nothing_but_what_was_one_number_before_its_noise(self, numbers):
        exact = pd.Series(numbers, dtype=float)
        noisy = exact / 100 * (1 + 2e-16 * np.arange(len(exact)))
        merged = merge_equal_values(noisy)
        pairs = pd.DataFrame({"exact": exact, "merged": merged}).drop_duplicates()
        assert pairs["exact"].is_unique
        assert pairs["merged"].is_unique


class TestRankValues:
    def test_ranks_three_ways_to_two_thirds_alike(self):
        assert len(set(TWO_THIRDS)) > 1
        assert rank_values(pd.Series([*TWO_THIRDS, 0.9])).tolist() == [1, 1, 1, 4]

    @pytest.mark.parametrize(
        ("ties", "ascending", "expected"),
        [
            ("min", True, [2, 2, 1]),
            ("average", True, [2.5, 2.5, 1]),
            ("max", True, [3, 3, 1]),
            ("min", False, [1, 1, 3]),
        ],
    )
    def test_gives_equals_the_rank_asked_for(self, ties, ascending, expected):
        values = pd.Series([0.1 + 0.2, 0.3, 0.1])
        assert rank_values(values, ties=ties, ascending=ascending).tolist() == expected

    @given(numbers=hundredths)
    def test_ranks_as_the_numbers_without_their_noise(self, numbers):
        exact = pd.Series(numbers)
        noisy = exact / 100 * (1 - 2e-16 * np.arange(len(exact)))
        pd.testing.assert_series_equal(rank_values(noisy), exact.rank(method="min"))

    @given(
        numbers=st.lists(st.sampled_from([-np.inf, -1.0, 0.0, -0.0, 2.0, np.inf, np.nan])),
        ties=st.sampled_from(["min", "average", "max"]),
        ascending=st.booleans(),
    )
    def test_ranks_infinite_and_missing_values_as_pandas_does(self, numbers, ties, ascending):
        values = pd.Series(numbers, dtype=float, name="share")
        expected = values.rank(method=ties, ascending=ascending)
        pd.testing.assert_series_equal(
            rank_values(values, ties=ties, ascending=ascending), expected
        )

    def test_leaves_missing_values_without_a_rank(self):
        assert rank_values(pd.Series([np.nan, 4.0])).isna().tolist() == [True, False]


class TestIsConstant:
    @pytest.mark.parametrize(
        "values",
        [
            TWO_THIRDS,
            [0.3, 0.1 + 0.2, np.nan],
            [1e6 + 1e-9, 1e6],
            [5, 5],
            [np.nan],
            [],
            [np.inf, np.inf],
        ],
    )
    def test_calls_noise_and_nothing_constant(self, values):
        assert is_constant(pd.Series(values, dtype=float))

    @pytest.mark.parametrize(
        "values",
        [[0.3, 0.300001], [1e15, 1e15 + 1], [0.0, 1e-300], [1.0, np.inf], [-1e308, 1e308]],
    )
    def test_calls_what_varies_not_constant(self, values):
        assert not is_constant(pd.Series(values))

    @given(numbers=hundredths)
    def test_agrees_with_the_number_of_merged_values(self, numbers):
        noisy = pd.Series(numbers) / 100 * (1 + 2e-16 * np.arange(len(numbers)))
        assert is_constant(noisy) == (merge_equal_values(noisy).nunique() < 2)


class TestFindTiedStarts:
    def test_marks_where_each_value_begins(self):
        ordered = np.array([0.1, 0.3, 0.1 + 0.2, 0.5])
        assert find_tied_starts(ordered).tolist() == [True, True, False, True]

    def test_takes_none_and_one(self):
        assert find_tied_starts(np.array([])).tolist() == []
        assert find_tied_starts(np.array([4.0])).tolist() == [True]
