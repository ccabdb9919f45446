"""Charts of how an index works: its weights, its choices, and how sure its ranks are."""

from __future__ import annotations

import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import (
    PERCENT,
    format_number,
    format_proportion,
    format_weight,
)
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.published import Published, describe_shown, publish_figure
from datacell_lib.presentation.sentences.index_narrative import CHOICES
from datacell_lib.presentation.sentences.index_titles import (
    title_choices,
    title_standing_ranges,
    title_weights,
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
)
from datacell_lib.schema import (
    CHOICE,
    EFFECTIVE_WEIGHT,
    FIFTH,
    FIRST_ORDER,
    LABELS,
    LOWER_SHARE,
    MOST_VULNERABLE_SHARE,
    NOMINAL_WEIGHT,
    STABILITY,
    TITLE,
    TOTAL,
    TOTAL_MARGIN,
    UPPER_SHARE,
)
from datacell_lib.wording import count_things


@refuse_unreleased
def plot_weights(released: Released, *, title: str | None = None, place: str = "") -> Published:
    """Draw what each indicator was meant to count for, and what it does count for.

    Parameters
    ----------
    released : Released
        One row an indicator: `title`, `nominal_weight`, `effective_weight` (0 to 1).
    title : str, optional
        A finding or a question; what the table says unless told.
    place : str
        What it is of, for the subtitle.

    Returns
    -------
    Published
        Bars for the weight given, diamonds for the effective one.
    """
    table = released.table
    shown = describe_shown(released, columns=[TITLE, NOMINAL_WEIGHT, EFFECTIVE_WEIGHT])
    said = title_weights(released, place=place).put(title)
    _, ax = make_figure(height=0.6 + 0.36 * len(table))
    places = np.arange(len(table))[::-1]
    bars = ax.barh(
        places, table[NOMINAL_WEIGHT] * PERCENT, height=0.5, color=HERE, label="Weight given"
    )
    effective = table[EFFECTIVE_WEIGHT] * PERCENT
    (marks,) = ax.plot(
        effective, places, "D", color=AREA, mec="white", ms=9, clip_on=False, label="Weight it has"
    )
    ax.set_yticks(places, [textwrap.fill(name, 34) for name in table[TITLE]])
    ax.set_xlabel("Share of the index (%)", color=INK, fontsize=9)
    ax.set_xlim(left=0)
    finish_figure(ax, title=said, source=name_publishers(released), handles=[bars, marks])
    rows = "; ".join(
        f"{row.title} {format_weight(row.nominal_weight)} given, "
        f"{format_proportion(row.effective_weight)} in effect"
        for row in table.itertuples()
    )
    return publish_figure(
        ax.figure, shown=[shown], alt=f"{said.tell('Bar chart')} {rows}.", title=said
    )


@refuse_unreleased
def plot_choices(released: Released, *, title: str | None = None, place: str = "") -> Published:
    """Draw which choice of method moves ranks most.

    Parameters
    ----------
    released : Released
        What `apportion_instability` returns, released.
    title : str, optional
        A finding or a question; what the table says unless told.
    place : str
        What it is of, for the subtitle.

    Returns
    -------
    Published
        Bars for total effects with their 95% intervals, diamonds for first-order effects.
    """
    table = released.table
    shown = describe_shown(released, columns=[CHOICE, FIRST_ORDER, TOTAL, TOTAL_MARGIN])
    said = title_choices(released, place=place).put(title)
    _, ax = make_figure(height=0.7 + 0.45 * len(table))
    places = np.arange(len(table))[::-1]
    bars = ax.barh(
        places,
        table[TOTAL] * PERCENT,
        xerr=table[TOTAL_MARGIN] * PERCENT,
        height=0.5,
        color=HERE,
        error_kw={"ecolor": INK, "capsize": 3, "lw": 1},
        label="With all its interactions (line: 95% interval)",
    )
    alone = table[FIRST_ORDER].clip(lower=0) * PERCENT
    (marks,) = ax.plot(
        alone, places, "D", color=AREA, mec="white", ms=9, clip_on=False, label="By itself"
    )
    names = [CHOICES[choice] for choice in table[CHOICE]]
    ax.set_yticks(places, [textwrap.fill(name, 24) for name in names])
    ax.set_xlabel("Share of what moves ranks (%)", color=INK, fontsize=9)
    ax.set_xlim(left=0)
    finish_figure(ax, title=said, source=name_publishers(released), handles=[bars, marks])
    rows = "; ".join(
        f"{name} {format_proportion(total)}, give or take {format_proportion(margin)}"
        for name, total, margin in zip(names, table[TOTAL], table[TOTAL_MARGIN], strict=True)
    )
    return publish_figure(
        ax.figure, shown=[shown], alt=f"{said.tell('Bar chart')} {rows}.", title=said
    )


@refuse_unreleased
def plot_standing_ranges(
    released: Released, *, nation: str, title: str | None = None, place: str = ""
) -> Published:
    """Draw each neighbourhood's place in the nation, and where other methods would put it.

    Parameters
    ----------
    released : Released
        One row a neighbourhood, the most vulnerable first: `most_vulnerable_share`,
        `lower_share`, `upper_share` (0 to 1, low is most vulnerable), `stability`.
    title : str, optional
        A finding or a question; what the table says unless told.
    place : str
        What it is of, for the subtitle.
    nation : str
        What the places are in.

    Returns
    -------
    Published
        A dot a neighbourhood, with a line for nine draws in ten; hollow where it lies off its line.
    """
    table = released.table
    columns = [MOST_VULNERABLE_SHARE, LOWER_SHARE, UPPER_SHARE, STABILITY]
    shown = describe_shown(released, columns=columns)
    said = title_standing_ranges(released, place=place).put(title)
    _, ax = make_figure(height=2.9)
    order = np.arange(1, len(table) + 1)
    low, high = table[LOWER_SHARE] * PERCENT, table[UPPER_SHARE] * PERCENT
    ranges = ax.vlines(order, low, high, color=AREA, lw=1.6, label="Nine draws in ten lie here")
    dots, off = _draw_dots(ax, table, order=order)
    line = ax.axhline(
        FIFTH * PERCENT, color=NATION, linestyle="--", linewidth=1, label="Most vulnerable 20%"
    )
    ax.set_xlim(0, len(table) + 1)
    ax.set_ylim(100, 0)
    ax.set_ylabel(f"Place in {nation} (%)", color=INK, fontsize=9)
    ax.set_xlabel("Neighbourhoods, the most vulnerable first", color=INK, fontsize=9)
    ax.grid(axis="y", color=GRID, linewidth=0.6)
    finish_figure(
        ax,
        title=said,
        source=name_publishers(released),
        handles=[*dots, ranges, line],
        legend_columns=2,
    )
    lie = "lies" if off == 1 else "lie"
    alt = (
        f"{said.tell('Chart of ranges')} {_count_labels(table[STABILITY], nation)} "
        f"{format_number(off)} {lie} off the line of nine draws in ten, shown as hollow dots."
    )
    return publish_figure(ax.figure, shown=[shown], alt=alt, title=said)


def _draw_dots(ax: Axes, table: pd.DataFrame, *, order: np.ndarray) -> tuple[list[Line2D], int]:
    """Draw each neighbourhood's place: hollow where it is off its own line; and count those."""
    shares = table[MOST_VULNERABLE_SHARE]
    off = ((shares < table[LOWER_SHARE]) | (shares > table[UPPER_SHARE])).to_numpy()
    style = {"color": HERE, "ms": 3.5, "clip_on": False, "linestyle": ""}
    dots = ax.plot(order[~off], shares[~off] * PERCENT, "o", label="This index", **style)
    if off.any():
        label = "This index, where few other methods agree"
        dots += ax.plot(order[off], shares[off] * PERCENT, "o", mfc="white", label=label, **style)
    return dots, int(off.sum())


def _count_labels(labels: pd.Series, nation: str) -> str:
    counts = labels.value_counts()
    known = [label for label in LABELS if label in counts]
    told = "; ".join(f"{format_number(counts[label])} {label}" for label in known)
    return f"Of {count_things(len(labels), 'neighbourhood')} in the order of {nation}, {told}."
