"""The Monday sheet: one page of A4 for those who go there, in the words of the district's page."""

import re
from datetime import date
from html.parser import HTMLParser

import pandas as pd
import pytest

from datacell_lib.files.area import load_area
from datacell_lib.presentation.downloads.monday_sheet import write_sheet
from datacell_lib.presentation.imprint import make_imprint
from datacell_lib.presentation.page_status import PENDING, list_status_forms
from datacell_lib.presentation.who_answers import write_contact
from datacell_lib.schema import DisclosureError

SAMPLE = load_area("sample")
IMPRINT = make_imprint(SAMPLE, made_on=date(2026, 11, 23))
TITLES = {"older": "People aged 65 and over", "disability": "Disabled people"}
FIRST = pd.DataFrame(
    {
        "position": [1, 2],
        "msoa_code": ["E02000001", "E02000002"],
        "place_name": ["Moor & Fen", "<b>North</b>"],
        "district_name": ["Hexelby", "Hexelby"],
        "neighbourhoods": [4, 1],
        "neighbourhoods_in_all": [5, 5],
        "population": [7211, 1650],
        "people": [1578, 330],
        "most_vulnerable_share": [0.01, 0.15],
        "reasons": ["Clinical; Economic", "Living conditions"],
        "firmness": ["firm", "likely"],
        "listed": [13, 13],
    }
)
MOST = FIRST.drop(columns=["reasons", "firmness"]).assign(other_people=[900, 100])


class Cells(HTMLParser):
    """The text of each cell, row by row."""

    def __init__(self, page):
        super().__init__()
        self.rows, self.open = [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.open = tag in ("th", "td")
        if tag == "tr":
            self.rows.append([])
        elif self.open:
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        self.open = self.open and tag not in ("th", "td")

    def handle_data(self, data):
        if self.open:
            self.rows[-1][-1] += data


@pytest.fixture
def write(make_released):
    def write(table=FIRST, imprint=IMPRINT):
        about = {"title": "Hexelby", "code": "E07990001", "titles": TITLES, "imprint": imprint}
        return write_sheet(make_released(table), **about)

    return write


class TestWriteSheet:
    def test_a_row_has_place_people_and_reasons_and_room_to_write(self, write):
        head, first, second = Cells(write()).rows
        assert head == [
            "Place",
            "People aged 65 and over, of all residents",
            "Why",
            "Done",
            "Name and date",
        ]
        place = "1. Moor & Fen (4\N{NO-BREAK SPACE}neighbourhoods)"
        assert first == [place, "1,578 of 7,211", "Clinical; Economic", "", ""]
        assert second[0] == "2. <b>North</b> (1\N{NO-BREAK SPACE}neighbourhood)"

    def test_its_head_has_district_day_and_status_and_its_foot_who_answers(self, write):
        head, _, foot = re.split("<main>|</main>", write())
        for words in ("Hexelby", "Brackenshire", "Made on 23 November 2026.", "Invented", PENDING):
            assert words in head
        assert "About places, not about households" in foot
        assert write_contact(SAMPLE.contact) in foot

    def test_it_says_how_many_of_all_places_it_has(self, write):
        assert "<caption>The places to go first: 2 of 13</caption>" in write()

    def test_where_no_place_comes_first_it_lists_where_most_people_live(self, write):
        page = write(MOST)
        assert "<caption>Where most people aged 65 and over live: 2 of 13</caption>" in page
        head, first, _ = Cells(page).rows
        assert head[2:] == ["Disabled people", "Done", "Name and date"]
        assert first[1:3] == ["1,578 of 7,211", "900"]

    def test_what_is_near_stands_before_the_room_to_write_and_asks_to_ring(self, write):
        near = {
            "nearest_gp_surgery": ["EAST LYNNE SURGERY", None],
            "kilometres_to_gp_surgery": [0.21, None],
            "nearest_pharmacy": ["Boots", "Moor Chemist"],
            "kilometres_to_pharmacy": [1.0, 2.0],
        }
        page = write(FIRST.assign(**near))
        head, first, second = Cells(page).rows
        assert head[3:] == ["What is near (straight line)", "Done", "Name and date"]
        assert first[3] == "GP surgery East Lynne Surgery, 0.2\xa0km; pharmacy Boots, 1.0\xa0km"
        assert second[3] == "GP surgery not known; pharmacy Moor Chemist, 2.0\xa0km"
        assert "ring before" in page and "ring before" not in write()

    def test_where_names_are_long_the_first_kind_alone_is_near(self, write):
        near = {
            "nearest_gp_surgery": "The Great Bentley Surgery",
            "kilometres_to_gp_surgery": 1.0,
            "nearest_pharmacy": "A pharmacy whose owners gave it a name of sixty letters or so",
            "kilometres_to_pharmacy": 1.0,
        }
        _, *rows = Cells(write(FIRST.assign(**near))).rows
        assert all(row[3] == "GP surgery The Great Bentley Surgery, 1.0\xa0km" for row in rows)

    def test_an_approval_finds_each_of_its_marks_once(self, write):
        page = write()
        forms = list_status_forms(PENDING)
        assert [page.count(forms[form]) for form in ("screen", "paper")] == [1, 1]
        assert page.count(write_contact(SAMPLE.contact)) == 1

    def test_it_asks_nobody_for_anything(self, write):
        assert not re.search(r"\b(src|url|import|<link|<script)\b", write().replace("mailto:", ""))

    def test_a_report_that_nobody_answers_for_says_so(self, write):
        nobody = make_imprint(SAMPLE.model_copy(update={"contact": None}), made_on=date(2026, 1, 2))
        assert "Nobody is named to answer for this report yet" in write(imprint=nobody)

    def test_a_table_that_was_not_released_is_refused(self):
        about = {"title": "Hexelby", "code": "x", "titles": TITLES, "imprint": IMPRINT}
        with pytest.raises(DisclosureError):
            write_sheet(FIRST, **about)
