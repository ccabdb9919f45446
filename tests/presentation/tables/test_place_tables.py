import pandas as pd
import pytest

from datacell_lib.presentation.tables.place_tables import show_places
from tests.presentation.tables.test_html_tables import Cells

TITLES = {"older": "People aged 65 and over", "disabled": "Disabled people", "third": "Others"}
FIRST = pd.DataFrame(
    {
        "position": range(1, 13),
        "place_name": [f"Place & {number}" for number in range(1, 13)],
        "district_name": "Tendring",
        "neighbourhoods": [4] + [1] * 11,
        "population": [7211.0] * 12,
        "people": [1578.0] + [None] * 11,
        "reasons": ["Health; Money"] + ["no one domain stands out"] * 11,
        "firmness": "likely",
    }
)
MOST = pd.DataFrame(
    {
        "position": [1],
        "place_name": ["Frinton"],
        "neighbourhoods": [8],
        "population": [12280.0],
        "people": [4979.0],
        "other_people": [2967.0],
    }
)


@pytest.fixture
def show(make_released):
    """Show places as a page does; gives the HTML."""

    def show(first=FIRST, most=MOST, titles=TITLES):
        released = make_released(most)
        output = show_places(make_released(first), caption="Where?", titles=titles, most=released)
        return output.content["text/html"]

    return show


class TestShowPlaces:
    def test_each_place_says_whom_to_reach_why_and_how_firm_that_is(self, show):
        rows = Cells(show()).rows
        assert rows[0] == ["Place", "People aged 65 and over, of all residents", "Why", "How firm"]
        assert rows[1] == [
            "1. Place & 1 (4\N{NO-BREAK SPACE}neighbourhoods)",
            "1,578 of 7,211",
            "Health; Money",
            "likely",
        ]

    def test_what_is_not_known_or_has_no_one_reason_says_so(self, show):
        row = Cells(show()).rows[2]
        assert row[0] == "2. Place & 2 (1\N{NO-BREAK SPACE}neighbourhood)"
        assert row[1:3] == ["not known of 7,211", "no one domain stands out"]

    def test_ten_are_open_and_the_others_can_be_opened(self, show):
        before, after = show().split("<summary>The other 2</summary>")
        assert len(Cells(before).rows) == 1 + 10
        assert len(Cells(after).rows) == 1 + 2
        assert "details" not in show(FIRST.head(10))
        assert "<summary>The other one</summary>" in show(FIRST.head(11))

    def test_where_no_place_comes_first_those_with_most_people_are_shown(self, show):
        cells = Cells(show(FIRST.head(0)))
        assert cells.caption == "Where most people aged 65 and over live"
        assert cells.rows[0][2] == "Disabled people"
        assert cells.rows[1] == [
            "1. Frinton (8\N{NO-BREAK SPACE}neighbourhoods)",
            "4,979 of 12,280",
            "2,967",
        ]

    def test_an_index_that_counts_nobody_shows_residents(self, show):
        assert Cells(show(titles={})).rows[0][1] == "Residents"
        assert Cells(show(FIRST.head(0), titles={})).caption == "Where most residents live"

    def test_districts_are_named_where_there_are_several(self, show):
        two = FIRST.assign(district_name=["Harlow"] + ["Tendring"] * 11)
        assert (
            Cells(show(two)).rows[1][0]
            == "1. Place & 1 (Harlow, 4\N{NO-BREAK SPACE}neighbourhoods)"
        )

    def test_a_place_that_is_its_district_is_named_once_and_leads_to_its_page(self, show):
        alike = FIRST.assign(district_name=FIRST["place_name"])
        whole = "1. Place & 1 (4\N{NO-BREAK SPACE}neighbourhoods)"
        assert Cells(show(alike)).rows[1][0] == whole
