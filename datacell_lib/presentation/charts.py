"""Charts of released tables."""

from __future__ import annotations

import textwrap

import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import ConciseDateFormatter

from datacell_lib.governance.release import Released
from datacell_lib.presentation.published import (
    Published,
    describe_shown,
    publish_figure,
    publish_plain_sentence,
)
from datacell_lib.presentation.sources import describe_sources, write_day
from datacell_lib.presentation.style import (
    AREA,
    GRID,
    HERE,
    INK,
    NATION,
    finish_figure,
    make_figure,
)
from datacell_lib.schema import DOMAIN, LOWER_CI, PERIOD, UPPER_CI, VALUE

PERCENT = 100


def plot_extent(
    released: Released,
    *,
    title: str,
    here: str,
    around: str,
    nation: str,
    ax: Axes | None = None,
) -> Published:
    """Draw, for each domain, the share of residents in the nation's most vulnerable fifth.

    Parameters
    ----------
    released : Released
        One row a domain: `domain`, `here` and `around` (shares of 0 to 1).
    title : str
        A finding or a question.
    here, around, nation : str
        What the district, its area and the nation are called.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure unless told.

    Returns
    -------
    Published
        Bars for the district, diamonds for the area, a line at the nation's fifth.
    """
    table = released.table
    shown = describe_shown(released, columns=[DOMAIN, "here", "around"])
    if ax is None:
        _, ax = make_figure(height=0.6 + 0.5 * len(table))
    places = np.arange(len(table))[::-1]
    bars = ax.barh(places, table["here"] * PERCENT, height=0.5, color=HERE, label=here)
    (marks,) = ax.plot(
        table["around"] * PERCENT, places, "D", color=AREA, mec="white", ms=9, label=around
    )
    name = (
        f"{nation} (about 20%)"  # a fifth of its neighbourhoods holds about a fifth of its people
    )
    line = ax.axvline(20, color=NATION, linestyle="--", linewidth=1, label=name)
    ax.set_yticks(places, [textwrap.fill(name, 22) for name in table[DOMAIN]])
    ax.set_xlabel("Residents in the most vulnerable fifth (%)", color=INK, fontsize=9)
    ax.set_xlim(0, max(30.0, float(table[["here", "around"]].max().max()) * PERCENT * 1.08))
    finish_figure(ax, title=title, source=describe_sources(released), handles=[bars, marks, line])
    rows = "; ".join(
        f"{row.domain} {row.here:.0%} ({around} {row.around:.0%})" for row in table.itertuples()
    )
    return publish_figure(
        ax.figure,
        shown=[shown],
        alt=f"Bar chart. {title} Share of residents of {here}, by domain: {rows}.",
    )


def plot_weekly_rates(released: Released, *, title: str, ax: Axes | None = None) -> Published:
    """Draw weekly rates of a place with their intervals, and those of what it lies in.

    Parameters
    ----------
    released : Released
        `place` (its name; the first row's is drawn with its interval), `period` (the Sunday that
        ends a week), `value`, `lower_ci`, `upper_ci` per 100,000 people.
    title : str
        A finding or a question.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure unless told.

    Returns
    -------
    Published
        A line with a band, and a dashed line; or, where the table is empty, a sentence that
        says so.
    """
    table = released.table
    shown = describe_shown(released, columns=["place", PERIOD, VALUE, LOWER_CI, UPPER_CI])
    if table.empty:
        text = "No cases are published for this area."
        return publish_plain_sentence(text, shown)
    first = table["place"].iloc[0]
    own = table[table["place"] == first]
    others = table[table["place"] != first]
    if ax is None:
        _, ax = make_figure(height=2.9)
    ax.fill_between(own[PERIOD], own[LOWER_CI], own[UPPER_CI], color=HERE, alpha=0.25, linewidth=0)
    lines = ax.plot(own[PERIOD], own[VALUE], color=HERE, lw=1.8, label=f"{first} (interval shaded)")
    for place, rows in others.groupby("place", sort=False):
        lines += ax.plot(rows[PERIOD], rows[VALUE], "--", color=AREA, lw=1.5, label=place)
    ax.set_ylim(bottom=0)
    last = own.iloc[-1]
    ax.set_ylabel("Cases a week per 100,000", color=INK, fontsize=9)
    ax.set_xlabel(f"Latest published week: to {write_day(last[PERIOD])}", color=INK, fontsize=9)
    ax.xaxis.set_major_formatter(ConciseDateFormatter(ax.xaxis.get_major_locator()))
    ax.grid(axis="y", color=GRID, linewidth=0.6)
    finish_figure(ax, title=title, source=describe_sources(released), handles=lines)
    peak = own.loc[own[VALUE].idxmax()]
    alt = (
        f"Line chart. {title} In {first} the weekly rate was highest in the week to "
        f"{write_day(peak[PERIOD])}, {peak[VALUE]:.0f} per 100,000, and {last[VALUE]:.0f} in the "
        f"last week shown, to {write_day(last[PERIOD])}."
    )
    return publish_figure(ax.figure, shown=[shown], alt=alt)


def plot_ranked_bars(
    released: Released, *, title: str, nation: str, ax: Axes | None = None
) -> Published:
    """Draw districts by the share of their residents in the nation's most vulnerable fifth.

    Parameters
    ----------
    released : Released
        One row a district, in the order to draw: `district_name`, `value` (0 to 1), `nation` (the
        same share in the nation).
    title : str
        A finding or a question.
    nation : str
        What the fifth is of.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure unless told.

    Returns
    -------
    Published
        Horizontal bars with their values.
    """
    table = released.table
    shown = describe_shown(released, columns=["district_name", VALUE, "nation"])
    if ax is None:
        _, ax = make_figure(height=0.6 + 0.28 * len(table))
    places = np.arange(len(table))[::-1]
    percent = table[VALUE] * PERCENT
    ax.barh(places, percent, height=0.65, color=HERE)
    for place, value in zip(places, percent, strict=True):
        ax.annotate(
            f"{value:.0f}%",
            (value, place),
            xytext=(3, 0),
            textcoords="offset points",
            va="center",
            fontsize=8.5,
            color=INK,
        )
    level = table["nation"].iloc[0]
    label = f"{nation} ({level:.0%})"
    line = ax.axvline(level * PERCENT, color=NATION, linestyle="--", linewidth=1, label=label)
    ax.set_yticks(places, table["district_name"])
    ax.set_xlim(0, max(30.0, float(percent.max()) * 1.12))
    ax.set_xlabel("Residents in the most vulnerable fifth (%)", color=INK, fontsize=9)
    finish_figure(ax, title=title, source=describe_sources(released), handles=[line])
    rows = "; ".join(f"{row.district_name} {row.value:.0%}" for row in table.itertuples())
    return publish_figure(ax.figure, shown=[shown], alt=f"Bar chart. {title} {rows}.")
