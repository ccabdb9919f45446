"""Reads sheets and pictures that are about to be published back, as those who get them see them."""

from __future__ import annotations

from collections.abc import Sequence
from html.parser import HTMLParser

import pandas as pd

from datacell_lib.governance.release import Released
from datacell_lib.pipeline.book.gate import list_page_faults
from datacell_lib.presentation.downloads.picture_status import (
    DESCRIPTION,
    RELEASE,
    STATUS,
    read_picture,
)
from datacell_lib.presentation.page_status import PENDING
from datacell_lib.schema import PEOPLE, PLACE_NAME, POPULATION, POSITION, REASONS

PLACES = 3  # in a picture
EACH = (POSITION, PLACE_NAME, PEOPLE, POPULATION, REASONS)


def read_sheet(content: bytes, released: Sequence[Released]) -> str | None:
    """Find where a sheet to print says something else than was released.

    Parameters
    ----------
    content : bytes
        HTML that stands by itself.
    released : sequence of Released
        The list that it is of.

    Returns
    -------
    str or None
        The first difference, in words.
    """
    (table,) = released
    page = content.decode()
    if faults := list_page_faults(page):
        return faults[0]
    reader = _RowReader()
    reader.feed(page)
    if len(reader.rows) != len(table.table):
        return f"it has {len(reader.rows)} rows, not {len(table.table)}"
    for number, (text, (_, row)) in enumerate(
        zip(reader.rows, table.table.iterrows(), strict=True), start=1
    ):
        for value in _list_words(row, EACH):
            if value not in text:
                return f"row {number} does not say {value!r}"
    return None


def read_shared(content: bytes, released: Sequence[Released]) -> str | None:
    """Find where a picture to share says something else than was released.

    Parameters
    ----------
    content : bytes
        PNG, with what it says as text inside the file.
    released : sequence of Released
        The list whose first places it shows.

    Returns
    -------
    str or None
        The first difference, in words.
    """
    (table,) = released
    said = read_picture(content)
    if said.get(STATUS) != PENDING:
        return f"its strip says {said.get(STATUS, 'nothing')!r}"
    if said.get(RELEASE) != table.id:
        return f"it is not drawn from {table.id!r}"
    for _, row in table.table.head(PLACES).iterrows():
        for value in _list_words(row, (PLACE_NAME, POPULATION)):
            if value not in said.get(DESCRIPTION, ""):
                return f"what it says has no {value!r}"
    return None


def _list_words(row: pd.Series, columns: Sequence[str]) -> list[str]:
    """List what a reader must find of a row: its known words, and numbers with their commas."""
    known = [row[column] for column in columns if column in row and pd.notna(row[column])]
    return [value if isinstance(value, str) else f"{value:,.0f}" for value in known]


class _RowReader(HTMLParser):
    """Collects the text of each row of a table's body."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = self.inside or tag == "tbody"
        if tag == "tr" and self.inside:
            self.rows.append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "tbody"

    def handle_data(self, data: str) -> None:
        if self.inside and self.rows:
            self.rows[-1] += data
