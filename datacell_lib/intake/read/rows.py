"""Reading the rows of a file by the layout that its catalogue entry describes."""

from __future__ import annotations

import csv
import gzip
import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import numpy as np
import pandas as pd

from datacell_lib.governance.catalogue.copies import Copy
from datacell_lib.intake.read.column_totals import check_totals, list_total_columns
from datacell_lib.intake.read.publishers import nhs_digital, trafford_data_lab
from datacell_lib.intake.read.shapes import read_geojson
from datacell_lib.schema import AREA_CODE, SourceError
from datacell_lib.wording import name_first

COLUMNS_NAMED = 12
LONGITUDE = "longitude"
LATITUDE = "latitude"
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
        Its rows under the file's own column names, still as text.
    set_aside : int
        How many rows were not of the dataset, by its layout.
    """

    table: pd.DataFrame
    set_aside: int


def read_rows(path: Path, copy: Copy) -> Rows:
    """Read the rows of a file.

    Parameters
    ----------
    path : Path
        The file.
    copy : Copy
        How the catalogue describes it.

    Returns
    -------
    Rows
        One row an observation, and the number of rows set aside.

    Raises
    ------
    SourceError
        If a column that the catalogue names is not there, or parts do not add up to a total.
    """
    read = {"csv": _read_csv, "geojson": _read_geojson, "xlsx": _read_workbook}[copy.format]
    rows = read(path, copy)
    if copy.reader:
        mend, _, _ = READERS[copy.reader]
        rows = mend(rows)
    for column, value in copy.where.items():
        rows = rows[rows[column].fillna("") == value]
    aside = pd.Series(False, index=rows.index)
    for column, pattern in copy.set_aside.items():
        aside |= rows[column].fillna("").str.fullmatch(pattern)
    kept = rows[~aside]
    check_totals(kept, copy=copy, path=path)
    return Rows(_unpivot(kept, copy) if copy.unpivot else kept, int(aside.sum()))


def _read_csv(path: Path, copy: Copy) -> pd.DataFrame:
    with _open_text(path, copy) as file:
        for _ in range(copy.skip_rows):
            file.readline()
        header = list(copy.names) or next(csv.reader(file, delimiter=copy.separator), [])
        positions = _find_columns(path, copy, header)
        rows = pd.read_csv(
            file,
            sep=copy.separator,
            # a separator beyond ASCII is more than one byte, which only this engine can do
            engine="c" if copy.separator.isascii() else "python",
            header=None,
            names=range(len(header)),
            usecols=positions,
            # thousands of columns of one file are quicker as plain objects until they are rows
            dtype="object" if copy.unpivot else "str",
            keep_default_na=False,
            na_values=["", *copy.blanks],
        )
    rows = rows.set_axis([header[position] for position in rows.columns], axis="columns")
    if copy.thousands:
        return rows.apply(lambda column: column.str.replace(copy.thousands, ""))
    return rows


@contextmanager
def _open_text(path: Path, copy: Copy) -> Iterator[TextIO]:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            if copy.member not in archive.namelist():
                raise SourceError(
                    f"{path} holds no file {copy.member!r}; it holds "
                    f"{name_first(archive.namelist(), most=COLUMNS_NAMED)}. "
                    "Name the right one as 'member' in the catalogue entry."
                )
            with (
                archive.open(copy.member) as member,
                io.TextIOWrapper(member, encoding=copy.encoding, newline="") as file,
            ):
                yield file
        return
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding=copy.encoding, newline="") as file:
        yield file


def _read_workbook(path: Path, copy: Copy) -> pd.DataFrame:
    with warnings.catch_warnings():
        # publishers' conditional formats, of no use here, are unknown to openpyxl
        warnings.filterwarnings("ignore", "Unknown extension is not supported", UserWarning)
        cells = pd.read_excel(
            path,
            sheet_name=copy.sheet or 0,
            header=None,
            skiprows=copy.skip_rows,
            dtype="str",
            keep_default_na=False,
            na_values=["", *copy.blanks],
            engine="openpyxl",
        )
    first = cells.iloc[:1].fillna("").to_numpy(dtype="str").ravel()
    header = list(copy.names) or [name.strip() for name in first]
    positions = _find_columns(path, copy, header[: cells.shape[1]])
    rows = cells if copy.names else cells.iloc[1:]
    return (
        rows.iloc[:, positions]
        .set_axis([header[position] for position in positions], axis="columns")
        .reset_index(drop=True)
    )


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
            f"{name_first(map(repr, header), most=COLUMNS_NAMED)}. "
            "If the publisher has renamed it, add a copy with the new names to the catalogue entry."
        )
    positions = {name: position for position, name in reversed(list(enumerate(header)))}
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
    return pd.DataFrame({**keys, unpivot.name: variable, unpivot.value: cells})
