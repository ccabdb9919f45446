import pandas as pd
import pytest

from datacell_lib.intake.census.parts import estimate_parts
from datacell_lib.schema import TableError

COLUMNS = ["lsoa2011_code", "lsoa2021_code", "change"]
SPLIT = [("E01000001", "E01000011", "S"), ("E01000001", "E01000012", "S")]
MERGED = [("E01000002", "E01000021", "M"), ("E01000003", "E01000021", "M")]
IRREGULAR = [
    ("E01000004", "E01000041", "X"),
    ("E01000004", "E01000042", "X"),
    ("E01000005", "E01000041", "X"),
]


def estimate(rows, **residents):
    known = pd.Series(residents, dtype="float64") if residents else None
    return estimate_parts(pd.DataFrame(rows, columns=COLUMNS), residents=known)


class TestEstimateParts:
    def test_parts_of_a_split_weigh_as_their_own_residents_do(self):
        parts = estimate(SPLIT, E01000011=900, E01000012=2_700)
        assert parts["weight"].tolist() == pytest.approx([900, 2_700])
        assert set(parts["method"]) == {"residents"}

    def test_when_both_censuses_are_known_the_shares_of_a_split_are_those_of_2021(self):
        weight = estimate(SPLIT, E01000001=4_000, E01000011=900, E01000012=2_700)["weight"]
        assert (weight / weight.sum()).tolist() == pytest.approx([0.25, 0.75])

    def test_what_was_merged_weighs_as_its_residents_of_2011_did(self):
        parts = estimate(MERGED, E01000002=1_000, E01000003=3_000)
        assert parts["weight"].tolist() == pytest.approx([1_000, 3_000])
        assert set(parts["method"]) == {"residents"}

    def test_irregular_parts_are_what_both_margins_leave_room_for(self):
        # By hand: all 70 of E01000042 come from E01000004, which leaves 30 of its 100 for
        # E01000041; the other 50 there are all of E01000005.
        parts = estimate(IRREGULAR, E01000004=100, E01000005=50, E01000041=80, E01000042=70)
        assert parts["weight"].tolist() == pytest.approx([30, 70, 50], rel=1e-3)
        assert set(parts["method"]) == {"residents"}

    def test_without_residents_shares_are_equal_and_said_to_be(self):
        parts = estimate([*SPLIT, *MERGED])
        assert parts["weight"].tolist() == [1, 1, 1, 1]
        assert set(parts["method"]) == {"equal shares"}

    def test_residents_of_the_wrong_census_do_not_decide_a_split(self):
        parts = estimate(SPLIT, E01000001=4_000)
        assert parts["weight"].tolist() == pytest.approx([2_000, 2_000])
        assert set(parts["method"]) == {"equal shares"}

    def test_an_unchanged_neighbourhood_is_one_whole_part(self):
        parts = estimate([("E01000009", "E01000009", "U")], E01000009=1_500)
        assert parts[["weight", "method"]].to_numpy().tolist() == [[1.0, "whole"]]

    def test_residents_of_half_a_split_are_refused(self):
        with pytest.raises(TableError, match=r"not for 1, such as E01000012"):
            estimate(SPLIT, E01000011=900)

    def test_an_empty_neighbourhood_is_refused(self):
        with pytest.raises(TableError, match=r"above zero to share by; found 0 in E01000011"):
            estimate(SPLIT, E01000011=0, E01000012=5)

    def test_the_lookup_and_residents_are_left_alone(self):
        lookup = pd.DataFrame(SPLIT, columns=COLUMNS)
        residents = pd.Series({"E01000011": 1, "E01000012": 2})
        copies = lookup.copy(), residents.copy()
        estimate_parts(lookup, residents=residents)
        pd.testing.assert_frame_equal(lookup, copies[0])
        pd.testing.assert_series_equal(residents, copies[1])
