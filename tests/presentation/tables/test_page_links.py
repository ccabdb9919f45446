"""Names of districts as links to their pages."""

import pandas as pd
import pytest

from datacell_lib.presentation.tables.html_tables import show_table
from datacell_lib.presentation.tables.place_tables import show_places
from tests.presentation.tables.test_place_tables import FIRST

PAGES = {"Bread & Butter": "district-bread-and-butter.html"}
LINK = '<a href="district-bread-and-butter.html">Bread &amp; Butter</a>'
DISTRICTS = pd.DataFrame(
    {
        "district_name": ["Bread & Butter", "<b>Odd</b>"],
        "population": [12345.0, 900.0],
        "people_in_fifth": [3000.0, 0.0],
        "value": [0.24, 0.0],
        "neighbourhoods": [8, 3],
        "in_fifth": [2, 0],
        "unranked": [0, 0],
    }
)
PLACES = FIRST.head(2).assign(district_name=["Bread & Butter", "<b>Odd</b>"])


@pytest.fixture(params=["districts", "places"])
def show(request, make_released):
    """A function that shows a table of districts, or of places in districts."""

    def show(pages):
        if request.param == "districts":
            table = make_released(DISTRICTS)
            return show_table(table, caption="Which?", kind="districts", pages=pages)
        return show_places(make_released(PLACES), caption="Where?", titles={}, pages=pages)

    return show


class TestLinksOfDistricts:
    def test_a_district_that_has_a_page_is_a_link_and_another_is_text(self, show):
        html = show(PAGES).content["text/html"]
        assert html.count(LINK) == html.count("<a ") == 1
        assert "&lt;b&gt;Odd&lt;/b&gt;" in html and "<b>" not in html

    def test_where_no_page_is_known_nothing_is_a_link(self, show):
        html = show({}).content["text/html"]
        assert "Bread &amp; Butter" in html and "<a " not in html

    def test_as_plain_text_the_name_stands_as_it_is(self, show):
        text = show(PAGES).content["text/plain"]
        assert "Bread & Butter" in text and "<b>Odd</b>" in text and "href" not in text
