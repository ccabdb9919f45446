"""Places in a funnel: who differs by more than chance."""

from __future__ import annotations

from datetime import date

import matplotlib.patheffects as patheffects
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import format_number
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.published import Published, describe_shown, publish_figure
from datacell_lib.presentation.sentences.case_titles import title_funnel
from datacell_lib.presentation.sentences.publish_sentence import publish_plain_sentence
from datacell_lib.presentation.source_line import name_publishers
from datacell_lib.presentation.style import AREA, HERE, INK, NATION, finish_figure, make_figure
from datacell_lib.schema import AREA_NAME, BENCHMARK, COMPARISON, DENOMINATOR, VALUE
from datacell_lib.wording import count_things

LIMITS = ("lower_limit_95", "upper_limit_95", "lower_limit_99_8", "upper_limit_99_8")
STYLES = {"95": ("--", "95% of places lie inside"), "99_8": ("-", "99.8% of places lie inside")}
MARKERS = {
    "within": ("o", NATION, "As chance would have it"),
    "high": ("^", HERE, "High"),
    "low": ("v", AREA, "Low"),
}
MOST_NAMED = 6
TOO_CLOSE = 0.05  # of the axis: a name nearer than this to another is left to the alt text


@refuse_unreleased
def plot_funnel(
    released: Released,
    *,
    measure: str,
    absent: str,
    title: str | None = None,
    place: str = "",
    until: date | None = None,
) -> Published:
    """Draw places in a funnel: who differs by more than chance.

    Parameters
    ----------
    released : Released
        What `calculate_funnel_with_curve` returns: places, then rows without a value whose limits
        make the curves.
    measure : str
        What the rate is of, for the axis.
    absent : str
        What to say where the table is empty.
    title : str, optional
        A finding or a question; what the table says unless told.
    place : str
        What the places are in, for the subtitle.
    until : date, optional
        The day that ends the time; the years that its figures are of are told unless it is.

    Returns
    -------
    Published
        Triangles up for high, down for low, dots within; the furthest out have their names.
    """
    table = released.table
    columns = [AREA_NAME, DENOMINATOR, VALUE, BENCHMARK, COMPARISON, *LIMITS]
    shown = describe_shown(released, columns=columns)
    if table.empty:
        return publish_plain_sentence(absent, shown)
    of = {"measure": measure, "place": place, "until": until}
    said = title_funnel(released, **of).put(title)
    _, ax = make_figure(height=3.6)
    places, curve = table[table[VALUE].notna()], table[table[VALUE].isna()]
    side = places[COMPARISON].str.split(",").str[0]
    handles = []
    for name, (marker, colour, label) in MARKERS.items():
        rows = places[side == name]
        drawn = ax.plot(rows[DENOMINATOR], rows[VALUE], marker, color=colour, mec="white", ms=7)
        drawn[0].set_label(f"{label}: {format_number(len(rows))}")
        handles += drawn
    for ending, (style, label) in STYLES.items():
        for limit in ("lower_limit_", "upper_limit_"):
            (line,) = ax.plot(curve[DENOMINATOR], curve[limit + ending], style, color=INK, lw=0.8)
        line.set_label(label)
        handles.append(line)
    level = float(table[BENCHMARK].iloc[0])
    ax.axhline(level, color=INK, lw=0.6)
    ax.margins(x=0.12)
    ax.set_ylim(bottom=max(0, ax.get_ylim()[0]))
    out = _name_furthest(ax, places[side != "within"], level)
    ax.set_xlabel("People", color=INK, fontsize=9)
    ax.set_ylabel(measure, color=INK, fontsize=9)
    ax.xaxis.set_major_formatter(lambda number, _: format_number(number))
    finish_figure(
        ax, title=said, source=name_publishers(released), handles=handles, legend_columns=2
    )
    high, low = (side == "high").sum(), (side == "low").sum()
    alt = (
        f"{said.tell('Funnel plot')} Of {count_things(len(places), 'place')} {high} "
        f"{'lies' if high == 1 else 'lie'} above and {low} below what "
        f"chance would make of a common rate of {format_number(level)} per 100,000. {out}"
    )
    return publish_figure(ax.figure, shown=[shown], alt=alt.strip(), title=said)


def _name_furthest(ax: Axes, outside: pd.DataFrame, level: float) -> str:
    """Label the places furthest from the common rate, for their size, and list them in words."""
    distance = (outside[VALUE] - level).abs() * outside[DENOMINATOR] ** 0.5
    named = outside.loc[distance.sort_values(ascending=False).index[:MOST_NAMED]]
    middle, reach = np.mean(ax.get_xlim()), np.ptp(ax.get_ylim()) * TOO_CLOSE
    heights: list[float] = []
    for row in named.itertuples():
        if any(abs(row.value - height) < reach for height in heights):
            continue
        heights.append(row.value)
        right = row.denominator > middle
        ax.annotate(
            row.area_name.split(",")[0],
            (row.denominator, row.value),
            xytext=(-6 if right else 6, 0),
            textcoords="offset points",
            ha="right" if right else "left",
            va="center",
            fontsize=7.5,
            color=INK,
            path_effects=[patheffects.withStroke(linewidth=2.5, foreground="white")],
        )
    told = "; ".join(f"{row.area_name} {format_number(row.value)}" for row in named.itertuples())
    return f"Furthest out: {told}." if told else ""
