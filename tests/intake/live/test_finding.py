"""From a catalogue entry to files in the cache, by address or interface."""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile

import pytest

from datacell_lib import config
from datacell_lib.files.area import load_area
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.governance.catalogue.interfaces import RowCount
from datacell_lib.intake.live import http
from datacell_lib.intake.read.fetch import find_copy
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.schema import SourceError, UnreachableError

TABLE = "code,people\nE01000001,5\n"
COLUMNS = {"area_code": "code", "people": "people"}


@pytest.fixture
def cache(tmp_path, monkeypatch, patience):
    monkeypatch.setattr(config, "CACHE", tmp_path / "cache")
    monkeypatch.setattr(http, "Patience", lambda: patience)
    monkeypatch.delenv("DATACELL_MIRROR", raising=False)
    return tmp_path / "cache"


@pytest.fixture
def area():
    return load_area("sample").model_copy(
        update={"data": "published", "authorities": ("E07000066",)}
    )


@pytest.fixture
def dataset():
    """A catalogue entry with these copies, otherwise that of disability."""

    def build(*copies):
        entry = load_dataset("census2021-disability").model_dump(exclude={"columns", "copies"})
        column = {"type": "integer", "quantity": "count", "meaning": "People."}
        made = [{"layout": "official", "columns": COLUMNS, **copy} for copy in copies]
        return type(load_dataset("census2021-disability")).model_validate(
            {**entry, "columns": {"people": column}, "copies": made}
        )

    return build


def list_cached(cache):
    return sorted(path.relative_to(cache).as_posix() for path in cache.rglob("*") if path.is_file())


class TestFindCopyWithoutNetwork:
    def test_it_is_one_sentence_however_many_copies_there_are(self, cache, area, dataset):
        copies = [
            {"path": f"office/{name}.csv", "url": f"http://127.0.0.1:9/{name}.csv"} for name in "ab"
        ]
        entry = dataset(copies[0], copies[1] | {"layout": "rebuilt"})
        with pytest.raises(UnreachableError) as told:
            find_copy(entry, area=area)
        text = str(told.value)
        assert text.startswith(entry.title)
        assert "127.0.0.1 can't be reached: connect this computer to the internet" in text
        assert text.count(". ") == 0 and "\n" not in text


class TestFindCopyByAddress:
    def test_a_file_is_downloaded_and_remembered_only_when_it_was_read_and_right(
        self, cache, area, dataset, server, answer
    ):
        server.answer = lambda path, query: answer(TABLE)
        found = find_copy(dataset({"path": "ons/a.csv", "url": server.address}), area=area)
        assert found.files[0].path.read_text(encoding="utf-8") == TABLE
        assert found.files[0].sha256 == hashlib.sha256(TABLE.encode()).hexdigest()
        assert list_cached(cache) == ["ons/a.csv"]

    def test_a_file_of_an_archive_is_unpacked(self, cache, area, dataset, server, answer):
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            archive.writestr("a.csv", TABLE)
            archive.writestr("extra-a.csv", "x")
        server.answer = lambda path, query: answer(held.getvalue())
        copy = {"path": "ons/a.csv", "url": server.address, "member": "a.csv"}
        found = find_copy(dataset(copy), area=area)
        assert found.files[0].path.read_text(encoding="utf-8") == TABLE
        assert list_cached(cache) == ["ons/a.csv"]

    @pytest.mark.parametrize(
        ("body", "fault", "copy", "message"),
        [
            (TABLE, {"cut": 9}, {}, "broke off its answer"),
            (TABLE, {"status": 500}, {}, "500"),
            ("", {}, {}, "an empty file"),
            ("<!DOCTYPE html><p>Moved", {}, {}, "a web page where a file should be"),
            (TABLE, {}, {"sha256": "0" * 64}, "another file than the catalogue describes"),
            (TABLE, {}, {"member": "a.csv"}, "damaged or no archive at all"),
        ],
    )
    def test_a_fault_is_an_error_and_leaves_nothing(
        self, cache, area, dataset, server, answer, body, fault, copy, message
    ):
        server.answer = lambda path, query: answer(body, **fault)
        with pytest.raises(SourceError, match=rf"could not be downloaded from .*{message}"):
            find_copy(dataset({"path": "ons/a.csv", "url": server.address} | copy), area=area)
        assert list_cached(cache) == []

    def test_a_file_of_an_archive_with_another_checksum_is_an_error(
        self, cache, area, dataset, server, answer
    ):
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            archive.writestr("a.csv", TABLE)
        server.answer = lambda path, query: answer(held.getvalue())
        copy = {"url": server.address, "member": "a.csv", "sha256": "0" * 64, "path": "a.csv"}
        with pytest.raises(SourceError, match=r"a\.csv is another file than the catalogue"):
            find_copy(dataset(copy), area=area)
        assert list_cached(cache) == []

    def test_a_busy_server_is_asked_again(self, cache, area, dataset, server, answer, in_turn):
        busy = answer(status=429, headers={"Retry-After": "1"})
        server.answer = in_turn(busy, answer(TABLE, cut=9), answer(TABLE))
        find_copy(dataset({"path": "ons/a.csv", "url": server.address}), area=area)
        assert len(server.asked) == 3

    def test_where_one_copy_fails_the_next_is_taken(self, cache, area, dataset, server, answer):
        server.answer = lambda path, query: answer(TABLE if path == "/b" else "")
        copies = [
            {"path": f"ons/{name}.csv", "url": f"{server.address}/{name}"} for name in ("a", "b")
        ]
        found = find_copy(dataset(*copies), area=area)
        assert found.copy.path == "ons/b.csv"

    def test_where_every_copy_fails_each_failure_is_told(
        self, cache, area, dataset, server, answer
    ):
        server.answer = lambda path, query: answer("")
        copies = [
            {"path": f"ons/{name}.csv", "url": f"{server.address}/{name}"} for name in ("a", "b")
        ]
        with pytest.raises(SourceError, match=r"(?s)/a answered with an empty.*/b answered with"):
            find_copy(dataset(*copies), area=area)


class TestFindCopyByInterface:
    @pytest.fixture
    def nomis(self, server):
        return {
            "path": "ons/live.csv",
            "columns": {"area_code": "GEOGRAPHY_CODE", "people": "OBS_VALUE"},
            "interface": {
                "kind": "nomis",
                "address": server.address,
                "parameters": {},
                "rows": {"exactly": 1},
            },
        }

    def test_a_file_in_the_cache_is_not_asked_for_again(
        self, cache, area, dataset, server, answer, nomis
    ):
        server.answer = lambda path, query: answer(
            "GEOGRAPHY_CODE,OBS_VALUE,RECORD_COUNT\nE01000001,5,1\n"
        )
        first = find_copy(dataset(nomis), area=area)
        second = find_copy(dataset(nomis), area=area)
        assert len(server.asked) == 1
        assert first == second
        assert list_cached(cache) == ["ons/live.csv"]

    def test_a_file_removed_is_asked_for_anew_though_it_changed(
        self, cache, area, dataset, server, answer, in_turn, nomis
    ):
        server.answer = in_turn(
            answer("GEOGRAPHY_CODE,OBS_VALUE,RECORD_COUNT\nE01000001,5,1\n"),
            answer("GEOGRAPHY_CODE,OBS_VALUE,RECORD_COUNT\nE01000001,6,1\n"),
        )
        first = find_copy(dataset(nomis), area=area)
        os.remove(first.files[0].path)
        second = find_copy(dataset(nomis), area=area)
        assert first.files[0].sha256 != second.files[0].sha256

    def test_an_answer_that_is_short_leaves_nothing(
        self, cache, area, dataset, server, answer, nomis
    ):
        server.answer = lambda path, query: answer("GEOGRAPHY_CODE,OBS_VALUE,RECORD_COUNT\n")
        with pytest.raises(
            SourceError, match=r"then none.*save the file from .* as data/cache/ons"
        ):
            find_copy(dataset(nomis), area=area)
        assert list_cached(cache) == []

    def test_the_invented_county_never_asks_a_server(self, cache, dataset, server, nomis):
        with pytest.raises(SourceError, match="missing from the sample county"):
            find_copy(dataset(nomis), area=load_area("sample"))
        assert server.asked == []


class TestReadDatasetByInterface:
    """The catalogue's own entries, their addresses led to the server of the tests."""

    @pytest.fixture
    def lead_here(self, monkeypatch, server):
        def run(dataset_id, **changes):
            entry = load_dataset(dataset_id)
            live = next(copy for copy in entry.copies if copy.interface)
            interface = live.interface.model_copy(update=changes)
            copy = live.model_copy(update={"interface": interface})
            monkeypatch.setattr(
                "datacell_lib.intake.read.reading.load_dataset",
                lambda _: entry.model_copy(update={"copies": (copy,)}),
            )
            return read_dataset

        return run

    def test_boundaries_of_neighbourhoods_arrive_as_geometry(
        self, cache, area, server, answer, lead_here
    ):
        codes = [f"E0100{number:04d}" for number in range(318)] + [
            f"W0100{number:04d}" for number in range(43)
        ]
        square = {"type": "Polygon", "coordinates": [[[0, 51], [1, 51], [1, 52], [0, 51]]]}

        def layer(path, query):
            if query.get("returnCountOnly"):
                return answer(json.dumps({"count": len(codes)}))
            start, size = int(query["resultOffset"]), int(query["resultRecordCount"])
            features = [
                {
                    "type": "Feature",
                    "geometry": square,
                    "properties": {"LSOA21CD": code},
                }
                for code in codes[start : start + size]
            ]
            more = start + size < len(codes)
            return answer(
                json.dumps(
                    {
                        "type": "FeatureCollection",
                        "properties": {"exceededTransferLimit": more},
                        "features": features,
                    }
                )
            )

        server.answer = layer
        rows = RowCount(exactly=len(codes))
        dataset = "lsoa2021-boundaries"
        read = lead_here(dataset, address=server.address, page_size=100, rows=rows)
        table = read(dataset, area=area)
        assert len(table) == 318
        assert table.geometry.is_valid.all()
        assert len(server.asked) == 1 + 4  # the count, then pages of 100

    def test_cases_arrive_without_provisional_days(self, cache, area, server, answer, lead_here):
        days = [
            {
                "geography_code": "E07000066",
                "age": "all",
                "sex": "all",
                "date": f"2023-12-{day:02d}",
                "metric_value": float(day),
                "in_reporting_delay_period": day > 10,
            }
            for day in range(1, 13)
        ]
        server.answer = lambda path, query: answer(
            json.dumps({"count": len(days), "next": None, "results": days})
        )
        address = f"{server.address}/{{name}}"
        rows = load_dataset("covid-cases-daily").copies[-1].interface.rows
        read = lead_here(
            "covid-cases-daily", address=address, rows=rows.model_copy(update={"at_least": 12})
        )
        table = read("covid-cases-daily", area=area)
        assert table["cases"].tolist() == list(range(1, 11))
        assert (cache / "ukhsa/dashboard/COVID-19_cases_casesByDay/E07000066.csv").is_file()
