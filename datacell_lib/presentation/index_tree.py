"""The tree of an index: what it is made of, drawn from its file."""

from __future__ import annotations

import textwrap

import pandas as pd
from matplotlib.axes import Axes

from datacell_lib.analysis.index.diagnose import NOMINAL_WEIGHT
from datacell_lib.analysis.index.tree import DEPTH, PARENT, TITLE
from datacell_lib.governance.release import Released
from datacell_lib.presentation.published import Published, describe_shown, publish_figure
from datacell_lib.presentation.sources import describe_sources
from datacell_lib.presentation.style import GRID, HERE, INK, finish_figure, make_figure
from datacell_lib.schema import COMPONENT

LEAF_HEIGHT = 0.36
LETTERS = 64  # how many fit side by side over the whole width
MARGIN = 0.012


def plot_index_tree(released: Released, *, title: str, ax: Axes | None = None) -> Published:
    """Draw an index as a tree, from the whole on the left to its indicators on the right.

    Parameters
    ----------
    released : Released
        What `list_components` returns, released.
    title : str
        A finding or a question.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure unless told.

    Returns
    -------
    Published
        Each component with its share of the whole index, by the weights it was given.
    """
    table = released.table
    shown = describe_shown(released, columns=[COMPONENT, TITLE, PARENT, DEPTH, NOMINAL_WEIGHT])
    parts = table.set_index(COMPONENT)
    places = _place(parts)
    if ax is None:
        leaves = int((~parts.index.isin(parts[PARENT])).sum())
        _, ax = make_figure(height=LEAF_HEIGHT * leaves)
    levels = int(parts[DEPTH].max()) + 1
    lefts = [depth / levels for depth in range(levels)]
    for name, part in parts.iterrows():
        x, y = lefts[part[DEPTH]], places[name]
        words = textwrap.fill(_write_part(part), LETTERS // levels)
        colour = HERE if part[DEPTH] == 0 else INK
        weight = "bold" if part[DEPTH] < levels - 1 else "normal"
        ax.text(x + MARGIN, y, words, va="center", color=colour, fontsize=8, fontweight=weight)
        ax.plot([x, x], [y - 0.38, y + 0.38], color=HERE, linewidth=2, solid_capstyle="butt")
        if pd.notna(part[PARENT]):
            start = lefts[parts.loc[part[PARENT], DEPTH] + 1] - 3 * MARGIN
            bend = [start, start, x]
            ax.plot(bend, [places[part[PARENT]], y, y], color=GRID, linewidth=1, zorder=0)
    ax.set_xlim(-MARGIN, 1)
    ax.set_ylim(-0.6, max(places.values()) + 0.6)
    ax.invert_yaxis()
    finish_figure(ax, title=title, source=describe_sources(released))
    ax.axis("off")
    return publish_figure(ax.figure, shown=[shown], alt=f"Tree. {title} {_write_tree(parts)}")


def _place(parts: pd.DataFrame) -> dict[str, float]:
    """Give each leaf a line of its own, in order, and what is above it their middle."""
    leaves = [name for name in parts.index if name not in set(parts[PARENT])]
    places = {name: float(line) for line, name in enumerate(leaves)}
    for name in reversed(parts.index):
        below = [places[child] for child in parts.index[parts[PARENT] == name]]
        if below:
            places[name] = (min(below) + max(below)) / 2
    return places


def _write_part(part: pd.Series) -> str:
    return f"{part[TITLE]}, {part[NOMINAL_WEIGHT]:.0%}" if part[DEPTH] else str(part[TITLE])


def _write_tree(parts: pd.DataFrame) -> str:
    """Say the tree in words: every composite with what is directly below it."""
    sentences = []
    for name, part in parts.iterrows():
        below = parts[parts[PARENT] == name]
        if not below.empty:
            listed = "; ".join(_write_part(child) for _, child in below.iterrows())
            sentences.append(f"{part[TITLE]}: {listed}.")
    return " ".join(sentences)
