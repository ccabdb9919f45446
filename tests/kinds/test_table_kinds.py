"""A table whose rows don't fit their header is refused with its line, whoever reads it."""

import csv
import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datacell_lib.files.area import Area, load_area
from datacell_lib.intake.places.geography import load_places
from datacell_lib.intake.places.grouping import load_groups
from datacell_lib.pipeline.index_command import read_areas
from datacell_lib.schema import DatacellError

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

    def read_text(text):
        path = tmp_path / "own.csv"
        path.write_text(text, encoding="utf-8")
        return read_areas(path, codes="code")

    return read_text


@pytest.fixture
def from_groups(tmp_path):
    """Read a text of codes, names and numbers as a file of groups: a group's name and code."""
    groups = {"noun": "patch", "file": "patches.csv", "fit": "exact"}
    area = Area(**load_area("sample").model_dump() | {"report_by": "group", "groups": groups})
    known = load_places(load_area("sample"))["area_code"]

    def read_text(text):
        swapped = text.replace(HEADER, "area_code,group_name,group_code")
        lines = [line.split(",") for line in swapped.splitlines()]
        assert all(len(line) >= 1 for line in lines)
        path = tmp_path / "patches.csv"
        path.write_text(swapped, encoding="utf-8")
        return load_groups(area, known=known, folder=tmp_path)

    return read_text


@pytest.fixture(params=["from_catalogue", "from_table", "from_groups"])
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
