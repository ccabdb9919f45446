"""Single values of any released table: dots by two columns, and how one column is spread."""

from __future__ import annotations

import numpy as np
from matplotlib.ticker import MaxNLocator

from datacell_lib.governance.release import Released
from datacell_lib.presentation.alt_words import tell_extremes
from datacell_lib.presentation.formats import format_number
from datacell_lib.presentation.measures import choose_measure, choose_names
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.published import Published, describe_shown, publish_figure
from datacell_lib.presentation.sentences.publish_sentence import (
    NOTHING,
    publish_plain_sentence,
)
from datacell_lib.presentation.source_line import name_publishers
from datacell_lib.presentation.style import GRID, HERE, finish_figure, make_figure, name_axis
from datacell_lib.presentation.titles import Title

MOST_CLASSES = 24


@refuse_unreleased
def dots(
    released: Released,
    *,
    title: str,
    subtitle: str = "",
    x: str,
    y: str,
    by: str | None = None,
    x_measure: str | None = None,
    y_measure: str | None = None,
    alt: str | None = None,
    absent: str = NOTHING,
) -> Published:
    """Draw a dot for each row of any released table, by two of its columns.

    Parameters
    ----------
    released : Released
        The table, a row a dot.
    title : str
        A finding or a question.
    subtitle : str
        What it is of: measure, place and time.
    x, y : str
        The columns of numbers that say how far to the right and how high a dot lies.
    by : str, optional
        The column of the dots' names, for the alt text; the first one of words unless told.
    x_measure, y_measure : str, optional
        What each is of, with its unit; the columns' names in words unless told.
    alt : str, optional
        What the picture says; how many dots, the highest and lowest of both unless told.
    absent : str
        What to say where no row has both values.

    Returns
    -------
    Published
        The dots of the rows that have both values.

    Raises
    ------
    DisclosureError
        If the table was not released.
    TableError
        If a column is not there or not plain.
    """
    across = choose_measure(released, column=x, words=x_measure)
    up = choose_measure(released, column=y, words=y_measure)
    names = choose_names(released, column=by)
    columns = list(dict.fromkeys([str(names.name), x, y]))
    marks = describe_shown(released, columns=columns)
    both = across.numbers.notna() & up.numbers.notna()
    if not both.any():
        return publish_plain_sentence(absent, marks)
    said = Title(title, (subtitle,))
    _, ax = make_figure(height=3.6)
    ax.plot(across.numbers[both], up.numbers[both], "o", color=HERE, mec="white", ms=6, alpha=0.85)
    name_axis(ax.xaxis, across.words)
    name_axis(ax.yaxis, up.words)
    ax.grid(color=GRID, linewidth=0.6)
    finish_figure(ax, title=said, source=name_publishers(released))
    told = (
        f"{said.tell('Scatter chart')} {format_number(both.sum())} dots. Across, "
        f"{across.words}: {tell_extremes(across, names)} Up, {up.words}: {tell_extremes(up, names)}"
    )
    return publish_figure(ax.figure, shown=[marks], alt=told if alt is None else alt, title=said)


@refuse_unreleased
def histogram(
    released: Released,
    *,
    title: str,
    subtitle: str = "",
    value: str | None = None,
    measure: str | None = None,
    percent: bool = False,
    alt: str | None = None,
    absent: str = NOTHING,
) -> Published:
    """Draw how the values of one column of any released table are spread.

    Parameters
    ----------
    released : Released
        The table, a row a value.
    title : str
        A finding or a question.
    subtitle : str
        What it is of: measure, place and time.
    value : str, optional
        The column; `value`, or the only one of numbers, unless told.
    measure : str, optional
        What it is of, with its unit; the column's name in words unless told.
    percent : bool
        Whether it holds shares of 0 to 1, to be written as percentages.
    alt : str, optional
        What the picture says; how many values, where most of them lie, the highest and the
        lowest unless told.
    absent : str
        What to say where no value is known.

    Returns
    -------
    Published
        A bar for each class of values, 24 at most, as high as there are rows.

    Raises
    ------
    DisclosureError
        If the table was not released.
    TableError
        If the column is not there or not plain.
    """
    shown = choose_measure(released, column=value, words=measure, percent=percent)
    marks = describe_shown(released, columns=[shown.column])
    known = shown.numbers.dropna()
    if known.empty:
        return publish_plain_sentence(absent, marks)
    edges = np.histogram_bin_edges(known, bins="auto")
    if len(edges) > MOST_CLASSES + 1:
        edges = np.histogram_bin_edges(known, bins=MOST_CLASSES)
    said = Title(title, (subtitle,))
    _, ax = make_figure(height=2.6)
    counts, edges, _ = ax.hist(known, bins=edges, color=HERE, edgecolor="white", linewidth=0.8)
    name_axis(ax.xaxis, shown.words, percent=percent)
    name_axis(ax.yaxis, f"Rows, of {format_number(len(known))}")
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    finish_figure(ax, title=said, source=name_publishers(released))
    most = int(counts.argmax())
    told = (
        f"{said.tell('Histogram')} {shown.words}, {format_number(len(known))} values. "
        f"{tell_extremes(shown, None)} Most, {format_number(counts[most])} of them, lie between "
        f"{shown.write(edges[most])} and {shown.write(edges[most + 1])}."
    )
    return publish_figure(ax.figure, shown=[marks], alt=told if alt is None else alt, title=said)
