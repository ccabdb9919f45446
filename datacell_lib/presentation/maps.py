"""Maps of released neighbourhoods."""

from __future__ import annotations

import matplotlib.patheffects as patheffects
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from datacell_lib.governance.release import Released
from datacell_lib.presentation.published import Published, describe_shown, publish_figure
from datacell_lib.presentation.sources import describe_sources
from datacell_lib.presentation.style import BANDS, INK, WIDTH, finish_figure, make_figure
from datacell_lib.schema import DISTRICT_NAME, GEOMETRY, MOST_VULNERABLE_SHARE

BAND_EDGES = (0.1, 0.2, 0.4, 0.6, 1.0)
BAND_LABELS = (
    "Most vulnerable 10%",
    "Next 10% (to 20%)",
    "Next 20% (to 40%)",
    "Next 20% (to 60%)",
    "Least vulnerable 40%",
)
OUTLINE = "#1d2733"
LARGEST_HEIGHT = 6.0


def plot_index_map(
    released: Released,
    *,
    title: str,
    nation: str,
    outlines: Released | None = None,
    ax: Axes | None = None,
) -> Published:
    """Draw neighbourhoods by their standing in the nation.

    Parameters
    ----------
    released : Released
        Neighbourhoods with `most_vulnerable_share` and `geometry` (EPSG:27700); where it has a
        column `position`, neighbourhoods are marked with its numbers.
    title : str
        A finding or a question.
    nation : str
        What the shares are of.
    outlines : Released, optional
        Districts to draw over them, with `district_name` and `geometry`.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure unless told.

    Returns
    -------
    Published
        The map; dark is the most vulnerable.
    """
    shapes = released.table
    columns = [MOST_VULNERABLE_SHARE, GEOMETRY] + (["position"] if "position" in shapes else [])
    shown = [describe_shown(released, columns=columns)]
    if ax is None:
        _, ax = make_figure(height=_choose_height(shapes))
    bands = np.searchsorted(BAND_EDGES, shapes[MOST_VULNERABLE_SHARE].to_numpy() - 1e-12)
    shapes.plot(
        ax=ax, color=[BANDS[band] for band in bands], edgecolor="white", linewidth=0.3, aspect=1
    )
    if outlines is not None:
        shown.append(describe_shown(outlines, columns=[DISTRICT_NAME, GEOMETRY]))
        outlines.table.boundary.plot(ax=ax, color=OUTLINE, linewidth=0.8, aspect=1)
        _label(ax, outlines.table, outlines.table[DISTRICT_NAME], size=7)
    if "position" in shapes:
        listed = shapes[shapes["position"].notna()]
        listed.boundary.plot(ax=ax, color=OUTLINE, linewidth=1.2, aspect=1)
        _label(ax, listed, listed["position"].map("{:.0f}".format), size=10)
    ax.set_axis_off()
    finish_figure(
        ax,
        title=title,
        source=_write_source(released),
        handles=_make_legend(np.bincount(bands, minlength=len(BANDS))),
        legend_columns=2,
        legend_title=f"Neighbourhoods, of all in {nation}",
    )
    return publish_figure(ax.figure, shown=shown, alt=_describe(title, bands, nation))


def _choose_height(shapes: pd.DataFrame) -> float:
    left, bottom, right, top = shapes.total_bounds
    return min(LARGEST_HEIGHT, max(2.5, WIDTH * (top - bottom) / (right - left)))


def _label(ax: Axes, shapes: pd.DataFrame, labels: pd.Series, *, size: int) -> None:
    halo = [patheffects.withStroke(linewidth=2.5, foreground="white")]
    points = shapes.representative_point()
    for point, label in zip(points, labels, strict=True):
        ax.annotate(
            label,
            (point.x, point.y),
            ha="center",
            va="center",
            fontsize=size,
            fontweight="bold",
            color=INK,
            path_effects=halo,
        )


def _make_legend(counts: np.ndarray) -> list[Patch]:
    return [
        Patch(facecolor=colour, edgecolor=OUTLINE, linewidth=0.4, label=f"{label}: {count}")
        for colour, label, count in zip(BANDS, BAND_LABELS, counts, strict=True)
    ]


def _write_source(released: Released) -> str:
    return describe_sources(released) + " Contains OS data © Crown copyright and database right."


def _describe(title: str, bands: np.ndarray, nation: str) -> str:
    total = len(bands)
    tenth = int((bands == 0).sum())
    fifth = int((bands <= 1).sum())
    return (
        f"Map. {title} Of {total} neighbourhoods {tenth} are among the most vulnerable 10% in "
        f"{nation} and {fifth} among the most vulnerable 20%; they are shaded darkest."
    )
