"""A table whose rows don't fit their header is refused with its line, whoever reads it."""

import csv
import io
import zipfile

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datacell_lib.files.area import Area, load_area
from datacell_lib.intake.places.grouping import load_groups
from datacell_lib.intake.read.rows import read_rows
from datacell_lib.pipeline.index_table import read_areas
from datacell_lib.schema import DatacellError, SourceError
from datacell_lib.table_rows import iterate_rows

NAME = {"type": "text", "quantity": "label", "meaning": "A name."}
COUNT = {"type": "integer", "quantity": "count", "meaning": "People."}
HEADER = "code,name,number"
ROWS = ("E01000001,Abbey,5", "E01000002,Boar,6", "E01000003,Cove,7", "E01000004,Dell,8")
# what becomes of a row that fits its header
MISFITS = {
    "an unquoted thousand": lambda row: row.rpartition(",")[0] + ",1,234",
    "an unquoted comma in a name": lambda row: row.replace(",", ",Bristol, City of ", 1),
    "a comma at its end": lambda row: row + ",",
    "a cell too few": lambda row: row.rpartition(",")[0],
    "a stray quotation mark": lambda row: row.replace(",", ',"', 1),
    "a quotation mark inside quotes": lambda row: row.replace(",", ',"The "Old" ', 1) + '"',
    "two rows on one line": lambda row: f"{row},{row}",
    "a row of one cell": lambda row: row.partition(",")[0],
}


@pytest.fixture
def from_catalogue(catalogue, read):
    """Read a text as a catalogued dataset of codes, names and numbers."""
    columns = {"area_code": "code", "name": "name", "people": "number"}
    catalogue(
        columns={"name": NAME, "people": COUNT},
        copies=[{"layout": "official", "path": "office/things.csv", "columns": columns}],
    )
    return read


@pytest.fixture
def from_table(tmp_path):
    """Read a text as the table of ``datacell index``."""

    def read_text(text, *, encoding="utf-8"):
        path = tmp_path / "own.csv"
        path.write_text(text, encoding=encoding)
        return read_areas(path, codes="code", tell=lambda told: None)

    return read_text


@pytest.fixture
def from_groups(tmp_path):
    """Read a text of codes, names and numbers as a file of groups: code and name of each."""
    groups = {"noun": "patch", "file": "patches.csv", "fit": "exact"}
    area = Area(**load_area("sample").model_dump() | {"report_by": "group", "groups": groups})
    known = pd.Series([row.partition(",")[0] for row in ROWS])

    def read_text(text, *, encoding="utf-8"):
        path = tmp_path / "patches.csv"
        path.write_text(text.replace(HEADER, "area_code,group_code,group_name"), encoding=encoding)
        return load_groups(area, known=known, folder=tmp_path)

    return read_text


@pytest.fixture
def from_publisher():
    """Read a text as the answer of a live interface."""

    def read_text(text):
        lines = iterate_rows(io.StringIO(text, newline=""), origin="the publisher")
        return pd.DataFrame([row for _, row in lines][1:])

    return read_text


@pytest.fixture(params=["from_catalogue", "from_table", "from_groups", "from_publisher"])
def reader(request):
    """Each of the library's readers of CSV files in turn."""
    return request.getfixturevalue(request.param)


class TestRows:
    @pytest.mark.parametrize("kind", MISFITS)
    @given(place=st.integers(0, 3))
    def test_one_that_does_not_fit_is_refused_with_its_line(self, reader, kind, place):
        rows = list(ROWS)
        rows[place] = MISFITS[kind](rows[place])
        with pytest.raises(DatacellError, match=rf"line {place + 2}\b"):
            reader("\n".join([HEADER, *rows]) + "\n")

    @pytest.mark.parametrize("kind", MISFITS)
    def test_every_row_of_the_same_wrong_length_is_refused_at_the_first(self, reader, kind):
        with pytest.raises(DatacellError, match=r"line 2\b"):
            reader("\n".join([HEADER, *map(MISFITS[kind], ROWS)]) + "\n")

    @pytest.mark.parametrize("end", ["", "\n", "\n\n\n", "\n,,\n,,\n", "\n\n,,\n\n", "\r\n\r\n"])
    def test_last_lines_that_hold_nothing_are_none(self, reader, end):
        assert len(reader("\n".join([HEADER, *ROWS]) + end)) == 4

    def test_blank_lines_between_rows_are_none_and_are_counted(self, reader):
        text = "\n\n".join([HEADER, *ROWS])
        assert len(reader(text)) == 4
        with pytest.raises(DatacellError, match="line 7"):
            reader(text.replace("E01000003,", "E01000003,,"))

    def test_a_comma_at_the_end_of_every_line_shifts_nothing(self, reader):
        table = reader("".join(f"{line},\n" for line in [HEADER, *ROWS]))
        assert [str(cell) for cell in table.iloc[1, :2]] == ["E01000002", "Boar"]

    def test_a_value_below_no_heading_is_refused_with_its_line(self, reader):
        rows = [HEADER + ",", *(row + "," for row in ROWS[:2]), ROWS[2] + ",234"]
        with pytest.raises(DatacellError, match="line 4 has '234' in column 4"):
            reader("\n".join(rows))

    def test_a_quotation_mark_that_would_swallow_rows_is_refused(self, reader):
        text = "\n".join([HEADER, *ROWS]).replace("Boar,6", '"Boar,6').replace("Cove,7", 'Cove",7')
        with pytest.raises(DatacellError, match=r"line 3\b"):
            reader(text)

    def test_cells_may_stand_in_quotes(self, reader):
        text = "\n".join([HEADER, *ROWS]).replace(",Abbey,5", ',"Abbey","5"')
        assert str(reader(text).iloc[0, 1]) == "Abbey"

    @given(cells=st.lists(st.lists(st.text("ab,\"' é", min_size=1), min_size=3, max_size=3)))
    def test_what_a_program_writes_is_read_as_it_was(self, cells):
        sink = io.StringIO(newline="")
        csv.writer(sink).writerows([["a", "b", "c"], *cells])
        lines = io.StringIO(sink.getvalue(), newline="")
        assert [row for _, row in iterate_rows(lines, origin="x")][1:] == cells

    @given(
        place=st.integers(0, 5), width=st.integers(2, 6), wrong=st.integers(1, 9), rows=st.just(6)
    )
    def test_any_other_length_is_refused_at_its_line(self, place, width, wrong, rows):
        if wrong == width:
            return
        lines = [",".join("x" * width)] + [",".join("y" * width)] * rows
        lines[place + 1] = ",".join("y" * wrong)
        with pytest.raises(SourceError, match=f"^x: line {place + 2} has {wrong} values.* {width}"):
            list(iterate_rows(lines, origin="x"))


class TestHeadings:
    def test_one_that_stands_twice_is_refused_by_name(self, from_catalogue, from_table):
        lines = [HEADER + ",number", *(row + ",9" for row in ROWS)]
        for read_text in (from_catalogue, from_table):
            with pytest.raises(DatacellError, match=r"more than one column .*'number'"):
                read_text("\n".join(lines))

    def test_one_that_nobody_asks_for_may_stand_twice_in_a_publishers_file(self, from_catalogue):
        lines = [HEADER + ",rank,rank", *(row + ",9,8" for row in ROWS)]
        assert from_catalogue("\n".join(lines))["people"].tolist() == [5, 6, 7, 8]

    def test_one_that_stands_twice_in_a_publishers_workbook_is_refused(self, catalogue, tmp_path):
        book = openpyxl.Workbook()
        for row in (["code", "number", "number "], ["E01000001", 5, 6]):
            book.active.append(row)
        book.save(tmp_path / "things.xlsx")
        entry = catalogue()
        copy = entry.copies[0].model_copy(update={"format": "xlsx"})
        with pytest.raises(SourceError, match="more than one column 'number'"):
            read_rows(tmp_path / "things.xlsx", copy)


class TestThousands:
    @pytest.fixture
    def read_thousands(self, catalogue, read):
        columns = {"area_code": "code", "name": "name", "people": "number"}
        copy = {"layout": "official", "path": "office/things.csv", "thousands": ","}
        catalogue(columns={"name": NAME, "people": COUNT}, copies=[copy | {"columns": columns}])
        return read

    @given(name=st.text("AB, 1", min_size=1, max_size=9), number=st.integers(0, 10**8))
    def test_commas_are_taken_out_of_numbers_alone(self, read_thousands, name, number):
        name = f"A{name}B"
        table = read_thousands(f'{HEADER}\nE01000001,"{name}","{number:,}"\n')
        assert table.loc[0, ["name", "people"]].tolist() == [name, number]

    @pytest.mark.parametrize("cell", ["1,23", "1,2345", ",123", "1,,234", "12,34,567", "1,234,"])
    def test_commas_that_part_no_thousands_are_refused(self, read_thousands, cell):
        with pytest.raises(SourceError, match="'people' must be integer"):
            read_thousands(f'{HEADER}\nE01000001,Abbey,"{cell}"\n')


class TestEncodings:
    def test_a_table_that_a_spreadsheet_saved_otherwise_is_refused_with_the_remedy(
        self, from_table, from_groups, tmp_path
    ):
        text = "\n".join([HEADER, *ROWS]).replace("Abbey", "Ynys Môn")
        for read_text, name in ((from_table, "own.csv"), (from_groups, "patches.csv")):
            with pytest.raises(
                DatacellError, match=f"{name}: is not a CSV file in UTF-8.*'CSV UTF"
            ):
                read_text(text, encoding="cp1252")


class TestWorkbooks:
    @pytest.fixture
    def content(self):
        book, sink = openpyxl.Workbook(), io.BytesIO()
        for line in (HEADER, *ROWS):
            book.active.append(line.split(","))
        book.save(sink)
        return sink.getvalue()

    @given(share=st.floats(0, 0.999))
    def test_one_that_is_cut_short_is_refused(self, tmp_path, content, share):
        path = tmp_path / "own.xlsx"
        path.write_bytes(content[: int(share * len(content))])
        with pytest.raises(DatacellError, match=r"own\.xlsx: "):
            read_areas(path, codes="code", tell=pytest.fail)

    @pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml"])
    @pytest.mark.parametrize("said", [b"", b"<", b"nonsense", b"<a><b></a>"])
    def test_one_with_a_damaged_part_is_refused(self, tmp_path, content, part, said):
        path = tmp_path / "own.xlsx"
        with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(path, "w") as damaged:
            for name in whole.namelist():
                damaged.writestr(name, said if name == part else whole.read(name))
        with pytest.raises(DatacellError, match=r"own\.xlsx: "):
            read_areas(path, codes="code", tell=pytest.fail)
