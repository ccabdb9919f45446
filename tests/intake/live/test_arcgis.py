"""Feature services: pages, numbers of features, and faults with status 200."""

from __future__ import annotations

import json

import pytest

from datacell_lib.schema import SourceError

CODES = [f"E0100{number:04d}" for number in range(1, 8)]
SQUARE = {"type": "Polygon", "coordinates": [[[0, 51], [1, 51], [1, 52], [0, 51]]]}


class Layer:
    """A layer of seven features that gives at most three at once, as maxRecordCount has it."""

    def __init__(self, answer):
        self.answer = answer
        self.most = 3
        self.nested = False
        self.faults = set()

    def __call__(self, path, query):
        if "absent" in self.faults:
            return self.fail(400, "Invalid URL")
        if query.get("returnCountOnly"):
            return self.give({"count": len(CODES)})
        if query.get("returnIdsOnly"):
            numbers = [] if "numbers lost" in self.faults else range(len(CODES))
            return self.give({"objectIdFieldName": "FID", "objectIds": list(numbers)})
        if "objectIds" in query:
            numbers = [int(number) for number in query["objectIds"].split(",")]
            return self.give_features(numbers[: 2 if "short by number" in self.faults else None])
        return self.give_page(int(query["resultOffset"]), int(query["resultRecordCount"]))

    def give_page(self, offset, size):
        if "no pages" in self.faults:
            return self.fail(400, "Pagination is not supported")
        if "page repeated" in self.faults:
            offset = 0
        if "empty page" in self.faults and offset:
            return self.give({"features": [], "exceededTransferLimit": True})
        end = min(offset + min(size, self.most), len(CODES))
        if "ends early" in self.faults:
            return self.give_features(range(offset, end))
        return self.give_features(range(offset, end), more=end < len(CODES))

    def give_features(self, numbers, more=False):
        page = {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "id": number,
                    "geometry": None if "bare" in self.faults else SQUARE,
                    "properties": {
                        "LSOA21_CODE" if "renamed" in self.faults else "LSOA21CD": CODES[number]
                    },
                }
                for number in numbers
            ],
        }
        flag = {"exceededTransferLimit": True} if more else {}
        return self.give(page | ({"properties": flag} if self.nested else flag))

    def give(self, content):
        return self.answer(json.dumps(content))

    def fail(self, code, message):
        return self.give({"error": {"code": code, "message": message, "details": []}})


@pytest.fixture
def layer(server, answer):
    server.answer = Layer(answer)
    return server.answer


@pytest.fixture
def fetch(server, download):
    def run(*, page_size=3, exactly=7, where="1=1", **more):
        interface = {
            "kind": "arcgis",
            "address": f"{server.address}/FeatureServer/0/query",
            "where": where,
            "page_size": page_size,
            "rows": {"exactly": exactly},
        }
        columns = {"area_code": "LSOA21CD", "geometry": "geometry"}
        return download(interface, **{"columns": columns, "layout": "geojson"} | more)

    return run


def read_codes(path):
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return [feature["properties"]["LSOA21CD"] for feature in features]


class TestDownload:
    @pytest.mark.parametrize("nested", [False, True])
    def test_pages_are_read_until_no_more_are_announced(self, layer, fetch, server, nested):
        layer.nested = nested
        assert read_codes(fetch()) == CODES
        offsets = [query["resultOffset"] for query in server.asked if "resultOffset" in query]
        assert offsets == ["0", "3", "6"]

    def test_a_server_that_gives_fewer_than_asked_for_loses_none(self, layer, fetch):
        layer.most = 2
        assert read_codes(fetch(page_size=5)) == CODES

    @pytest.mark.parametrize("fault", ["no pages", "page repeated", "empty page", "ends early"])
    def test_where_pages_fail_features_are_asked_for_by_number(self, layer, fetch, server, fault):
        layer.faults.add(fault)
        assert read_codes(fetch()) == CODES
        assert any("objectIds" in query for query in server.asked)

    def test_pages_come_in_a_stated_order_with_the_columns_wanted(self, layer, fetch, server):
        fetch(where="LAD24CD = '{authority}'", authority="E07000066")
        page = next(query for query in server.asked if "resultOffset" in query)
        assert page["orderByFields"] == "LSOA21CD"
        assert page["outFields"] == "LSOA21CD"
        assert page["outSR"] == "4326"
        assert page["where"] == "LAD24CD = 'E07000066'"

    def test_a_lookup_becomes_a_table(self, layer, fetch):
        path = fetch(columns={"area_code": "LSOA21CD"}, layout="csv")
        assert path.read_text(encoding="utf-8").split() == ["LSOA21CD", *CODES]

    def test_features_that_the_key_does_not_tell_apart_are_by_a_further_column(
        self, server, answer, download
    ):
        """Two output areas of one neighbourhood: a lookup's rows, each of them wanted."""
        rows = [{"LSOA11CD": CODES[0], "OA11CD": f"E0000000{number}"} for number in (1, 2)]

        def give(path, query):
            if query.get("returnCountOnly"):
                return answer(json.dumps({"count": 2}))
            return answer(json.dumps({"features": [{"properties": row} for row in rows]}))

        server.answer = give
        interface = {
            "kind": "arcgis",
            "address": f"{server.address}/query",
            "further_key": "OA11CD",
            "rows": {"exactly": 2},
        }
        path = download(interface, columns={"area_code": "LSOA11CD"}, layout="csv")
        assert path.read_text(encoding="utf-8").split() == [
            "LSOA11CD,OA11CD",
            *(f"{CODES[0]},{row['OA11CD']}" for row in rows),
        ]

    def test_a_layer_that_is_not_there_is_an_error(self, layer, fetch):
        layer.faults.add("absent")
        with pytest.raises(SourceError, match=r"error 400: Invalid URL.*renamed"):
            fetch()

    def test_another_count_than_the_catalogues_is_an_error(self, layer, fetch):
        with pytest.raises(SourceError, match="gave 7 features; the catalogue expects exactly 9"):
            fetch(exactly=9)

    def test_numbers_lost_are_an_error(self, layer, fetch):
        layer.faults |= {"ends early", "numbers lost"}
        with pytest.raises(SourceError, match="says that it has 7 features and gave 0"):
            fetch()

    def test_fewer_features_than_numbers_asked_for_are_an_error(self, layer, fetch):
        layer.faults |= {"no pages", "short by number"}
        with pytest.raises(SourceError, match=r"7 features by number.*not supported.*gave 2"):
            fetch()

    def test_a_renamed_column_is_an_error_that_shows_the_new_name(self, layer, fetch):
        layer.faults.add("renamed")
        with pytest.raises(
            SourceError, match="without the column 'LSOA21CD'; it has 'LSOA21_CODE'"
        ):
            fetch()

    def test_a_feature_without_a_boundary_is_an_error(self, layer, fetch):
        layer.faults.add("bare")
        with pytest.raises(SourceError, match="7 features without a boundary: E01000001"):
            fetch()
