"""Where the rows of a file stand in it: their lines, for whoever has to mend one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import pandas as pd

from datacell_lib.governance.catalogue.copies import Copy
from datacell_lib.table_rows import iterate_rows, open_text

CALLED = {"csv": "lines", "xlsx": "rows", "geojson": "features"}


@contextmanager
def open_rows(path: Path, copy: Copy) -> Iterator[Iterator[tuple[int, list[str]]]]:
    """Open the rows of a CSV file, each with its line.

    Parameters
    ----------
    path : Path
        The file.
    copy : Copy
        How the catalogue describes it.

    Yields
    ------
    iterator
        As `iterate_rows` gives them, header first where there is one.
    """
    with open_below_title(path, copy) as file:
        yield iterate_rows(
            file,
            origin=str(path),
            separator=copy.separator,
            names=copy.names,
            above=copy.skip_rows,
        )


@contextmanager
def open_below_title(path: Path, copy: Copy) -> Iterator[TextIO]:
    """Open the text of a CSV file below the lines above its table.

    Parameters
    ----------
    path : Path
        The file.
    copy : Copy
        How the catalogue describes it.

    Yields
    ------
    TextIO
        The text.
    """
    with open_text(path, encoding=copy.encoding, member=copy.member) as file:
        for _ in range(copy.skip_rows):
            file.readline()
        yield file


@dataclass(frozen=True)
class RowPlaces:
    """Where the rows of a table stand in the file that they were read from.

    Parameters
    ----------
    path : Path
        The file.
    copy : Copy
        How the catalogue describes it.
    positions : pandas.Index of int
        Of each of the table's rows by its place in the table: which row of the file it was,
        counted from 0 below the header.
    """

    path: Path
    copy: Copy
    positions: pd.Index

    @property
    def called(self) -> str:
        """What a place is called: a line, a row of a sheet, a feature."""
        return CALLED[self.copy.format]

    def find(self, rows: pd.Index) -> dict[int, int]:
        """Find where rows of the table stand.

        Parameters
        ----------
        rows : pandas.Index of int
            Which of its rows.

        Returns
        -------
        dict
            The place of each, counted from 1 as an editor or spreadsheet counts. Nothing where
            several sheets were laid side by side.
        """
        if self.copy.joined_sheets:
            return {}
        positions = {row: int(self.positions[row]) for row in rows}
        above = 0 if self.copy.names or self.copy.format == "geojson" else 1
        if self.copy.format != "csv":
            first = self.copy.skip_rows + above + 1
            return {row: position + first for row, position in positions.items()}
        wanted = set(positions.values())
        with open_rows(self.path, self.copy) as lines:
            counted = ((number - above, line) for number, (line, _) in enumerate(lines))
            found = {position: line for position, line in counted if position in wanted}
        return {row: found[position] for row, position in positions.items()}
