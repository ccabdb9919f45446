"""Large files are read once however many runs ask: with the same table, record and refusals."""

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pandas as pd
import pytest

from datacell_lib import config
from datacell_lib.code_closure import digest_code
from datacell_lib.files.area import Area
from datacell_lib.governance.catalogue.entries import Dataset, load_dataset
from datacell_lib.governance.ledger import list_reads
from datacell_lib.intake.read import kept_readings, whole_reading
from datacell_lib.intake.read.fetch import find_copy
from datacell_lib.intake.read.kept_readings import FOLDER, recall_whole
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.intake.read.whole_reading import read_whole
from datacell_lib.schema import SourceError

Write = Callable[..., Dataset]
Put = Callable[..., Path]
TEXT = "code,number,extra\n E01000003,7,x\nE01000001,5,y\nW01000001,9,z\nE01000002,999,\n"
REAL = ("covid-cases-daily", "gp-registrations-2022", "iod2025-indicators")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Every file counts as large; the list tells which datasets were read from their files."""
    asked: list[str] = []

    def read(found, *, dataset):
        asked.append(dataset.id)
        return read_whole(found, dataset=dataset)

    monkeypatch.setattr(kept_readings, "LARGE", 0)
    monkeypatch.setattr(kept_readings, "read_whole", read)
    monkeypatch.setattr(kept_readings, "_digest_reader", lambda: "as it is")
    monkeypatch.setattr(config, "RESULTS", tmp_path / "results")
    return asked


def list_kept() -> list[str]:
    return [path.name for path in (config.RESULTS / FOLDER).glob("*")]


class TestRecallWhole:
    def test_the_second_reading_is_the_first_ones_and_recorded_alike(
        self, catalogue: Write, put: Put, area: Area, asked: list[str]
    ) -> None:
        catalogue()
        put(TEXT)
        first, second = (read_dataset("things", area=area) for _ in range(2))
        assert asked == ["things"]
        pd.testing.assert_frame_equal(first, second)
        assert first["people"].tolist() == [5.0, 999.0, 7.0]
        assert first.attrs == second.attrs == {"datasets": "things"}
        (read,) = list_reads()  # two records that differ would be two
        assert (read.rows, read.set_aside, read.trimmed) == (4, 1, 1)

    def test_everything_that_was_found_comes_back(
        self, catalogue: Write, put: Put, area: Area, asked: list[str]
    ) -> None:
        dataset = catalogue()
        put(TEXT)
        found = find_copy(dataset, area=area)
        whole = read_whole(found, dataset=dataset)
        assert whole.summaries
        for _ in range(2):
            recalled = recall_whole(found, dataset=dataset)
            pd.testing.assert_frame_equal(recalled.table, whole.table)
            for one in fields(whole):
                if one.name != "table":
                    assert getattr(recalled, one.name) == getattr(whole, one.name)

    def test_another_file_entry_or_code_is_read_anew(
        self,
        catalogue: Write,
        put: Put,
        area: Area,
        asked: list[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        for text, minimum, code in [
            (TEXT, 0, "as it is"),
            (TEXT.replace("7", "8"), 0, "as it is"),
            (TEXT, 1, "as it is"),
            (TEXT, 1, "changed"),
        ]:
            dataset = catalogue(
                columns={
                    "people": {
                        "type": "integer",
                        "quantity": "count",
                        "meaning": "Residents.",
                        "minimum": minimum,
                    }
                }
            )
            monkeypatch.setattr(kept_readings, "_digest_reader", lambda code=code: code)
            put(text)
            recall_whole(find_copy(dataset, area=area), dataset=dataset)
        assert len(asked) == len(list_kept()) == 4

    def test_its_key_knows_the_code_that_reads(self) -> None:
        assert kept_readings._digest_reader() == digest_code(whole_reading.read_whole)

    def test_what_is_refused_is_refused_each_time(
        self, catalogue: Write, put: Put, area: Area, asked: list[str]
    ) -> None:
        catalogue()
        put(TEXT.replace("999", "-4"))
        for _ in range(2):
            with pytest.raises(SourceError, match="people"):
                read_dataset("things", area=area)
        assert len(asked) == 2 and list_kept() == []

    def test_partner_data_are_not_kept(
        self, catalogue: Write, put: Put, area: Area, asked: list[str]
    ) -> None:
        catalogue(partner=True)
        put(TEXT)
        for _ in range(2):
            read_dataset("things", area=area)
        assert len(asked) == 2 and list_kept() == []

    def test_a_partner_run_neither_takes_from_the_readings_that_runs_share_nor_adds_to_them(
        self, catalogue: Write, put: Put, area: Area, asked: list[str], run: Path
    ) -> None:
        catalogue()
        put(TEXT)
        read_dataset("things", area=area)
        shared = list_kept()
        config.note_edition(config.Edition.PARTNER, run=run)
        for _ in range(2):
            read_dataset("things", area=area)
        assert len(asked) == 2 and list_kept() == shared
        assert len([*(run / "results" / FOLDER).iterdir()]) == 1

    def test_small_files_are_not_kept(
        self, catalogue: Write, put: Put, area: Area, asked: list[str], monkeypatch
    ) -> None:
        monkeypatch.setattr(kept_readings, "LARGE", len(TEXT) + 1)
        catalogue()
        put(TEXT)
        read_dataset("things", area=area)
        assert list_kept() == []


class TestRealFiles:
    @pytest.mark.parametrize("name", REAL)
    def test_a_kept_table_is_the_one_that_was_read(
        self, mirror: Path, area: Area, asked: list[str], run: Path, name: str
    ) -> None:
        dataset = load_dataset(name)
        found = find_copy(dataset, area=area)
        first, second = (recall_whole(found, dataset=dataset) for _ in range(2))
        assert len(asked) == 1
        pd.testing.assert_frame_equal(first.table, read_whole(found, dataset=dataset).table)
        pd.testing.assert_frame_equal(first.table, second.table)
