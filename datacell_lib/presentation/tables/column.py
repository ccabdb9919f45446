"""What a column of a table is: where its cells come from, its heading, and how it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from datacell_lib.presentation.formats import MISSING, format_figure, format_number
from datacell_lib.presentation.word_formats import format_text


@dataclass(frozen=True)
class Column:
    """One column of a table; either of `Words` or of `Figures`.

    Parameters
    ----------
    sources : str or tuple of str
        The column of the released table that its cells come from; or several, written together.
    heading : str
        What stands above it.
    write : callable
        One of `formats`: takes a value of each source and gives the cell's words.
    """

    sources: str | tuple[str, ...]
    heading: str
    write: Callable[..., str] = format_text
    numeric: ClassVar[bool] = False

    def list_sources(self) -> tuple[str, ...]:
        """Name the columns that the cells come from.

        Returns
        -------
        tuple of str
            At least one.
        """
        return (self.sources,) if isinstance(self.sources, str) else self.sources

    def write_cells(self, table: pd.DataFrame) -> list[str]:
        """Write the cells of a table's rows.

        Parameters
        ----------
        table : pandas.DataFrame
            With the sources.

        Returns
        -------
        list of str
            One a row; of several sources none of which is known, that they are not.
        """
        cells = zip(*(table[source] for source in self.list_sources()), strict=True)
        return [
            MISSING if len(cell) > 1 and all(map(pd.isna, cell)) else self.write(*cell)
            for cell in cells
        ]


@dataclass(frozen=True)
class Words(Column):
    """A column of words, set to the left."""


@dataclass(frozen=True)
class Figures(Column):
    """A column of figures, set to the right; whole numbers unless told."""

    write: Callable[..., str] = format_number
    numeric: ClassVar[bool] = True


@dataclass(frozen=True)
class FiguresOfPlaces:
    """A column of figures for each place of a table, under its name.

    Parameters
    ----------
    unit : str
        The column that says the unit of a row's figures.
    beside : tuple of str
        The columns that are no place.
    """

    unit: str
    beside: tuple[str, ...]

    def expand(self, table: pd.DataFrame) -> Iterator[Column]:
        """Make the columns for the places of a table.

        Parameters
        ----------
        table : pandas.DataFrame
            The table.

        Yields
        ------
        Column
            One a place, in the table's order.
        """
        for place in table:
            if place not in self.beside:
                yield Figures((place, self.unit), place, format_figure)


@dataclass(frozen=True)
class WhereAny:
    """A column of counts that is shown only where one of them is above zero.

    Parameters
    ----------
    column : Column
        The column, of one source.
    """

    column: Column

    def list_sources(self) -> tuple[str, ...]:
        """Name the column that the cells come from.

        Returns
        -------
        tuple of str
            One.
        """
        return self.column.list_sources()

    def expand(self, table: pd.DataFrame) -> Iterator[Column]:
        """Make the column for a table that has something to say in it.

        Parameters
        ----------
        table : pandas.DataFrame
            The table.

        Yields
        ------
        Column
            The column, or nothing.
        """
        (source,) = self.list_sources()
        if source not in table or table[source].gt(0).any():
            yield self.column


Layout = tuple[Column | FiguresOfPlaces | WhereAny, ...]
