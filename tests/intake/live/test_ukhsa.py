"""The dashboard: pages of five unless asked, names it does not know, provisional days."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pandas as pd
import pytest

from datacell_lib.schema import SourceError

DAYS = 800  # at 365 a page: three pages
PROVISIONAL = 5
ODD_NAMES = ("King's Lynn and West Norfolk", "Bristol, City of", "St. Helens", "A & B")
COLUMNS = {"area_code": "geography_code", "date": "date", "cases": "metric_value"}


class Dashboard:
    """One district's daily cases, paged like Django REST framework does it."""

    def __init__(self, answer, address):
        self.answer, self.address = answer, address
        self.code, self.name = "E07000066", "Castle Point"
        self.renamed = {}
        self.faults = set()

    def __call__(self, path, query):
        known = path.endswith(f"/geographies/{self.name}/metrics/cases")
        rows = [self.row(day) for day in range(DAYS)] if known else []
        number, size = int(query.get("page", 1)), min(int(query.get("page_size", 5)), 365)
        page = rows[(number - 1) * size : number * size]
        if "short page" in self.faults and number == 2:
            page = page[1:]
        following = number + 1 if number * size < len(rows) else None
        if "next repeats" in self.faults:
            following = number
        content = {
            "count": len(rows) + (number if "count changes" in self.faults else 0),
            # behind its proxy the dashboard may name itself otherwise than it is reached
            "next": following and f"http://internal{path}?page={following}&page_size={size}",
            "previous": None,
            "results": page,
        }
        if "other shape" in self.faults:
            content = {"data": page}
        return self.answer(json.dumps(content))

    def row(self, day):
        if "day repeated" in self.faults and day == 4:
            day = 3
        row = {
            "geography_code": self.code,
            "age": "all",
            "sex": "all",
            "date": (date(2023, 1, 1) + timedelta(days=day)).isoformat(),
            "metric_value": float(day),
            "in_reporting_delay_period": day >= DAYS - PROVISIONAL if day else None,
        }
        return {self.renamed.get(name, name): value for name, value in row.items()}


@pytest.fixture
def dashboard(server, answer):
    server.answer = Dashboard(answer, server.address)
    return server.answer


@pytest.fixture
def fetch(server, download):
    def run(*, name="Castle Point", authority="E07000066", at_least=700):
        interface = {
            "kind": "ukhsa",
            "address": f"{server.address}/geographies/{{name}}/metrics/cases",
            "names": {"E07000066": name},
            "rows": {"at_least": at_least},
        }
        path = download(interface, columns=COLUMNS, key=("area_code", "date"), authority=authority)
        return pd.read_csv(path)

    return run


class TestDownload:
    def test_every_page_is_followed_to_the_last_day(self, dashboard, fetch, server):
        found = fetch()
        assert len(found) == DAYS
        assert found["metric_value"].sum() == sum(range(DAYS))
        assert found["date"].is_monotonic_increasing
        assert server.asked == [
            {"page_size": "365"},
            {"page_size": "365", "page": "2"},
            {"page_size": "365", "page": "3"},
        ]

    @pytest.mark.parametrize("name", ODD_NAMES)
    def test_a_name_with_marks_in_it_is_asked_for_as_it_is(self, dashboard, fetch, name):
        dashboard.name = name
        assert len(fetch(name=name)) == DAYS

    def test_provisional_days_are_flagged(self, dashboard, fetch):
        flags = fetch()["in_reporting_delay_period"]
        assert flags.tolist() == [False] * (DAYS - PROVISIONAL) + [True] * PROVISIONAL

    def test_an_unknown_name_is_an_error(self, dashboard, fetch):
        with pytest.raises(SourceError, match="no results, as it does when it does not know"):
            fetch(name="Canvey Island")

    def test_a_district_without_a_name_is_an_error(self, dashboard, fetch):
        with pytest.raises(SourceError, match="does not say what the dashboard calls E07000073"):
            fetch(authority="E07000073")

    def test_another_districts_days_are_an_error(self, dashboard, fetch):
        dashboard.code = "E07000067"
        with pytest.raises(SourceError, match="must be about E07000066; found E07000067"):
            fetch()

    def test_a_page_that_names_itself_as_the_next_is_an_error(self, dashboard, fetch, server):
        dashboard.faults.add("next repeats")
        with pytest.raises(SourceError, match="names as its next page one that it gave before"):
            fetch()
        assert len(server.asked) < 4

    def test_a_page_short_of_a_day_is_an_error(self, dashboard, fetch):
        dashboard.faults.add("short page")
        with pytest.raises(SourceError, match="counts 800 rows and gave 799"):
            fetch()

    def test_a_day_given_twice_is_an_error(self, dashboard, fetch):
        dashboard.faults.add("day repeated")
        with pytest.raises(SourceError, match=r"1 rows twice \(E07000066 2023-01-04"):
            fetch()

    def test_a_count_that_changes_between_pages_is_an_error(self, dashboard, fetch):
        dashboard.faults.add("count changes")
        with pytest.raises(SourceError, match="counted 801 rows, then 802"):
            fetch()

    def test_fewer_days_than_the_catalogue_expects_are_an_error(self, dashboard, fetch):
        with pytest.raises(SourceError, match="800 rows; the catalogue expects at least 1,000"):
            fetch(at_least=1000)

    def test_a_renamed_column_is_an_error(self, dashboard, fetch):
        dashboard.renamed["metric_value"] = "value"
        with pytest.raises(SourceError, match="without the column 'metric_value'"):
            fetch()

    def test_days_without_the_provisional_flag_are_an_error(self, dashboard, fetch):
        dashboard.renamed["in_reporting_delay_period"] = "provisional"
        with pytest.raises(SourceError, match="without the column 'in_reporting_delay_period'"):
            fetch()

    def test_an_answer_of_another_shape_is_an_error(self, dashboard, fetch):
        dashboard.faults.add("other shape")
        with pytest.raises(SourceError, match="without 'count', 'next', 'results'; it has data"):
            fetch()
