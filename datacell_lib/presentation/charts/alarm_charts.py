"""Charts of weeks that stood out: of a series, of districts, of small places."""

from __future__ import annotations

import pandas as pd

from datacell_lib.governance.release import Released
from datacell_lib.presentation.charts.date_axis import write_dates
from datacell_lib.presentation.formats import format_number, format_part
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.published import Published, describe_shown, publish_figure
from datacell_lib.presentation.sentences.case_titles import (
    title_alarm_grid,
    title_alarm_weeks,
    title_detection,
)
from datacell_lib.presentation.sentences.publish_sentence import NO_CASES, publish_plain_sentence
from datacell_lib.presentation.source_line import name_publishers
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
    EXPECTED,
    METHOD,
    NUMERATOR,
    PERIOD,
    UPPER_BOUND,
)
from datacell_lib.wording import count_things, write_day

TIMES_CASES = 3  # a bound further above the cases than this lies beyond the picture


@refuse_unreleased
def plot_detection(released: Released, *, title: str | None = None, place: str = "") -> Published:
    """Draw the weeks of one series, what was to be expected of them, and the alarms.

    Parameters
    ----------
    released : Released
        What `detect_by_history` returns for one series.
    title : str, optional
        A finding or a question; what the table says unless told.
    place : str
        What it is of, for the subtitle.

    Returns
    -------
    Published
        Bars for counts (hatched where still provisional), lines for what was expected and for
        its upper bound, triangles above alarms; or a sentence where there are no weeks.
    """
    table = released.table
    columns = [PERIOD, NUMERATOR, EXPECTED, UPPER_BOUND, ALARM, METHOD]
    shown = describe_shown(released, columns=columns)
    if table.empty:
        return publish_plain_sentence(NO_CASES, shown)
    said = title_detection(released, place=place).put(title)
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
    beyond = _say_beyond(table)
    bound = f"Bound ({beyond})" if beyond else "Bound"
    handles += ax.plot(table[PERIOD], table[EXPECTED], color=AREA, lw=1.5, label="Expected")
    handles += ax.plot(table[PERIOD], table[UPPER_BOUND], "--", color=INK, lw=1.2, label=bound)
    handles += ax.plot(
        alarms[PERIOD], alarms[NUMERATOR], "^", color=HERE, ms=8, label="Above the bound: an alarm"
    )
    ax.set_ylim(0, TIMES_CASES * table[NUMERATOR].max() if beyond else None)
    ax.set_ylabel("Cases a week", color=INK, fontsize=9)
    ax.yaxis.set_major_formatter(lambda number, _: format_number(number))
    write_dates(ax.xaxis)
    finish_figure(
        ax, title=said, source=name_publishers(released), handles=handles, legend_columns=2
    )
    judged = table[ALARM].notna().sum()
    alt = (
        f"{said.tell('Bar chart')} Of {count_things(judged, 'week')} judged by "
        f"{table[METHOD].iloc[0]}, {format_number(len(alarms))} {_list_weeks(alarms[PERIOD])}"
        + (f" The bound is {beyond}." if beyond else "")
    )
    return publish_figure(ax.figure, shown=[shown], alt=alt, title=said)


def _say_beyond(table: pd.DataFrame) -> str:
    """Say that the bound lies beyond the picture, where to show it would make cases invisible."""
    most, highest = table[NUMERATOR].max(), table[UPPER_BOUND].max()
    if not (0 < TIMES_CASES * most < highest):
        return ""
    return f"beyond the picture, at up to {format_number(highest)}"


def _list_weeks(weeks: pd.Series) -> str:
    if weeks.empty:
        return "were above their bounds."
    days = [write_day(week) for week in weeks.sort_values()]
    if len(days) == 1:
        return f"was above its bound, that to {days[0]}."
    return f"were above their bounds, those to {', '.join(days)}."


@refuse_unreleased
def plot_alarm_grid(released: Released, *, title: str | None = None, place: str = "") -> Published:
    """Draw a row of weeks for each district, with a triangle where a week stood out.

    Parameters
    ----------
    released : Released
        What `detect_in_districts` returns.
    title : str, optional
        A finding or a question; what the table says unless told.
    place : str
        What it is of, for the subtitle.

    Returns
    -------
    Published
        Triangles for alarms, dots for quiet weeks, circles for weeks that could not be judged;
        or a sentence where there are no weeks.
    """
    table = released.table
    shown = describe_shown(released, columns=[AREA_NAME, PERIOD, ALARM])
    if table.empty:
        return publish_plain_sentence(NO_CASES, shown)
    names = sorted(table[AREA_NAME].unique(), reverse=True)
    said = title_alarm_grid(released, place=place).put(title)
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
    write_dates(ax.xaxis)
    ax.grid(axis="y", color=GRID, linewidth=0.5)
    finish_figure(
        ax, title=said, source=name_publishers(released), handles=handles, legend_columns=3
    )
    counts = table[alarm].groupby(AREA_NAME)[AREA_CODE].size().sort_values(ascending=False)
    told = "; ".join(f"{name} {format_number(count)}" for name, count in counts.items()) or "none"
    weeks = count_things(table[PERIOD].nunique(), "week")
    alt = f"{said.tell(f'Grid of {weeks}')} Weeks that stood out, by district: {told}."
    return publish_figure(ax.figure, shown=[shown], alt=alt, title=said)


@refuse_unreleased
def plot_alarm_weeks(
    released: Released, *, absent: str, title: str | None = None, place: str = ""
) -> Published:
    """Draw how many places stood out in each week.

    Parameters
    ----------
    released : Released
        What `count_alarms` returns.
    title : str, optional
        A finding or a question; what the table says unless told.
    place : str
        What it is of, for the subtitle.
    absent : str
        What to say where the table is empty.

    Returns
    -------
    Published
        Bars for places that stood out, a line for those that could be judged.
    """
    table = released.table
    shown = describe_shown(released, columns=[PERIOD, "alarms", "judged", "places"])
    if table.empty:
        return publish_plain_sentence(absent, shown)
    said = title_alarm_weeks(released, place=place).put(title)
    _, ax = make_figure(height=2.4)
    bars = ax.bar(table[PERIOD], table["alarms"], width=5.5, color=HERE, label="Stood out")
    (line,) = ax.plot(
        table[PERIOD], table["judged"], ".--", color=NATION, lw=1.2, label="Could be judged"
    )
    ax.set_ylim(bottom=0)
    ax.set_ylabel(f"Places, of {format_number(table['places'].max())}", color=INK, fontsize=9)
    write_dates(ax.xaxis)
    finish_figure(
        ax,
        title=said,
        source=name_publishers(released),
        handles=[bars, line],
        legend_columns=2,
    )
    most = table.loc[table["alarms"].idxmax()]
    alt = (
        f"{said.tell('Bar chart')} Most places stood out in the week to "
        f"{write_day(most[PERIOD])}: {format_part(most['alarms'], most['judged'])} that could be "
        "judged."
    )
    return publish_figure(ax.figure, shown=[shown], alt=alt, title=said)
