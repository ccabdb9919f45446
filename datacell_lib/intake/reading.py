"""Reading a catalogued dataset: lawful, found, tidy, checked against its entry, recorded."""

from __future__ import annotations

import csv
import gzip
import warnings
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pandera.pandas as pa

from datacell_lib.config import Area, Edition
from datacell_lib.governance.catalogue import Column, Copy, Dataset, load_dataset
from datacell_lib.governance.lawfulness import REPORTING, require_lawful_use
from datacell_lib.governance.provenance import Read, record_read
from datacell_lib.intake.fetch import FoundCopy, find_copy
from datacell_lib.schema import AREA_CODE, CODE_PATTERNS, GEOMETRY, SourceError

ROWS_NAMED = 5
ENGLAND = "E"


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
        dataset's key; rows of other countries than England are set aside, and counted.

    Raises
    ------
    LawfulnessError
        If nothing makes this use lawful.
    SourceError
        If no copy can be had, or what it holds is not what the catalogue describes.
    """
    dataset = load_dataset(dataset_id)
    require_lawful_use(dataset, edition=edition, purpose=purpose)
    found = find_copy(dataset, area=area)
    raw = pd.concat(
        [_read_file(file.path, found.copy, dataset) for file in found.files], ignore_index=True
    )
    table = _tidy(raw, dataset)
    inside = table[AREA_CODE].str.startswith(ENGLAND)
    record_read(
        Read(
            dataset=dataset.id,
            layout=found.copy.layout,
            sha256=tuple(file.sha256 for file in found.files),
            rows=len(table),
            set_aside=int((~inside).sum()),
            purpose=purpose,
            invented=area.invented,
        )
    )
    checked = _check(table[inside], dataset, found)
    return checked.sort_values(list(dataset.key), ignore_index=True)


def _read_file(path: Path, copy: Copy, dataset: Dataset) -> pd.DataFrame:
    """Read one file, keeping the columns that its copy names, under the dataset's own names."""
    read = _read_geojson if copy.format == "geojson" else _read_csv
    try:
        raw = read(path, copy)
    except (UnicodeDecodeError, pd.errors.ParserError, EOFError, OSError, ValueError) as error:
        raise SourceError(
            f"{path} can't be read as {dataset.title}: {error}. It may be truncated or damaged; "
            "remove it and fetch it again."
        ) from error
    for column, value in copy.where.items():
        raw = raw[raw[column] == value]
    numbers: dict[str, pd.Series] = {}
    table = pd.DataFrame(
        {
            name: raw[source]
            if isinstance(source, str)
            else _add_up(raw, source, dataset, name, numbers)
            for name, source in copy.columns.items()
        }
    )
    return table.drop_duplicates() if copy.distinct else table


def _read_csv(path: Path, copy: Copy) -> pd.DataFrame:
    wanted = _list_source_columns(copy)
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding=copy.encoding, newline="") as file:
        header = next(csv.reader(file), [])
        _require_columns(path, wanted, header)
        rows = pd.read_csv(
            file,
            names=header,
            usecols=wanted,
            dtype="str",
            keep_default_na=False,
            na_values=[""],
        )
    return (
        rows.apply(lambda column: column.str.replace(copy.thousands, ""))
        if copy.thousands
        else rows
    )


def _read_geojson(path: Path, copy: Copy) -> pd.DataFrame:
    with warnings.catch_warnings():
        # GDAL warns of every field that it has to rename; the columns wanted are checked below
        warnings.simplefilter("ignore", RuntimeWarning)
        shapes = gpd.read_file(path, engine="pyogrio")
    _require_columns(path, _list_source_columns(copy), list(shapes))
    return shapes


def _list_source_columns(copy: Copy) -> list[str]:
    names = [
        name
        for source in copy.columns.values()
        for name in ([source] if isinstance(source, str) else source)
    ]
    return list(dict.fromkeys([*names, *copy.where]))


def _require_columns(path: Path, wanted: list[str], header: list[str]) -> None:
    missing = [name for name in wanted if name not in header]
    if missing:
        raise SourceError(
            f"{path} has no column {', '.join(map(repr, missing))}; it has "
            f"{', '.join(map(repr, header[:12]))}{' …' if len(header) > 12 else ''}. "
            "If the publisher has renamed it, add a copy with the new names to the catalogue entry."
        )


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


def _tidy(raw: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    columns = {AREA_CODE: raw[AREA_CODE].str.strip()}
    for name, column in dataset.columns.items():
        columns[name] = _convert(raw[name], column, dataset, name)
    table = pd.DataFrame(columns)
    return gpd.GeoDataFrame(table, crs="EPSG:4326") if GEOMETRY in table else table


def _convert(values: pd.Series, column: Column, dataset: Dataset, name: str) -> pd.Series:
    if column.type == "date":
        converted = pd.to_datetime(values, format="ISO8601", errors="coerce")
    elif column.type in {"integer", "number"}:
        converted = pd.to_numeric(values, errors="coerce").astype("float64")
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
    pattern = CODE_PATTERNS[dataset.native_geography]
    columns = {AREA_CODE: pa.Column(str, pa.Check.str_matches(f"^{pattern}$"), nullable=False)}
    for name, column in dataset.columns.items():
        columns[name] = pa.Column(
            checks=_list_checks(column), nullable=column.may_be_missing, required=True
        )
    schema = pa.DataFrameSchema(columns, unique=list(dataset.key), strict=True)
    try:
        schema.validate(pd.DataFrame(table), lazy=True)
    except pa.errors.SchemaErrors as error:
        faults = error.failure_cases
        named = "; ".join(
            f"{row.column}: {row.check} failed for {row.failure_case!r}"
            for row in faults.head(ROWS_NAMED).itertuples()
        )
        files = ", ".join(file.path.name for file in found.files[:3])
        more = f"; and {len(faults) - ROWS_NAMED} more" if len(faults) > ROWS_NAMED else ""
        raise SourceError(
            f"{dataset.title} ({files}) is not what data/catalogue/{dataset.id}.yml describes: "
            f"{named}{more}. "
            "Use the right file, or correct the entry."
        ) from error
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
