"""A file that somebody was sent: what kind it is, how it is encoded, what parts its cells."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from datacell_lib.files.plain_yaml import clip
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
    """

    table: pd.DataFrame
    form: str
    encoding: str = ENCODINGS[0]
    separator: str = SEPARATORS[0]


def read_own_file(path: Path) -> OwnFile:
    """Read a CSV file or workbook of which nothing is known.

    Parameters
    ----------
    path : Path
        The file; its first line holds the headings.

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
        raise TableError(
            f"{path}: is an Excel workbook, although its name ends in {path.suffix or 'nothing'}. "
            "Renaming a file doesn't change what it is. " + SAVE
        )
    if named:
        cells = read_sheet(path).to_numpy(dtype="object").tolist()
        return OwnFile(_tabulate(cells[0] if cells else [], cells[1:]), form="xlsx")
    if b"\0" in content:
        raise TableError(f"{path}: is no CSV file: it holds bytes that are no text. {SAVE}")
    encoding = next((name for name in ENCODINGS if _decodes(content, name)), None)
    if encoding is None:
        raise TableError(f"{path}: is neither in UTF-8 nor in Windows's encoding. {SAVE}")
    first = content.decode(encoding).lstrip().split("\n", 1)[0]
    counts = Counter({mark: first.count(mark) for mark in SEPARATORS})
    separator = counts.most_common(1)[0][0]
    with open_text(path, encoding=encoding) as file:
        rows = [row for _, row in iterate_rows(file, origin=str(path), separator=separator)]
    table = _tabulate(rows[0] if rows else [], rows[1:])
    return OwnFile(table, form="csv", encoding=encoding, separator=separator)


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _tabulate(header: list[str], rows: list[list[str]]) -> pd.DataFrame:
    names = [str(name).strip() for name in header]
    filled = [row for row in rows if any(row)]
    table = pd.DataFrame(filled, columns=names, dtype="str")
    return table.loc[:, [name != "" for name in names]]
