"""Released tables as CSV: for Excel by double click, and for programs.

A byte order mark opens the file, because without it Excel on Windows takes UTF-8 for another
encoding and breaks "Ynys Môn"; pandas, R and Power BI take it away as they read. Lines end as RFC
4180 says.
"""

from __future__ import annotations

import csv
import io

from datacell_lib.governance.release import Released
from datacell_lib.presentation.downloads.plain_cells import (
    find_mark,
    list_columns,
    write_values,
)
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.spreadsheet import neutralise_text


@refuse_unreleased
def write_csv(released: Released) -> bytes:
    """Write a released table as CSV.

    Parameters
    ----------
    released : Released
        The table.

    Returns
    -------
    bytes
        UTF-8 with a byte order mark; a line of columns' names, then a line a row. Shapes are left
        out. An apostrophe stands before text that a spreadsheet would run as a formula; the mark
        of the policy stands for what is suppressed, nothing for what is not known.

    Raises
    ------
    DisclosureError
        If the table was not released.
    """
    names = list_columns(released)
    mark = find_mark(released)
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([neutralise_text(name) for name in names])
    writer.writerows(zip(*(_write_column(released, name, mark) for name in names), strict=True))
    return file.getvalue().encode("utf-8-sig")


def _write_column(released: Released, name: str, mark: str) -> list[object]:
    values = released.table[name]
    hidden = released.suppressed.get(name, ())
    cells = write_values(values, suppressed=hidden, mark=mark)
    return [
        neutralise_text(cell) if isinstance(value, str) else cell
        for cell, value in zip(cells, values, strict=True)
    ]
