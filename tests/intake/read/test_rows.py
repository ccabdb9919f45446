"""Layouts, on tiny invented files; what is read of each is worked out by eye."""

import gzip
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import openpyxl
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from datacell_lib.files.area import Area
from datacell_lib.governance.catalogue.copies import Copy
from datacell_lib.headings import tidy_heading
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.intake.read.rows import read_rows
from datacell_lib.schema import SourceError

ASK = {"area_code": "code", "people": "number"}


def describe(**layout: object) -> Copy:
    return Copy(**{"layout": "invented", "path": "a/b.csv", "columns": ASK, **layout})


def read(path: Path, **layout: object) -> list[list[object]]:
    """The cells of the columns asked for, row by row."""
    return read_rows(path, describe(**layout)).table[list(ASK.values())].to_numpy().tolist()


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def write_text(text: str, *, name: str = "file.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write_text


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    def write_workbook(*rows: list[object], sheet: str = "Data") -> Path:
        book = openpyxl.Workbook()
        book.active.append(["not this sheet"])
        cells: Worksheet = book.create_sheet(sheet)
        for row in rows:
            cells.append(row)
        path = tmp_path / "book.xlsx"
        book.save(path)
        return path

    return write_workbook


class TestCsv:
    def test_rows_above_the_header_are_passed_over(self, write: Callable) -> None:
        path = write("Title\nSource: us\ncode,number\nE01000001,5\n")
        assert read(path, skip_rows=2) == [["E01000001", "5"]]

    def test_a_file_without_header_gets_the_names_in_order(self, write: Callable) -> None:
        path = write('"E01000001","Town, the","5"\n"E01000002","Sea","6"\n')
        rows = read(path, names=["code", "", "number"])
        assert rows == [["E01000001", "5"], ["E01000002", "6"]]

    def test_any_separator_and_encoding_will_do(self, write: Callable) -> None:
        # the NHS website's files: ¬ is one byte in Latin-1, and no separator that C knows
        path = write("code¬name¬number\nE01000001¬Café¬5\n", encoding="latin-1")
        assert read(path, separator="¬", encoding="latin-1") == [["E01000001", "5"]]

    def test_thousands_commas_are_taken_out(self, write: Callable) -> None:
        path = write('code,number\nE01000001,"29,199"\nE01000002,"1,002,003"\n')
        assert read(path, thousands=",") == [["E01000001", "29199"], ["E01000002", "1002003"]]

    def test_a_compressed_file_is_read_as_it_is(self, tmp_path: Path) -> None:
        path = tmp_path / "file.csv.gz"
        path.write_bytes(gzip.compress(b"code,number\nE01000001,5\n"))
        assert read(path) == [["E01000001", "5"]]

    def test_the_member_of_an_archive_is_read_in_place(self, tmp_path: Path) -> None:
        path = tmp_path / "file.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("notes.txt", "none")
            archive.writestr("data.csv", "E01000001,5\n")
        assert read(path, member="data.csv", names=["code", "number"]) == [["E01000001", "5"]]

    def test_an_archive_without_the_member_names_what_it_holds(self, tmp_path: Path) -> None:
        path = tmp_path / "file.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("notes.txt", "none")
        with pytest.raises(SourceError, match=r"holds no file 'data.csv'; it holds notes.txt"):
            read(path, member="data.csv")

    def test_words_for_unknown_are_blank_and_only_those_that_are_named(
        self, write: Callable
    ) -> None:
        path = write("code,number\nE01000001,NA\nE01000002,\nE01000003,NaN\n")
        named = read_rows(path, describe(blanks=["NA"])).table["number"]
        assert named.isna().tolist() == [True, True, False]
        plain = read_rows(path, describe()).table["number"]
        assert plain.isna().tolist() == [False, True, False]

    def test_columns_that_are_missing_are_named_with_those_there_are(self, write: Callable) -> None:
        with pytest.raises(SourceError, match="no column 'number'; it has 'code', 'count'"):
            read(write("code,count\nE01000001,5\n"))


class TestWorkbook:
    def test_the_sheet_and_its_header_row_are_found(self, workbook: Callable) -> None:
        path = workbook(["Title"], [], ["code", "name", "number "], ["E02000001", "City", 4])
        assert read(path, format="xlsx", sheet="Data", skip_rows=2) == [["E02000001", "4"]]

    def test_a_header_of_two_rows_is_replaced_by_names(self, workbook: Callable) -> None:
        path = workbook(
            ["", "March", None, "April"],
            ["code", "Deaths", "Rate", "Deaths"],
            ["E02000001", 4, 1.5, 6],
        )
        names = ["code", "march", "", "number"]
        assert read(path, format="xlsx", sheet="Data", skip_rows=2, names=names) == [
            ["E02000001", "6"]
        ]

    def test_a_name_beyond_the_last_column_is_not_there(self, workbook: Callable) -> None:
        path = workbook(["E02000001", 4])
        with pytest.raises(SourceError, match="no column 'number'"):
            read(path, format="xlsx", sheet="Data", names=["code", "", "number"])

    @pytest.mark.parametrize("rows", [[], [["Title"]]])
    def test_a_sheet_without_a_header_is_refused(self, workbook: Callable, rows: list) -> None:
        with pytest.raises(SourceError, match="no column 'code', 'number'"):
            read(workbook(*rows), format="xlsx", sheet="Data", skip_rows=len(rows))

    def test_a_sheet_that_is_not_there_is_refused(self, workbook: Callable) -> None:
        with pytest.raises(ValueError, match="Worksheet named 'Other' not found"):
            read(workbook(["code", "number"]), format="xlsx", sheet="Other")


class TestSetAside:
    def test_footnotes_are_set_aside_and_counted(self, write: Callable) -> None:
        path = write("code,number\nE02000001,5\n,\nIn order to protect,\n")
        rows = read_rows(path, describe(set_aside={"code": "|In order .*"}))
        assert rows.table["code"].tolist() == ["E02000001"] and rows.set_aside == 2

    def test_what_is_not_described_stays_to_be_refused_later(self, write: Callable) -> None:
        path = write("code,number\nE02000001,5\nE0200002,6\n")
        rows = read_rows(path, describe(set_aside={"code": "|In order .*"}))
        assert rows.table["code"].tolist() == ["E02000001", "E0200002"] and rows.set_aside == 0

    def test_an_empty_cell_can_be_asked_for(self, write: Callable) -> None:
        path = write("code,number,group\nE02000001,5,\nE02000001,6,Old\n")
        rows = read_rows(path, describe(where={"group": ""}))
        assert rows.table["number"].tolist() == ["5"] and rows.set_aside == 0


AGES = {"columns": r"(\d+)\+?", "name": "age", "value": "number"}


class TestUnpivot:
    def test_ages_become_rows_and_the_last_one_loses_its_plus(self, write: Callable) -> None:
        path = write("code,total,0,1,90+\nE01000001,6,1,2,3\nE01000002,15,4,5,6\n")
        table = read_rows(path, describe(columns={**ASK, "age": "age"}, unpivot=AGES)).table
        found = table.sort_values(["code", "age"])[["code", "age", "number"]]
        expected = pd.DataFrame(
            {
                "code": ["E01000001"] * 3 + ["E01000002"] * 3,
                "age": ["0", "1", "90"] * 2,
                "number": list("123456"),
            }
        )
        pd.testing.assert_frame_equal(found.reset_index(drop=True), expected, check_dtype=False)

    def test_a_column_for_each_area_becomes_codes(self, write: Callable) -> None:
        path = write("day,E02000001,E02000002\n2020-03-15,,5\n2020-03-16,4,S\n")
        table = read_rows(
            path,
            describe(
                columns={"area_code": "msoa", "date": "day", "people": "cases"},
                unpivot={"columns": r"E02\d{6}", "name": "msoa", "value": "cases"},
            ),
        ).table
        assert table["msoa"].tolist() == ["E02000001"] * 2 + ["E02000002"] * 2
        assert table["day"].tolist() == ["2020-03-15", "2020-03-16"] * 2
        assert table["cases"].fillna("blank").tolist() == ["blank", "4", "5", "S"]

    def test_a_file_without_such_columns_is_refused(self, write: Callable) -> None:
        with pytest.raises(SourceError, match="no column"):
            read(write("code,total\nE01000001,6\n"), unpivot=AGES)


class TestPoints:
    def test_points_have_longitude_and_latitude(self, tmp_path: Path) -> None:
        path = tmp_path / "points.geojson"
        feature = {
            "type": "Feature",
            "properties": {"code": "E02000001"},
            "geometry": {"type": "Point", "coordinates": [-2.41, 52.53]},
        }
        path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
        columns = {"area_code": "code", "east": "longitude", "north": "latitude"}
        table = read_rows(path, describe(format="geojson", columns=columns)).table
        assert table[["longitude", "latitude"]].to_numpy().tolist() == [[-2.41, 52.53]]


HEADINGS = st.text(
    st.sampled_from("aB1%é(\u0301 \u00a0\u2009\u200b\ufeff\t"), min_size=1, max_size=8
)


class TestHeadings:
    @given(heading=HEADINGS)
    def test_a_heading_is_the_same_however_it_is_copied(
        self, heading: str, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        assume(tidy_heading(heading) not in ("", "code"))
        path = tmp_path_factory.mktemp("headings") / "file.csv"
        path.write_text(f'code,"{heading}"\nE01000001,5\n', encoding="utf-8")
        for copied in (heading, tidy_heading(heading), f" {heading}\n"):
            columns = {"area_code": "code ", "people": copied}
            found = read_rows(path, describe(columns=columns)).table
            assert found.to_numpy().tolist() == [["E01000001", "5"]]

    def test_a_workbook_is_read_by_the_same_rule(self, workbook: Callable) -> None:
        path = workbook(["code\u00a0", "the \n number"], ["E01000001", 5])
        columns = {"area_code": "code", "people": "the  number"}
        copy = describe(format="xlsx", sheet="Data", columns=columns)
        assert read_rows(path, copy).table.to_numpy().tolist() == [["E01000001", "5"]]

    def test_one_in_other_capitals_is_another_and_is_asked_about(self, write: Callable) -> None:
        path = write("code,Number\nE01000001,5\n")
        with pytest.raises(SourceError, match=r"no column 'number'.*Did you mean 'Number'\?"):
            read(path)

    def test_two_that_are_the_same_are_refused(self, write: Callable) -> None:
        path = write("code,number,number \nE01000001,5,6\n")
        with pytest.raises(SourceError, match="more than one column 'number'"):
            read(path)

    def test_a_heading_of_blanks_is_none(self, write: Callable) -> None:
        path = write("code,number, \nE01000001,5,6\n")
        with pytest.raises(SourceError, match="'6' in column 3, which has no heading"):
            read(path)


class TestCellsThatAreNoNumbers:
    ENTRY: ClassVar[dict] = {
        "columns": {
            "people": {
                "type": "integer",
                "unit": "people",
                "quantity": "count",
                "meaning": "People.",
                "may_be_missing": True,
                "suppressed": True,
            },
            "all": {
                "type": "integer",
                "unit": "people",
                "quantity": "count",
                "meaning": "People.",
                "may_be_missing": True,
            },
        }
    }

    def read(self, catalogue: Callable, put: Callable, area: Area, **layout: object) -> list:
        columns = {"area_code": "code", "people": "number", "all": "all"}
        copy = {"layout": "official", "path": "office/things.csv", "columns": columns} | layout
        catalogue(**self.ENTRY, copies=[copy])
        put("code,number,all\nE01000001,,1\nE01000002, * ,2\nE01000003, na ,\nE01000004,5, \n")
        return read_dataset("things", area=area).iloc[:, 1:].astype("object").to_numpy().tolist()

    def test_empty_cells_may_hide_numbers_where_the_entry_says_so(
        self, catalogue: Callable, put: Callable, area: Area
    ) -> None:
        hiding = {"suppressed": {"": [0, 4], "*": [1, 2]}, "blanks": ["na"]}
        rows = self.read(catalogue, put, area, **hiding)
        assert [row[1:3] for row in rows[:2]] == [[0, 4], [1, 2]]
        assert all(pd.isna(value) for value in rows[2])
        assert rows[3][:3] == [5, 5, 5] and pd.isna(rows[3][3])

    def test_otherwise_they_are_not_known(
        self, catalogue: Callable, put: Callable, area: Area
    ) -> None:
        rows = self.read(catalogue, put, area, suppressed={" *": [1, 2]}, blanks=["na "])
        assert all(pd.isna(value) for value in rows[0][:3])
        assert rows[1][1:3] == [1, 2]

    def test_a_note_over_several_lines_with_blanks_around_is_set_aside(
        self, write: Callable
    ) -> None:
        path = write('code,number\nE01000001,5\n" Note: one\nand two ",\n')
        assert read_rows(path, describe(set_aside={"code": "Note: .*"})).set_aside == 1
