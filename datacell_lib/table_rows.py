"""Rows of tables as they stand in a file, each as long as the header: the one reader of CSV."""

from __future__ import annotations

import csv
import fnmatch
import gzip
import io
import warnings
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO
from xml.etree import ElementTree

import pandas as pd

from datacell_lib.headings import tidy_heading
from datacell_lib.schema import SourceError
from datacell_lib.wording import name_first
from datacell_lib.zip_members import JoinedMembers

WORKBOOKS = {".xlsx", ".xlsm"}
# what reading raises of a file that is not what its name says; bytes that are no text among them
UNREADABLE = (
    csv.Error,
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    EOFError,
    ValueError,
    LookupError,
)
MEMBERS_NAMED = 12
MOST_SHOWN = 40


def iterate_rows(
    lines: Iterable[str],
    *,
    origin: str,
    separator: str = ",",
    names: Sequence[str] = (),
    above: int = 0,
) -> Iterator[tuple[int, list[str]]]:
    """Read the rows of a CSV table one by one, header first; blank lines don't count.

    Parameters
    ----------
    lines : iterable of str
        The table.
    origin : str
        Where it came from, for the error.
    separator : str
        What stands between two cells.
    names : sequence of str
        What the columns are, where there is no header.
    above : int
        Lines passed over above the first of these, for the error.

    Yields
    ------
    int
        The line on which a row begins.
    list of str
        The row, as long as the header, which is tidied (`tidy_heading`). Rows of nothing but empty
        cells at the end are left out.

    Raises
    ------
    SourceError
        If a row is longer or shorter, repeats the header, has a cell in a column without heading
        (but for the first, which some programs number rows in), or holds a quotation mark that
        does not close; names the line.

    Examples
    --------
    >>> list(iterate_rows(["code,cases\\n", "E07000066,3\\n"], origin="the publisher"))
    [(1, ['code', 'cases']), (2, ['E07000066', '3'])]
    """
    reader = csv.reader(lines, delimiter=separator, strict=True)
    header, written = list(names), list(names)
    empty: list[int] = []  # rows that hold nothing, until it shows whether they end the table
    begins = 1
    try:
        for row in reader:
            line, begins = above + begins, reader.line_num + 1
            if not row:
                continue
            if not header:
                header, written = [tidy_heading(name) for name in row], row
                yield line, header
                continue
            if row == written and len(row) > 1 and not names:
                raise SourceError(
                    f"{origin}: line {line} repeats the headings, as where two files were put one "
                    "below the other. Remove that line, and look for rows that stand twice."
                )
            if len(row) != len(header):
                raise _refuse_length(row, len(header), origin=origin, line=line)
            if above + reader.line_num > line:
                _refuse_swallowed(row, separator, origin=origin, line=line)
            if "" in header and not names:
                _refuse_unnamed(row, header, origin=origin, line=line)
            if not any(row):
                empty.append(line)
                continue
            yield from ((number, [""] * len(header)) for number in empty)
            empty.clear()
            yield line, row
    except csv.Error as error:
        raise SourceError(
            f"{origin}: line {above + begins} is not readable as CSV ({error}). A quotation mark "
            "in it may stand alone: close it, or write it twice inside a quoted cell."
        ) from error


def _refuse_length(row: list[str], width: int, *, origin: str, line: int) -> SourceError:
    remedy = "A cell is missing, or the file was cut short: complete it."
    if len(row) > width and not any(row[width:]):
        remedy = "Commas at a line's end stand for cells: remove them, or the line's shift."
    elif len(row) > width:
        remedy = (
            "A cell with a comma in it, such as a name or a thousand, stands in quotation marks: "
            '"Bristol, City of", "1,234".'
        )
    return SourceError(
        f"{origin}: line {line} has {len(row)} values where the header has {width}. {remedy}"
    )


def _refuse_swallowed(row: list[str], separator: str, *, origin: str, line: int) -> None:
    """Refuse a cell that took in the lines after it: words may break a line, rows may not."""
    if any("\n" in cell.replace("\r", "\n") and separator in cell for cell in row):
        raise SourceError(
            f"{origin}: line {line} begins a cell that goes on for lines and holds {separator!r}, "
            "as where a quotation mark is not closed and rows after it would be lost. Close it, or "
            "take the line breaks out of the cell."
        )


def _refuse_unnamed(row: list[str], header: list[str], *, origin: str, line: int) -> None:
    for number, (name, cell) in enumerate(zip(header, row, strict=True), start=1):
        if number > 1 and cell and not name:
            raise SourceError(
                f"{origin}: line {line} has {cell[:MOST_SHOWN]!r} in column {number}, which has no "
                "heading. Give the column one, or remove it; is a comma in a cell without "
                "quotation marks?"
            )


@contextmanager
def open_text(
    path: Path, *, encoding: str = "utf-8-sig", member: str | None = None
) -> Iterator[TextIO]:
    """Open a file of text, whether plain, compressed, or inside a ZIP archive.

    Parameters
    ----------
    path : Path
        The file.
    encoding : str
        How its text is encoded.
    member : str, optional
        The file inside an archive; the only one unless told. With a `*` in its name all that fit
        are read as one, in the order of their names: files without a header row.

    Yields
    ------
    TextIO
        The text, its line ends as they are.

    Raises
    ------
    SourceError
        If an archive does not hold the member, or several where none is told.
    """
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            held = archive.namelist()
            if member is not None and "*" in member and (some := fnmatch.filter(held, member)):
                joined = io.BufferedReader(JoinedMembers(archive, sorted(some)))
                with io.TextIOWrapper(joined, encoding=encoding, newline="") as file:
                    yield file
                return
            wanted = member if member is not None or len(held) != 1 else held[0]
            if wanted not in held:
                raise SourceError(
                    f"{path} holds no file {wanted or 'that is the only one'!r}; it holds "
                    f"{name_first(held, most=MEMBERS_NAMED)}. "
                    "Name the right one as 'member' in the catalogue entry, or take it out."
                )
            with (
                archive.open(wanted) as binary,
                io.TextIOWrapper(binary, encoding=encoding, newline="") as file,
            ):
                yield file
        return
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding=encoding, newline="") as file:
        yield file


def list_sheets(path: Path) -> list[str | None]:
    """List the worksheets of a workbook.

    Parameters
    ----------
    path : Path
        A file.

    Returns
    -------
    list of str
        Their names; None alone, where the file's name says that it is no workbook.
    """
    if path.suffix.lower() not in WORKBOOKS:
        return [None]
    with pd.ExcelFile(path, engine="openpyxl") as book:
        return list(book.sheet_names)


def read_sheet(
    path: Path, *, sheet: str | None = None, skip_rows: int = 0, rows: int | None = None
) -> pd.DataFrame:
    """Read the cells of a worksheet as text.

    Parameters
    ----------
    path : Path
        A workbook (.xlsx).
    sheet : str, optional
        The worksheet; the first unless told.
    skip_rows : int
        Rows above those wanted.
    rows : int, optional
        How many to read; all unless told.

    Returns
    -------
    pandas.DataFrame
        The cells by position, "" where a cell is empty.

    Raises
    ------
    ValueError
        If there is no such sheet.
    zipfile.BadZipFile
        If the file is no workbook.
    """
    with warnings.catch_warnings():
        # publishers' conditional formats, of no use here, are unknown to openpyxl
        warnings.filterwarnings("ignore", "Unknown extension is not supported", UserWarning)
        return pd.read_excel(
            path,
            sheet_name=sheet or 0,
            header=None,
            skiprows=skip_rows,
            nrows=rows,
            dtype="str",
            keep_default_na=False,
            na_values=[],
            engine="openpyxl",
        ).fillna("")


def list_repeated(names: Iterable[str]) -> list[str]:
    """List the headings that stand in a header more than once; no heading is none.

    Parameters
    ----------
    names : iterable of str
        The headings.

    Returns
    -------
    list of str
        Each once.

    Examples
    --------
    >>> list_repeated(["code", "people", "", "people", ""])
    ['people']
    """
    return [name for name, times in Counter(names).items() if name and times > 1]
