"""Released tables as HTML tables that screen readers and phones can read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape

import pandas as pd

from datacell_lib.files.nouns import DISTRICT, Noun
from datacell_lib.governance.release import Released
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.published import Published, describe_shown
from datacell_lib.presentation.sentences.publish_sentence import NOTHING, publish_plain_sentence
from datacell_lib.presentation.source_line import describe_sources
from datacell_lib.presentation.tables.column import Column, FiguresOfPlaces, Layout, WhereAny
from datacell_lib.presentation.tables.layouts import LAYOUTS
from datacell_lib.schema import TableError


@refuse_unreleased
def show_table(
    released: Released,
    *,
    caption: str,
    kind: str,
    noun: Noun | None = None,
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
    columns = list(_expand(LAYOUTS[kind], released.table, noun or Noun(DISTRICT)))
    return publish_columns(released, columns, caption=caption, folded=folded, absent=absent)


def publish_columns(
    released: Released, columns: Sequence[Column], *, caption: str, folded: bool, absent: str
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

    Returns
    -------
    Published
        As `show_table` returns it.
    """
    sources = dict.fromkeys(name for column in columns for name in column.list_sources())
    shown = describe_shown(released, columns=list(sources))
    if released.table.empty:
        return publish_plain_sentence(absent, shown)
    cells = pd.DataFrame({column.heading: column.write_cells(released.table) for column in columns})
    numeric = [column.numeric for column in columns]
    source = describe_sources(released)
    html = _write_html(cells, numeric=numeric, caption=caption, source=source)
    if folded:
        html = f"<details>\n<summary>{escape(caption)}</summary>\n{html}\n</details>"
    plain = f"{caption}\n{cells.to_string(index=False)}\n{source}"
    return Published("table", (shown,), {"text/html": html, "text/plain": plain})


def _expand(layout: Layout, table: pd.DataFrame, noun: Noun) -> Iterator[Column]:
    for column in layout:
        if isinstance(column, FiguresOfPlaces | WhereAny):
            yield from column.expand(table)
        else:
            yield replace(column, heading=noun.rewrite(column.heading))


def _write_html(cells: pd.DataFrame, *, numeric: list[bool], caption: str, source: str) -> str:
    styles = [' class="number"' if flag else "" for flag in numeric]
    head = "".join(
        f'<th scope="col"{style}>{escape(str(heading))}</th>'
        for heading, style in zip(cells, styles, strict=True)
    )
    body = ""
    for row in cells.itertuples(index=False):
        first, *others = (escape(str(value)) for value in row)
        rest = "".join(
            f"<td{style}>{value}</td>" for value, style in zip(others, styles[1:], strict=True)
        )
        body += f'<tr><th scope="row">{first}</th>{rest}</tr>\n'
    return (
        f'<div class="datacell-table" role="region" tabindex="0" aria-label="{escape(caption)}">\n'
        f"<table>\n<caption>{escape(caption)}</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{body}</tbody>\n</table>\n</div>\n"
        f'<p class="datacell-source">{escape(source)}</p>'
    )
