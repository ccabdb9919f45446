"""Which neighbourhoods are in another district: moves, coming and going, and no mere renaming."""

import pandas as pd
import pytest

from datacell_lib.analysis.need.changed_boundaries import list_changed_places
from datacell_lib.schema import TableError

BEFORE = pd.DataFrame(
    {
        "area_code": ["a", "b", "c", "d"],
        "neighbourhood": ["Moor", "North", "Quay", "Down"],
        "population": [100, 200, 300, 400],
        "district_code": ["1", "1", "2", "2"],
        "district_name": ["East", "East", "West", "West"],
    }
)


def place(**groups):
    return BEFORE.assign(
        district_code=BEFORE["area_code"].map({c: k for k, cs in groups.items() for c in cs}),
        district_name=BEFORE["area_code"].map({c: k for k, cs in groups.items() for c in cs}),
    )


class TestListChangedPlaces:
    def test_one_that_moved_has_both_districts(self):
        now = BEFORE.assign(
            district_code=["1", "2", "2", "2"], district_name=["East", "West", "West", "West"]
        )
        moved = list_changed_places(now, before=BEFORE)
        assert moved.to_numpy().tolist() == [["b", "North", 200, "West", "East"]]

    def test_one_that_came_in_and_one_that_left_have_one_district(self):
        moved = list_changed_places(BEFORE[1:], before=BEFORE[:3])
        assert moved["neighbourhood"].tolist() == ["Moor", "Down"]
        assert moved["population"].tolist() == [100, 400]
        assert moved["district_name"].isna().tolist() == [True, False]
        assert moved["district_name_before"].isna().tolist() == [False, True]

    def test_other_names_and_codes_of_the_same_neighbourhoods_are_no_change(self):
        assert list_changed_places(place(Sunrise="ab", Sunset="cd"), before=BEFORE).empty
        assert list_changed_places(BEFORE, before=BEFORE).empty

    def test_two_districts_that_became_one_are_changed_where_the_name_is_another(self):
        moved = list_changed_places(place(East="abcd"), before=BEFORE)
        assert moved["area_code"].tolist() == ["c", "d"]

    def test_a_missing_column_is_refused(self):
        with pytest.raises(TableError, match="district_code"):
            list_changed_places(BEFORE.drop(columns="district_code"), before=BEFORE)
