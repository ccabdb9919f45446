"""A chart of weekly rates, with those of what a place lies in."""

from __future__ import annotations

from datetime import date

from datacell_lib.governance.release import Released
from datacell_lib.presentation.charts.date_axis import write_dates
from datacell_lib.presentation.formats import format_number
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.published import Published, describe_shown, publish_figure
from datacell_lib.presentation.sentences.case_titles import title_weekly_rates
from datacell_lib.presentation.sentences.publish_sentence import NO_CASES, publish_plain_sentence
from datacell_lib.presentation.source_line import name_publishers
from datacell_lib.presentation.style import AREA, GRID, HERE, INK, finish_figure, make_figure
from datacell_lib.schema import LOWER_CI, PERIOD, UPPER_CI, VALUE
from datacell_lib.wording import write_day


@refuse_unreleased
def plot_weekly_rates(
    released: Released, *, title: str | None = None, ended: date | None = None
) -> Published:
    """Draw weekly rates of a place with their intervals, and those of what it lies in.

    Parameters
    ----------
    released : Released
        `place` (its name; the first row's is drawn with its interval), `period` (the Sunday that
        ends a week), `value`, `lower_ci`, `upper_ci` per 100,000 people.
    title : str, optional
        A finding or a question; what the table says unless told.
    ended : date, optional
        The last day of the series, where it has ended: said below the title.

    Returns
    -------
    Published
        A line with a band, and a dashed line; or, where the table is empty, a sentence that
        says so.
    """
    table = released.table
    shown = describe_shown(released, columns=["place", PERIOD, VALUE, LOWER_CI, UPPER_CI])
    if table.empty:
        return publish_plain_sentence(NO_CASES, shown)
    first = table["place"].iloc[0]
    own = table[table["place"] == first]
    others = table[table["place"] != first]
    said = title_weekly_rates(released, ended=ended).put(title)
    _, ax = make_figure(height=2.9)
    ax.fill_between(own[PERIOD], own[LOWER_CI], own[UPPER_CI], color=HERE, alpha=0.25, linewidth=0)
    lines = ax.plot(own[PERIOD], own[VALUE], color=HERE, lw=1.8, label=f"{first} (interval shaded)")
    for place, rows in others.groupby("place", sort=False):
        lines += ax.plot(rows[PERIOD], rows[VALUE], "--", color=AREA, lw=1.5, label=place)
    ax.set_ylim(bottom=0)
    last = own.iloc[-1]
    ax.set_ylabel("Cases a week per 100,000", color=INK, fontsize=9)
    week = f"{'Last' if ended else 'Latest'} complete week: to {write_day(last[PERIOD])}"
    ax.set_xlabel(week, color=INK, fontsize=9)
    write_dates(ax.xaxis)
    ax.grid(axis="y", color=GRID, linewidth=0.6)
    finish_figure(ax, title=said, source=name_publishers(released), handles=lines)
    peak = own.loc[own[VALUE].idxmax()]
    alt = (
        f"{said.tell('Line chart')} In {first} the weekly rate was highest in the week to "
        f"{write_day(peak[PERIOD])}, {format_number(peak[VALUE])} per 100,000, and "
        f"{format_number(last[VALUE])} in the last week shown, to {write_day(last[PERIOD])}."
    )
    return publish_figure(ax.figure, shown=[shown], alt=alt, title=said)
