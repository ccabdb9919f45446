"""What is other than the last time: moves in and out of the fifth, order, people, files."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datacell_lib.analysis.need.changes import compare_order, list_changed_files, list_moves
from datacell_lib.schema import TableError

BEFORE = pd.DataFrame(
    {
        "area_code": ["a", "b", "c", "d"],
        "neighbourhood": ["Moor", "North", "Old", "Park"],
        "district_name": ["Dale", "Dale", "Edge", "Edge"],
        "population": [100, 300, 50, 150],
        "most_vulnerable_share": [0.1, 0.3, 0.2, None],
    }
)


def shift(**shares):
    moved = BEFORE.set_index("area_code")
    moved.loc[list(shares), "most_vulnerable_share"] = [
        float("nan") if share is None else share for share in shares.values()
    ]
    return moved.reset_index()


class TestListMoves:
    def test_those_that_joined_come_before_those_that_left(self):
        moves = list_moves(shift(a=0.21, b=0.2), before=BEFORE)
        assert moves[["neighbourhood", "change"]].to_numpy().tolist() == [
            ["North", "joined"],
            ["Moor", "left"],
        ]
        assert moves["most_vulnerable_share_before"].tolist() == [0.3, 0.1]

    def test_one_without_a_rank_now_or_before_neither_joined_nor_left(self):
        assert list_moves(shift(a=None, d=0.1), before=BEFORE).empty

    def test_one_that_was_not_there_before_did_not_move(self):
        assert list_moves(BEFORE, before=BEFORE[BEFORE["area_code"] != "a"]).empty

    def test_a_table_without_ranks_is_refused(self):
        with pytest.raises(TableError, match="most_vulnerable_share"):
            list_moves(BEFORE, before=BEFORE.drop(columns="most_vulnerable_share"))

    @given(st.lists(st.floats(0.001, 1), min_size=4, max_size=4))
    def test_going_back_is_the_same_moves_the_other_way(self, shares):
        one = BEFORE.assign(most_vulnerable_share=[0.1, 0.3, 0.2, 0.9])
        other = BEFORE.assign(most_vulnerable_share=shares)
        there, back = (list_moves(b, before=a) for a, b in ((one, other), (other, one)))
        turned = {"joined": "left", "left": "joined"}
        assert dict(there[["area_code", "change"]].to_numpy()) == {
            code: turned[change] for code, change in back[["area_code", "change"]].to_numpy()
        }


class TestCompareOrder:
    def test_districts_are_ordered_by_share_with_people_then_and_now(self):
        # by hand: Edge 50 of the 50 who have a rank, Dale 100 of 400; then Dale 400 of 400
        order = compare_order(shift(b=0.2, c=0.3), before=BEFORE).set_index("district_name")
        assert order[["value", "value_before"]].to_numpy().tolist() == [[1, 0.25], [0, 1]]
        people = ["people_in_fifth", "people_in_fifth_before"]
        assert order[people].to_numpy().tolist() == [[400, 100], [0, 50]]
        assert order["position_before"].to_dict() == {"Dale": 2, "Edge": 1}
        # nobody lives in the fifth in Edge, so it has no place
        assert order.loc["Dale", "position"] == 1 and pd.isna(order.loc["Edge", "position"])
        assert order["change"].tolist() == ["own_share", "own_share"]

    def test_equal_shares_hold_one_place_and_none_at_nothing_moves(self):
        names = ["Ash", "Birch", "Cedar", "Dogwood", "Elm"]
        shares = pd.DataFrame({"district_name": names, "neighbourhood": names, "area_code": names})
        before = shares.assign(population=10, most_vulnerable_share=[0.9, 0.9, 0.9, 0.9, 0.1])
        now = before.assign(most_vulnerable_share=[0.9, 0.9, 0.1, 0.9, 0.1])
        order = compare_order(now, before=before).set_index("district_name")
        assert order["position"].dropna().to_dict() == {"Cedar": 1, "Elm": 1}
        assert order.index[order["joint"]].tolist() == ["Cedar", "Elm"]
        assert order["position_before"].dropna().to_dict() == {"Elm": 1}
        assert not order["joint_before"].any()
        assert order["change"].to_dict() == dict.fromkeys(names, "") | {"Cedar": "own_share"}

    def test_one_that_others_passed_did_not_move_by_its_own_share(self):
        places = pd.DataFrame(
            {
                "area_code": list("abcd"),
                "neighbourhood": list("abcd"),
                "district_name": ["Dale", "Dale", "Edge", "Edge"],
                "population": [100, 300, 50, 150],
                "most_vulnerable_share": [0.1, 0.3, 0.9, 0.9],
            }
        )
        now = places.assign(most_vulnerable_share=[0.1, 0.3, 0.1, 0.9])
        # Edge has 25% now, as Dale has: 50 of 200, 100 of 400; then 75%, by its larger part
        joint = compare_order(now, before=places).set_index("district_name")
        assert joint["change"].to_dict() == {"Dale": "", "Edge": "own_share"}
        passed = places.assign(most_vulnerable_share=[0.1, 0.3, 0.9, 0.1])
        order = compare_order(passed, before=places).set_index("district_name")
        assert order["change"].to_dict() == {"Dale": "others_shares", "Edge": "own_share"}

    def test_what_is_the_same_as_written_did_not_move_by_its_own_share(self):
        # 251 and 254 of 1,000 are 25%, whichever way round
        places = pd.DataFrame(
            {
                "area_code": list("abcd"),
                "neighbourhood": list("abcd"),
                "district_name": ["Dale", "Dale", "Edge", "Edge"],
                "population": [251, 749, 254, 746],
                "most_vulnerable_share": [0.1, 0.9, 0.1, 0.9],
            }
        )
        turned = places.assign(population=[254, 746, 251, 749])
        order = compare_order(turned, before=places).set_index("district_name")
        assert order["position"].to_dict() == {"Dale": 1, "Edge": 2}
        assert order["position_before"].to_dict() == {"Dale": 2, "Edge": 1}
        assert set(order["change"]) == {"others_shares"}

    def test_a_district_that_was_not_there_has_no_place_before(self):
        order = compare_order(BEFORE, before=BEFORE[BEFORE["district_name"] == "Dale"])
        edge = order.set_index("district_name").loc["Edge"]
        assert edge[["position_before", "value_before", "people_in_fifth_before"]].isna().all()
        assert edge["change"] == "own_share"

    def test_its_input_is_not_changed(self):
        before, now = BEFORE.copy(), shift(a=0.5)
        compare_order(now, before=BEFORE)
        pd.testing.assert_frame_equal(BEFORE, before)
        pd.testing.assert_frame_equal(now, shift(a=0.5))


class TestListChangedFiles:
    def test_the_same_files_are_no_change_whatever_their_order(self):
        files = pd.DataFrame({"title": ["Age", "Beds"], "checksum": ["1", "2"]})
        assert list_changed_files(files[::-1], before=files).empty

    def test_what_is_modelled_has_no_file_and_so_no_newer_one(self):
        before = pd.DataFrame({"title": ["Modelled"], "checksum": [None]})
        now = pd.DataFrame({"title": ["Modelled"], "checksum": [""]})
        assert list_changed_files(now, before=before).empty
