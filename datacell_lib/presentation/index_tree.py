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
from datacell_lib.presentation.style import HERE, INK, finish_figure, make_figure
from datacell_lib.schema import COMPONENT

LEAF_HEIGHT = 0.36
LEAVES_LEFT = 0.54  # where the last level begins, as a share of the width
LETTERS_PER_WIDTH = 84
MARGIN = 0.012
LINE = "#9aa4af"


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
    lefts = _place_levels(int(parts[DEPTH].max()) + 1)
    for name, part in parts.iterrows():
        x, y = lefts[part[DEPTH]], places[name]
        letters = int((lefts[part[DEPTH] + 1] - x - 4 * MARGIN) * LETTERS_PER_WIDTH)
        ax.text(
            x + MARGIN,
            y,
            textwrap.fill(_write_part(part), letters),
            va="center",
            color=HERE if part[DEPTH] == 0 else INK,
            fontsize=8,
            fontweight="bold" if name in set(parts[PARENT]) else "normal",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
        )
        ax.plot([x, x], [y - 0.38, y + 0.38], color=HERE, linewidth=2, solid_capstyle="butt")
        if pd.notna(part[PARENT]):
            start, above = x - 2 * MARGIN, places[part[PARENT]]
            path = [lefts[parts.loc[part[PARENT], DEPTH]], start, start, x]
            ax.plot(path, [above, above, y, y], color=LINE, linewidth=1, zorder=0)
    ax.set_xlim(-MARGIN, 1)
    ax.set_ylim(-0.6, max(places.values()) + 0.6)
    ax.invert_yaxis()
    finish_figure(ax, title=title, source=describe_sources(released))
    ax.axis("off")
    return publish_figure(ax.figure, shown=[shown], alt=f"Tree. {title} {_write_tree(parts)}")


def _place_levels(levels: int) -> list[float]:
    """Return where each level begins, and the right edge; the last, of most words, is widest."""
    if levels < 2:
        return [0.0, 1.0]
    return [LEAVES_LEFT * level / (levels - 1) for level in range(levels)] + [1.0]


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
    return f"{part[TITLE]}, {part[NOMINAL_WEIGHT] * 100:.3g}%" if part[DEPTH] else str(part[TITLE])


def _write_tree(parts: pd.DataFrame) -> str:
    """Say the tree in words: every composite with what is directly below it."""
    sentences = []
    for name, part in parts.iterrows():
        below = parts[parts[PARENT] == name]
        if not below.empty:
            listed = "; ".join(_write_part(child) for _, child in below.iterrows())
            sentences.append(f"{part[TITLE]}: {listed}.")
    return " ".join(sentences)
