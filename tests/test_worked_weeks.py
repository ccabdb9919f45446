"""One latest week for all pages: complete, up to the report's day, of a series that may be over."""

from datetime import date

import nbformat
import pandas as pd
import pytest

from datacell_lib import config, desk
from datacell_lib.files.area import load_area
from datacell_lib.files.area_surveillance import Surveillance
from datacell_lib.worked_weeks import WorkedWeeks

TODAY = date(2026, 1, 5)
PLACES = pd.DataFrame(
    {
        "authority_code": ["E08000001"],
        "authority_name": ["Bolton"],
        "district_name": ["Bolton"],
        "population": [1000.0],
    }
)


@pytest.fixture
def cases():
    # Monday to the Tuesday on which the series ended: the Sunday before is within five days of it
    days = pd.date_range("2020-03-02", "2023-12-12")
    return pd.DataFrame({"area_code": "E08000001", "date": days, "cases": 1.0})


class TestWorkedWeeks:
    def test_a_series_that_has_ended_waits_for_no_reports(self, cases):
        weeks = WorkedWeeks(cases, PLACES, load_area("bolton"), today=TODAY)
        assert weeks.ended == date(2023, 12, 12)
        assert weeks.known["period"].max() == pd.Timestamp("2023-12-10")

    def test_a_series_that_still_goes_on_leaves_out_the_week_that_waits_for_reports(self, cases):
        weeks = WorkedWeeks(cases, PLACES, load_area("bolton"), today=date(2023, 12, 12))
        assert weeks.ended is None
        assert weeks.known["period"].max() == pd.Timestamp("2023-12-03")

    def test_a_past_day_knows_no_week_after_it_and_no_end(self, cases):
        weeks = WorkedWeeks(cases, PLACES, load_area("bolton-2020"), today=TODAY)
        assert weeks.ended is None
        assert weeks.known["period"].max() == pd.Timestamp("2020-07-26")
        assert weeks.afterwards["period"].max() == pd.Timestamp("2021-04-25")

    def test_an_invented_series_never_ended(self, cases):
        assert WorkedWeeks(cases, PLACES, load_area("sample"), today=TODAY).ended is None

    def test_an_area_that_names_no_serial_interval_has_no_reproduction_number(self, cases):
        weeks = WorkedWeeks(cases, PLACES, load_area("bolton"), today=TODAY)
        assert weeks.reproduction.empty
        assert list(weeks.reproduction) == [
            "place",
            "period",
            "value",
            "lower_ci",
            "upper_ci",
            "note",
        ]

    def test_the_reproduction_number_ends_with_the_latest_complete_week(self, cases):
        many = cases.assign(cases=100.0)
        weeks = WorkedWeeks(many, PLACES, load_area("bolton-2020"), today=TODAY)
        last = weeks.reproduction.iloc[-1]
        assert last["period"] == weeks.known["period"].max()
        assert last["value"] == pytest.approx(1.0, abs=0.02)  # as many cases every day

    def test_a_districts_chart_ends_with_the_same_week(self, cases):
        weeks = WorkedWeeks(cases, PLACES, load_area("bolton"), today=TODAY)
        compared = weeks.compare(PLACES, weeks=2)
        assert compared["period"].tolist() == pd.to_datetime(["2023-12-03", "2023-12-10"]).tolist()
        # 7 cases of 1,000 people are 700 per 100,000
        assert compared["value"].tolist() == pytest.approx([700.0, 700.0])


class TestTheNotebook:
    def test_it_runs_for_an_area_whose_file_says_nothing_of_surveillance(self, run, monkeypatch):
        plain = load_area("sample").model_copy(update={"surveillance": Surveillance()})
        monkeypatch.setattr(desk, "load_area", lambda name: plain)
        cells = nbformat.read(config.ROOT / "notebooks" / "surveillance.ipynb", as_version=4).cells
        told = {}
        exec("\n".join(cell.source for cell in cells if cell.cell_type == "code"), told)
        assert told["reproduction"].table.empty
