"""A workbook whose sheets hold the columns of the same areas."""

from __future__ import annotations

import pytest
from openpyxl import Workbook

from datacell_lib import config
from datacell_lib.files.area import load_area
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.schema import SourceError

CODE, NAME = "LSOA code (2021)", "LSOA name (2021)"
HEALTH = [
    CODE,
    NAME,
    "Acute morbidity indicator",
    "Comparative illness and disability ratio indicator",
    "Mental health indicator",
]
BARRIERS = [
    CODE,
    NAME,
    "Connectivity Score",
    "Digital Connectivity (Broadband download and upload speeds)",
    "Patient-to-GP Ratio",
    "Household overcrowding indicator (bedrooms)",
]
SICK = ["E01000001", "A", 1.5, 2.5, 3.5], ["E01000002", "B", 4.5, 5.5, 6.5]
FAR = ["E01000002", "B", 80, 0.2, 2000, 0.1], ["E01000001", "A", 90, 0.3, 1000, 0.05]


@pytest.fixture
def read(tmp_path, monkeypatch, run):
    """A function that writes the publisher's workbook with these sheets, and reads it."""
    monkeypatch.setattr(config, "CACHE", tmp_path / "cache")
    monkeypatch.delenv("DATACELL_MIRROR", raising=False)
    path = config.CACHE / load_dataset("iod2025-indicators").copies[0].path

    def write(health=(HEALTH, *SICK), barriers=(BARRIERS, *FAR)):
        path.parent.mkdir(parents=True)
        book = Workbook()
        book.active.title = "Notes"
        for title, rows in (
            ("IoD25 Health Domain", health),
            ("IoD25 Barriers Domain", barriers),
        ):
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        book.save(path)
        return read_dataset("iod2025-indicators", area=load_area("bolton"))

    return write


class TestReadJoinedSheets:
    def test_rows_are_matched_by_code_and_not_by_their_order(self, read):
        first, second = read().to_dict("records")
        assert first["area_code"] == "E01000001"
        assert (first["acute_morbidity"], first["patients_per_gp"]) == (1.5, 1000)
        assert (second["mental_health"], second["overcrowding_bedrooms"]) == (6.5, 0.1)

    def test_sheets_of_different_areas_are_refused(self, read):
        with pytest.raises(SourceError, match=r"not the same areas.*1 row and 2"):
            read(barriers=(BARRIERS, FAR[0]))

    def test_an_area_twice_in_a_sheet_is_refused(self, read):
        with pytest.raises(
            SourceError, match=r"sheet 'IoD25 Barr.*' E01000002 stands in rows \d+ and \d+, so"
        ):
            read(barriers=(BARRIERS, *FAR, FAR[0]))

    def test_a_sheet_without_codes_is_refused(self, read):
        with pytest.raises(SourceError, match=r"must have the column 'LSOA code \(2021\)' once"):
            read(health=(["Code", *HEALTH[1:]], *SICK))

    def test_a_column_that_is_wanted_and_stands_in_two_sheets_is_refused(self, read):
        twice = [*BARRIERS[:-1], "Mental health indicator"]
        with pytest.raises(SourceError, match=r"'Mental health indicator' in sheet 'IoD25 Barr"):
            read(barriers=(twice, *FAR))

    def test_a_heading_that_is_gone_is_named(self, read):
        renamed = [*BARRIERS[:-1], "Overcrowding"]
        with pytest.raises(SourceError, match=r"no column 'Household overcrowding"):
            read(barriers=(renamed, *FAR))
