"""Maps of released neighbourhoods."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle

from datacell_lib.equal_values import SAME_STEP
from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import format_number
from datacell_lib.presentation.maps.place_names import place_names, write_label
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.published import Published, describe_shown, publish_figure
from datacell_lib.presentation.source_line import describe_sources
from datacell_lib.presentation.style import BANDS, INK, WIDTH, finish_figure, make_panels
from datacell_lib.schema import DISTRICT_NAME, GEOMETRY, MOST_VULNERABLE_SHARE, POSITION
from datacell_lib.wording import count_things

BAND_EDGES = (0.1, 0.2, 0.4, 0.6, 1.0)
BAND_LABELS = (
    "Most vulnerable 10%",
    "Next 10% (to 20%)",
    "Next 20% (to 40%)",
    "Next 20% (to 60%)",
    "Least vulnerable 40%",
)
OUTLINE = "#1d2733"
NOT_RANKED = "#f7f7f2"  # its own colour: a neighbourhood without a rank isn't one that is safe
EDGE = "#c9c3d4"
TALLEST = 6.0
SHORTEST = 2.5
# A close-up is drawn where all numbered neighbourhoods lie in less than this part of the map.
LARGEST_PART = 0.5
MARGIN = 0.15


@refuse_unreleased
def plot_index_map(
    released: Released, *, title: str, nation: str, outlines: Released | None = None
) -> Published:
    """Draw neighbourhoods by their standing in the nation.

    Parameters
    ----------
    released : Released
        Neighbourhoods with `most_vulnerable_share` and `geometry` (EPSG:27700); where it has a
        column `position`, the places that its numbers stand for are marked with them.
    title : str
        A finding or a question.
    nation : str
        What the shares are of.
    outlines : Released, optional
        Districts to draw over them, with `district_name` and `geometry`.

    Returns
    -------
    Published
        The map; dark is the most vulnerable. Districts have their names on it, the largest first;
        one whose name would run into another's has a number, and a key is below the map.
    """
    shapes = released.table
    numbered = POSITION in shapes
    columns = [MOST_VULNERABLE_SHARE, GEOMETRY] + ([POSITION] if numbered else [])
    shown = [describe_shown(released, columns=columns)]
    shares = shapes[MOST_VULNERABLE_SHARE].to_numpy(dtype=float, na_value=np.nan)
    bands = np.searchsorted(BAND_EDGES, shares - SAME_STEP)  # what is missing comes after the last
    listed = shapes[shapes[POSITION].notna()] if numbered else shapes.head(0)
    window = _find_close_up(listed, shapes)
    heights = [
        _choose_height(bounds) for bounds in (shapes.total_bounds, window) if bounds is not None
    ]
    names = None if outlines is None else place_names(outlines.table, height=heights[0])
    key = [names.key_height] if names is not None and names.key else []
    _, (ax, *others) = make_panels(heights=[*heights, *key])
    if key:
        names.write_key(others.pop())
    for panel in (ax, *others):
        panel.set_axis_off()  # first: geopandas draws the figure each time it adds to it
        _shade(panel, shapes, bands)
        _outline(panel, listed, width=1.2)
    if outlines is not None:
        shown.append(describe_shown(outlines, columns=[DISTRICT_NAME, GEOMETRY]))
        _outline(ax, outlines.table, width=0.8)
        names.write(ax)
    if others:
        _frame_close_up(ax, others[0], window)
    if len(listed):
        for position, point in listed.dissolve(by=POSITION).representative_point().items():
            write_label((ax, *others)[-1], format_number(position), at=(point.x, point.y), size=10)
    finish_figure(
        ax,
        title=title,
        source=describe_sources(released),
        handles=_make_legend(np.bincount(bands, minlength=len(BANDS) + 1)),
        legend_columns=2,
        legend_title=f"Neighbourhoods, of all in {nation}",
    )
    return publish_figure(ax.figure, shown=shown, alt=_describe(title, bands, nation))


def _choose_height(bounds: np.ndarray) -> float:
    left, bottom, right, top = bounds
    return min(TALLEST, max(SHORTEST, WIDTH * (top - bottom) / (right - left)))


def _find_close_up(listed: gpd.GeoDataFrame, shapes: gpd.GeoDataFrame) -> np.ndarray | None:
    """Find the window of a close-up, where the numbered neighbourhoods crowd in a small part."""
    if listed.empty:
        return None
    left, bottom, right, top = listed.total_bounds
    width, height = np.ptp(shapes.total_bounds.reshape(2, 2), axis=0)
    if max((right - left) / width, (top - bottom) / height) > LARGEST_PART:
        return None
    margin = MARGIN * max(right - left, top - bottom)
    return np.array([left - margin, bottom - margin, right + margin, top + margin])


def _frame_close_up(whole: Axes, close: Axes, window: np.ndarray) -> None:
    left, bottom, right, top = window
    whole.add_patch(
        Rectangle(
            (left, bottom),
            right - left,
            top - bottom,
            fill=False,
            ec=INK,
            lw=1,
            ls="--",
            clip_on=False,
        )
    )
    close.set_xlim(left, right)
    close.set_ylim(bottom, top)
    close.set_title("Inside the dashed frame:", loc="left", fontsize=9, color=INK)


def _shade(ax: Axes, shapes: gpd.GeoDataFrame, bands: np.ndarray) -> None:
    colours = [(*BANDS, NOT_RANKED)[band] for band in bands]
    shapes.plot(ax=ax, color=colours, edgecolor=EDGE, linewidth=0.3, aspect=1)


def _outline(ax: Axes, shapes: gpd.GeoDataFrame, *, width: float) -> None:
    if len(shapes):
        shapes.boundary.plot(ax=ax, color=OUTLINE, linewidth=width, aspect=1)


def _make_legend(counts: np.ndarray) -> list[Patch]:
    return [
        Patch(facecolor=colour, edgecolor=OUTLINE, linewidth=0.4, label=f"{label}: {count:,}")
        for colour, label, count in zip(
            (*BANDS, NOT_RANKED), (*BAND_LABELS, "Not ranked"), counts, strict=True
        )
        if count or colour != NOT_RANKED
    ]


def _describe(title: str, bands: np.ndarray, nation: str) -> str:
    total = len(bands)
    tenth = int((bands == 0).sum())
    fifth = int((bands <= 1).sum())
    unranked = int((bands == len(BANDS)).sum())
    left_out = f" {_are(unranked)} not ranked." if unranked else ""
    of_all = f"Of {count_things(total, 'neighbourhood')}"
    if not fifth:
        return f"Map. {title} {of_all} none is among the most vulnerable 20% in {nation}.{left_out}"
    return (
        f"Map. {title} {of_all} {_are(tenth)} among the most vulnerable 10% in {nation} and "
        f"{fifth:,} among the most vulnerable 20%; they are shaded darkest.{left_out}"
    )


def _are(number: int) -> str:
    return {0: "none is", 1: "1 is"}.get(number, f"{number:,} are")
