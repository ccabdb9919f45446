"""A table that somebody gives: a CSV file or a workbook, its cells as they stand in it."""

from __future__ import annotations

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

LINE = "line"


def read_given_table(path: Path) -> pd.DataFrame:
    """Read a table that somebody gives, all of it as text.

    Parameters
    ----------
    path : Path
        A CSV file in UTF-8, plain, compressed (.gz) or alone in a ZIP archive; or a workbook
        (.xlsx), whose first sheet is read. Its first line names the columns.

    Returns
    -------
    pandas.DataFrame
        The cells as they are, "" where one is empty, by the line that each row begins on. Columns
        and last rows that hold nothing, not even a heading, are left out.

    Raises
    ------
    TableError
        If it can't be read, a heading stands twice, a row is longer or shorter than the header or
        a cell has no heading; names the line.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "own.csv")
    ...     _ = path.write_text("area_code,a,\\nNA,1,\\n", encoding="utf-8")
    ...     read_given_table(path).to_dict("list")
    {'area_code': ['NA'], 'a': ['1']}
    """
    try:
        header, rows = _read_workbook(path) if path.suffix.lower() in WORKBOOKS else _read_csv(path)
    except OSError as error:
        reason = error.strerror or clip(str(error))
        raise TableError(f"{path}: cannot be read ({reason}). Check its path.") from error
    except UnicodeDecodeError as error:
        raise TableError(
            f"{path}: is not a CSV file in UTF-8 ({error}). Save it again as 'CSV UTF-8', as Excel "
            "calls it."
        ) from error
    except SourceError as error:
        raise TableError(str(error)) from error
    except UNREADABLE as error:
        raise TableError(
            f"{path}: is neither a CSV file in UTF-8 nor a workbook ({clip(str(error))}). Save it "
            "again as 'CSV UTF-8'."
        ) from error
    if not header:
        raise TableError(
            f"{path}: is not a CSV file in UTF-8 with a header: it is empty. Write the names of "
            "its columns on the first line."
        )
    if repeated := list_repeated(header):
        raise TableError(
            f"{path}: more than one column is called {quote_names(repeated)}, so nobody can say "
            "which is meant. Remove all but one, or give each a heading of its own."
        )
    lines = pd.Index([line for line, _ in rows], name=LINE)
    table = pd.DataFrame([row for _, row in rows], columns=header, index=lines, dtype="str")
    return table.loc[:, [name != "" for name in header]]


def _read_csv(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    with open_text(path) as file:
        lines = iterate_rows(file, origin=str(path))
        _, header = next(lines, (0, []))
        return header, list(lines)


def _read_workbook(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    cells = read_sheet(path).to_numpy(dtype="object").tolist()
    header = [tidy_heading(name) for name in cells[0]] if cells else []
    rows = [(number, row) for number, row in enumerate(cells[1:], start=2)]
    while rows and not any(rows[-1][1]):
        rows.pop()
    unnamed = [place for place, name in enumerate(header) if place and not name]
    for number, row in rows:
        if any(row[place] for place in unnamed):
            raise SourceError(
                f"{path}: row {number} has a value in a column without a heading. Give the column "
                "one, or remove it."
            )
    return header, rows
