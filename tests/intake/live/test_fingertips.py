"""Fingertips: empty tables where an area type is wrong."""

from __future__ import annotations

import pytest

from datacell_lib.schema import SourceError

HEADER = "Indicator ID,Area Code,Area Type,Value\n"
ENGLAND = "93553,E92000001,England,6.5\n"
MSOAS = "93553,E02000001,MSOA,5.1\n93553,E02000002,MSOA,7.4\n"


@pytest.fixture
def fetch(server, download):
    def run(*, indicators=(93553,), columns=None):
        interface = {
            "kind": "fingertips",
            "address": f"{server.address}/by_indicator_id",
            "indicators": indicators,
            "child_area_type": 3,
            "area_type": "MSOA",
            "rows": {"exactly": 2},
        }
        return download(interface, columns=columns or {"area_code": "Area Code", "rate": "Value"})

    return run


class TestDownload:
    def test_a_whole_table_is_kept_as_it_came(self, server, answer, fetch):
        server.answer = lambda path, query: answer(HEADER + ENGLAND + MSOAS)
        assert fetch().read_text(encoding="utf-8") == HEADER + ENGLAND + MSOAS
        assert server.asked == [
            {"indicator_ids": "93553", "child_area_type_id": "3", "parent_area_type_id": "15"}
        ]

    def test_a_table_without_rows_is_an_error(self, server, answer, fetch):
        server.answer = lambda path, query: answer(HEADER)
        with pytest.raises(SourceError, match=r"without rows, .* not published for area type 3"):
            fetch()

    def test_an_answer_with_nothing_in_it_is_an_error(self, server, answer, fetch):
        server.answer = lambda path, query: answer("")
        with pytest.raises(SourceError, match="nothing at all"):
            fetch()

    def test_england_alone_is_an_error(self, server, answer, fetch):
        server.answer = lambda path, query: answer(HEADER + ENGLAND)
        with pytest.raises(SourceError, match="0 areas of type 'MSOA' for indicator 93553"):
            fetch()

    def test_an_indicator_that_is_missing_is_an_error(self, server, answer, fetch):
        server.answer = lambda path, query: answer(HEADER + ENGLAND + MSOAS)
        with pytest.raises(SourceError, match="0 areas of type 'MSOA' for indicator 93087"):
            fetch(indicators=(93553, 93087))

    def test_rows_given_twice_are_an_error(self, server, answer, fetch):
        server.answer = lambda path, query: answer(HEADER + MSOAS + MSOAS)
        with pytest.raises(SourceError, match="2 rows twice"):
            fetch()

    def test_a_renamed_column_is_an_error(self, server, answer, fetch):
        server.answer = lambda path, query: answer(HEADER.replace("Area Code", "AreaCode") + MSOAS)
        with pytest.raises(SourceError, match="without the column 'Area Code'"):
            fetch()

    def test_a_busy_server_is_asked_again(self, server, answer, in_turn, fetch):
        busy = answer(status=503)
        server.answer = in_turn(busy, answer(HEADER + MSOAS))
        assert fetch().read_text(encoding="utf-8") == HEADER + MSOAS
