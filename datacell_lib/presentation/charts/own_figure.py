"""Any figure of matplotlib or seaborn, in the book's frame."""

from __future__ import annotations

import io

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.image import imread
from matplotlib.text import Text

from datacell_lib.governance.release import Released
from datacell_lib.presentation.not_released import describe, refuse_unreleased
from datacell_lib.presentation.published import (
    DOTS_PER_INCH,
    Published,
    describe_shown,
    publish_figure,
)
from datacell_lib.presentation.source_line import name_publishers
from datacell_lib.presentation.style import WIDTH, finish_figure, make_figure
from datacell_lib.presentation.titles import Title
from datacell_lib.schema import TableError

MARGIN = 0.05  # inches
SMALLEST = 8.0  # points; smaller words can't be read on a phone
MADE_BY_AN_AXIS = "\\mathdefault"


@refuse_unreleased
def publish(
    figure: object,
    *released: Released,
    title: str,
    alt: str,
    subtitle: str = "",
    columns: list[str] | None = None,
) -> Published:
    """Publish any figure that is drawn from released tables, by matplotlib, seaborn or geopandas.

    Parameters
    ----------
    figure : matplotlib.figure.Figure, matplotlib.axes.Axes or seaborn.FacetGrid
        The figure, or anything that knows its figure; it is made as wide as the book's, and its
        words no smaller than 8 points, and closed.
    *released : Released
        Every table that it is drawn from.
    title : str
        A finding or a question.
    alt : str
        What the picture says, in words: nobody can read that from its lines.
    subtitle : str
        What it is of: measure, place and time.
    columns : list of str, optional
        The columns that it shows; all of them unless told.

    Returns
    -------
    Published
        The picture with title, source and alt text.

    Raises
    ------
    DisclosureError
        If a table was not released.
    TableError
        If there is no figure, no table or no alt text.
    """
    drawn = figure if isinstance(figure, Figure) else getattr(figure, "figure", None)
    if not isinstance(drawn, Figure):
        raise TableError(
            f"charts.publish takes a figure of matplotlib or seaborn first; found "
            f"{describe(figure)}. Write figure, ax = plt.subplots() and draw on ax, or take what "
            "the seaborn function returns."
        )
    if not released:
        raise TableError(
            "charts.publish needs the released tables that the figure is drawn from: "
            'charts.publish(figure, released, title="…?", alt="What it says.").'
        )
    marks = [
        describe_shown(table, columns=columns or list(table.table.columns)) for table in released
    ]
    said = Title(title, (subtitle,))
    framed = _frame(_draw(drawn), title=said, source=name_publishers(*released))
    return publish_figure(framed, shown=marks, alt=alt, title=said)


def _draw(figure: Figure) -> np.ndarray:
    """Draw a figure as wide as the book's, whatever its own layout is, and close it."""
    width, height = figure.get_size_inches()
    figure.set_size_inches(WIDTH, WIDTH * height / width)
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            axis.get_ticklabels(which="both")  # makes those that were only promised
    for text in figure.findobj(Text):
        text.set_fontsize(max(SMALLEST, text.get_fontsize()))
        text.set_parse_math(MADE_BY_AN_AXIS in text.get_text())
    inches = figure.get_tightbbox().width + 2 * MARGIN
    file = io.BytesIO()
    figure.savefig(
        file,
        format="png",
        dpi=DOTS_PER_INCH * WIDTH / inches,
        bbox_inches="tight",
        pad_inches=MARGIN,
        facecolor="white",
    )
    plt.close(figure)
    file.seek(0)
    return imread(file)


def _frame(picture: np.ndarray, *, title: Title, source: str) -> Figure:
    """Put a picture between a title and a source line."""
    figure, ax = make_figure(height=len(picture) / DOTS_PER_INCH)
    figure.set_dpi(DOTS_PER_INCH)
    ax.set_axis_off()
    below = finish_figure(ax, title=title, source=source)
    figure.figimage(picture, yo=round(below * DOTS_PER_INCH), origin="upper")
    return figure
