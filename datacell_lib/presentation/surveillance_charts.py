"""Charts of released surveillance tables: funnels, detected weeks, alarms."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import ConciseDateFormatter

from datacell_lib.governance.release import Released
from datacell_lib.presentation.published import Published, Shown, describe_shown, publish_figure
from datacell_lib.presentation.sources import describe_sources
from datacell_lib.presentation.style import (
    AREA,
    GRID,
    HERE,
    INK,
    NATION,
    finish_figure,
    make_figure,
)
from datacell_lib.schema import (
    ALARM,
    AREA_CODE,
    AREA_NAME,
    BENCHMARK,
    COMPARISON,
    DENOMINATOR,
    EXPECTED,
    NUMERATOR,
    PERIOD,
    UPPER_BOUND,
    VALUE,
)

LIMITS = ("lower_limit_95", "upper_limit_95", "lower_limit_99_8", "upper_limit_99_8")
STYLES = {"95": ("--", "95% of places lie inside"), "99_8": ("-", "99.8% of places lie inside")}
MARKERS = {
    "within": ("o", NATION, "As chance would have it"),
    "high": ("^", HERE, "High"),
    "low": ("v", AREA, "Low"),
}
MOST_NAMED = 6


def say_nothing(released: Released, *, text: str) -> Published:
    """Say in a sentence that there is nothing to show.

    Parameters
    ----------
    released : Released
        The empty table.
    text : str
        What is not there, and why.

    Returns
    -------
    Published
        The sentence.
    """
    shown = describe_shown(released, columns=list(released.table))
    return Published("sentence", (shown,), {"text/markdown": text, "text/plain": text})


def plot_funnel(
    released: Released, *, title: str, measure: str, absent: str, ax: Axes | None = None
) -> Published:
    """Draw places in a funnel: who differs by more than chance.

    Parameters
    ----------
    released : Released
        What `calculate_funnel_with_curve` returns: places, then rows without a value whose limits
        make the curves.
    title : str
        A finding or a question.
    measure : str
        What the rate is of, for the axis.
    absent : str
        What to say where the table is empty.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure unless told.

    Returns
    -------
    Published
        Triangles up for high, down for low, dots within; the furthest out have their names.
    """
    table = released.table
    if table.empty:
        return say_nothing(released, text=absent)
    columns = [AREA_NAME, DENOMINATOR, VALUE, BENCHMARK, COMPARISON, *LIMITS]
    shown = describe_shown(released, columns=columns)
    if ax is None:
        _, ax = make_figure(height=3.6)
    places, curve = table[table[VALUE].notna()], table[table[VALUE].isna()]
    side = places[COMPARISON].str.split(",").str[0]
    handles = []
    for name, (marker, colour, label) in MARKERS.items():
        rows = places[side == name]
        drawn = ax.plot(rows[DENOMINATOR], rows[VALUE], marker, color=colour, mec="white", ms=7)
        drawn[0].set_label(f"{label}: {len(rows)}")
        handles += drawn
    for ending, (style, label) in STYLES.items():
        for limit in ("lower_limit_", "upper_limit_"):
            (line,) = ax.plot(curve[DENOMINATOR], curve[limit + ending], style, color=INK, lw=0.8)
        line.set_label(label)
        handles.append(line)
    level = float(table[BENCHMARK].iloc[0])
    ax.axhline(level, color=INK, lw=0.6)
    out = _name_furthest(ax, places[side != "within"], level)
    ax.set_ylim(bottom=0)
    ax.margins(x=0.12)
    ax.set_xlabel("People", color=INK, fontsize=9)
    ax.set_ylabel(measure, color=INK, fontsize=9)
    ax.xaxis.set_major_formatter(lambda number, _: f"{number:,.0f}")
    finish_figure(
        ax, title=title, source=describe_sources(released), handles=handles, legend_columns=2
    )
    high, low = (side == "high").sum(), (side == "low").sum()
    alt = (
        f"Funnel plot. {title} Of {len(places)} places {high} lie above and {low} below what "
        f"chance would make of a common rate of {level:.0f} per 100,000. {out}"
    )
    return publish_figure(ax.figure, shown=[shown], alt=alt.strip())


def _name_furthest(ax: Axes, outside: pd.DataFrame, level: float) -> str:
    """Label the places furthest from the common rate, for their size, and list them in words."""
    distance = (outside[VALUE] - level).abs() * outside[DENOMINATOR] ** 0.5
    named = outside.loc[distance.sort_values(ascending=False).index[:MOST_NAMED]]
    middle = np.mean(ax.get_xlim())
    for row in named.itertuples():
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
        )
    told = "; ".join(f"{row.area_name} {row.value:.0f}" for row in named.itertuples())
    return f"Furthest out: {told}." if told else ""


def plot_detection(released: Released, *, title: str, ax: Axes | None = None) -> Published:
    """Draw the weeks of one series, what was to be expected of them, and the alarms.

    Parameters
    ----------
    released : Released
        What `detect_by_history` returns for one series.
    title : str
        A finding or a question.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure unless told.

    Returns
    -------
    Published
        Bars for counts (hatched where still provisional), lines for what was expected and for
        its upper bound, triangles above alarms; or a sentence where there are no weeks.
    """
    table = released.table
    if table.empty:
        return say_nothing(released, text="No cases are published for this area.")
    columns = [PERIOD, NUMERATOR, EXPECTED, UPPER_BOUND, ALARM]
    shown = describe_shown(released, columns=columns)
    if ax is None:
        _, ax = make_figure(height=2.8)
    open_weeks, alarms = table[table[ALARM].isna()], table[table[ALARM].eq(True)]
    bars = ax.bar(table[PERIOD], table[NUMERATOR], width=5.5, color="#cfc4dd", label="Cases")
    handles = [bars]
    if len(open_weeks):
        handles.append(
            ax.bar(
                open_weeks[PERIOD],
                open_weeks[NUMERATOR],
                width=5.5,
                color="white",
                edgecolor=HERE,
                hatch="////",
                label="Not judged: still being reported, or too little known",
            )
        )
    handles += ax.plot(table[PERIOD], table[EXPECTED], color=AREA, lw=1.5, label="Expected")
    handles += ax.plot(table[PERIOD], table[UPPER_BOUND], "--", color=INK, lw=1.2, label="Bound")
    handles += ax.plot(
        alarms[PERIOD], alarms[NUMERATOR], "^", color=HERE, ms=8, label="Above the bound: an alarm"
    )
    ax.set_ylim(bottom=0)
    ax.set_ylabel("Cases a week", color=INK, fontsize=9)
    ax.xaxis.set_major_formatter(ConciseDateFormatter(ax.xaxis.get_major_locator()))
    finish_figure(
        ax, title=title, source=describe_sources(released), handles=handles, legend_columns=2
    )
    judged = table[ALARM].notna().sum()
    alt = (
        f"Bar chart. {title} Of {judged} weeks judged by {table['method'].iloc[0]}, {len(alarms)} "
        f"{_list_weeks(alarms[PERIOD])}"
    )
    return publish_figure(
        ax.figure, shown=[shown, describe_shown(released, columns=["method"])], alt=alt
    )


def _list_weeks(weeks: pd.Series) -> str:
    if weeks.empty:
        return "were above their bounds."
    days = [f"{week.day} {week:%B %Y}" for week in weeks.sort_values()]
    return f"were above their bounds, those to {', '.join(days)}."


def plot_alarm_grid(released: Released, *, title: str, ax: Axes | None = None) -> Published:
    """Draw a row of weeks for each district, with a triangle where a week stood out.

    Parameters
    ----------
    released : Released
        What `detect_in_districts` returns.
    title : str
        A finding or a question.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure unless told.

    Returns
    -------
    Published
        Triangles for alarms, dots for quiet weeks, circles for weeks that could not be judged;
        or a sentence where there are no weeks.
    """
    table = released.table
    if table.empty:
        return say_nothing(released, text="No cases are published for this area.")
    shown: list[Shown] = [describe_shown(released, columns=[AREA_NAME, PERIOD, ALARM])]
    names = sorted(table[AREA_NAME].unique(), reverse=True)
    if ax is None:
        _, ax = make_figure(height=0.7 + 0.26 * len(names))
    rows = table[AREA_NAME].map({name: place for place, name in enumerate(names)})
    alarm, unknown = table[ALARM].eq(True).fillna(False).astype(bool), table[ALARM].isna()
    kinds = [
        (alarm, {"marker": "^", "color": HERE, "ms": 7, "label": "Stood out: an alarm"}),
        (~alarm & ~unknown, {"marker": ".", "color": NATION, "ms": 4, "label": "As before"}),
        (unknown, {"marker": "o", "mfc": "white", "mec": NATION, "ms": 5, "label": "Not judged"}),
    ]
    handles = []
    for chosen, style in kinds:
        handles += ax.plot(table.loc[chosen, PERIOD], rows[chosen], linestyle="", **style)
    ax.set_yticks(range(len(names)), names)
    ax.set_ylim(-0.6, len(names) - 0.4)
    ax.xaxis.set_major_formatter(ConciseDateFormatter(ax.xaxis.get_major_locator()))
    ax.grid(axis="y", color=GRID, linewidth=0.5)
    finish_figure(
        ax, title=title, source=describe_sources(released), handles=handles, legend_columns=3
    )
    counts = table[alarm].groupby(AREA_NAME)[AREA_CODE].size().sort_values(ascending=False)
    told = "; ".join(f"{name} {count}" for name, count in counts.items()) or "none"
    weeks = table[PERIOD].nunique()
    alt = f"Grid of {weeks} weeks. {title} Weeks that stood out, by district: {told}."
    return publish_figure(ax.figure, shown=shown, alt=alt)


def plot_alarm_weeks(
    released: Released, *, title: str, absent: str, ax: Axes | None = None
) -> Published:
    """Draw how many places stood out in each week.

    Parameters
    ----------
    released : Released
        What `count_alarms` returns.
    title : str
        A finding or a question.
    absent : str
        What to say where the table is empty.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure unless told.

    Returns
    -------
    Published
        Bars for places that stood out, a line for those that could be judged.
    """
    table = released.table
    if table.empty:
        return say_nothing(released, text=absent)
    shown = describe_shown(released, columns=[PERIOD, "alarms", "judged", "places"])
    if ax is None:
        _, ax = make_figure(height=2.4)
    bars = ax.bar(table[PERIOD], table["alarms"], width=5.5, color=HERE, label="Stood out")
    (line,) = ax.plot(
        table[PERIOD], table["judged"], ".--", color=NATION, lw=1.2, label="Could be judged"
    )
    ax.set_ylim(bottom=0)
    ax.set_ylabel(f"Places, of {table['places'].max():.0f}", color=INK, fontsize=9)
    ax.xaxis.set_major_formatter(ConciseDateFormatter(ax.xaxis.get_major_locator()))
    finish_figure(
        ax,
        title=title,
        source=describe_sources(released),
        handles=[bars, line],
        legend_columns=2,
    )
    most = table.loc[table["alarms"].idxmax()]
    day = most[PERIOD]
    alt = (
        f"Bar chart. {title} Most places stood out in the week to {day.day} {day:%B %Y}: "
        f"{most['alarms']} of {most['judged']} that could be judged."
    )
    return publish_figure(ax.figure, shown=[shown], alt=alt)
