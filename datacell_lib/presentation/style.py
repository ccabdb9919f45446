"""How every picture looks: one palette, one frame, one source line."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

from datacell_lib.presentation.titles import Title

INK = "#1d2733"
QUIET = "#5b6570"
GRID = "#d5dae0"
HERE = "#5b2a86"
AREA = "#1b7f79"
NATION = "#5b6570"
# As in Making Data Count: blue where something got better, orange where worse; dark enough to read.
BETTER = "#0b63a8"
WORSE = "#b84e00"
# From the most vulnerable band to the least: dark to light, distinct without colour vision.
BANDS = ("#3f1d63", "#7a4fa3", "#ab93c9", "#d6cbe5", "#f3f0f7")
# The same for more bands, each darker than the next by as much.
SHADES = {
    5: BANDS,
    6: ("#240a48", "#62208b", "#9d36b5", "#ce63cc", "#e2a9d6", "#f7f1f4"),
    7: ("#240a48", "#581c84", "#892ea7", "#b849c2", "#d67acf", "#e4b5d8", "#f7f1f4"),
}
# Narrow, so that words stay legible when a phone scales the picture down.
WIDTH = 5.6


TITLE_LINE = 0.23
SUBTITLE_LINE = 0.16
LEGEND_LINE = 0.21
SOURCE_LINE = 0.13
GAP = 0.08


def make_figure(*, height: float) -> tuple[Figure, Axes]:
    """Make an empty figure of the book's width.

    Parameters
    ----------
    height : float
        Inches for what is drawn; title, legend and source come on top of it.

    Returns
    -------
    tuple of Figure, Axes
        The figure and its only axes.
    """
    return plt.subplots(figsize=(WIDTH, height))


def make_panels(*, heights: Sequence[float]) -> tuple[Figure, list[Axes]]:
    """Make an empty figure of panels, one below the other.

    Parameters
    ----------
    heights : sequence of float
        Inches of each panel.

    Returns
    -------
    tuple of Figure, list of Axes
        The figure and its panels from the top.
    """
    figure, panels = plt.subplots(
        nrows=len(heights),
        figsize=(WIDTH, sum(heights)),
        height_ratios=heights,
        squeeze=False,
    )
    return figure, list(panels[:, 0])


def stack_panels(
    panels: Sequence[Axes], *, heights: Sequence[float], gaps: Sequence[float], below: float
) -> None:
    """Put the panels of a finished figure where they belong to the inch.

    Parameters
    ----------
    panels : sequence of Axes
        From the top; they fill the figure's width.
    heights : sequence of float
        Inches of each.
    gaps : sequence of float
        Inches above each.
    below : float
        Inches below the last.
    """
    figure = panels[0].figure
    figure.set_layout_engine("none")
    whole, level = figure.get_figheight(), below + sum(heights) + sum(gaps)
    for panel, height, gap in zip(panels, heights, gaps, strict=True):
        level -= height + gap
        panel.set_position((0, level / whole, 1, height / whole))


def finish_figure(
    ax: Axes,
    *,
    title: Title,
    source: str,
    handles: Sequence[Artist] = (),
    legend_columns: int = 1,
    legend_title: str | None = None,
) -> float:
    """Give a picture its frame: title, subtitle and legend above, source below.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        The axes that were drawn on.
    title : Title
        What the picture says, and what that is of.
    source : str
        Whose data these are.
    handles : sequence of matplotlib.artist.Artist
        What the legend explains, each with its label, as far as any of it can be seen.
    legend_columns : int
        How many of them stand side by side.
    legend_title : str, optional
        What they have in common.

    Returns
    -------
    float
        How many inches the source takes below what is drawn.
    """
    figure = ax.figure
    handles = [handle for handle in handles if is_seen(handle)]
    heading = textwrap.fill(title.finding, 54)
    beneath = textwrap.wrap(title.subtitle, 92)
    footing = textwrap.fill(source, 96)
    lines = -(-len(handles) // legend_columns) + (legend_title is not None)
    first = GAP / 2 + TITLE_LINE * (heading.count("\n") + 1)
    above = first + GAP / 2 + SUBTITLE_LINE * len(beneath) + LEGEND_LINE * lines
    below = GAP + SOURCE_LINE * (footing.count("\n") + 1)
    height = figure.get_figheight() + above + below
    figure.set_figheight(height)
    room = (0, below / height, 1, 1 - (above + below) / height)
    figure.set_layout_engine("constrained", rect=room)
    figure.text(
        0.01, 1 - GAP / 2 / height, heading, va="top", color=INK, fontsize=12, fontweight="bold"
    )
    figure.text(0.01, 1 - first / height, "\n".join(beneath), va="top", color=QUIET, fontsize=8)
    figure.text(0.01, GAP / 2 / height, footing, va="bottom", color=QUIET, fontsize=7)
    if handles:
        legend = figure.legend(
            handles=handles,
            loc="lower left",
            bbox_to_anchor=(0.0, 1 - above / height),
            ncols=legend_columns,
            title=legend_title,
            frameon=False,
            fontsize=8.5,
            title_fontsize=8.5,
            alignment="left",
            borderaxespad=0,
            columnspacing=1.2,
        )
        legend.set_in_layout(False)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        ax.spines[side].set_color(GRID)
    ax.tick_params(colors=INK, labelsize=9)
    return below


def is_seen(handle: Artist | BarContainer) -> bool:
    """Say whether any of what a legend explains can be seen in its picture.

    Parameters
    ----------
    handle : matplotlib.artist.Artist or matplotlib.container.BarContainer
        Lines and marks, bars, or what only a legend has.

    Returns
    -------
    bool
        False for lines and marks without a known point between the ends of their axes, and for
        bars none of which has a height.
    """
    if isinstance(handle, BarContainer):
        sides = np.array([(bar.get_width(), bar.get_height()) for bar in handle], dtype="float64")
        return bool((np.isfinite(sides) & (sides != 0)).all(axis=1).any()) if len(sides) else False
    if not isinstance(handle, Line2D) or handle.axes is None:
        return True
    _ = handle.axes.viewLim  # settles where the axes end
    points = handle.get_transform().transform(handle.get_xydata().astype("float64"))
    inside = handle.axes.bbox.padded(1)
    return any(inside.contains(*point) for point in points[np.isfinite(points).all(axis=1)])


def show_text_as_it_is(figure: Figure) -> None:
    """Keep matplotlib from reading the text of a figure as formulas, which it does between dollars.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The figure, ready but for being saved; changed in place.
    """
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            axis.get_ticklabels()  # makes those that were only promised
    for text in figure.findobj(Text):
        text.set_parse_math(False)


def name_axis(axis: Axis, words: str, *, numbers: bool = True, percent: bool = False) -> None:
    """Say what an axis is of, and write its numbers as text does.

    Parameters
    ----------
    axis : matplotlib.axis.Axis
        One of the two axes of a chart.
    words : str
        What it is of, with its unit.
    numbers : bool
        Whether there are numbers along it, not days or words.
    percent : bool
        Whether they are percentages.
    """
    axis.set_label_text(textwrap.fill(words, 40 if axis.axis_name == "y" else 60))
    axis.label.set(color=INK, fontsize=9)
    if numbers:
        unit = "%" if percent else ""
        axis.set_major_formatter(lambda number, _: f"{number:,.10g}{unit}".replace("-", "−"))
