"""A map of places that are high, or low, together."""

from __future__ import annotations

import geopandas as gpd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import format_number
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.published import Published, describe_shown, publish_figure
from datacell_lib.presentation.sentences.case_titles import title_hot_spots
from datacell_lib.presentation.sentences.publish_sentence import publish_plain_sentence
from datacell_lib.presentation.source_line import name_publishers
from datacell_lib.presentation.style import INK, WIDTH, finish_figure, make_figure
from datacell_lib.presentation.titles import Title
from datacell_lib.schema import AREA_NAME, CLUSTER, GEOMETRY, LABEL
from datacell_lib.wording import count_things

TALLEST = 5.0
SHORTEST = 3.0
EDGE = "#b8bfc7"
PLAIN = "#f4f5f7"
CIRCLE = ("#d9b8ea", "Inside a circle with more deaths than chance explains (numbered)")
# For each label of local Moran: colour, hatching, words.
KINDS = {
    "high-high": ("#5b2a86", "", "High among high neighbours"),
    "high-low": ("#ab93c9", "....", "High among low neighbours"),
    "low-high": ("#9fd3cf", "....", "Low among high neighbours"),
    "low-low": ("#1b7f79", "\\\\\\\\", "Low among low neighbours"),
}


@refuse_unreleased
def plot_hot_spots(
    released: Released, *, absent: str, title: str | None = None, place: str = ""
) -> Published:
    """Draw which places are high or low together, and the circles of the scan.

    Parameters
    ----------
    released : Released
        What `find_hot_spots` returns: `area_name`, `label`, `cluster` and `geometry`.
    absent : str
        What to say where the table is empty.
    title : str, optional
        A finding or a question; what the table says unless told.
    place : str
        What it is of, for the subtitle.

    Returns
    -------
    Published
        The map: hatching and words stand beside every colour, and circles have their numbers.
    """
    places = released.table
    shown = describe_shown(released, columns=[AREA_NAME, LABEL, CLUSTER, GEOMETRY])
    if places.empty:
        return publish_plain_sentence(absent, shown)
    said = title_hot_spots(released, place=place).put(title)
    places = gpd.GeoDataFrame(places)
    left, bottom, right, top = places.total_bounds
    height = WIDTH * (top - bottom) / (right - left)
    _, ax = make_figure(height=min(TALLEST, max(SHORTEST, height)))
    places.plot(ax=ax, color=PLAIN, edgecolor=EDGE, linewidth=0.3, aspect=1)
    circled = places[places[CLUSTER].notna()]
    inside = f"{CIRCLE[1]}: {format_number(len(circled))}"
    handles = [Patch(facecolor=CIRCLE[0], edgecolor=INK, label=inside)]
    if len(circled):
        circled.plot(ax=ax, color=CIRCLE[0], edgecolor=EDGE, linewidth=0.3, aspect=1)
    for label, (colour, hatch, words) in KINDS.items():
        rows = places[places[LABEL] == label]
        style = {"facecolor": colour, "edgecolor": "white", "hatch": hatch}
        if len(rows):
            rows.plot(ax=ax, linewidth=0.3, aspect=1, **style)
            handles.append(Patch(**style, label=f"{words}: {format_number(len(rows))}"))
    rest = int((places[CLUSTER].isna() & ~places[LABEL].isin(KINDS)).sum())
    handles.append(Patch(facecolor=PLAIN, edgecolor=EDGE, label=f"Neither: {format_number(rest)}"))
    _outline_circles(ax, circled)
    ax.set_axis_off()
    finish_figure(ax, title=said, source=name_publishers(released), handles=handles)
    alt = _describe(places, circled, said)
    return publish_figure(ax.figure, shown=[shown], alt=alt, title=said)


def _outline_circles(ax: Axes, circled: gpd.GeoDataFrame) -> None:
    for number, rows in circled.groupby(CLUSTER):
        whole = gpd.GeoSeries([rows.union_all()], crs=circled.crs)
        whole.boundary.plot(ax=ax, color=INK, linewidth=1.1, aspect=1)
        point = whole.representative_point().iloc[0]
        ax.annotate(
            format_number(number),
            (point.x, point.y),
            ha="center",
            va="center",
            fontsize=10,
            fontweight="bold",
            color=INK,
            bbox={"boxstyle": "circle,pad=0.15", "fc": "white", "ec": INK, "lw": 0.6},
        )


def _lie_in_circles(circled: gpd.GeoDataFrame) -> str:
    if circled.empty:
        return "none lies in a circle that has"
    circles, lie = circled[CLUSTER].nunique(), "lies" if len(circled) == 1 else "lie"
    have = "has" if circles == 1 else "have"
    return f"{format_number(len(circled))} {lie} in {count_things(circles, 'circle')} that {have}"


def _describe(places: gpd.GeoDataFrame, circled: gpd.GeoDataFrame, title: Title) -> str:
    counts = places[LABEL].value_counts()
    kinds = "; ".join(
        f"{words.lower()}: {format_number(counts[label])}"
        for label, (_, _, words) in KINDS.items()
        if label in counts
    )
    return (
        f"{title.tell('Map')} Of {count_things(len(places), 'place')} "
        f"{_lie_in_circles(circled)} more than chance explains. Neighbours "
        f"alike: {kinds or 'none that chance would not make'}."
    )
