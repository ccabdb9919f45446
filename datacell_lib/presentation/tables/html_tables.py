"""Released tables as HTML tables that screen readers and phones can read."""

from __future__ import annotations

from html import escape

import pandas as pd

from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import FORMATS, MISSING, NUMERIC, format_figure
from datacell_lib.presentation.published import (
    Published,
    Shown,
    describe_shown,
    publish_plain_sentence,
)
from datacell_lib.presentation.source_line import describe_sources
from datacell_lib.presentation.tables.columns import LAYOUTS
from datacell_lib.schema import INDICATOR, TableError

UNIT = "unit"


def show_table(
    released: Released,
    *,
    caption: str,
    kind: str,
    folded: bool = False,
    empty: str = "There is nothing to show.",
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
    folded : bool
        Whether readers see it only when they open it.
    empty : str
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
    layout = LAYOUTS[kind]
    shown = describe_shown(released, columns=[name for name, _, _ in layout])
    if released.table.empty:
        return publish_plain_sentence(empty, shown)
    cells = pd.DataFrame(
        {heading: _format_column(released.table[name], form) for name, heading, form in layout}
    )
    numeric = [form in NUMERIC for _, _, form in layout]
    source = describe_sources(released)
    return publish_cells(
        cells, numeric=numeric, caption=caption, shown=shown, source=source, folded=folded
    )


def show_key_figures(released: Released, *, caption: str) -> Published:
    """Show key figures of several places side by side, each by its own unit.

    Parameters
    ----------
    released : Released
        What `compare_key_figures` returns, released: `indicator`, `unit`, and a column a place.
    caption : str
        What it answers.

    Returns
    -------
    Published
        An HTML table, a row a figure.
    """
    table = released.table
    places = [column for column in table if column not in {INDICATOR, UNIT}]
    shown = describe_shown(released, columns=[INDICATOR, UNIT, *places])
    cells = pd.DataFrame({"Key figure": table[INDICATOR]})
    for place in places:
        pairs = zip(table[place], table[UNIT], strict=True)
        cells[place] = [format_figure(value, unit) for value, unit in pairs]
    numeric = [False] + [True] * len(places)
    return publish_cells(
        cells, numeric=numeric, caption=caption, shown=shown, source=describe_sources(released)
    )


def _format_column(values: pd.Series, form: str) -> list[str]:
    return [MISSING if pd.isna(value) else FORMATS[form](value) for value in values]


def publish_cells(
    cells: pd.DataFrame,
    *,
    numeric: list[bool],
    caption: str,
    shown: Shown,
    source: str,
    folded: bool = False,
) -> Published:
    """Publish formatted cells as a table.

    Parameters
    ----------
    cells : pandas.DataFrame
        Texts under their headings; the first column names the row.
    numeric : list of bool
        Which columns hold figures, set to the right.
    caption : str
        What the table answers.
    shown : Shown
        What it shows of a released table.
    source : str
        Whose data these are.
    folded : bool
        Whether the table is shown only when its reader opens it.

    Returns
    -------
    Published
        The table as HTML and as plain text.
    """
    html = _write_html(cells, numeric=numeric, caption=caption, source=source)
    if folded:
        html = f"<details>\n<summary>{escape(caption)}</summary>\n{html}\n</details>"
    plain = f"{caption}\n{cells.to_string(index=False)}\n{source}"
    return Published("table", (shown,), {"text/html": html, "text/plain": plain})


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
