"""What a page says is near its places, and what it can't say."""

import pandas as pd
import pytest

from datacell_lib.presentation.sections import show_services

LISTS = ["kind", "title", "period", "covers", "authorities", "at_hand", "unplaced"]
SURGERIES = ("GP surgery", "Surgeries", "January 2020", "", "", True, 0)
LIBRARIES = ("library", "Libraries", "2020", "Greater Manchester", "", True, 1)
FOOD_BANKS = ("food bank", "Food banks", "2026", "Bolton", "E08000001", True, 2)
HOSPITALS = ("hospital", "Hospitals", "2020", "", "", True, 0)
PHARMACIES = ("pharmacy", "Pharmacies", "April 2025", "", "", False, 0)


@pytest.fixture
def show(make_released):
    """Return a function that shows two places and the kinds of service of some lists."""

    def show_lists(*lists):
        table = pd.DataFrame({"position": [1, 2], "place_name": ["Moor", "North & South"]})
        for kind, *_, at_hand, _ in lists:
            if at_hand:
                name = kind.lower().replace(" ", "_")
                table[f"nearest_{name}"] = [f"MOOR {kind.upper()}", None]
                table[f"kilometres_to_{name}"] = [0.44, None]
        near, told = make_released(table), make_released(pd.DataFrame(lists, columns=LISTS))
        return show_services(near, lists=told).parts

    return show_lists


def read(part):
    return part.content["text/plain"]


class TestShowServices:
    def test_the_heading_says_how_old_a_list_is(self, show):
        table, _ = show(SURGERIES)
        assert "GP surgery (listed January 2020)" in table.content["text/html"]

    def test_names_in_capitals_are_written_small_and_the_unknown_is_said(self, show):
        table, _ = show(LIBRARIES)
        assert "Moor Library, 0.4\N{NO-BREAK SPACE}km" in read(table)
        assert "not known" in read(table)

    def test_there_are_never_more_than_four_columns(self, show):
        table, _ = show(SURGERIES, LIBRARIES, FOOD_BANKS, HOSPITALS)
        html = table.content["text/html"]
        assert html.count('scope="col"') == 4
        # kinds come in one order, whichever the area file names first
        assert "Library (listed 2020) and hospital (listed 2020)" in html
        assert "Library: Moor Library, 0.4\N{NO-BREAK SPACE}km; Hospital: Moor Hospital" in html

    def test_it_says_what_kind_of_kilometres_these_are(self, show):
        assert "in a straight line" in read(show(SURGERIES)[-1])

    def test_a_list_that_ends_near_the_area_says_so(self, show):
        words = read(show(LIBRARIES)[-1])
        assert "libraries ends at the border of Greater Manchester: beyond it one may be" in words

    def test_a_list_of_a_part_of_the_area_says_so(self, show):
        words = read(show(FOOD_BANKS)[-1])
        assert "ends at the border of Bolton: of places outside it none is known" in words

    def test_services_that_nobody_can_place_are_counted(self, show):
        assert "1 library is left out, because nobody says where." in read(show(LIBRARIES)[-1])
        assert "2 food banks are left out" in read(show(FOOD_BANKS)[-1])
        both = read(show(LIBRARIES, FOOD_BANKS)[-1])
        assert "1 library and 2 food banks are left out, because nobody says where." in both

    def test_a_list_that_is_not_at_hand_is_named_and_leaves_no_column(self, show):
        table, words = show(SURGERIES, PHARMACIES)
        assert "harmac" not in read(table)
        assert "A list of pharmacies is not at hand, so it is left out. Lists: Surgeries." in read(
            words
        )

    def test_without_any_list_at_hand_there_is_no_table(self, show):
        assert [part.kind for part in show(PHARMACIES)] == ["sentence"]
