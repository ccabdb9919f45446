"""The marks in numbers as people write them: what parts thousands, what begins decimals."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

import pandas as pd

from datacell_lib.files.plain_yaml import clip
from datacell_lib.governance.catalogue.copies import Copy
from datacell_lib.schema import SourceError

POINT = "."


def settle_marks(
    rows: pd.DataFrame, *, copy: Copy, words: Collection[str], path: Path
) -> pd.DataFrame:
    """Write the numbers of a file as the library reads them: digits and a decimal point.

    Parameters
    ----------
    rows : pandas.DataFrame
        Cells as text, under the file's own headings.
    copy : Copy
        Its `thousands` and `decimal` say what the marks mean.
    words : collection of str
        The columns that hold words, which are left alone.
    path : Path
        The file, for errors.

    Returns
    -------
    pandas.DataFrame
        The same rows; cells that are no numbers as they are.

    Raises
    ------
    SourceError
        If commas begin decimals and a number has a point whose meaning nobody stated.

    Examples
    --------
    >>> copy = Copy(layout="official", path="own/a.csv", decimal=",", columns={"area_code": "LSOA"})
    >>> rows = pd.DataFrame({"LSOA": ["E01000001"], "Rate": ["3,5"]})
    >>> settle_marks(rows, copy=copy, words=["LSOA"], path=Path("a.csv"))["Rate"].tolist()
    ['3.5']
    """
    if not copy.thousands and copy.decimal == POINT:
        return rows
    numbers = [name for name in rows if name not in words]
    settled = {name: rows[name] for name in numbers}
    if copy.thousands:
        joined = {name: _join_thousands(cells, copy) for name, cells in settled.items()}
        settled |= joined
    if copy.decimal != POINT:
        settled = {name: _settle_decimals(cells, copy, path) for name, cells in settled.items()}
    return rows.assign(**settled)


def _join_thousands(cells: pd.Series, copy: Copy) -> pd.Series:
    """Take the marks out of numbers in which they part thousands, and out of nothing else."""
    part, decimal = re.escape(copy.thousands or ""), re.escape(copy.decimal)
    form = rf"\s*[+-]?\d{{1,3}}({part}\d{{3}})+({decimal}\d*)?\s*"
    grouped = cells.str.fullmatch(form, na=False)
    return cells.mask(grouped, cells.str.replace(copy.thousands, "", regex=False))


def _settle_decimals(cells: pd.Series, copy: Copy, path: Path) -> pd.Series:
    pointed = cells.str.fullmatch(r"\s*[+-]?\d*\.\d*\s*", na=False)
    if pointed.any():
        raise SourceError(
            f"{path}: {cells.name!r} has a point in {int(pointed.sum()):,} numbers, such as "
            f"{clip(repr(cells[pointed].iloc[0]))}, although its entry says that decimals begin "
            "with ','. If points part thousands, say thousands: \".\" in the entry; if they begin "
            "decimals, take 'decimal' away."
        )
    mark = re.escape(copy.decimal)
    written = cells.str.fullmatch(rf"\s*[+-]?\d*{mark}\d+\s*%?\s*", na=False)
    return cells.mask(written, cells.str.replace(copy.decimal, POINT, regex=False))
