"""How a map of standing is drawn, whatever it is a map of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from datacell_lib.presentation.maps.class_legend import make_legend, sort_into_classes
from datacell_lib.presentation.maps.close_up import CAPTION, draw_frame
from datacell_lib.presentation.maps.locator import draw_locator
from datacell_lib.presentation.maps.map_layers import outline, shade
from datacell_lib.presentation.maps.map_panels import MapPanel
from datacell_lib.presentation.maps.name_key import measure_key, write_key
from datacell_lib.presentation.maps.scale_bar import draw_scale_bar
from datacell_lib.presentation.style import INK, SHADES, finish_figure, make_panels, stack_panels
from datacell_lib.presentation.titles import Title


@dataclass(frozen=True)
class Lines:
    """What is outlined on a map, and where it lies.

    Parameters
    ----------
    shapes : geopandas.GeoDataFrame
        What to outline.
    width : float
        Points of the dark line.
    around : geopandas.GeoDataFrame, optional
        The districts of the area that the map shows a part of, for a small map.
    """

    shapes: gpd.GeoDataFrame
    width: float
    around: gpd.GeoDataFrame | None = None


def draw_standing(
    shapes: gpd.GeoDataFrame,
    *,
    shares: np.ndarray,
    classes: Sequence[float],
    plan: Sequence[MapPanel],
    lines: Lines,
    title: Title,
    source: str,
    nation: str,
) -> tuple[Figure, float]:
    """Draw neighbourhoods by their standing, with outlines, names, a scale bar and a key.

    Parameters
    ----------
    shapes : geopandas.GeoDataFrame
        The neighbourhoods.
    shares : numpy.ndarray of float
        Where each stands in the nation; missing where it has no rank.
    classes : sequence of float
        The upper end of each class, rising to 1.
    plan : sequence of MapPanel
        The map's panels.
    lines : Lines
        What is outlined.
    title : Title
        What stands above it.
    source : str
        Whose data these are.
    nation : str
        What the shares are of.

    Returns
    -------
    tuple of Figure, float
        The figure, and how many inches its first panel lies below its top.
    """
    numbers = sort_into_classes(shares, classes=classes)
    key = [entry for panel in plan for entry in panel.names.key]
    heights = [panel.view.height for panel in plan] + ([measure_key(key)] if key else [])
    gaps = [0.0, *([CAPTION] * (len(plan) - 1)), *([0.0] if key else [])]
    figure, axes = make_panels(heights=np.add(heights, gaps).tolist())
    figure.set_visible(False)  # or geopandas would draw it all each time it adds to it
    for ax, panel in zip(axes, plan, strict=False):
        shade(ax, shapes, numbers=numbers, colours=SHADES[len(classes)])
        outline(ax, lines.shapes, width=lines.width, detail=panel.view.detail)
        _furnish(ax, panel)
    if lines.around is not None:
        at = plan[0].locator_at
        draw_locator(axes[0], plan[0].view, here=shapes, around=lines.around, at=at)
    if len(plan) > 1:
        draw_frame(axes[0], view=plan[0].view, close=plan[1].view)
        axes[1].set_title("Inside the dashed frame:", loc="left", x=0.01, fontsize=9, color=INK)
    if key:
        write_key(axes[-1], key)
    figure.set_visible(True)
    below = finish_figure(
        axes[0],
        title=title,
        source=source,
        handles=make_legend(numbers, classes=classes),
        legend_columns=2,
        legend_title=f"Neighbourhoods, of all in {nation}",
    )
    stack_panels(axes, heights=heights, gaps=gaps, below=below)
    return figure, figure.get_figheight() - below - sum(heights) - sum(gaps)


def _furnish(ax: Axes, panel: MapPanel) -> None:
    panel.view.show(ax)
    panel.names.write(ax)
    draw_scale_bar(ax, panel.view, at=panel.scale_at)
