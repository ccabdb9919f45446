"""Released tables as HTML tables that screen readers and phones can read."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import pandas as pd

from datacell_lib.governance.release import Released
from datacell_lib.presentation.published import Published, Shown, describe_shown
from datacell_lib.presentation.quality_layouts import QUALITY_LAYOUTS
from datacell_lib.presentation.sources import describe_sources, write_day
from datacell_lib.schema import INDICATOR, TableError

MISSING = "not known"
UNIT = "unit"
RATING_SHAPES = {"green": "●", "amber": "▲", "red": "■"}


def format_number(value: float) -> str:
    """Format a whole number with thousands separators.

    Examples
    --------
    >>> format_number(12345.0)
    '12,345'
    """
    return f"{value:,.0f}"


def format_percent(value: float) -> str:
    """Format a percentage with one decimal.

    Examples
    --------
    >>> format_percent(12.345)
    '12.3%'
    """
    return f"{value:.1f}%"


def format_share(value: float) -> str:
    """Format a share of 0 to 1 as the percentage of areas that an area is among.

    It is rounded up, so that "in the most vulnerable 1%" is never said of one that is not.

    Examples
    --------
    >>> format_share(0.0312)
    '4%'
    """
    return f"{round_up_percent(value)}%"


def round_up_percent(share: float) -> int:
    """Round a share of 0 to 1 up to a whole percentage, at least 1.

    Examples
    --------
    >>> [round_up_percent(share) for share in (0.00003, 0.02, 0.0201, 1.0)]
    [1, 2, 3, 100]
    """
    return max(1, -int(-(share * 100 - 1e-9) // 1))


def format_change(value: float) -> str:
    """Format a share of -1 to 1 as a percentage more or less.

    Examples
    --------
    >>> format_change(0.0312), format_change(-0.0004), format_change(0.0)
    ('+3.1%', '-0.0%', 'none')
    """
    return "none" if value == 0 else f"{value:+.1%}"


def format_rating(value: str) -> str:
    """Format a rating as a shape and a word, which say the same without colour.

    Examples
    --------
    >>> format_rating("amber")
    '▲\xa0Amber'
    """
    return f"{RATING_SHAPES[value]}\N{NO-BREAK SPACE}{value.capitalize()}"


def format_figure(value: float, unit: str) -> str:
    """Format a key figure by its unit.

    Examples
    --------
    >>> format_figure(20.0, "%"), format_figure(1500.0, "people")
    ('20.0%', '1,500')
    """
    return format_percent(value) if unit == "%" else format_number(value)


FORMATS: dict[str, Callable[[float], str]] = {
    "number": format_number,
    "percent": format_percent,
    "share": format_share,
    "text": str,
    "day": write_day,
    "origin": lambda geography: geography or "not carried",
    "change": format_change,
    "rating": format_rating,
    "correlation": "{:+.2f}".format,
}


NUMERIC = {"number", "percent", "share", "change", "correlation"}
_PLACES = (
    ("population", "Residents", "number"),
    ("most_vulnerable_share", "In the most vulnerable", "share"),
    ("leading_domains", "Stands out for", "text"),
    ("deprivation_rank", "Deprivation rank", "number"),
)
# For each kind of table its columns in order: name, heading, format. The first names the row.
LAYOUTS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "priorities": (
        ("position", "No.", "number"),
        ("neighbourhood", "Neighbourhood", "text"),
        *_PLACES,
    ),
    "area-priorities": (
        ("position", "No.", "number"),
        ("neighbourhood", "Neighbourhood", "text"),
        ("district_name", "District", "text"),
        *_PLACES,
    ),
    "districts": (
        ("district_name", "District", "text"),
        ("population", "Residents", "number"),
        ("neighbourhoods", "Neighbourhoods", "number"),
        ("in_tenth", "In the most vulnerable 10%", "number"),
        ("in_fifth", "In the most vulnerable 20%", "number"),
    ),
    "vintages": (
        ("title", "Dataset", "text"),
        ("publisher", "Publisher", "text"),
        ("period", "Describes", "text"),
        ("published", "Published", "text"),
        ("licence", "Licence", "text"),
    ),
    "coverage": (
        ("dataset", "Dataset", "text"),
        ("rows", "Rows", "number"),
        ("matched", "Matched", "number"),
        ("missing", "Without a row", "number"),
        ("unmatched", "Unknown codes", "number"),
    ),
} | QUALITY_LAYOUTS


def show_table(
    released: Released, *, caption: str, kind: str, empty: str = "There is nothing to show."
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
        return Published("sentence", (shown,), {"text/markdown": empty, "text/plain": empty})
    cells = pd.DataFrame(
        {heading: _format_column(released.table[name], form) for name, heading, form in layout}
    )
    numeric = [form in NUMERIC for _, _, form in layout]
    return _publish(cells, numeric, caption, shown, describe_sources(released))


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
    return _publish(cells, numeric, caption, shown, describe_sources(released))


def _format_column(values: pd.Series, form: str) -> list[str]:
    return [MISSING if pd.isna(value) else FORMATS[form](value) for value in values]


def _publish(
    cells: pd.DataFrame, numeric: list[bool], caption: str, shown: Shown, source: str
) -> Published:
    html = _write_html(cells, numeric=numeric, caption=caption, source=source)
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
