"""Expected values follow from the definitions, by hand."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datacell_lib.analysis.need.first_places import (
    list_first_places,
    list_places_by_people,
    select_fifth,
)
from datacell_lib.schema import TableError
from datacell_lib.wording import NO_ONE_DOMAIN

TITLES = {"older": "Older people", "disabled": "Disabled people"}
DOMAINS = {"money": "Money", "health": "Health"}
# Moor holds two of the fifth, North the most vulnerable one, South none.
STANDING = pd.DataFrame(
    {
        "area_code": ["a", "b", "c", "d", "e"],
        "msoa_code": ["m", "n", "m", "m", "s"],
        "place_name": ["Moor", "North", "Moor", "Moor", "South"],
        "district_name": "Borough",
        "most_vulnerable_share": [0.15, 0.1, 0.12, 0.5, None],
        "share_of_draws_in_most_vulnerable_20": [0.6, 0.97, 0.2, 0.1, 0.1],
        "share_money": [0.1, 0.3, 0.9, 0.9, 0.1],
        "share_health": [0.2, 0.21, 0.1, 0.9, 0.1],
        "population": [100, 300, 300, 50, 80],
        "older_numerator": [10, 40, 50, 5, 30],
        "disabled_numerator": [20, 30, 40, 5, 31],
    }
)


def list_them(standing=STANDING):
    return list_first_places(standing, titles=TITLES, domains=DOMAINS)


class TestSelectFifth:
    def test_every_neighbourhood_of_the_nations_fifth_is_in_place_by_place(self):
        chosen = select_fifth(STANDING)
        assert chosen["area_code"].tolist() == ["b", "c", "a"]
        assert chosen["position"].tolist() == [1, 2, 2]

    def test_how_firm_each_is_says_how_often_other_methods_agree(self):
        assert select_fifth(STANDING)["firmness"].tolist() == ["firm", "depends", "likely"]

    def test_one_at_the_edge_is_in(self):
        edge = STANDING.assign(most_vulnerable_share=[0.2, 0.2 + 1e-9, 1, 1, 1])
        assert select_fifth(edge)["area_code"].tolist() == ["a"]

    def test_where_there_is_none_the_list_is_empty(self):
        assert select_fifth(STANDING.assign(most_vulnerable_share=0.9)).empty
        assert select_fifth(STANDING.assign(most_vulnerable_share=None)).empty

    def test_a_column_that_is_missing_is_named(self):
        with pytest.raises(TableError, match="place_name"):
            select_fifth(STANDING.drop(columns="place_name"))

    @given(st.lists(st.floats(0, 1) | st.none(), min_size=5, max_size=5), st.randoms())
    def test_the_order_of_rows_changes_nothing(self, shares, random):
        table = STANDING.assign(most_vulnerable_share=pd.Series(shares, dtype="Float64"))
        rows = list(range(len(table)))
        random.shuffle(rows)
        pd.testing.assert_frame_equal(
            select_fifth(table.iloc[rows].reset_index(drop=True)), select_fifth(table)
        )


class TestListFirstPlaces:
    def test_each_place_is_counted_by_its_neighbourhoods_in_the_fifth(self):
        places = list_them().set_index("place_name")
        assert list(places.index) == ["North", "Moor"]
        moor = places.loc["Moor"]
        assert (moor["neighbourhoods"], moor["neighbourhoods_in_all"]) == (2, 3)
        assert (moor["population"], moor["people"]) == (400, 60)
        assert moor["most_vulnerable_share"] == 0.12

    def test_a_reason_is_a_domain_in_whose_fifth_half_of_the_residents_live(self):
        # In Moor 400 of 400 live in the most vulnerable fifth for health,
        # 100 of 400 in that for money; in North nobody in either.
        assert list_them()["reasons"].tolist() == [NO_ONE_DOMAIN, "Health"]

    def test_the_place_is_as_firm_as_its_residents_average(self):
        # (0.6 x 100 + 0.2 x 300) / 400 = 0.3
        assert list_them()["firmness"].tolist() == ["firm", "depends"]

    def test_a_place_in_two_districts_names_both(self):
        two = STANDING.assign(district_name=["East", "East", "West", "West", "West"])
        assert list_them(two)["district_name"].tolist() == ["East", "West and East"]

    def test_a_sum_that_holds_an_unknown_number_is_not_known(self):
        gap = STANDING.assign(older_numerator=[None, 40, 50, 5, 30])
        people = list_them(gap)["people"]
        assert people[0] == 40 and pd.isna(people[1])

    def test_residents_that_are_not_known_still_leave_a_reason(self):
        gap = STANDING.assign(population=[None, 300, 300, 50, 80])
        assert list_them(gap)["reasons"].tolist() == [NO_ONE_DOMAIN, "Health; Money"]

    def test_without_such_neighbourhoods_it_has_no_row_and_all_columns(self):
        empty = list_them(STANDING.assign(most_vulnerable_share=0.9))
        assert empty.empty
        assert list(empty) == list(list_them())

    def test_an_index_that_counts_nobody_has_no_people(self):
        assert list_first_places(STANDING, titles={}, domains=DOMAINS)["people"].isna().all()

    @given(st.lists(st.floats(0, 1), min_size=5, max_size=5))
    def test_every_neighbourhood_and_resident_of_the_fifth_is_in_one_place(self, shares):
        table = STANDING.assign(most_vulnerable_share=shares)
        inside = table[table["most_vulnerable_share"] <= 0.2]
        places = list_them(table)
        assert places["neighbourhoods"].sum() == len(inside)
        assert places["population"].sum() == inside["population"].sum()


class TestListPlacesByPeople:
    def test_places_come_by_the_people_first_counted(self):
        places = list_places_by_people(STANDING, titles=TITLES)
        assert places["place_name"].tolist() == ["Moor", "North", "South"]
        assert places["people"].tolist() == [65, 40, 30]
        assert places["other_people"].tolist() == [65, 30, 31]
        assert places["position"].tolist() == [1, 2, 3]

    def test_an_unknown_number_comes_last_and_stays_unknown(self):
        gap = STANDING.assign(older_numerator=[None, 40, 50, 5, 30])
        places = list_places_by_people(gap, titles=TITLES)
        assert places["place_name"].tolist() == ["North", "South", "Moor"]
        assert pd.isna(places["people"].iloc[-1])

    def test_without_titles_places_come_by_code_with_their_residents(self):
        places = list_places_by_people(STANDING, titles={})
        assert places["place_name"].tolist() == ["Moor", "North", "South"]
        assert places["population"].tolist() == [450, 300, 80]
