"""Released tables as one workbook that can be read by everybody: a cover, contents, a sheet each.

The layout is the one that the Government Analysis Function asks of statistics in spreadsheets: one
table a sheet that begins in the first column, named, with no merged or empty cells, a cover, a list
of contents and notes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from datacell_lib.governance.release import Released
from datacell_lib.presentation.downloads.csv_metadata import (
    describe_cells,
    find_meaning,
    list_attributions,
)
from datacell_lib.presentation.downloads.links import describe_release
from datacell_lib.presentation.downloads.plain_cells import (
    choose_kind,
    find_mark,
    list_columns,
    write_values,
)
from datacell_lib.presentation.measures import put_in_words
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.plain_text import lower_first
from datacell_lib.presentation.source_line import describe_sources
from datacell_lib.wording import make_slug

COLUMNS = "Columns"
DESCRIBED = ["Sheet", "Column", "What it means", "Unit"]
PROPERTIES = "docProps/core.xml"
MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
NO_MOMENT = b"1980-01-01T00:00:00Z"
UNKNOWN = "[x]"  # what the Analysis Function lets stand for a value that is not available
LARGEST = 10**15  # a spreadsheet keeps 15 digits of a number
SHEET_CHARACTERS = 31
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
TITLE_SIZE, LINE_WIDTH, NARROWEST = 14, 40, 12


@refuse_unreleased
def write_workbook(*released: Released, title: str) -> bytes:
    """Write released tables as an accessible workbook.

    Parameters
    ----------
    *released : Released
        The tables: a sheet each. Shapes are left out.
    title : str
        What the workbook is about.

    Returns
    -------
    bytes
        An Excel file with a cover, contents, notes, what the columns mean, and the tables.
        Suppressed cells hold the policy's mark, those that are not known `[x]`.

    Raises
    ------
    DisclosureError
        If a table was not released.

    References
    ----------
    Government Analysis Function, Releasing statistics in spreadsheets.
    https://analysisfunction.civilservice.gov.uk/policy-store/releasing-statistics-in-spreadsheets/
    """
    book = Workbook()
    terms = dict.fromkeys(words for each in released for words in list_attributions(each))
    names = {each.id: _name_sheet(each) for each in released}
    notes = dict.fromkeys(text for each in released for text in _list_notes(each))
    told = f"Each table has a sheet of its own. {COLUMNS} says what its columns mean."
    _write_lines(book.active, "Cover", [title, told, *terms])
    listed = [[names[each.id], describe_sources(each)] for each in released]
    _write_table(book, "Contents", ["What is in it"], ["Sheet", "Source"], listed)
    _write_lines(book.create_sheet(), "Notes", ["Notes", *notes])
    _write_table(book, COLUMNS, ["What the columns mean"], DESCRIBED, _list_columns(released))
    for each in released:
        above = [f"{title}: {lower_first(describe_release(each))}", describe_sources(each)]
        columns = list_columns(each)
        cells = zip(*(_write_column(each, name) for name in columns), strict=True)
        _write_table(book, names[each.id], above, columns, [list(row) for row in cells])
    file = io.BytesIO()
    book.save(file)
    return _fix_day(file)


def _write_lines(sheet: Worksheet, name: str, lines: Sequence[str]) -> None:
    sheet.title = name
    for row, line in enumerate(lines, start=1):
        _write_cell(sheet, row, 1, line)
    sheet.cell(1, 1).font = Font(bold=True, size=TITLE_SIZE)
    sheet.column_dimensions["A"].width = LINE_WIDTH


def _write_table(
    book: Workbook, name: str, above: list[str], columns: list[str], rows: list[list[object]]
) -> None:
    sheet = book.create_sheet()
    _write_lines(sheet, name, above)
    first = len(above) + 1
    for row, cells in enumerate([columns, *rows], start=first):
        for column, value in enumerate(cells, start=1):
            _write_cell(sheet, row, column, value)
    for column, heading in enumerate(columns, start=1):
        sheet.cell(first, column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = max(NARROWEST, len(heading) + 2)
    sheet.freeze_panes = sheet.cell(first + 1, 2)
    last = sheet.cell(first + max(1, len(rows)), len(columns)).coordinate
    label = make_slug(name).replace("-", "_")  # a table that a screen reader finds by its name
    sheet.add_table(Table(displayName=f"table_{label}", ref=f"A{first}:{last}"))


def _write_cell(sheet: Worksheet, row: int, column: int, value: object) -> None:
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", value)
        cell.data_type = "s"  # words are words, whatever they begin with
    else:
        cell.value = value


def _list_notes(released: Released) -> list[str]:
    unknown = f"{UNKNOWN} stands for a value that is not known; it is never zero."
    return [unknown, *describe_cells(released)[1:]]


def _name_sheet(released: Released) -> str:
    return put_in_words(make_slug(describe_release(released)).replace("-", "_"))[:SHEET_CHARACTERS]


def _write_column(released: Released, name: str) -> list[object]:
    values, hidden = released.table[name], set(released.suppressed.get(name, ()))
    texts = write_values(values, suppressed=tuple(hidden), mark=find_mark(released))
    kind = choose_kind(values)
    return [
        text if row in hidden else UNKNOWN if pd.isna(value) is True else _type(text, value, kind)
        for row, (text, value) in enumerate(zip(texts, values, strict=True))
    ]


def _type(text: str, value: object, kind: str) -> object:
    """Give a cell's number or flag as such, where a spreadsheet can keep it."""
    if kind == "integer":
        return int(text) if abs(int(text)) < LARGEST else text
    if kind == "number" and not text.endswith("INF"):
        return float(value)
    return text == "true" if kind == "boolean" else text


def _list_columns(tables: Sequence[Released]) -> list[list[object]]:
    return [
        [_name_sheet(each), name, meaning.words or put_in_words(name), meaning.unit or "none"]
        for each in tables
        for name in list_columns(each)
        for meaning in [find_meaning(each, name)]
    ]


def _fix_day(saved: io.BytesIO) -> bytes:
    """Take out of a workbook the moment that it was made, so that the same tables are one file."""
    file = io.BytesIO()
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            content = MOMENT.sub(NO_MOMENT, content) if name == PROPERTIES else content
            member = zipfile.ZipInfo(name, FIRST_DAY)
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, content)
    return file.getvalue()
