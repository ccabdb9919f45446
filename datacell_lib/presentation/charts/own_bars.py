"""Bars of any released table."""

from __future__ import annotations

import textwrap

import matplotlib.patheffects as patheffects
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from datacell_lib.governance.release import Released
from datacell_lib.presentation.alt_words import tell_extremes
from datacell_lib.presentation.measures import (
    Measure,
    choose_measure,
    choose_names,
    find_interval,
)
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.published import Published, describe_shown, publish_figure
from datacell_lib.presentation.sentences.publish_sentence import (
    NOTHING,
    publish_plain_sentence,
)
from datacell_lib.presentation.source_line import name_publishers
from datacell_lib.presentation.style import HERE, INK, finish_figure, make_figure, name_axis
from datacell_lib.presentation.titles import Title
from datacell_lib.schema import LOWER_CI, UPPER_CI, TableError
from datacell_lib.wording import count_things, name_first

MOST_BARS = 50
NAME_WIDTH = 24
BAR, LINE = 0.12, 0.15  # inches, for a bar and for each line of its name


@refuse_unreleased
def bar(
    released: Released,
    *,
    title: str,
    subtitle: str = "",
    value: str | None = None,
    by: str | None = None,
    measure: str | None = None,
    percent: bool = False,
    alt: str | None = None,
    absent: str = NOTHING,
) -> Published:
    """Draw a bar for each row of any released table, in the table's order.

    Parameters
    ----------
    released : Released
        The table, a row a bar.
    title : str
        A finding or a question.
    subtitle : str
        What it is of: measure, place and time.
    value : str, optional
        The column that bars are as long as; `value`, or the only one of numbers, unless told.
    by : str, optional
        The column of the bars' names; the first one of words unless told.
    measure : str, optional
        What the bars are of, with its unit; the column's name in words unless told.
    percent : bool
        Whether the column holds shares of 0 to 1, to be written as percentages.
    alt : str, optional
        What the picture says; how many bars, the highest and the lowest unless told.
    absent : str
        What to say where no value is known.

    Returns
    -------
    Published
        Horizontal bars with their values, and with intervals where `value` has `lower_ci` and
        `upper_ci` beside it.

    Raises
    ------
    DisclosureError
        If the table was not released.
    TableError
        If a column is not there or not plain, if a name stands twice, or for more than 50 rows.
    """
    shown = choose_measure(released, column=value, words=measure, percent=percent)
    names = choose_names(released, column=by)
    interval = find_interval(released, shown)
    columns = [str(names.name), shown.column, *([LOWER_CI, UPPER_CI] if interval else [])]
    marks = describe_shown(released, columns=columns)
    if shown.numbers.isna().all():
        return publish_plain_sentence(absent, marks)
    _check_bars(released, shown, names)
    wrapped = [textwrap.fill(name, NAME_WIDTH) for name in names]
    said = Title(title, (subtitle,))
    _, ax = make_figure(height=0.5 + sum(BAR + LINE * len(name.split("\n")) for name in wrapped))
    places = np.arange(len(names))[::-1]
    lengths = shown.numbers.fillna(0)
    ax.barh(places, lengths, height=0.65, color=HERE)
    ends = lengths
    if interval:
        halo = [patheffects.withStroke(linewidth=3, foreground="white")]
        ax.hlines(places, interval.lower, interval.upper, color=INK, lw=1.4, path_effects=halo)
        outer = interval.upper.where(lengths >= 0, interval.lower)
        ends = outer.fillna(lengths)
    _write_values(ax, places, ends, shown)
    ax.set_yticks(places, wrapped)
    ax.axvline(0, color=INK, lw=0.8)
    ax.margins(y=0.5 / len(names))
    words = f"{shown.words} (line: {interval.words})" if interval else shown.words
    name_axis(ax.xaxis, words, percent=percent)
    finish_figure(ax, title=said, source=name_publishers(released))
    bars = count_things(len(names), "bar")
    told = f"{said.tell('Bar chart')} {shown.words}, {bars}. {tell_extremes(shown, names)}"
    return publish_figure(ax.figure, shown=[marks], alt=told if alt is None else alt, title=said)


def _check_bars(released: Released, shown: Measure, names: pd.Series) -> None:
    fewer = (
        f'Release fewer rows, such as table.nlargest(10, "{shown.column}"), or draw charts.line '
        "or charts.histogram."
    )
    twice = names[names.duplicated()].unique()
    if len(twice):
        raise TableError(
            f"{released.id}: a bar is for one name; more than one row of {names.name!r} is "
            f"{name_first(twice, most=3)}. {fewer}"
        )
    if len(names) > MOST_BARS:
        raise TableError(
            f"{released.id} has {len(names):,} rows, and {MOST_BARS} bars can be read at most. "
            f"{fewer}"
        )


def _write_values(ax: Axes, places: np.ndarray, ends: pd.Series, shown: Measure) -> None:
    """Write each value at the end of its bar, and leave room for the longest."""
    figures = [shown.write(value) for value in shown.numbers]
    left, right = min(0.0, ends.min()), max(0.0, ends.max())
    room = 0.03 * max(map(len, figures)) * ((right - left) or 1.0)
    ax.set_xlim(left - (room if left < 0 else 0), right + (room if right > 0 or not left else 0))
    for place, end, figure in zip(places, ends, figures, strict=True):
        ax.annotate(
            figure,
            (end, place),
            xytext=(3 if end >= 0 else -3, 0),
            textcoords="offset points",
            ha="left" if end >= 0 else "right",
            va="center",
            fontsize=8.5,
            color=INK,
        )
