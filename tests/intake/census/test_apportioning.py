import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datacell_lib.intake.census.apportioning import apportion_whole_numbers
from datacell_lib.schema import TableError


class TestApportionWholeNumbers:
    def test_ten_seats_go_to_six_parties_by_their_largest_remainders(self):
        # Hamilton's method with Hare's quota: 100,000 votes, ten seats, so a quota of 10,000.
        # By hand: whole quotas 4, 1, 1, 1, 0, 0; the three seats left go to remainders .7, .6, .6.
        votes = pd.Series([47_000, 16_000, 15_900, 12_000, 6_000, 3_100])
        seats = apportion_whole_numbers(votes / 10_000, within=pd.Series(["assembly"] * 6))
        assert seats.tolist() == [5, 2, 1, 1, 1, 0]

    def test_of_equal_remainders_the_earlier_row_is_served_first(self):
        shares = pd.Series([0.5, 0.5, 1.5, 1.5])
        within = pd.Series(["a", "a", "b", "b"])
        assert apportion_whole_numbers(shares, within=within).tolist() == [1, 0, 2, 1]

    def test_a_missing_whole_stays_missing_and_leaves_others_alone(self):
        shares = pd.Series([None, None, 2.5, 1.5])
        given_out = apportion_whole_numbers(shares, within=pd.Series(["a", "a", "b", "b"]))
        assert given_out.isna().tolist() == [True, True, False, False]
        assert given_out.dropna().tolist() == [3, 1]

    def test_a_whole_that_is_no_whole_number_is_named(self):
        with pytest.raises(TableError, match=r"found 2\.5 in E01000001"):
            apportion_whole_numbers(
                pd.Series([1.25, 1.25]), within=pd.Series(["E01000001", "E01000001"])
            )

    @settings(deadline=None)
    @given(
        st.lists(
            st.tuples(
                st.integers(0, 10_000), st.lists(st.integers(1, 5_000), min_size=1, max_size=9)
            ),
            min_size=1,
            max_size=8,
        )
    )
    def test_wholes_keep_their_total_and_no_part_is_off_by_one_or_more(self, wholes):
        rows = [
            (number, total * weight / sum(weights))
            for number, (total, weights) in enumerate(wholes)
            for weight in weights
        ]
        within, shares = (pd.Series(values) for values in zip(*rows, strict=True))
        before = shares.copy()
        given_out = apportion_whole_numbers(shares, within=within)
        assert given_out.groupby(within).sum().tolist() == [total for total, _ in wholes]
        assert (given_out % 1 == 0).all()
        assert ((given_out - shares).abs() < 1 + 1e-6).all()
        pd.testing.assert_series_equal(shares, before)
