"""Plans as tables."""

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from datacell_lib.files.nouns import Noun
from datacell_lib.files.purposes import load_purposes
from datacell_lib.presentation.tables import show_next_places, show_shares

CALLS = load_purposes().find("calls")


def read(output):
    page = BeautifulSoup(output.content["text/html"], "html.parser")
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in page.select("tbody tr")]
    return [cell.get_text() for cell in page.select("thead th")], rows


@pytest.fixture
def shares():
    return pd.DataFrame(
        {
            "district_name": ["Moor", "Vale"],
            "contacts": [1681.0, 0.0],
            "expected_helped": [142.4, 0.0],
            "expected_need": [3587.3, 0.0],
            "share_of_need_met": [0.0397, float("nan")],
        }
    )


class TestShowShares:
    def test_a_district_its_calls_and_whom_they_find(self, make_released, shares):
        heading, rows = read(
            show_shares(make_released(shares), purpose=CALLS, noun=Noun("hub patch"))
        )
        assert heading == ["Hub patch", "Calls or visits", "Expected to find", "Of all in need"]
        assert rows[0] == ["Moor", "1,681", "142", "3,587 (4.0%)"]

    def test_where_nobody_needs_it_no_share_is_made_up(self, make_released, shares):
        _, rows = read(show_shares(make_released(shares), purpose=CALLS))
        assert rows[1][:3] == ["Vale", "0", "0"]
        assert "nan" not in rows[1][3] and "%" not in rows[1][3]

    def test_districts_become_links(self, make_released, shares):
        shown = show_shares(make_released(shares), purpose=CALLS, pages={"Moor": "moor.html"})
        assert 'href="moor.html"' in shown.content["text/html"]

    def test_without_rows_it_says_why(self, make_released, shares):
        none = make_released(shares.head(0))
        assert "Need is not known" in show_shares(none, purpose=CALLS).content["text/plain"]


class TestShowNextPlaces:
    def test_a_place_and_whom_it_would_reach(self, make_released):
        table = pd.DataFrame(
            {"place_name": ["North"], "district_name": ["Vale"], "newly_covered": [1088.4]}
        )
        shown = show_next_places(make_released(table), kind="food bank")
        heading, rows = read(shown)
        assert heading == ["Place", "In", "People in need newly in time"]
        assert rows == [["North", "Vale", "1,088"]]
        assert "Where one more food bank would reach most" in shown.content["text/html"]

    def test_without_rows_it_says_why(self, make_released):
        none = make_released(
            pd.DataFrame({"place_name": [], "district_name": [], "newly_covered": []})
        )
        assert "nobody new in time" in show_next_places(none, kind=None).content["text/plain"]
