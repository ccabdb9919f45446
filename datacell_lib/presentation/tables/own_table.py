"""Any released table as it is, under headings made from its columns' names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import PERCENT
from datacell_lib.presentation.measures import (
    check_column,
    choose_measure,
    is_numeric,
    name_row,
    put_in_words,
)
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.published import Published
from datacell_lib.presentation.sentences.publish_sentence import NOTHING
from datacell_lib.presentation.tables.column import Column, Figures, Words
from datacell_lib.presentation.tables.html_tables import publish_columns
from datacell_lib.presentation.word_formats import format_flag
from datacell_lib.schema import GEOMETRY, TableError

MOST_ROWS = 500


@refuse_unreleased
def show(
    released: Released,
    *,
    caption: str | None = None,
    columns: Sequence[str] | Mapping[str, str] | None = None,
    percent: Sequence[str] = (),
    folded: bool = False,
    absent: str = NOTHING,
) -> Published:
    """Show any released table: every row, the first column as the rows' names.

    Parameters
    ----------
    released : Released
        The table.
    caption : str, optional
        What it answers; the name that it was released under, in words, unless told.
    columns : sequence of str or mapping of str to str, optional
        The columns to show, in order, or the heading of each; all but shapes, under their names
        in words, unless told.
    percent : sequence of str
        Columns that hold shares of 0 to 1, to be written as percentages.
    folded : bool
        Whether readers see it only when they open it.
    absent : str
        What to say instead of a table without rows.

    Returns
    -------
    Published
        An HTML table with caption, scoped headings and source, and the same as plain text.

    Raises
    ------
    DisclosureError
        If the table was not released.
    TableError
        If a column is not there, or there are more than 500 rows.
    """
    table = released.table
    if len(table) > MOST_ROWS:
        raise TableError(
            f"{released.id} has {len(table):,} rows; nobody reads more than {MOST_ROWS} on a page. "
            "Release fewer, such as table.head(20)."
        )
    wanted = list(columns) if columns is not None else [name for name in table if name != GEOMETRY]
    headings = columns if isinstance(columns, Mapping) else {}
    for name in [*wanted, *percent]:
        check_column(released, name)
    if GEOMETRY in wanted or not wanted:
        raise TableError(
            f"{released.id}: a table shows words and numbers, not shapes. Name other columns, or "
            "draw charts.map."
        )
    every = [
        _make_column(released, name, headings.get(name, put_in_words(name)), name in percent)
        for name in wanted
    ]
    caption = caption or put_in_words(released.name.replace("-", "_"))
    return publish_columns(released, every, caption=caption, folded=folded, absent=absent)


def _make_column(released: Released, name: str, heading: str, percent: bool) -> Column:
    values = released.table[name]
    if pd.api.types.is_bool_dtype(values):
        return Words(name, heading, format_flag)
    if not is_numeric(values):
        return Words(name, heading, name_row)
    measure = choose_measure(released, column=name, words=heading, percent=percent)
    scale = PERCENT if percent else 1
    return Figures(name, heading, lambda value: measure.write(value * scale))
