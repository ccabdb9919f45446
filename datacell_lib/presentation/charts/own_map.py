"""A map of any released table that has shapes."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from matplotlib.patches import Patch

from datacell_lib.governance.release import Released
from datacell_lib.presentation.alt_words import tell_extremes
from datacell_lib.presentation.formats import format_number
from datacell_lib.presentation.measures import Measure, choose_measure, choose_names
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.published import Published, describe_shown, publish_figure
from datacell_lib.presentation.sentences.publish_sentence import (
    NOTHING,
    publish_plain_sentence,
)
from datacell_lib.presentation.source_line import name_publishers
from datacell_lib.presentation.style import BANDS, INK, WIDTH, finish_figure, make_figure
from datacell_lib.presentation.titles import Title
from datacell_lib.schema import GEOMETRY, TableError

EDGE = "#9a92ab"
SHORTEST, TALLEST = 2.5, 6.0


@refuse_unreleased
def map(
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
    """Shade the places of any released table by one of its columns.

    Parameters
    ----------
    released : Released
        The table, a row a place, with `geometry` (EPSG:27700).
    title : str
        A finding or a question.
    subtitle : str
        What it is of: measure, place and time.
    value : str, optional
        The column; `value`, or the only one of numbers, unless told.
    by : str, optional
        The column of the places' names, for the alt text; the first one of words unless told.
    measure : str, optional
        What is shaded, with its unit; the column's name in words unless told.
    percent : bool
        Whether it holds shares of 0 to 1, to be written as percentages.
    alt : str, optional
        What the picture says; how many places, the highest and the lowest unless told.
    absent : str
        What to say where no value is known.

    Returns
    -------
    Published
        The map, in five classes at most with about as many places in each: dark is high. Places
        whose value is not known are hatched.

    Raises
    ------
    DisclosureError
        If the table was not released.
    TableError
        If it has no shapes, or the column is not there or not plain.
    """
    if GEOMETRY not in released.table:
        raise TableError(
            f"{released.id} has no shapes to draw. Release a table with a column 'geometry', such "
            'as report.neighbourhoods[["neighbourhood", "population", "geometry"]].'
        )
    shown = choose_measure(released, column=value, words=measure, percent=percent)
    names = choose_names(released, column=by)
    marks = describe_shown(released, columns=[str(names.name), shown.column, GEOMETRY])
    if shown.numbers.isna().all():
        return publish_plain_sentence(absent, marks)
    places = gpd.GeoDataFrame(released.table, geometry=GEOMETRY)
    left, bottom, right, top = places.total_bounds
    height = WIDTH * (top - bottom) / (right - left)
    said = Title(title, (subtitle,))
    _, ax = make_figure(height=min(TALLEST, max(SHORTEST, height)))
    ax.set_axis_off()  # first: geopandas draws the figure each time it adds to it
    classes = _find_classes(shown.numbers)
    handles = []
    for (low, high, within), colour in zip(classes, _choose_colours(len(classes)), strict=True):
        places[within].plot(ax=ax, color=colour, edgecolor=EDGE, linewidth=0.3, aspect=1)
        span = shown.write(low) if low == high else f"{shown.write(low)} to {shown.write(high)}"
        label = f"{span}: {format_number(within.sum())}"
        handles.append(Patch(facecolor=colour, edgecolor=INK, linewidth=0.4, label=label))
    unknown = shown.numbers.isna()
    if unknown.any():
        style = {"facecolor": "white", "edgecolor": EDGE, "hatch": "////"}
        places[unknown].plot(ax=ax, linewidth=0.3, aspect=1, **style)
        handles.append(Patch(**style, label=f"Not known: {format_number(unknown.sum())}"))
    finish_figure(
        ax,
        title=said,
        source=name_publishers(released),
        handles=handles,
        legend_columns=2,
        legend_title=f"{shown.words}: places",
    )
    told = f"{said.tell('Map')} {_tell(shown, names)}"
    return publish_figure(ax.figure, shown=[marks], alt=told if alt is None else alt, title=said)


def _find_classes(numbers: pd.Series) -> list[tuple[float, float, pd.Series]]:
    """Find up to five classes of places, the highest first: lowest and highest value, and which."""
    known = numbers.dropna()
    shares = np.linspace(0, 1, len(BANDS) + 1)[1:-1]
    edges = np.unique(known.quantile(shares, interpolation="lower"))
    of = np.searchsorted(edges, numbers, side="left")
    found = []
    for number in reversed(range(len(edges) + 1)):
        within = numbers.notna() & (of == number)
        if within.any():
            inside = numbers[within]
            found.append((float(inside.min()), float(inside.max()), within))
    return found


def _choose_colours(number: int) -> list[str]:
    """Choose colours from dark to light, as far from each other as they can be."""
    return [BANDS[round(place)] for place in np.linspace(0, len(BANDS) - 1, number)]


def _tell(shown: Measure, names: pd.Series) -> str:
    count = format_number(len(names))
    return f"{shown.words} of {count} places; dark is high. {tell_extremes(shown, names)}"
