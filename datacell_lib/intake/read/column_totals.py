"""Whether the parts that a file gives add up to the total that it gives."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd

from datacell_lib.governance.catalogue.copies import Copy
from datacell_lib.intake.read.cells import parse_numbers
from datacell_lib.schema import AREA_CODE, SourceError

ROWS_NAMED = 3


def list_total_columns(copy: Copy, *, header: list[str]) -> list[str]:
    """List the columns that a copy's totals are checked by.

    Parameters
    ----------
    copy : Copy
        Its `totals` name each total and what its parts are called.
    header : list of str
        The file's columns.

    Returns
    -------
    list of str
        Totals, and parts that are there.
    """
    parts = [name for name in header for total in copy.totals if _is_part(name, total, copy)]
    return list(dict.fromkeys([*copy.totals, *parts]))


def check_totals(rows: pd.DataFrame, *, copy: Copy, path: Path) -> None:
    """Refuse rows whose parts do not add up to their total: two headings may be exchanged.

    Parameters
    ----------
    rows : pandas.DataFrame
        The rows as read, under the file's own names.
    copy : Copy
        Its `totals` and `totals_within`, how far they may differ.
    path : Path
        The file, for errors.

    Raises
    ------
    SourceError
        If the parts of a total are not there, or differ from it by more than is stated; names
        areas. Rows in which a cell is missing or suppressed can't be checked.
    """
    for total in copy.totals:
        names = [name for name in rows.columns if _is_part(name, total, copy)]
        if not names:
            raise SourceError(
                f"{path} has no column like {copy.totals[total]!r}, which {total!r} adds up. If "
                "the publisher has renamed them, mend 'totals' in the catalogue entry."
            )
        parts = sum(parse_numbers(rows[name]) for name in names)
        whole = parse_numbers(rows[total])
        wrong = (parts - whole).abs() > copy.totals_within
        if wrong.any():
            codes = rows[copy.columns[AREA_CODE]][wrong]
            found = "; ".join(
                f"{sum_:,g} for {whole_:,g} in {code}"
                for sum_, whole_, code in zip(
                    *(column.head(ROWS_NAMED) for column in (parts[wrong], whole[wrong], codes)),
                    strict=True,
                )
            )
            raise SourceError(
                f"{path}: {len(names)} columns must add up to {total!r} within "
                f"{copy.totals_within:g}; in {int(np.sum(wrong))} of {len(rows)} rows they do "
                f"not: {found}. Are two headings exchanged, or a cell mistyped? Fetch it again."
            )


def _is_part(name: str, total: str, copy: Copy) -> bool:
    return name != total and re.fullmatch(copy.totals[total], name) is not None
