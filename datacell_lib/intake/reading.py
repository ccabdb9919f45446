"""Reading a catalogued dataset: lawful, found, tidy, checked against its entry, recorded."""

from __future__ import annotations

import csv
import zipfile
import zlib
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pandera.pandas as pa
import pyogrio.errors

from datacell_lib.config import Area, Edition
from datacell_lib.governance.catalogue import Column, Copy, Dataset, load_dataset
from datacell_lib.governance.freshness import require_fresh
from datacell_lib.governance.lawfulness import REPORTING, require_lawful_use
from datacell_lib.governance.provenance import Read, record_read
from datacell_lib.intake.fetch import FoundCopy, find_copy, remember_checksums
from datacell_lib.intake.layouts import Rows, read_rows
from datacell_lib.names import check_names
from datacell_lib.schema import AREA_CODE, CODE_PATTERNS, GEOMETRY, WITHOUT_COUNTRY, SourceError

ROWS_NAMED = 5
ENGLAND = "E"
WORLD = "EPSG:4326"
UNREADABLE = (
    UnicodeDecodeError,
    pd.errors.ParserError,
    pyogrio.errors.DataSourceError,
    zipfile.BadZipFile,
    csv.Error,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
)
PLACE_NAME_ENDING = "_name"
LOWER = "_lower"
UPPER = "_upper"


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
    table = _tidy(pd.concat([part.table for part in parts], ignore_index=True), dataset, found.copy)
    inside = _find_inside(table, dataset)
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
        )
    )
    checked = _check(table[inside], dataset, found)
    remember_checksums(found, area=area)
    return checked.sort_values(list(dataset.key), ignore_index=True)


def _read_file(path: Path, copy: Copy, dataset: Dataset) -> Rows:
    """Read one file, keeping the columns that its copy names, under the dataset's own names."""
    try:
        rows = read_rows(path, copy)
    except UNREADABLE as error:
        raise SourceError(
            f"{path} can't be read as {dataset.title}: {error}. It may be truncated or damaged; "
            "remove it and fetch it again."
        ) from error
    raw = rows.table
    numbers: dict[str, pd.Series] = {}
    table = pd.DataFrame(
        {
            name: raw[source]
            if isinstance(source, str)
            else _add_up(raw, source, dataset, name, numbers)
            for name, source in copy.columns.items()
        }
    )
    if not copy.distinct:
        return Rows(table, rows.set_aside)
    distinct = table.drop_duplicates()
    return Rows(distinct, rows.set_aside + len(table) - len(distinct))


def _add_up(
    raw: pd.DataFrame,
    source: tuple[str, ...],
    dataset: Dataset,
    name: str,
    numbers: dict[str, pd.Series],
) -> pd.Series:
    """Add columns up; `numbers` keeps what was converted, since sums may share columns."""
    for column in source:
        if column not in numbers:
            numbers[column] = _convert(raw[column], dataset.columns[name], dataset, name)
    first, *others = (numbers[column] for column in source)
    return sum(others, start=first)


def _find_inside(table: pd.DataFrame, dataset: Dataset) -> pd.Series:
    """Find the rows of England, where the codes of a geography say which country they are of."""
    if dataset.native_geography in WITHOUT_COUNTRY:
        return pd.Series(True, index=table.index)
    # a row without a code is no other country's: the check refuses it
    return table[AREA_CODE].str.startswith(ENGLAND) | table[AREA_CODE].isna()


def _tidy(raw: pd.DataFrame, dataset: Dataset, copy: Copy) -> pd.DataFrame:
    columns = {AREA_CODE: raw[AREA_CODE].str.strip()}
    for name, column in dataset.columns.items():
        if column.suppressed:
            columns |= _bound(raw[name], column, dataset, name, copy)
        else:
            columns[name] = _convert(raw[name], column, dataset, name)
    table = pd.DataFrame(columns)
    if GEOMETRY not in table:
        return table
    shapes = gpd.GeoDataFrame(table, geometry=GEOMETRY)
    return shapes.set_crs(WORLD) if shapes.crs is None else shapes.to_crs(WORLD)


def _bound(
    values: pd.Series, column: Column, dataset: Dataset, name: str, copy: Copy
) -> dict[str, pd.Series]:
    """Convert values of which some are suppressed, with the bounds of each."""
    hidden = values.isin(copy.suppressed)
    known = _convert(values.mask(hidden), column, dataset, name)
    bounds = values[hidden].map(copy.suppressed)
    return {
        name: known,
        name + LOWER: known.mask(hidden, bounds.str[0].astype("float64")),
        name + UPPER: known.mask(hidden, bounds.str[1].astype("float64")),
    }


def _convert(values: pd.Series, column: Column, dataset: Dataset, name: str) -> pd.Series:
    if column.type == "date":
        converted = pd.to_datetime(values, format="ISO8601", errors="coerce")
    elif column.type in {"integer", "number"}:
        # each different text once: a table by single year of age has millions of cells, few values
        codes, texts = pd.factorize(values)
        numbers = pd.to_numeric(pd.Series(texts), errors="coerce").astype("float64")
        # a missing cell has code -1, and finds the missing number put last
        converted = pd.Series(np.append(numbers, np.nan)[codes], index=values.index)
    else:
        return values
    broken = converted.isna() & values.notna()
    if broken.any():
        raise SourceError(
            f"{dataset.title} ({dataset.id}): column {name!r} must be {column.type}; found "
            f"{', '.join(repr(value) for value in values[broken].head(ROWS_NAMED))} in "
            f"{int(broken.sum())} rows. If the publisher marks suppression so, describe it in the "
            "catalogue entry."
        )
    return converted


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
        named = "; ".join(
            f"{row.column}: {row.check} failed for {row.failure_case!r}"
            for row in faults.head(ROWS_NAMED).itertuples()
        )
        more = f"; and {len(faults) - ROWS_NAMED} more" if len(faults) > ROWS_NAMED else ""
        raise SourceError(
            f"{dataset.title} ({files}) is not what data/catalogue/{dataset.id}.yml describes: "
            f"{named}{more}. "
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
