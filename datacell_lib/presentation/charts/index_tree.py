"""The tree of an index: what it is made of, drawn from its file."""

from __future__ import annotations

import textwrap

import numpy as np
import pandas as pd

from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import format_weight
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.published import Published, describe_shown, publish_figure
from datacell_lib.presentation.sentences.index_titles import title_index_tree
from datacell_lib.presentation.source_line import name_publishers
from datacell_lib.presentation.style import HERE, INK, finish_figure, make_figure
from datacell_lib.schema import COMPONENT, DEPTH, NOMINAL_WEIGHT, PARENT, TITLE

LEAF_HEIGHT = 0.33
LEVEL_WIDTHS = {2: 0.4, 3: 0.27}  # of each but the last, as a share of the width, by their number
LEVEL_WIDTH = 0.21
MORE_LINES = 0.35  # how much higher a further line of words makes a leaf
LETTERS_PER_WIDTH = 84
MARGIN = 0.012
LINE = "#9aa4af"


@refuse_unreleased
def plot_index_tree(released: Released, *, title: str | None = None, place: str = "") -> Published:
    """Draw an index as a tree, from the whole on the left to its indicators on the right.

    Parameters
    ----------
    released : Released
        What `list_components` returns, released.
    title : str, optional
        A finding or a question; what the table says unless told.
    place : str
        What it is of, for the subtitle.

    Returns
    -------
    Published
        Each component with its share of the whole index, by the weights it was given.
    """
    table = released.table
    shown = describe_shown(released, columns=[COMPONENT, TITLE, PARENT, DEPTH, NOMINAL_WEIGHT])
    said = title_index_tree(released, place=place).put(title)
    parts = table.set_index(COMPONENT)
    lefts = _place_levels(int(parts[DEPTH].max()) + 1)
    leaves = _find_leaves(parts)
    words = {name: _wrap(part, lefts, leaf=name in leaves) for name, part in parts.iterrows()}
    places = _place(parts, words)
    _, ax = make_figure(height=LEAF_HEIGHT * (max(places.values()) + 1))
    for name, part in parts.iterrows():
        x, y = lefts[part[DEPTH]], places[name]
        ax.text(
            x + MARGIN,
            y,
            words[name],
            va="center",
            color=HERE if part[DEPTH] == 0 else INK,
            fontsize=8,
            fontweight="normal" if name in leaves else "bold",
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
    finish_figure(ax, title=said, source=name_publishers(released))
    ax.axis("off")
    alt = f"{said.tell('Tree')} {_write_tree(parts)}"
    return publish_figure(ax.figure, shown=[shown], alt=alt, title=said)


def _place_levels(levels: int) -> list[float]:
    """Return where each level begins, and the right edge; the last, of most words, is widest."""
    width = LEVEL_WIDTHS.get(levels, LEVEL_WIDTH)
    return [width * level for level in range(levels)] + [1.0]


def _find_leaves(parts: pd.DataFrame) -> list[str]:
    return [name for name in parts.index if name not in set(parts[PARENT])]


def _wrap(part: pd.Series, lefts: list[float], *, leaf: bool) -> str:
    """Break a part's words into lines: up to the next level, or to the edge if nothing follows."""
    right = 1.0 if leaf else lefts[part[DEPTH] + 1]
    letters = int((right - lefts[part[DEPTH]] - 4 * MARGIN) * LETTERS_PER_WIDTH)
    return textwrap.fill(_write_part(part), letters, break_long_words=False)


def _place(parts: pd.DataFrame, words: dict[str, str]) -> dict[str, float]:
    """Give each leaf room of its own, in order, and what is above it their middle."""
    leaves = _find_leaves(parts)
    heights = [1 + MORE_LINES * words[name].count("\n") for name in leaves]
    ends = np.cumsum(heights)
    places = {
        name: float(end - height / 2 - 0.5)
        for name, end, height in zip(leaves, ends, heights, strict=True)
    }
    for name in reversed(parts.index):
        below = [places[child] for child in parts.index[parts[PARENT] == name]]
        if below:
            places[name] = (min(below) + max(below)) / 2
    return places


def _write_part(part: pd.Series) -> str:
    return (
        f"{part[TITLE]}, {format_weight(part[NOMINAL_WEIGHT])}" if part[DEPTH] else str(part[TITLE])
    )


def _write_tree(parts: pd.DataFrame) -> str:
    """Say the tree in words: every composite with what is directly below it."""
    sentences = []
    for name, part in parts.iterrows():
        below = parts[parts[PARENT] == name]
        if not below.empty:
            listed = "; ".join(_write_part(child) for _, child in below.iterrows())
            sentences.append(f"{part[TITLE]}: {listed}.")
    return " ".join(sentences)
