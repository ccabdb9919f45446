"""What maps and bars of the most vulnerable places find, told of invented tables by hand."""

import pandas as pd
import pytest

from datacell_lib.presentation.sentences import standing_titles

PLACE = {"place": "Moor", "nation": "England"}


def make_first(*, neighbourhoods=4, population=7211.0, firmness="firm"):
    row = {"place_name": "Clacton", "neighbourhoods": neighbourhoods, "population": population}
    return pd.DataFrame([row | {"firmness": firmness}])


class TestTitleAreaMap:
    @pytest.mark.parametrize(
        ("people", "said"),
        [
            ([116450.0, 32949.0], "A has most people in the most vulnerable fifth: 116,450"),
            ([0.0, 0.0], "No neighbourhood is among the most vulnerable fifth"),
            ([None, None], "Where most people live in vulnerable neighbourhoods is not known"),
        ],
    )
    def test_people_are_counted_where_most_of_them_live(self, make_released, people, said):
        table = pd.DataFrame({"district_name": ["A", "B"], "people_in_fifth": people})
        table = table.astype({"people_in_fifth": "float64"})
        title = standing_titles.title_area_map(make_released(table), **PLACE)
        assert title.finding == said
        assert (
            title.subtitle == "Where each neighbourhood stands in England · Moor · figures of 2021"
        )


class TestTitleIndexMap:
    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({}, "Clacton comes first: 7,211 people live in its 4 neighbourhoods of"),
            ({"firmness": "likely"}, "Clacton comes first by this index: 7,211 people live in"),
            (
                {"neighbourhoods": 1, "population": 1.0},
                "Clacton comes first: 1 person lives in its one neighbourhood of",
            ),
        ],
    )
    def test_the_first_place_is_hedged_where_other_methods_disagree(
        self, make_released, given, said
    ):
        title = standing_titles.title_index_map(make_released(make_first(**given)), **PLACE)
        assert title.finding.startswith(said)

    def test_a_district_without_any_is_told_so(self, make_released):
        title = standing_titles.title_index_map(make_released(make_first().head(0)), **PLACE)
        assert title.finding == "No neighbourhood is among the most vulnerable fifth"


class TestTitleExtent:
    @pytest.mark.parametrize(
        ("shares", "said"),
        [
            (
                [0.93, 0.2],
                "Moor is furthest above England in “Access”: 93% of residents live in the most "
                "vulnerable fifth, against 20%",
            ),
            ([0.204, 0.2], "In no domain is Moor above England"),
            ([None, None], "Whether Moor stands out in a domain is not known"),
        ],
    )
    def test_what_is_as_written_no_higher_does_not_stand_out(self, make_released, shares, said):
        table = pd.DataFrame({"domain": ["Access", "Economic"], "Moor": shares, "England": 0.2})
        table = table.astype({"Moor": "float64"})
        assert standing_titles.title_extent(make_released(table)).finding == said


class TestTitleRankedBars:
    @pytest.mark.parametrize(
        ("limits", "seems"),
        [((0.3, 0.25), "is"), ((0.3, 0.35), "seems"), ((None, 0.1), "seems")],
    )
    def test_it_is_hedged_where_intervals_meet(self, make_released, limits, seems):
        table = pd.DataFrame({"district_name": ["A", "B"], "value": [0.4, 0.2]})
        table["lower_ci"], table["upper_ci"] = [limits[0], 0.1], [0.5, limits[1]]
        title = standing_titles.title_ranked_bars(make_released(table), **PLACE)
        assert title.finding.startswith(f"The share {seems} highest in A: 40% of residents live in")

    @pytest.mark.parametrize(
        ("value", "said"),
        [(0.0, "Nobody lives in a neighbourhood among"), (None, "How many live in the most")],
    )
    def test_where_there_is_none_it_names_no_district(self, make_released, value, said):
        table = pd.DataFrame({"district_name": ["A", "B"], "value": [value, value]})
        table = table.astype({"value": "float64"})
        title = standing_titles.title_ranked_bars(make_released(table), **PLACE)
        assert title.finding.startswith(said)


class TestTitleLocalMap:
    def test_what_is_suppressed_is_not_counted(self, make_released):
        table = pd.DataFrame({"title": "Parcels", "within": "Moor", "fifth_within_area": [1, None]})
        table = table.assign(areas=20, standing_within_area=["x", "suppressed"])
        title = standing_titles.title_local_map(
            make_released(table), index="Parcels", place="North"
        )
        assert title.finding == "Parcels: the order of neighbourhoods within Moor"
