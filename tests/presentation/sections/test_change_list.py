"""What changed since last time, in sentences: each says what it compares, and nothing else."""

import pandas as pd
import pytest

from datacell_lib.files.nouns import Noun
from datacell_lib.presentation.sections import show_changes

MOVES = pd.DataFrame(
    {"neighbourhood": ["part of Moor (1A)", "North"], "change": ["joined", "left"]}
)
ORDER = pd.DataFrame(
    {
        "district_name": ["Edge", "District 9"],
        "position": [1, 2],
        "people_in_fifth": [1400.0, 100.0],
        "position_before": [2, 1],
        "people_in_fifth_before": [1000.0, 100.0],
    }
)
SAME = ORDER.assign(position_before=[1, 2], people_in_fifth_before=ORDER["people_in_fifth"])
FILES = pd.DataFrame({"title": ["Age", "Beds"], "change": ["new", "newer file"]})


@pytest.fixture
def tell(make_released):
    def write(moves=MOVES, order=ORDER, files=FILES, **options):
        tables = [make_released(table) for table in (moves, order, files)]
        section = show_changes(*tables, since="the last one", nation="England", **options)
        (part,) = section.parts
        assert len(part.shown) == 3
        return part.content["text/plain"]

    return write


class TestShowChanges:
    def test_each_kind_of_change_has_its_sentence(self, tell):
        text = tell()
        assert text.splitlines() == [
            "Compared with the last one:",
            "",
            "- 1 neighbourhood joined the most vulnerable fifth of England: part of Moor (1A).",
            "- 1 neighbourhood left the most vulnerable fifth of England: North.",
            "- More people live in that fifth: 1,500, after 1,100.",
            "- Of the districts, by the share of people in that fifth, Edge is number 1 (2 before) "
            "and District 9 is number 2 (1 before).",
            "- New: Age.",
            "- In a newer file: Beds.",
        ]

    def test_that_nothing_changed_is_said(self, tell):
        assert tell(MOVES[:0], SAME, FILES[:0]).splitlines()[2:] == [
            "- No neighbourhood joined or left the most vulnerable fifth of England.",
            "- As many people live in that fifth as before: 1,500.",
            "- The order of the districts, by the share of people in that fifth, is the same.",
            "- Every dataset is the same file as before.",
        ]

    def test_a_number_that_is_not_known_is_not_compared(self, tell):
        text = tell(order=ORDER.assign(people_in_fifth_before=[None, 100.0]))
        assert "can't be compared: a number is not known" in text

    def test_districts_have_the_areas_own_word_and_keep_their_names(self, tell):
        text = tell(noun=Noun("ward"))
        assert "Of the wards, by the share" in text
        assert "District 9 is number 2" in text

    def test_without_a_last_report_nothing_is_shown(self):
        assert show_changes(since="", nation="England").parts == ()
