"""A file that somebody was sent: what kind it is, how it is encoded, what parts its cells."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from datacell_lib.files.plain_yaml import clip
from datacell_lib.headings import tidy_heading
from datacell_lib.schema import SourceError, TableError
from datacell_lib.table_rows import (
    UNREADABLE,
    WORKBOOKS,
    iterate_rows,
    list_repeated,
    open_text,
    read_sheet,
)
from datacell_lib.wording import quote_names

ENCODINGS = ("utf-8-sig", "cp1252")
SEPARATORS = (",", ";", "\t", "|")
WORKBOOK, OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# tells the rows of areas from titles above them, damaged as the code may be
CODE = re.compile(r"\s*[EW]\s*0\s*[1-9](\s*\d){6}\s*", re.ASCII | re.IGNORECASE)
SAVE = "Open it in Excel and save it as 'CSV UTF-8'."


@dataclass(frozen=True)
class OwnFile:
    """What a file holds, and how it had to be read.

    Parameters
    ----------
    table : pandas.DataFrame
        Its cells as text, under its own headings.
    form : "csv" or "xlsx"
        What it is.
    encoding, separator : str
        Of a CSV file.
    above : int
        Lines above its headings.
    title : str
        What the first of them says.
    """

    table: pd.DataFrame
    form: str
    encoding: str = ENCODINGS[0]
    separator: str = SEPARATORS[0]
    above: int = 0
    title: str = ""


def read_own_file(path: Path) -> OwnFile:
    """Read a CSV file or workbook of which nothing is known.

    Parameters
    ----------
    path : Path
        The file. Its headings are the fullest of the rows above the first code of an area;
        titles may stand above them.

    Returns
    -------
    OwnFile
        Its cells, and how they were read.

    Raises
    ------
    TableError
        If it can't be read, is not what its name says, has no rows, or has a heading twice.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "own.csv")
    ...     _ = path.write_bytes("code;name\\nE01000001;Caf\\u00e9\\n".encode("cp1252"))
    ...     found = read_own_file(path)
    >>> found.encoding, found.separator, found.table["name"].tolist()
    ('cp1252', ';', ['Café'])
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise TableError(f"{path}: cannot be read ({error.strerror}). Check its path.") from error
    try:
        found = _read(path, content)
    except SourceError as error:
        raise TableError(str(error)) from error
    except UNREADABLE as error:
        raise TableError(f"{path}: is no table ({clip(str(error))}). {SAVE}") from error
    if repeated := list_repeated(found.table.columns):
        raise TableError(
            f"{path}: more than one column is called {quote_names(repeated)}. Give each a heading "
            "of its own."
        )
    if found.table.empty:
        raise TableError(f"{path}: has no rows below its headings. Is it the whole file?")
    return found


def _read(path: Path, content: bytes) -> OwnFile:
    named = path.suffix.lower() in WORKBOOKS
    if content.startswith(OLD_WORKBOOK) or (content.startswith(WORKBOOK) and not named):
        rename = "" if content.startswith(OLD_WORKBOOK) else f"Name it {path.stem}.xlsx. Or: "
        raise TableError(
            f"{path}: is an Excel workbook, although its name ends in {path.suffix or 'nothing'}. "
            f"Renaming a file doesn't change what it is. {rename}{SAVE}"
        )
    if named:
        cells = read_sheet(path).to_numpy(dtype="object").tolist()
        above = _find_headings(cells)
        table = _tabulate(cells[above] if cells else [], cells[above + 1 :])
        return OwnFile(table, form="xlsx", above=above, title=_find_title(cells[:above]))
    if b"\0" in content:
        raise TableError(f"{path}: is no CSV file: it holds bytes that are no text. {SAVE}")
    encoding = next((name for name in ENCODINGS if _decodes(content, name)), None)
    if encoding is None:
        raise TableError(f"{path}: is neither in UTF-8 nor in Windows's encoding. {SAVE}")
    text = content.decode(encoding)
    separator = _find_separator(text)
    lines, ends = _split(text, separator)
    headings = _find_headings(lines)
    above = ends[headings - 1] if headings else 0
    with open_text(path, encoding=encoding) as file:
        for _ in range(above):
            file.readline()
        found = iterate_rows(file, origin=str(path), separator=separator, above=above)
        rows = [row for _, row in found]
    table = _tabulate(rows[0] if rows else [], rows[1:])
    title = _find_title(lines[:headings])
    return OwnFile(table, "csv", encoding, separator, above=above, title=title)


def _find_separator(text: str) -> str:
    """Find what parts the cells: the mark between which most codes of areas stand alone."""
    counts = Counter({mark: sum(map(_has_code, _split(text, mark)[0])) for mark in SEPARATORS})
    if not any(counts.values()):
        first = text.lstrip().split("\n", 1)[0]
        counts = Counter({mark: first.count(mark) for mark in SEPARATORS})
    return counts.most_common(1)[0][0]


def _split(text: str, separator: str) -> tuple[list[list[str]], list[int]]:
    """Split a text into rows of any length, and say on which line each ends."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows, ends = [], []
    for row in reader:
        rows.append(row)
        ends.append(reader.line_num)
    return rows, ends


def _has_code(row: Sequence[str]) -> bool:
    return any(CODE.fullmatch(cell) for cell in row)


def _find_headings(rows: Sequence[Sequence[str]]) -> int:
    """Find which row holds the headings; the first where no row tells."""
    first = next((number for number, row in enumerate(rows) if _has_code(row)), 0)
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows[:first]]
    return filled.index(max(filled)) if filled else 0


def _find_title(rows: Sequence[Sequence[str]]) -> str:
    cells = (cell.strip() for row in rows for cell in row)
    return next(filter(None, cells), "")


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _tabulate(header: list[str], rows: list[list[str]]) -> pd.DataFrame:
    names = [tidy_heading(name) for name in header]
    filled = [row for row in rows if any(row)]
    table = pd.DataFrame(filled, columns=names, dtype="str")
    return table.loc[:, [name != "" for name in names]]
