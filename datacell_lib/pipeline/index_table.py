"""The table that an index is made of: somebody's own, or a file as its publisher gives it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from datacell_lib.files.given_table import read_given_table
from datacell_lib.files.index_spec import IndexSpec
from datacell_lib.governance.catalogue.entries import Dataset, list_datasets
from datacell_lib.intake.read.cells import parse_numbers
from datacell_lib.intake.read.codes import require_undamaged, trim_codes
from datacell_lib.intake.read.marks import describe_marks
from datacell_lib.intake.read.whole_reading import read_given_copy
from datacell_lib.repeated_rows import describe_repeats
from datacell_lib.schema import AREA_CODE, SourceError, TableError
from datacell_lib.spreadsheet import restore_text
from datacell_lib.wording import quote_names

# how programs write a value that they don't have; among the codes of areas they are codes
NOT_KNOWN = ("", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "NULL", "null", "None", "<NA>")
Tell = Callable[[str], object]


def load_index_table(path: Path, *, spec: IndexSpec, codes: str, tell: Tell) -> pd.DataFrame:
    """Load what an index is made of from a file.

    Parameters
    ----------
    path : Path
        A table as `read_areas` reads it, or a file as its publisher gives it, whose headings the
        catalogue knows from the datasets that the index names.
    spec : IndexSpec
        The index.
    codes : str
        The column that holds the areas' codes.
    tell : callable
        Is told how a publisher's file was read, what was mended, and what may be no value.

    Returns
    -------
    pandas.DataFrame
        `area_code` and the columns: the table's own, and those of a publisher's file under the
        catalogue's names.

    Raises
    ------
    TableError
        As `read_areas`.
    SourceError
        If a publisher's file is not what the catalogue describes.
    """
    try:
        own, fault = read_areas(path, codes=codes, tell=tell), None
    except TableError as error:
        own, fault = None, error
    for dataset, columns in _list_lacking(spec, own):
        published = read_given_copy(path, dataset=dataset)
        if published is None:
            continue
        tell(f"{path.name} was read by the headings of {dataset.id}: {dataset.title}.")
        found = published[[AREA_CODE, *columns]]
        own = found if own is None else found.merge(own, on=AREA_CODE, how="left")
    if own is None:
        raise fault
    _tell_marks(own, spec, tell)
    return own


def read_areas(path: Path, *, codes: str = AREA_CODE, tell: Tell) -> pd.DataFrame:
    """Read a table of areas.

    Parameters
    ----------
    path : Path
        A CSV file in UTF-8, or a workbook.
    codes : str
        The column that holds the areas' codes.
    tell : callable
        Is told how many codes had blanks at an end, which are taken off.

    Returns
    -------
    pandas.DataFrame
        The table, its codes as text under `area_code`, without the apostrophes that keep
        spreadsheets from running them; numbers where all of a column are.

    Raises
    ------
    TableError
        If it can't be read, has no rows or no such column, lacks a code, has a damaged one or one
        in several rows, or has rows that don't fit its header.
    """
    table = read_given_table(path)
    if codes not in table:
        raise TableError(
            f"{path}: there is no column '{codes}' for the areas' codes. Say which one it is with "
            f"--codes; the table has {quote_names(table.columns)}."
        )
    trimmed, blanks = trim_codes(restore_text(table[codes]))
    lacking = table.index[trimmed == ""]
    if table.empty or len(lacking):
        where = f"line {lacking[0]} has no code" if len(lacking) else "it has no rows"
        raise TableError(f"{path}: {where}. Give each area one row with its code in '{codes}'.")
    try:
        require_undamaged(trimmed, called=str(path))
    except SourceError as error:
        raise TableError(str(error)) from error
    if blanks:
        tell(f"{blanks:,} codes had blanks at an end, which were taken off.")
    areas = trimmed.to_frame(AREA_CODE)
    if repeats := describe_repeats(areas, keys=[AREA_CODE], places={n: n for n in areas.index}):
        raise TableError(f"{path}: each area must have one row; {repeats}. Remove all but one.")
    values = {name: _read_column(table[name]) for name in table if name not in (codes, AREA_CODE)}
    return pd.DataFrame({AREA_CODE: trimmed, **values}).reset_index(drop=True)


def _read_column(cells: pd.Series) -> pd.Series:
    known = cells.mask(cells.isin(NOT_KNOWN))
    numbers = parse_numbers(known)
    return numbers if (numbers.notna() == known.notna()).all() else known


def _list_lacking(spec: IndexSpec, own: pd.DataFrame | None) -> list[tuple[Dataset, list[str]]]:
    """List the columns of catalogued datasets that an index needs and a table does not have."""
    there = set() if own is None else set(own)
    wanted: dict[str, list[str]] = {}
    for part in spec.list_indicators():
        if part.name in there:
            continue
        sources = [(part.dataset, part.column)]
        if part.denominator:
            sources.append((part.divided_by_dataset, part.denominator))
        for dataset, column in sources:
            if column not in there:
                wanted.setdefault(dataset, []).append(column)
    return [
        (dataset, list(dict.fromkeys(wanted[dataset.id])))
        for dataset in list_datasets()
        if dataset.id in wanted and dataset.native_geography == spec.geography
    ]


def _tell_marks(table: pd.DataFrame, spec: IndexSpec, tell: Tell) -> None:
    named = {name for part in spec.list_indicators() for name in (part.name, part.column)}
    for name in table.columns.intersection(sorted(named)):
        told = describe_marks(table[name]) if pd.api.types.is_numeric_dtype(table[name]) else ""
        if told:
            tell(f"{told}, which may stand for a value that is not known. Leave such cells empty.")
