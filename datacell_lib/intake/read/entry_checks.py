"""Checking a table that was read against what the catalogue says of it."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa

from datacell_lib.governance.catalogue.entries import Column, Dataset
from datacell_lib.intake.read.cells import LOWER, UPPER
from datacell_lib.intake.read.row_places import RowPlaces
from datacell_lib.names import check_names
from datacell_lib.repeated_rows import describe_repeats
from datacell_lib.schema import AREA_CODE, CODE_PATTERNS, SourceError
from datacell_lib.wording import name_first

PLACE_NAME_ENDING = "_name"


def check_against_entry(
    table: pd.DataFrame,
    *,
    dataset: Dataset,
    files: str,
    places: RowPlaces | None = None,
) -> pd.DataFrame:
    """Check a table against its catalogue entry; one error that names columns and rows.

    Parameters
    ----------
    table : pandas.DataFrame
        The columns that the entry names, and `area_code`.
    dataset : Dataset
        The entry.
    files : str
        What to call the files in an error.
    places : RowPlaces, optional
        Where its rows stand in the file that they are of.

    Returns
    -------
    pandas.DataFrame
        The same.

    Raises
    ------
    SourceError
        If it has no rows, a column is not what the entry describes, or a key has several rows.
    """
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
    schema = pa.DataFrameSchema(columns, strict=True)
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
    repeated = table.index[table.duplicated(list(dataset.key), keep=False)]
    if len(repeated):
        told = describe_repeats(
            pd.DataFrame(table),
            keys=dataset.key,
            places=places.find(repeated) if places else None,
            called=places.called if places else "rows",
        )
        raise SourceError(
            f"{dataset.title} ({files}): each {', '.join(dataset.key)} must have one row; {told}. "
            "Remove all but one, or say in 'key' of "
            f"data/catalogue/{dataset.id}.yml what tells them apart."
        )
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
