"""Workbooks: a cover, contents and notes, a sheet a table, and words that are never formulas."""

import io
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest

from datacell_lib.pipeline.book.read_back import find_difference
from datacell_lib.presentation.downloads import write_workbook
from tests.hostile import ALLOWED

TABLE = pd.DataFrame(
    {
        "area_name": [*ALLOWED.values()],
        "population": [None, None, *map(float, range(len(ALLOWED) - 2))],
        "value": 0.38571428571428573,  # of which a workbook keeps sixteen digits
        "alarm": True,
    }
)

SHEETS = ["Columns", "Places", "Other names"]


@pytest.fixture
def tables(make_released):
    first = replace(make_released(TABLE), id="places-0", suppressed={"population": (1,)})
    return first, replace(make_released(TABLE[["area_name"]]), id="other-names-0")


@pytest.fixture
def content(tables):
    return write_workbook(*tables, title="Places of $$x$$ & =1+1")


def edit(content, change):
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


class TestWriteWorkbook:
    def test_it_has_a_cover_contents_notes_and_a_sheet_for_each_table(self, content):
        book = openpyxl.load_workbook(io.BytesIO(content))
        assert book.sheetnames == ["Cover", "Contents", "Notes", *SHEETS]
        notes = [[cell.value for cell in row] for row in book["Columns"].iter_rows()]
        assert ["Places", "population", "Residents.", "people"] in notes

    def test_no_cell_is_a_formula_or_empty_whatever_a_place_is_called(self, content):
        sheet = openpyxl.load_workbook(io.BytesIO(content))["Places"]
        names = [row[0] for row in sheet.iter_rows(max_col=1)]
        assert {cell.data_type for cell in names} == {"s"}
        assert [cell.value for cell in names[-len(ALLOWED) :]] == [*ALLOWED.values()]

    def test_suppressed_and_unknown_are_said_apart(self, content):
        sheet = openpyxl.load_workbook(io.BytesIO(content))["Places"]
        people = [row[0].value for row in sheet.iter_rows(min_col=2, max_col=2)][-len(ALLOWED) :]
        assert people[:4] == ["[x]", "[c]", 0, 1]

    def test_the_same_tables_are_the_same_file(self, content, tables):
        assert write_workbook(*tables, title="Places of $$x$$ & =1+1") == content


class TestReadBack:
    def test_it_comes_back_as_it_was_released(self, content, tables):
        assert find_difference(content, ending="xlsx", released=tables) is None

    @pytest.mark.parametrize(
        ("change", "told"),
        [
            (lambda book: book["Places"].__setitem__("B9", 7), "column 'population' holds 7"),
            (lambda book: book["Cover"].__setitem__("B3", 7), "sheet 'Cover' holds 7 in B3"),
            (lambda book: book["Places"].__setitem__("D1", "x"), "more than a line of words"),
            (lambda book: book["Places"].__setitem__("C8", "=1/3"), "holds a formula"),
            (lambda book: book.create_sheet("Secret"), "7 sheets, not 6"),
            (lambda book: setattr(book["Notes"], "sheet_state", "hidden"), "a hidden sheet"),
        ],
    )
    def test_one_other_cell_or_sheet_is_found(self, content, tables, change, told):
        fault = find_difference(edit(content, change), ending="xlsx", released=tables)
        assert told in fault
