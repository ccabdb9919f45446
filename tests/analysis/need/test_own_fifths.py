"""The gap between a district's own ends."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datacell_lib.analysis.need import compare_own_fifths
from datacell_lib.schema import TableError

TITLES = {"older": "Older people", "renting": "Households renting"}


def make(shares, *, older, renting):
    """Neighbourhoods of 100 people and 50 households each."""
    return pd.DataFrame(
        {
            "area_code": [f"E0100{number:04d}" for number in range(len(shares))],
            "most_vulnerable_share": shares,
            "older_numerator": older,
            "older_denominator": 100.0,
            "renting_numerator": renting,
            "renting_denominator": 50.0,
        }
    )


TEN = make(
    [0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9],
    older=[30, 34, 9, 9, 9, 9, 9, 9, 20, 20],
    renting=[10, 20, 0, 0, 0, 0, 0, 0, 35, 45],
)


class TestCompareOwnFifths:
    def test_counts_of_each_end_are_added_up_and_the_widest_gap_comes_first(self):
        # by hand: older (30+34)/200 against (20+20)/200; renting (10+20)/100 against (35+45)/100
        found = compare_own_fifths(TEN, titles=TITLES)
        assert found["indicator"].tolist() == ["Households renting", "Older people"]
        assert found["own_most"].tolist() == pytest.approx([0.3, 0.32])
        assert found["own_least"].tolist() == pytest.approx([0.8, 0.2])
        assert found["own_gap"].tolist() == pytest.approx([-0.5, 0.12])
        assert (found["own_most_areas"] == 2).all() and (found["own_least_areas"] == 2).all()

    def test_one_without_a_rank_or_a_count_is_left_out(self):
        unranked = make([0.05], older=[100], renting=[50])
        unranked["most_vulnerable_share"] = float("nan")
        table = pd.concat([TEN, unranked], ignore_index=True)
        table.loc[0, "older_numerator"] = float("nan")
        found = compare_own_fifths(table, titles=TITLES).set_index("indicator")
        assert found.loc["Older people", "own_most"] == pytest.approx(0.34)
        assert found.loc["Households renting", "own_most"] == pytest.approx(0.3)

    @pytest.mark.parametrize(
        "table", [TEN.head(4), TEN.head(0), TEN.assign(most_vulnerable_share=0.3)]
    )
    def test_too_few_or_all_alike_have_no_ends(self, table):
        assert compare_own_fifths(table, titles=TITLES).empty

    def test_a_share_that_nobody_knows_is_left_out(self):
        table = TEN.assign(older_numerator=float("nan"))
        found = compare_own_fifths(table, titles=TITLES)
        assert found["indicator"].tolist() == ["Households renting"]

    @given(st.permutations(range(10)))
    def test_the_order_of_rows_changes_nothing(self, order):
        found = compare_own_fifths(TEN.iloc[order], titles=TITLES)
        pd.testing.assert_frame_equal(found, compare_own_fifths(TEN, titles=TITLES))

    def test_a_missing_column_is_named(self):
        with pytest.raises(TableError, match="older_denominator"):
            compare_own_fifths(TEN.drop(columns="older_denominator"), titles=TITLES)
