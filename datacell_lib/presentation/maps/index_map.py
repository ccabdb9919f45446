"""Maps of released neighbourhoods by their standing in the nation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from datacell_lib.governance.release import Released
from datacell_lib.presentation.maps.class_legend import make_legend, sort_into_classes
from datacell_lib.presentation.maps.close_up import CAPTION, draw_frame
from datacell_lib.presentation.maps.locator import draw_locator
from datacell_lib.presentation.maps.map_layers import outline, shade
from datacell_lib.presentation.maps.map_panels import MapPanel, plan_panels
from datacell_lib.presentation.maps.map_places import list_places
from datacell_lib.presentation.maps.map_words import describe_map
from datacell_lib.presentation.maps.name_key import measure_key, write_key
from datacell_lib.presentation.maps.scale_bar import draw_scale_bar
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.published import Published, Shown, describe_shown, publish_figure
from datacell_lib.presentation.source_line import name_publishers
from datacell_lib.presentation.style import INK, SHADES, finish_figure, make_panels, stack_panels
from datacell_lib.schema import (
    DISTRICT_NAME,
    GEOMETRY,
    MOST_VULNERABLE_SHARE,
    MSOA_CODE,
    PLACE_NAME,
    POSITION,
)

LISTED, DISTRICT = 1.1, 0.8  # points of the outline of a listed place, and of a district


@refuse_unreleased
def plot_index_map(
    released: Released,
    *,
    title: str,
    nation: str,
    classes: Sequence[float],
    outlines: Released | None = None,
    within: Released | None = None,
) -> Published:
    """Draw neighbourhoods by their standing in the nation.

    Parameters
    ----------
    released : Released
        Neighbourhoods with `most_vulnerable_share` and `geometry` (EPSG:27700); where it has a
        column `position`, also `msoa_code` and `place_name`: the places that its numbers stand
        for are outlined and named.
    title : str
        A finding or a question.
    nation : str
        What the shares are of.
    classes : sequence of float
        The upper end of each class, rising to 1: what `choose_classes` returns for the area.
    outlines : Released, optional
        Districts to draw and name over them, with `district_name` and `geometry`.
    within : Released, optional
        The districts of the area that the map shows a part of, with `geometry`: a small map says
        which part.

    Returns
    -------
    Published
        The map; dark is the most vulnerable. A name that would run into another is replaced by
        its number, and a key is below the map; where listed places crowd, they are drawn again
        close up.
    """
    shapes = released.table
    shares = shapes[MOST_VULNERABLE_SHARE].to_numpy(dtype=float, na_value=np.nan)
    numbers = sort_into_classes(shares, classes=classes)
    listed, others = list_places(shapes)
    districts = None if outlines is None else outlines.table
    area = None if within is None else within.table
    plan = plan_panels(shapes, listed=listed, others=others, outlines=districts, within=area)
    key = [entry for panel in plan for entry in panel.names.key]
    heights = [panel.view.height for panel in plan] + ([measure_key(key)] if key else [])
    gaps = [0.0, *([CAPTION] * (len(plan) - 1)), *([0.0] if key else [])]
    figure, axes = make_panels(heights=np.add(heights, gaps).tolist())
    figure.set_visible(False)  # or geopandas would draw it all each time it adds to it
    for ax, panel in zip(axes, plan, strict=False):
        shade(ax, shapes, numbers=numbers, colours=SHADES[len(classes)])
        outline(ax, listed, width=LISTED, detail=panel.view.detail)
        if districts is not None:
            outline(ax, districts, width=DISTRICT, detail=panel.view.detail)
        _furnish(ax, panel)
    if area is not None:
        draw_locator(axes[0], plan[0].view, here=shapes, around=area, at=plan[0].locator_at)
    if len(plan) > 1:
        draw_frame(axes[0], view=plan[0].view, close=plan[1].view)
        axes[1].set_title("Inside the dashed frame:", loc="left", x=0.01, fontsize=9, color=INK)
    if key:
        write_key(axes[-1], key)
    figure.set_visible(True)
    below = finish_figure(
        axes[0],
        title=title,
        source=name_publishers(released),
        handles=make_legend(numbers, classes=classes),
        legend_columns=2,
        legend_title=f"Neighbourhoods, of all in {nation}",
    )
    stack_panels(axes, heights=heights, gaps=gaps, below=below)
    return publish_figure(
        figure,
        shown=_list_shown(released, outlines, within),
        alt=describe_map(title, shares, nation=nation, listed=listed),
    )


def _furnish(ax: Axes, panel: MapPanel) -> None:
    panel.view.show(ax)
    panel.names.write(ax)
    draw_scale_bar(ax, panel.view, at=panel.scale_at)


def _list_shown(
    released: Released, outlines: Released | None, within: Released | None
) -> list[Shown]:
    numbered = [POSITION, MSOA_CODE, PLACE_NAME] if POSITION in released.table else []
    shown = [describe_shown(released, columns=[MOST_VULNERABLE_SHARE, GEOMETRY, *numbered])]
    if outlines is not None:
        shown.append(describe_shown(outlines, columns=[DISTRICT_NAME, GEOMETRY]))
    if within is not None:
        shown.append(describe_shown(within, columns=[GEOMETRY]))
    return shown
