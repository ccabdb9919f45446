"""Released tables as HTML tables that screen readers and phones can read."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import pandas as pd

from datacell_lib.governance.release import Released
from datacell_lib.presentation.layouts import LAYOUTS
from datacell_lib.presentation.published import (
    Published,
    Shown,
    describe_shown,
    publish_plain_sentence,
)
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


def format_portion(value: float) -> str:
    """Format a share of 0 to 1 as a whole percentage; "all but" 0% and 100% are not rounded away.

    Examples
    --------
    >>> [format_portion(share) for share in (0.0, 0.001, 0.5, 0.999, 1.0)]
    ['0%', 'under 1%', '50%', 'over 99%', '100%']
    """
    if 0 < value < 0.01:
        return "under 1%"
    if 0.99 < value < 1:
        return "over 99%"
    return f"{value:.0%}"


def format_correlation(value: float) -> str:
    """Format a correlation with its sign and two decimals.

    Examples
    --------
    >>> [format_correlation(value) for value in (-0.4, 0.4, -0.001)]
    ['−0.40', '+0.40', '0.00']
    """
    words = f"{value:+.2f}"
    return "0.00" if words in {"+0.00", "-0.00"} else words.replace("-", "−")


def format_flag(value: bool) -> str:
    """Format a flag as yes or no.

    Examples
    --------
    >>> format_flag(True)
    'yes'
    """
    return "yes" if value else "no"


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
    "portion": format_portion,
    "correlation": format_correlation,
    "flag": format_flag,
    "text": str,
    "day": write_day,
    "origin": lambda geography: geography or "not carried",
    "change": format_change,
    "rating": format_rating,
}
NUMERIC = {"number", "percent", "share", "portion", "change", "correlation"}


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
