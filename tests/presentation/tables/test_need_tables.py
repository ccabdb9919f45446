"""The list of places to send help to, and what need is made from."""

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from datacell_lib.analysis.need.need_risks import list_risks
from datacell_lib.files.purposes import load_purposes
from datacell_lib.presentation.tables import show_need, show_risks

HEATWAVE = load_purposes().find("heatwave")


@pytest.fixture
def show(make_released):
    def show_table(kind=None, pages=None, **changes):
        table = pd.DataFrame(
            {
                "position": [1, 2],
                "place_name": ["Moor", "North"],
                "district_name": ["Vale", "North"],
                "people_concerned": [2900.0, 100.0],
                "expected_need": [310.4, float("nan")],
                "lower_ci": [210.0, float("nan")],
                "upper_ci": [430.2, float("nan")],
                "why": ["most deprived 10% of England", "no one reason"],
                "nearest": ["MOOR SURGERY", None],
                "kilometres_to_nearest": [0.44, float("nan")],
            }
        ).assign(**changes)
        return show_need(make_released(table), purpose=HEATWAVE, kind=kind, pages=pages)

    return show_table


def read_cells(output):
    page = BeautifulSoup(output.content["text/html"], "html.parser")
    rows = page.select("tbody tr")
    return [[cell.get_text() for cell in row.select("th, td")] for row in rows], page


class TestShowNeed:
    def test_a_place_its_people_and_why(self, show):
        cells, page = read_cells(show())
        assert cells[0] == [
            "1. Moor (Vale)",
            "310 (210 to 430) of 2,900",
            "most deprived 10% of England",
        ]
        assert "Expected to need a visit" in page.select_one("thead").get_text()

    def test_need_that_is_not_known_is_said_to_be(self, show):
        cells, _ = read_cells(show())
        assert cells[1][1] == "not known of 100"

    def test_a_place_that_is_its_whole_district_is_named_once(self, show):
        assert read_cells(show())[0][1][0] == "2. North"

    def test_the_nearest_service_is_named_where_there_is_a_list(self, show):
        cells, page = read_cells(show(kind="GP surgery"))
        assert cells[0][3] == "Moor Surgery, 0.4\N{NO-BREAK SPACE}km"
        assert cells[1][3] == "not known"
        assert page.select("thead th")[-1].get_text() == "Nearest GP surgery"

    def test_districts_that_have_pages_are_links_and_names_are_no_markup(self, show):
        _, page = read_cells(show(pages={"Vale": "district-vale.html"}, place_name="A & <b>"))
        assert page.select_one("tbody a")["href"] == "district-vale.html"
        assert "A & <b>" in page.select_one("tbody th").get_text()

    def test_an_area_without_residents_by_age_is_told_what_to_do(self, make_released):
        empty = pd.DataFrame({"place_name": pd.Series([], dtype="str")})
        told = show_need(make_released(empty), purpose=HEATWAVE).content["text/plain"]
        assert "data/governance/purposes.yml does not say which ages" in told


class TestShowRisks:
    def test_a_risk_is_of_100_people_and_a_ratio_so_many_times(self, make_released):
        released = make_released(list_risks([HEATWAVE]))
        cells, _ = read_cells(show_risks(released))
        assert cells[0][:2] == ["Visits in a heatwave: 65 and over", "22.0 of 100 (19.0 to 29.0)"]
        assert cells[1][1] == "2.0 times (1.9 to 2.2)"
