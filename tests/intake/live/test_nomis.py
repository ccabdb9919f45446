"""Nomis: more rows than it gives at once, and answers that are empty with status 200."""

from __future__ import annotations

import pandas as pd
import pytest

from datacell_lib.schema import SourceError

HEADER = "GEOGRAPHY_CODE,C2021_TENURE_9_NAME,OBS_VALUE,RECORD_COUNT"
CATEGORIES = ["Total: All households", "Social rented"]
AREAS = 20  # two categories each: 40 rows, of which the first 25 come unasked


class Table:
    """A table that gives so many rows at most, whatever it is asked for."""

    def __init__(self, answer, *, areas=AREAS, most=25):
        self.answer = answer
        self.most = most
        self.rows = [
            f'E01{area:06d},"{category}",{area + place}'
            for area in range(areas)
            for place, category in enumerate(CATEGORIES)
        ]
        self.header = HEADER
        self.faults = set()

    def __call__(self, path, query):
        if "bad parameter" in self.faults:
            return self.answer("")
        offset = 0 if "offset ignored" in self.faults else int(query["RecordOffset"])
        limit = min(int(query["RecordLimit"]), self.most)
        page = self.rows[offset : offset + limit]
        if "stops" in self.faults and offset:
            page = []
        count = len(self.rows) + (len(page) if "changing" in self.faults else 0)
        lines = [self.header, *(f"{row},{count}" for row in page)]
        return self.answer("\r\n".join(lines) + "\r\n")


@pytest.fixture
def table(server, answer):
    server.answer = Table(answer)
    return server.answer


@pytest.fixture
def fetch(server, download):
    def run(*, exactly=AREAS, category="C2021_TENURE_9_NAME", columns=None):
        interface = {
            "kind": "nomis",
            "address": f"{server.address}/NM_2072_1.data.csv",
            "parameters": {"geography": "TYPE151", "measures": "20100"},
            "category": category,
            "rows": {"exactly": exactly},
        }
        wanted = {"area_code": "GEOGRAPHY_CODE", "households": CATEGORIES[0]}
        return pd.read_csv(download(interface, columns=columns or wanted))

    return run


class TestDownload:
    def test_rows_past_the_silent_limit_arrive(self, fetch, server, answer):
        server.answer = Table(answer, areas=20_000, most=25_000)
        found = fetch(exactly=20_000)
        assert len(found) == 20_000
        assert list(found) == ["GEOGRAPHY_CODE", "Social rented", "Total: All households"]
        assert found["Social rented"].sum() == sum(range(1, 20_001))
        assert [query["RecordOffset"] for query in server.asked] == ["0", "25000"]
        assert server.asked[0]["geography"] == "TYPE151"

    def test_a_table_without_categories_keeps_its_value(self, table, fetch, answer, server):
        server.answer = lambda path, query: answer(
            "GEOGRAPHY_CODE,OBS_VALUE,RECORD_COUNT\nE01000002,5,2\nE01000001,7,2\n"
        )
        columns = {"area_code": "GEOGRAPHY_CODE", "people": "OBS_VALUE"}
        found = fetch(exactly=2, category=None, columns=columns)
        assert found.to_dict("list") == {
            "GEOGRAPHY_CODE": ["E01000001", "E01000002"],
            "OBS_VALUE": [7, 5],
        }

    def test_a_bad_parameter_is_an_error(self, table, fetch):
        table.faults.add("bad parameter")
        with pytest.raises(SourceError, match="nothing at all"):
            fetch()

    def test_a_header_without_rows_is_an_error(self, table, fetch):
        table.rows = []
        with pytest.raises(SourceError, match="0 rows of an unknown number and then none"):
            fetch()

    def test_pages_that_stop_early_are_an_error(self, table, fetch):
        table.faults.add("stops")
        with pytest.raises(SourceError, match="25 rows of 40 and then none"):
            fetch()

    def test_a_page_repeated_is_an_error(self, table, fetch):
        table.faults.add("offset ignored")
        with pytest.raises(SourceError, match="counts 40 rows and gave 50"):
            fetch()

    def test_a_page_repeated_to_the_right_count_is_an_error(self, table, fetch):
        table.rows = table.rows[:20] * 2
        with pytest.raises(SourceError, match=r"20 rows twice \(E01000000 Total"):
            fetch()

    def test_a_count_that_changes_between_pages_is_an_error(self, table, fetch):
        table.faults.add("changing")
        with pytest.raises(SourceError, match="found 55 after 65"):
            fetch()

    def test_another_count_of_areas_than_the_catalogues_is_an_error(self, table, fetch):
        table.rows = table.rows[:-2]
        with pytest.raises(SourceError, match="gave 19 areas; the catalogue expects exactly"):
            fetch()

    def test_an_area_without_a_category_is_an_error(self, table, fetch):
        del table.rows[7]
        with pytest.raises(SourceError, match=r"lacks a category .* for 1 areas: E01000003"):
            fetch()

    def test_a_blank_value_is_an_error(self, table, fetch):
        table.rows[4] = 'E01000002,"Total: All households",'
        with pytest.raises(SourceError, match="no value for 1 rows, such as E01000002"):
            fetch()

    def test_a_renamed_column_is_an_error(self, table, fetch):
        table.header = HEADER.replace("GEOGRAPHY", "GEOG")
        with pytest.raises(SourceError, match="without the column 'GEOGRAPHY_CODE'"):
            fetch()

    def test_a_renamed_category_is_an_error(self, table, fetch):
        columns = {"area_code": "GEOGRAPHY_CODE", "households": "All households"}
        with pytest.raises(SourceError, match="without the column 'All households'"):
            fetch(columns=columns)
