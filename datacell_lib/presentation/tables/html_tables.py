"""Released tables as HTML tables that screen readers and phones can read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from html import escape

import pandas as pd
from markupsafe import Markup

from datacell_lib.files.nouns import DISTRICT, Noun
from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import format_number
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.published import Published, describe_shown
from datacell_lib.presentation.sentences.publish_sentence import NOTHING, publish_plain_sentence
from datacell_lib.presentation.source_line import describe_sources
from datacell_lib.presentation.tables.column import Column, FiguresOfPlaces, Layout, WhereAny
from datacell_lib.presentation.tables.layouts import LAYOUTS
from datacell_lib.presentation.tables.page_links import link_districts
from datacell_lib.schema import TableError


@refuse_unreleased
def show_table(
    released: Released,
    *,
    caption: str,
    kind: str,
    noun: Noun | None = None,
    pages: Mapping[str, str] | None = None,
    folded: bool = False,
    absent: str = NOTHING,
) -> Published:
    """Show a released table.

    Parameters
    ----------
    released : Released
        The table; every row is shown.
    caption : str
        What it answers.
    kind : str
        Which of `LAYOUTS` says what columns are shown, under which headings.
    noun : Noun, optional
        What headings call the area's report districts; "district" unless told.
    pages : mapping of str to str, optional
        Where the pages of report districts are, by name: such names become links.
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
    TableError
        If there is no such kind, or the table lacks one of its columns.
    """
    if kind not in LAYOUTS:
        raise TableError(f"{kind!r} is not a kind of table; known are {', '.join(LAYOUTS)}.")
    written = _expand(LAYOUTS[kind], released.table, noun or Noun(DISTRICT))
    columns = [link_districts(column, pages=pages or {}) for column in written]
    return publish_columns(released, columns, caption=caption, folded=folded, absent=absent)


def publish_columns(
    released: Released,
    columns: Sequence[Column],
    *,
    caption: str,
    folded: bool = False,
    absent: str = NOTHING,
    open_rows: int | None = None,
) -> Published:
    """Publish columns of a released table as an HTML table.

    Parameters
    ----------
    released : Released
        The table; every row is shown.
    columns : sequence of Column
        The columns, the first of which names the rows.
    caption : str
        What it answers.
    folded : bool
        Whether readers see it only when they open it.
    absent : str
        What to say instead of a table without rows.
    open_rows : int, optional
        How many rows readers see before they open the rest; all of them unless told.

    Returns
    -------
    Published
        As `show_table` returns it.
    """
    sources = dict.fromkeys(name for column in columns for name in column.list_sources())
    shown = describe_shown(released, columns=list(sources))
    if released.table.empty:
        return publish_plain_sentence(absent, shown)
    written = {column.heading: column.write_cells(released.table) for column in columns}
    cells = pd.DataFrame(written, dtype=object)
    numeric = [column.numeric for column in columns]
    source = describe_sources(released)
    write = partial(_write_table, numeric=numeric)
    html = write(cells.head(open_rows or len(cells)), caption=caption)
    rest = cells.iloc[open_rows or len(cells) :]
    if len(rest):
        others = f"other {format_number(len(rest)) if len(rest) > 1 else 'one'}"
        html += _fold(write(rest, caption=f"{caption}: the {others}"), title=f"The {others}")
    html += f'<p class="datacell-source">{escape(source)}</p>'
    html = _fold(html, title=caption) if folded else html
    plain = f"{caption}\n{cells.map(_read_cell).to_string(index=False)}\n{source}"
    return Published("table", (shown,), {"text/html": html, "text/plain": plain})


def _expand(layout: Layout, table: pd.DataFrame, noun: Noun) -> Iterator[Column]:
    for column in layout:
        if isinstance(column, FiguresOfPlaces | WhereAny):
            yield from column.expand(table)
        else:
            yield replace(column, heading=noun.rewrite(column.heading))


def _fold(html: str, *, title: str) -> str:
    return f"<details>\n<summary>{escape(title)}</summary>\n{html}\n</details>\n"


def _write_table(cells: pd.DataFrame, *, numeric: list[bool], caption: str) -> str:
    """Write a table that is one of cards on a phone: each cell knows what stands above it."""
    styles = [' class="number"' if flag else "" for flag in numeric]
    headings = [escape(str(heading)) for heading in cells]
    head = "".join(
        f'<th role="columnheader" scope="col"{style}>{heading}</th>'
        for heading, style in zip(headings, styles, strict=True)
    )
    body = ""
    for row in cells.itertuples(index=False):
        first, *others = map(_write_cell, row)
        rest = "".join(
            f'<td role="cell" data-heading="{heading}"{style}>{value}</td>'
            for value, heading, style in zip(others, headings[1:], styles[1:], strict=True)
        )
        body += f'<tr role="row"><th role="rowheader" scope="row">{first}</th>{rest}</tr>\n'
    return (
        f'<div class="datacell-table" role="region" tabindex="0" aria-label="{escape(caption)}">\n'
        f'<table role="table">\n<caption>{escape(caption)}</caption>\n'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>\n'
        f'<tbody role="rowgroup">\n{body}</tbody>\n</table>\n</div>\n'
    )


def _write_cell(value: str) -> str:
    """Write a cell's words as HTML; links are HTML already."""
    return str(value) if isinstance(value, Markup) else escape(str(value))


def _read_cell(value: str) -> str:
    """Read a cell's words as a reader does."""
    return value.striptags() if isinstance(value, Markup) else str(value)
