"""Reading the rows of a file by the layout that its catalogue entry describes."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from datacell_lib.governance.catalogue.copies import Copy
from datacell_lib.headings import tidy_heading
from datacell_lib.intake.read.column_totals import check_totals, list_total_columns
from datacell_lib.intake.read.joined_sheets import read_joined_sheets
from datacell_lib.intake.read.number_marks import settle_marks
from datacell_lib.intake.read.publishers import nhs_digital, trafford_data_lab
from datacell_lib.intake.read.row_places import open_below_title, open_rows
from datacell_lib.intake.read.shapes import read_geojson
from datacell_lib.schema import AREA_CODE, LATITUDE, LONGITUDE, SourceError
from datacell_lib.table_rows import (
    UNREADABLE,
    list_repeated,
    list_sheets,
    read_sheet,
)
from datacell_lib.wording import ask_whether_meant, name_first, quote_names

COLUMNS_NAMED = 12
Reader = Callable[[pd.DataFrame], pd.DataFrame]
# what mends the rows, the columns that it needs, and those that it adds
READERS: dict[str, tuple[Reader, tuple[str, ...], tuple[str, ...]]] = {
    "nhs-digital-qof": (
        nhs_digital.divide_registers,
        (nhs_digital.REGISTER, nhs_digital.LIST_SIZE),
        (nhs_digital.PREVALENCE,),
    ),
    "trafford-data-lab": (trafford_data_lab.mend_codes, (trafford_data_lab.CODE,), ()),
}


@dataclass(frozen=True)
class Rows:
    """What a file holds of a dataset.

    Parameters
    ----------
    table : pandas.DataFrame
        Its rows under the file's own column names, still as text; its index counts the file's
        rows from 0, so that a row made of another's column has that one's.
    set_aside : int
        How many rows were not of the dataset, by its layout.
    """

    table: pd.DataFrame
    set_aside: int


def read_rows(path: Path, copy: Copy, *, words: Collection[str] = ()) -> Rows:
    """Read the rows of a file.

    Parameters
    ----------
    path : Path
        The file.
    copy : Copy
        How the catalogue describes it.
    words : collection of str
        The file's columns that hold words, in which a comma parts no thousands.

    Returns
    -------
    Rows
        One row an observation, and the number of rows set aside.

    Raises
    ------
    SourceError
        If a column that the catalogue names is not there or there twice, a row is not as long as
        the header, a mark in a number has no stated meaning, or parts do not add up to a total.
    """
    read = {"csv": _read_csv, "geojson": _read_geojson, "xlsx": _read_workbook}[copy.format]
    rows = read(path, copy)
    if copy.format != "geojson":
        rows = _take_blanks_away(rows, copy, words)
        rows = settle_marks(rows, copy=copy, words=words, path=path)
    if copy.reader:
        mend, _, _ = READERS[copy.reader]
        rows = mend(rows)
    for column, value in copy.where.items():
        rows = rows[rows[column].fillna("") == value]
    aside = pd.Series(False, index=rows.index)
    for column, pattern in copy.set_aside.items():
        aside |= rows[column].fillna("").str.strip().str.fullmatch(pattern, flags=re.DOTALL)
    kept = rows[~aside]
    check_totals(kept, copy=copy, path=path)
    return Rows(_unpivot(kept, copy) if copy.unpivot else kept, int(aside.sum()))


def adapt_layout(path: Path, copy: Copy) -> Copy | None:
    """Adapt the layout of a copy to a file with its headings, be it CSV or a workbook.

    Parameters
    ----------
    path : Path
        The file.
    copy : Copy
        How the catalogue describes it.

    Returns
    -------
    Copy or None
        The same layout in the file's own format, on the first sheet that has every column, each
        once; None where there is none, or no header to tell by.
    """
    if copy.names or copy.format == "geojson":
        return None
    try:
        for sheet in list_sheets(path):
            form = {"format": "csv" if sheet is None else "xlsx", "sheet": copy.sheet or sheet}
            adapted = copy.model_copy(update=form)
            if _has_columns(path, adapted):
                return adapted
    except (OSError, *UNREADABLE):
        return None
    return None


def list_headings(path: Path, copy: Copy) -> list[str]:
    """List the headings of a file.

    Parameters
    ----------
    path : Path
        The file.
    copy : Copy
        How the catalogue describes it.

    Returns
    -------
    list of str
        As they stand in it, tidied; of a file without any, or of shapes, as its entry names them.
    """
    if copy.names or copy.format == "geojson":
        return list(copy.names or copy.source_columns)
    if copy.format == "xlsx":
        headings: dict[str, None] = {}
        for sheet in (copy.sheet, *copy.joined_sheets):
            cells = read_sheet(path, sheet=sheet, skip_rows=copy.skip_rows, rows=1)
            own = [tidy_heading(name) for name in cells.to_numpy(dtype="str").ravel()]
            if not copy.joined_sheets:
                return own
            headings |= dict.fromkeys(own)
        return list(headings)
    with open_rows(path, copy) as lines:
        return next(lines, (0, []))[1]


def _has_columns(path: Path, copy: Copy) -> bool:
    try:
        _find_columns(path, copy, list_headings(path, copy))
    except SourceError:
        return False
    return True


def _read_csv(path: Path, copy: Copy) -> pd.DataFrame:
    header, count = _walk_rows(path, copy)
    positions = _find_columns(path, copy, header)
    with open_below_title(path, copy) as file:
        rows = pd.read_csv(
            file,
            sep=copy.separator,
            # a separator beyond ASCII is more than one byte, which only this engine can do
            engine="c" if copy.separator.isascii() else "python",
            header=None if copy.names else 0,
            names=range(len(header)),
            usecols=positions,
            nrows=count,
            # thousands of columns of one file are quicker as plain objects until they are rows
            dtype="object" if copy.unpivot else "str",
            keep_default_na=False,
            na_values=_list_empty(copy),
        )
    rows = rows.set_axis([header[position] for position in rows.columns], axis="columns")
    return rows


def _walk_rows(path: Path, copy: Copy) -> tuple[list[str], int]:
    """Walk through a file once, so that none of its rows is longer or shorter than its header.

    pandas is the quickest to read the columns wanted, but fills short rows, and cuts long ones.
    """
    with open_rows(path, copy) as lines:
        header = list(copy.names) or next(lines, (0, []))[1]
        return header, sum(1 for _ in lines)


def _read_workbook(path: Path, copy: Copy) -> pd.DataFrame:
    if copy.joined_sheets:
        cells = read_joined_sheets(path, copy=copy)
    else:
        cells = read_sheet(path, sheet=copy.sheet, skip_rows=copy.skip_rows)
    first = cells.iloc[:1].to_numpy(dtype="str").ravel()
    header = list(copy.names) or [tidy_heading(name) for name in first]
    positions = _find_columns(path, copy, header[: cells.shape[1]])
    rows = cells if copy.names else cells.iloc[1:]
    chosen = rows.iloc[:, positions].set_axis(
        [header[position] for position in positions], axis="columns"
    )
    return chosen.mask(chosen.isin(_list_empty(copy))).reset_index(drop=True)


def _list_empty(copy: Copy) -> list[str]:
    """List what is missing as it is read; an empty cell isn't, where it hides a value."""
    return [] if "" in copy.suppressed else [""]


def _take_blanks_away(rows: pd.DataFrame, copy: Copy, words: Collection[str]) -> pd.DataFrame:
    """Take away the cells that say that a value is not known, blanks around them or not."""
    hiding = "" in copy.suppressed
    if not (copy.blanks or hiding):
        return rows
    known = {name: rows[name].str.strip() for name in rows}
    empty = {name: [*copy.blanks, *([""] if hiding and name in words else [])] for name in rows}
    return rows.assign(**{name: rows[name].mask(known[name].isin(empty[name])) for name in rows})


def _read_geojson(path: Path, copy: Copy) -> pd.DataFrame:
    code = copy.columns[AREA_CODE]
    shapes = read_geojson(path, code=code if isinstance(code, str) else code[0])
    if (shapes.geom_type == "Point").all():
        shapes = shapes.assign(**{LONGITUDE: shapes.geometry.x, LATITUDE: shapes.geometry.y})
    _find_columns(path, copy, list(shapes))
    return shapes


def _find_columns(path: Path, copy: Copy, header: list[str]) -> list[int]:
    """Find the positions of the columns that the catalogue names."""
    wanted = [*copy.source_columns, *copy.set_aside]
    if copy.reader:
        _, needed, added = READERS[copy.reader]
        wanted = [name for name in wanted if name not in added] + list(needed)
    wanted += list_total_columns(copy, header=header)
    if copy.unpivot:
        made = (copy.unpivot.name, copy.unpivot.value)
        spread = [name for name in header if re.fullmatch(copy.unpivot.columns, name)]
        wanted = [name for name in wanted if name not in made] + (spread or [copy.unpivot.columns])
    wanted = list(dict.fromkeys(wanted))
    missing = set(wanted) - set(header)
    if missing:
        raise SourceError(
            f"{path} has no column {', '.join(map(repr, sorted(missing)))}; it has "
            f"{name_first(map(repr, header), most=COLUMNS_NAMED)}."
            f"{ask_whether_meant(min(missing), header)} "
            "If the publisher has renamed it, add a copy with the new names to the catalogue entry."
        )
    if repeated := set(list_repeated(header)) & set(wanted):
        raise SourceError(
            f"{path} has more than one column {quote_names(sorted(repeated))}, so nobody can say "
            "which is meant. Remove all but one, or give each a heading of its own."
        )
    positions = {name: position for position, name in enumerate(header)}
    return sorted(positions[name] for name in wanted)


def _unpivot(rows: pd.DataFrame, copy: Copy) -> pd.DataFrame:
    """Turn columns into rows, the variable taken from their names."""
    unpivot = copy.unpivot
    found = {name: re.fullmatch(unpivot.columns, name) for name in rows.columns}
    labels = {name: (*match.groups(), match[0])[0] for name, match in found.items() if match}
    # DataFrame.melt takes several times as long where there are thousands of columns
    keys = {
        name: np.tile(rows[name].to_numpy(dtype="object"), len(labels))
        for name, match in found.items()
        if not match
    }
    cells = rows[list(labels)].to_numpy(dtype="object").ravel(order="F")
    variable = np.repeat(np.array(list(labels.values()), dtype="object"), len(rows))
    index = np.tile(rows.index.to_numpy(), len(labels))
    return pd.DataFrame({**keys, unpivot.name: variable, unpivot.value: cells}, index=index)
