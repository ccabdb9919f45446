"""Reading a catalogued dataset: lawful, found, tidy, checked against its entry, recorded."""

from __future__ import annotations

import csv
import zipfile
import zlib
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pandera.pandas as pa

from datacell_lib.config import Edition
from datacell_lib.files.area import Area
from datacell_lib.files.plain_yaml import clip
from datacell_lib.governance.catalogue.entries import Column, Copy, Dataset, load_dataset
from datacell_lib.governance.catalogue.freshness import require_fresh
from datacell_lib.governance.lawfulness import REPORTING, require_lawful_use
from datacell_lib.governance.ledger import Read, record_read
from datacell_lib.governance.used_datasets import note_use
from datacell_lib.intake.read.cells import LOWER, UPPER, add_up_cells, bound_cells, convert_cells
from datacell_lib.intake.read.codes import check_codes, trim_codes
from datacell_lib.intake.read.fetch import FoundCopy, find_copy, remember_checksums
from datacell_lib.intake.read.fixed_files import recall_copy
from datacell_lib.intake.read.rows import Rows, read_rows
from datacell_lib.intake.read.shapes import check_boundaries
from datacell_lib.names import check_names
from datacell_lib.schema import AREA_CODE, CODE_PATTERNS, GEOMETRY, WITHOUT_COUNTRY, SourceError
from datacell_lib.table_sources import mark_sources
from datacell_lib.wording import name_first

ENGLAND = "E"
UNREADABLE = (
    UnicodeDecodeError,
    pd.errors.ParserError,
    zipfile.BadZipFile,
    csv.Error,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
)
PLACE_NAME_ENDING = "_name"


def read_dataset(
    dataset_id: str,
    *,
    area: Area,
    edition: Edition = Edition.OPEN,
    purpose: str = REPORTING,
) -> pd.DataFrame:
    """Read a dataset: the only way in.

    Parameters
    ----------
    dataset_id : str
        Its catalogue id.
    area : Area
        The area it is read for.
    edition : Edition
        Who the result is for.
    purpose : str
        What it is read for.

    Returns
    -------
    pandas.DataFrame or geopandas.GeoDataFrame
        The columns that the catalogue entry names, with `area_code` first, sorted by the
        dataset's key; a column that its publisher suppresses is followed by `<column>_lower`
        and `<column>_upper`, what it can be. Rows of other countries than England, and those
        that the copy's layout names, are set aside, and counted.

    Raises
    ------
    LawfulnessError
        If nothing makes this use lawful.
    SourceError
        If no copy can be had, what it holds is not what the catalogue describes, or it is late
        and its entry says to stop.
    """
    dataset = load_dataset(dataset_id)
    require_lawful_use(dataset, edition=edition, purpose=purpose)
    require_fresh(dataset)
    found = find_copy(dataset, area=area)
    parts = [_read_file(file.path, found.copy, dataset) for file in found.files]
    recall_copy(dataset.id, area=area.name)  # a file that changed as it was read is refused
    raw = pd.concat([part.table for part in parts], ignore_index=True)
    raw[AREA_CODE], trimmed = trim_codes(raw[AREA_CODE])
    table = _tidy(raw, dataset, found.copy)
    inside = _find_inside(table, dataset)
    own, mended = table[inside], 0
    if GEOMETRY in table:
        own, mended = check_boundaries(
            gpd.GeoDataFrame(own, geometry=GEOMETRY), called=f"{dataset.title} ({dataset.id})"
        )
    set_aside = sum(part.set_aside for part in parts)
    record_read(
        Read(
            dataset=dataset.id,
            layout=found.copy.layout,
            sha256=tuple(file.sha256 for file in found.files),
            rows=len(table) + set_aside,
            set_aside=int((~inside).sum()) + set_aside,
            purpose=purpose,
            invented=area.invented,
            mended=mended,
            trimmed=trimmed,
        )
    )
    note_use([dataset.id])
    checked = _check(own, dataset, found)
    remember_checksums(found, area=area)
    return mark_sources(checked.sort_values(list(dataset.key), ignore_index=True), [dataset.id])


def _read_file(path: Path, copy: Copy, dataset: Dataset) -> Rows:
    """Read one file, keeping the columns that its copy names, under the dataset's own names."""
    try:
        rows = read_rows(path, copy)
    except UNREADABLE as error:
        raise SourceError(
            f"{path} can't be read as {dataset.title}: {clip(str(error), most=600)}. It may be "
            "truncated or damaged; remove it and fetch it again."
        ) from error
    raw = rows.table
    table = pd.DataFrame(
        {
            name: raw[source]
            if isinstance(source, str)
            else add_up_cells(raw, source, name=name, dataset=dataset, copy=copy)
            for name, source in copy.columns.items()
        }
    )
    if not copy.distinct:
        return Rows(table, rows.set_aside)
    distinct = table.drop_duplicates()
    return Rows(distinct, rows.set_aside + len(table) - len(distinct))


def _find_inside(table: pd.DataFrame, dataset: Dataset) -> pd.Series:
    """Find the rows of England, where the codes of a geography say which country they are of."""
    if dataset.native_geography in WITHOUT_COUNTRY:
        return pd.Series(True, index=table.index)
    # a row without a code is no other country's: the check refuses it
    return table[AREA_CODE].str.startswith(ENGLAND) | table[AREA_CODE].isna()


def _tidy(raw: pd.DataFrame, dataset: Dataset, copy: Copy) -> pd.DataFrame:
    check_codes(raw, dataset=dataset)
    columns = {AREA_CODE: raw[AREA_CODE]}
    for name, column in dataset.columns.items():
        about = {"name": name, "dataset": dataset, "codes": raw[AREA_CODE]}
        if column.suppressed:
            columns |= bound_cells(raw[name], copy=copy, **about)
        else:
            columns[name] = convert_cells(raw[name], **about)
    return pd.DataFrame(columns)


def _check(table: pd.DataFrame, dataset: Dataset, found: FoundCopy) -> pd.DataFrame:
    """Check a table against the catalogue by pandera; one error that names columns and rows."""
    files = ", ".join(file.path.name for file in found.files[:3])
    if table.empty:
        raise SourceError(
            f"{dataset.title} ({files}) has no rows for England. It may be truncated, or of "
            "another country; remove it and fetch it again."
        )
    pattern = CODE_PATTERNS[dataset.native_geography]
    columns = {AREA_CODE: pa.Column(str, pa.Check.str_matches(f"^{pattern}$"), nullable=False)}
    for name, column in dataset.columns.items():
        optional = column.may_be_missing or column.suppressed
        columns[name] = pa.Column(checks=_list_checks(column), nullable=optional, required=True)
        for bound in (LOWER, UPPER) if column.suppressed else ():
            columns[name + bound] = pa.Column(nullable=column.may_be_missing, required=True)
    schema = pa.DataFrameSchema(columns, unique=list(dataset.key), strict=True)
    try:
        schema.validate(pd.DataFrame(table), lazy=True)
    except pa.errors.SchemaErrors as error:
        faults = error.failure_cases
        named = name_first(
            (
                f"{row.column}: {row.check} failed for {row.failure_case!r}"
                for row in faults.itertuples()
            ),
            between="; ",
        )
        raise SourceError(
            f"{dataset.title} ({files}) is not what data/catalogue/{dataset.id}.yml describes: "
            f"{named}. "
            "Use the right file, or correct the entry."
        ) from error
    for name, column in dataset.columns.items():
        if column.quantity == "label" and name.endswith(PLACE_NAME_ENDING):
            where = f"{dataset.title} ({files}), column {name!r}"
            check_names(table[name], codes=table[AREA_CODE], where=where)
    return table


def _list_checks(column: Column) -> list[pa.Check]:
    checks = []
    if column.type == "integer":
        checks.append(pa.Check(lambda values: values % 1 == 0, name="whole number"))
    if column.minimum is not None:
        checks.append(pa.Check.ge(column.minimum))
    if column.maximum is not None:
        checks.append(pa.Check.le(column.maximum))
    return checks
