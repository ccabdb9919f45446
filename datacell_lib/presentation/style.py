"""How every picture looks: one palette, one frame, one source line."""

from __future__ import annotations

import textwrap

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

INK = "#1d2733"
QUIET = "#5b6570"
GRID = "#d5dae0"
HERE = "#5b2a86"
AREA = "#1b7f79"
NATION = "#5b6570"
# From the most vulnerable band to the least: dark to light, distinct without colour vision.
BANDS = ("#3f1d63", "#7a4fa3", "#ab93c9", "#d6cbe5", "#f3f0f7")
# Narrow, so that words stay legible when a phone scales the picture down.
WIDTH = 5.6


def make_figure(*, height: float) -> tuple[Figure, Axes]:
    """Make an empty figure of the book's width.

    Parameters
    ----------
    height : float
        Inches.

    Returns
    -------
    tuple of Figure, Axes
        The figure and its only axes.
    """
    return plt.subplots(figsize=(WIDTH, height), layout="constrained")


def finish_figure(ax: Axes, *, title: str, source: str) -> None:
    """Give a picture its title, its source line and its frame.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        The axes that were drawn on.
    title : str
        A finding or a question.
    source : str
        Whose data these are.
    """
    ax.set_title(textwrap.fill(title, 56), loc="left", color=INK, fontsize=12, fontweight="bold")
    ax.figure.supxlabel(
        textwrap.fill(source, 92), x=0.01, ha="left", fontsize=7, color=QUIET
    )
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        ax.spines[side].set_color(GRID)
    ax.tick_params(colors=INK, labelsize=9)
