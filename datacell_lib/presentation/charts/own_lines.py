"""Lines of any released table."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from datacell_lib.governance.release import Released
from datacell_lib.presentation.alt_words import tell_extremes
from datacell_lib.presentation.charts.date_axis import write_dates
from datacell_lib.presentation.measures import (
    Measure,
    check_column,
    choose_measure,
    choose_names,
    find_interval,
    name_row,
    put_in_words,
)
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.published import Published, describe_shown, publish_figure
from datacell_lib.presentation.sentences.publish_sentence import (
    NOTHING,
    publish_plain_sentence,
)
from datacell_lib.presentation.source_line import name_publishers
from datacell_lib.presentation.style import (
    AREA,
    GRID,
    HERE,
    INK,
    NATION,
    finish_figure,
    make_figure,
    name_axis,
)
from datacell_lib.presentation.titles import Title
from datacell_lib.schema import LOWER_CI, PERIOD, UPPER_CI, TableError
from datacell_lib.wording import count_things, name_first

# Told apart without colour, too.
LINES = (
    {"color": HERE, "ls": "-"},
    {"color": AREA, "ls": "--"},
    {"color": NATION, "ls": ":"},
    {"color": INK, "ls": "-."},
    {"color": HERE, "ls": "-", "marker": "o", "ms": 4},
    {"color": AREA, "ls": "--", "marker": "s", "ms": 4},
)
Rows = Mapping[str, pd.Index]


@refuse_unreleased
def line(
    released: Released,
    *,
    title: str,
    subtitle: str = "",
    value: str | None = None,
    along: str = PERIOD,
    by: str | None = None,
    measure: str | None = None,
    percent: bool = False,
    alt: str | None = None,
    absent: str = NOTHING,
) -> Published:
    """Draw how values of any released table go over time, or along anything else with an order.

    Parameters
    ----------
    released : Released
        The table, a row a point.
    title : str
        A finding or a question.
    subtitle : str
        What it is of: measure, place and time.
    value : str, optional
        The column that lines are as high as; `value`, or the only one of numbers, unless told.
    along : str
        The column that they run along: days or numbers, or words in the table's order.
    by : str, optional
        The column that names the lines, six at most; one line unless told.
    measure : str, optional
        What the lines are of, with its unit; the column's name in words unless told.
    percent : bool
        Whether the column holds shares of 0 to 1, to be written as percentages.
    alt : str, optional
        What the picture says; each line's highest and lowest point unless told.
    absent : str
        What to say where no value is known.

    Returns
    -------
    Published
        Lines that differ in more than their colour, with gaps where a value is not known; a
        single one with a band where `value` has `lower_ci` and `upper_ci` beside it.

    Raises
    ------
    DisclosureError
        If the table was not released.
    TableError
        If a column is not there or not plain, if a line has two points at one place, or for more
        than six lines.
    """
    check_column(released, along)
    shown = choose_measure(released, column=value, words=measure, percent=percent, beside=[along])
    names = None if by is None else choose_names(released, column=by)
    interval = find_interval(released, shown) if by is None else None
    columns = [along, *([by] if by else []), shown.column]
    columns += [LOWER_CI, UPPER_CI] if interval else []
    marks = describe_shown(released, columns=columns)
    if shown.numbers.isna().all():
        return publish_plain_sentence(absent, marks)
    at = released.table[along]
    groups = {"": at.index} if names is None else names.groupby(names, sort=False).groups
    rows = {str(name): _put_in_order(at[index]) for name, index in groups.items()}
    _check_lines(released, rows, at, by=by)
    places = at if _has_order(at) else at.map(name_row)
    said = Title(title, (subtitle,))
    _, ax = make_figure(height=2.9)
    handles = []
    for style, (name, order) in zip(LINES, rows.items(), strict=False):
        handles += ax.plot(places[order], shown.numbers[order], lw=1.8, label=name, **style)
        if interval:
            low, high = interval.lower[order], interval.upper[order]
            ax.fill_between(places[order], low, high, color=HERE, alpha=0.25, linewidth=0)
    if shown.numbers.min() >= 0:
        ax.set_ylim(bottom=0)
    dated = pd.api.types.is_datetime64_any_dtype(places)
    if dated:
        write_dates(ax.xaxis)
    elif not _has_order(at):
        ax.tick_params(axis="x", rotation=90 if places.nunique() > 8 else 0)
    name_axis(ax.xaxis, "" if dated else put_in_words(along), numbers=False)
    words = f"{shown.words} (band: {interval.words})" if interval else shown.words
    name_axis(ax.yaxis, words, percent=percent)
    ax.grid(axis="y", color=GRID, linewidth=0.6)
    finish_figure(
        ax,
        title=said,
        source=name_publishers(released),
        handles=handles if by else [],
        legend_columns=2 if len(rows) > 3 else 1,
    )
    told = f"{said.tell('Line chart')} {shown.words}. {_tell_lines(shown, at, rows)}"
    return publish_figure(ax.figure, shown=[marks], alt=told if alt is None else alt, title=said)


def _has_order(at: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(at) or pd.api.types.is_datetime64_any_dtype(at)


def _put_in_order(at: pd.Series) -> pd.Index:
    return (at.sort_values(kind="stable") if _has_order(at) else at).index


def _check_lines(released: Released, rows: Rows, at: pd.Series, *, by: str | None) -> None:
    if len(rows) > len(LINES):
        raise TableError(
            f"{released.id} has {len(rows)} lines, by {by!r}, and {len(LINES)} can be told apart "
            "at most. Release the rows of fewer."
        )
    for name, order in rows.items():
        twice = at[order][at[order].duplicated()]
        if len(twice):
            of = f"the line {name!r}" if by else "the line"
            raise TableError(
                f"{released.id}: {of} has more than one point at {name_row(twice.iloc[0])}. Say by "
                f"which column to draw a line each, such as by="
                f'"{name_first(_list_words(released), most=1) or "area_name"}".'
            )


def _list_words(released: Released) -> list[str]:
    table = released.table
    return [name for name in table if pd.api.types.is_string_dtype(table[name])][:1]


def _tell_lines(shown: Measure, at: pd.Series, rows: Rows) -> str:
    """Tell of each line its points, the highest and lowest with their places, and the last."""
    sentences = []
    for name, order in rows.items():
        part = Measure(shown.column, shown.words, shown.numbers[order], shown.write)
        places = at[order].map(name_row)
        known = part.numbers.dropna()
        last = (
            f" Last: {places[known.index[-1]]}, {shown.write(known.iloc[-1])}."
            if len(known)
            else ""
        )
        points = count_things(len(order), "point")
        begins = f"{name}, {points}. " if name else f"{points}. "
        sentences.append(f"{begins}{tell_extremes(part, places)}{last}")
    return " ".join(sentences)
