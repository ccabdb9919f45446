"""Worksheets that each hold some columns of the same areas, laid side by side."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from datacell_lib.governance.catalogue.copies import Copy
from datacell_lib.headings import tidy_heading
from datacell_lib.repeated_rows import describe_repeats
from datacell_lib.schema import AREA_CODE, SourceError
from datacell_lib.table_rows import read_sheet
from datacell_lib.wording import count_things, quote_names


def read_joined_sheets(path: Path, *, copy: Copy) -> pd.DataFrame:
    """Read the worksheets that a copy names, their rows matched by the area's code.

    Parameters
    ----------
    path : Path
        A workbook (.xlsx).
    copy : Copy
        Its `sheet` and `joined_sheets`, and which of their columns is the code.

    Returns
    -------
    pandas.DataFrame
        The cells as text by position, the headings first, as `read_sheet` gives one sheet. A
        heading that several sheets have, such as the area's name, stands once.

    Raises
    ------
    SourceError
        If a sheet has no column of codes, not the same codes as the first, or one twice; or a
        column that the catalogue names stands in two of them.
    """
    code = str(copy.columns[AREA_CODE])
    first, *further = (copy.sheet, *copy.joined_sheets)
    joined = _read_by_code(path, first, copy, code)
    for sheet in further:
        table = _read_by_code(path, sheet, copy, code)
        shared = [name for name in table if name in joined]
        if doubtful := sorted(set(shared) & set(copy.source_columns)):
            raise SourceError(
                f"{path} has the column {quote_names(doubtful)} in sheet {sheet!r} and in one "
                "before, so nobody can say which is meant. Mend the catalogue entry."
            )
        if not table.index.sort_values().equals(joined.index.sort_values()):
            raise SourceError(
                f"{path} has not the same areas in sheet {sheet!r} as in {first!r}: "
                f"{count_things(len(table), 'row')} and {len(joined):,}. It may be "
                "damaged; fetch it again."
            )
        joined = joined.join(table.drop(columns=shared))
    rows = joined.reset_index()
    header = pd.DataFrame([list(rows)])
    cells = rows.set_axis(range(rows.shape[1]), axis="columns")
    return pd.concat([header, cells], ignore_index=True)


def _read_by_code(path: Path, sheet: str | None, copy: Copy, code: str) -> pd.DataFrame:
    cells = read_sheet(path, sheet=sheet, skip_rows=copy.skip_rows)
    header = [tidy_heading(name) for name in cells.iloc[:1].to_numpy(dtype="str").ravel()]
    if header.count(code) != 1:
        raise SourceError(
            f"{path} must have the column {code!r} once in sheet {sheet!r}; it has "
            f"{quote_names(header)}. If the publisher has renamed it, mend the catalogue entry."
        )
    table = cells.iloc[1:].set_axis(header, axis="columns").set_index(code)
    if table.index.has_duplicates:
        first = copy.skip_rows + 2  # below the headings, as a spreadsheet counts
        rows = pd.DataFrame({code: table.index}, index=range(first, first + len(table)))
        told = describe_repeats(
            rows, keys=[code], places=dict(enumerate(rows.index, first)), called="rows"
        )
        raise SourceError(
            f"{path}: in sheet {sheet!r} {told}, so its rows can't be matched "
            "with the other sheets'. Remove all but one."
        )
    return table
