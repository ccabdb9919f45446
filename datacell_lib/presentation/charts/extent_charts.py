"""Charts of how many live in the most vulnerable fifth: by domain, and by district."""

from __future__ import annotations

import textwrap

import numpy as np

from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import PERCENT, format_percent, format_proportion
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.published import Published, describe_shown, publish_figure
from datacell_lib.presentation.sentences.standing_titles import title_extent, title_ranked_bars
from datacell_lib.presentation.source_line import name_publishers
from datacell_lib.presentation.style import (
    AREA,
    HERE,
    INK,
    NATION,
    finish_figure,
    make_figure,
)
from datacell_lib.schema import DISTRICT_NAME, DOMAIN, LOWER_CI, UNRANKED, UPPER_CI, VALUE


@refuse_unreleased
def plot_extent(released: Released, *, title: str | None = None) -> Published:
    """Draw, for each domain, the share of residents in the nation's most vulnerable fifth.

    Parameters
    ----------
    released : Released
        What `compare_extent` returns: `domain`, and a column (shares of 0 to 1) for the
        district, for its area (none where that is the district alone) and for the nation, by
        their names and in that order.
    title : str, optional
        A finding or a question; what the table says unless told.

    Returns
    -------
    Published
        Bars for the district, diamonds for the area, a stroke for the nation's own share.
    """
    table = released.table
    here, *around, nation = (name for name in table if name != DOMAIN)
    said = title_extent(released).put(title)
    _, ax = make_figure(height=0.6 + 0.5 * len(table))
    places = np.arange(len(table))[::-1]
    bars = ax.barh(places, table[here] * PERCENT, height=0.5, color=HERE, label=here)
    diamonds = {"color": AREA, "mec": "white", "ms": 9}
    marks = [
        ax.plot(table[name] * PERCENT, places, "D", label=name, **diamonds)[0] for name in around
    ]
    (strokes,) = ax.plot(
        table[nation] * PERCENT, places, "|", color=NATION, ms=20, mew=2, label=nation
    )
    ax.set_yticks(places, [textwrap.fill(name, 22) for name in table[DOMAIN]])
    ax.set_xlabel("Residents in the most vulnerable fifth (%)", color=INK, fontsize=9)
    ax.set_xlim(0, max(30.0, float(table[[here, *around]].max().max()) * PERCENT * 1.08))
    handles = [bars, *marks, strokes]
    finish_figure(ax, title=said, source=name_publishers(released), handles=handles)
    rows = "; ".join(
        f"{row[DOMAIN]} {format_proportion(row[here])} ("
        + ", ".join(f"{name} {format_proportion(row[name])}" for name in (*around, nation))
        + ")"
        for row in table.to_dict("records")
    )
    return publish_figure(
        ax.figure,
        shown=[describe_shown(released, columns=list(table))],
        alt=f"{said.tell('Bar chart')} Share of residents of {here}, by domain: {rows}.",
        title=said,
    )


@refuse_unreleased
def plot_ranked_bars(
    released: Released, *, nation: str, title: str | None = None, place: str = ""
) -> Published:
    """Draw districts by the share of their residents in the nation's most vulnerable fifth.

    Parameters
    ----------
    released : Released
        One row a district, in the order to draw: `district_name`, `value` (0 to 1), `nation` (the
        same share in the nation), `unranked` (neighbourhoods that are left out), and `lower_ci` and
        `upper_ci` if they are known, by which the title is hedged.
    title : str, optional
        A finding or a question; what the table says unless told.
    nation : str
        What the fifth is of.

    Returns
    -------
    Published
        Horizontal bars with their values.
    """
    table = released.table
    columns = [DISTRICT_NAME, VALUE, "nation", UNRANKED]
    columns += [name for name in (LOWER_CI, UPPER_CI) if name in table]
    shown = describe_shown(released, columns=columns)
    said = title_ranked_bars(released, place=place, nation=nation).put(title)
    _, ax = make_figure(height=0.6 + 0.28 * len(table))
    places = np.arange(len(table))[::-1]
    percent = table[VALUE] * PERCENT
    names = [
        f"{name} ({unranked:g} not ranked)" if unranked else name
        for name, unranked in table[[DISTRICT_NAME, UNRANKED]].itertuples(index=False)
    ]
    ax.barh(places, percent, height=0.65, color=HERE)
    for place, value in zip(places, percent, strict=True):
        ax.annotate(
            format_percent(value, 0),
            (value, place),
            xytext=(3, 0),
            textcoords="offset points",
            va="center",
            fontsize=8.5,
            color=INK,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},  # the line goes behind it
        )
    level = table["nation"].iloc[0]
    label = f"{nation} ({format_proportion(level)})"
    line = ax.axvline(level * PERCENT, color=NATION, linestyle="--", linewidth=1, label=label)
    ax.set_yticks(places, names)
    ax.set_xlim(0, max(30.0, float(percent.max()) * 1.12))
    ax.set_xlabel("Residents in the most vulnerable fifth (%)", color=INK, fontsize=9)
    finish_figure(ax, title=said, source=name_publishers(released), handles=[line])
    rows = "; ".join(
        f"{name} {format_proportion(value)}"
        for name, value in zip(names, table[VALUE], strict=True)
    )
    return publish_figure(
        ax.figure, shown=[shown], alt=f"{said.tell('Bar chart')} {rows}.", title=said
    )
