"""A table of travel times that somebody made: minutes from places to sites."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pandas as pd

from datacell_lib.schema import SourceError

FROM, TO, MINUTES = "from", "to", "minutes"
COLUMNS = [FROM, TO, MINUTES]
LONGEST = 24 * 60  # minutes in a day


def read_travel_times(path: str | Path) -> pd.DataFrame:
    """Read travel times from a CSV file with a line a journey.

    Parameters
    ----------
    path : str or Path
        The file. Its first line is `from,to,minutes`: the code of a neighbourhood, the name of a
        site and how long it takes, such as `E01000001,Town Hall,12.5`. A pair that has no line
        is too far.

    Returns
    -------
    pandas.DataFrame
        `from`, `to` and `minutes`.

    Raises
    ------
    SourceError
        If there is no such file, it is no text in UTF-8, its first line is another, or a line has
        too many or too few cells, no place, no site, no number from 0 to 1,440, or a journey that
        another line has; it names the line.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "times.csv")
    ...     _ = path.write_text("from,to,minutes\\nE01000001,Town Hall,12.5\\n")
    ...     read_travel_times(path)
            from         to  minutes
    0  E01000001  Town Hall     12.5
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
        reader = csv.reader(text.splitlines(), strict=True, skipinitialspace=True)
        lines = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    except FileNotFoundError as error:
        raise SourceError(f"there is no file {path}. Check where it is.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        told = f"{path.name} is no CSV file in UTF-8: {error}. Save it as one."
        raise SourceError(told) from error
    found = lines[0][1] if lines else []
    if found != COLUMNS:
        raise SourceError(
            f"{path.name}, line 1: expected '{','.join(COLUMNS)}'; found '{','.join(found)}'. "
            "Name the columns so, and put no line above them."
        )
    journeys: dict[tuple[str, str], tuple[int, float]] = {}
    for number, cells in lines[1:]:
        where = f"{path.name}, line {number}"
        start, end, minutes = _read_line(cells, where=where)
        if (start, end) in journeys:
            raise SourceError(
                f"{where}: line {journeys[start, end][0]} has the journey from {start} to {end}, "
                "too. Keep one of them."
            )
        journeys[start, end] = number, minutes
    rows = [(start, end, minutes) for (start, end), (_, minutes) in journeys.items()]
    return pd.DataFrame(rows, columns=COLUMNS).astype({MINUTES: "float64"})


def _read_line(cells: list[str], *, where: str) -> tuple[str, str, float]:
    if len(cells) != len(COLUMNS):
        raise SourceError(
            f"{where}: expected 3 cells; found {len(cells)}. Put a name that holds a comma in "
            "quotation marks."
        )
    start, end, written = cells
    if not start or not end:
        raise SourceError(f"{where}: '{FROM if not start else TO}' is empty. Name it.")
    try:
        minutes = float(written)
    except ValueError:
        minutes = math.nan
    if not 0 <= minutes <= LONGEST:
        raise SourceError(
            f"{where}: expected minutes from 0 to {LONGEST:,}; found '{written}'. Leave the line "
            "out where there is no journey."
        )
    return start, end, minutes
