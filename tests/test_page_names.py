"""Names of district pages: made once, for the pages and for the links to them."""

import pytest

from datacell_lib.config import RUN_VARIABLE
from datacell_lib.page_names import (
    find_district_pages,
    name_district_pages,
    note_district_pages,
)

TWINS = {"E05000001": "St Mary's", "E05000002": "St Mary's", "E05000003": "Fen & Moor"}


@pytest.fixture
def run(tmp_path, monkeypatch):
    """The folder of a run that has copied what is written by hand."""
    (tmp_path / "inputs").mkdir()
    monkeypatch.setenv(RUN_VARIABLE, str(tmp_path))
    return tmp_path


class TestNameDistrictPages:
    def test_two_of_one_name_get_their_codes_added(self):
        assert name_district_pages(TWINS) == {
            "E05000001": "district-st-marys-e05000001",
            "E05000002": "district-st-marys-e05000002",
            "E05000003": "district-fen-and-moor",
        }


class TestFindDistrictPages:
    def test_a_run_finds_the_pages_that_it_makes(self, run):
        note_district_pages({"E07990001": "Alderhythe"}, run=run)
        assert find_district_pages() == {"Alderhythe": "district-alderhythe.html"}

    def test_a_name_that_two_districts_share_leads_to_neither(self, run):
        note_district_pages(TWINS, run=run)
        assert find_district_pages() == {"Fen & Moor": "district-fen-and-moor.html"}

    def test_where_nothing_is_noted_there_are_none(self, run):
        assert find_district_pages() == {}

    def test_where_there_is_no_run_there_are_none(self, monkeypatch):
        monkeypatch.delenv(RUN_VARIABLE, raising=False)
        assert find_district_pages() == {}
