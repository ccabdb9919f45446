"""A list of places is explained by the columns that it has, and by no others."""

import json

import pandas as pd
import pytest

from datacell_lib.config import ROOT
from datacell_lib.presentation.sections import show_first_places
from datacell_lib.schema import DisclosureError
from tests.presentation.tables.test_html_tables import Cells
from tests.presentation.tables.test_place_tables import FIRST, MOST, TITLES

NAMED = {"Why": "*Why* names", "How firm": "*Firm* is where"}


@pytest.fixture
def show(make_released):
    """The headings of the list and the paragraph below it."""

    def show(first):
        most = make_released(MOST)
        shown = show_first_places(make_released(first), caption="Where?", titles=TITLES, most=most)
        table, words = shown.parts
        return Cells(table.content["text/html"]).rows[0], words.content["text/markdown"]

    return show


class TestShowFirstPlaces:
    @pytest.mark.parametrize("first", [FIRST, FIRST.head(0)], ids=["some", "nobody"])
    def test_a_column_is_explained_where_there_is_one_and_only_there(self, show, first):
        headings, words = show(first)
        for heading, explained in NAMED.items():
            assert (heading in headings) == (explained in words)

    def test_where_nobody_lives_in_the_fifth_the_order_is_explained(self, show):
        _, words = show(FIRST.head(0))
        assert "in the order of how many people aged 65 and over live in each" in words

    def test_a_table_that_was_not_released_is_refused(self, make_released):
        most = make_released(MOST)
        with pytest.raises(DisclosureError):
            show_first_places(pd.DataFrame(FIRST), caption="Where?", titles={}, most=most)


def test_no_page_explains_these_columns_whatever_its_list_has():
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        written = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
        assert [text for text in written if "*Why* names" in text] == []
