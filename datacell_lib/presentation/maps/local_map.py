"""Maps of released neighbourhoods by an index within their area alone."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
from matplotlib.patches import Patch

from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import format_number
from datacell_lib.presentation.maps.far_parts import leave_out_far_parts, tell_far_parts
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.published import Published, describe_shown, publish_figure
from datacell_lib.presentation.sentences.standing_titles import title_local_map
from datacell_lib.presentation.source_line import name_publishers
from datacell_lib.presentation.style import BANDS, WIDTH, finish_figure, make_figure
from datacell_lib.schema import (
    AREAS,
    FIFTH_WITHIN_AREA,
    GEOMETRY,
    GIVEN,
    ONLY_FOR,
    STANDING_WITHIN_AREA,
    SUPPRESSED,
    TITLE,
    WITHIN,
)
from datacell_lib.wording import count_things

FIFTHS = {
    1: "Most vulnerable fifth",
    2: "Second fifth",
    3: "Third fifth",
    4: "Fourth fifth",
    5: "Least vulnerable fifth",
}
NOT_RANKED = {"facecolor": "white", "edgecolor": "#9a92ab", "hatch": "////"}
HIDDEN = {"facecolor": "white", "edgecolor": "#9a92ab", "hatch": "xxxx"}
EDGE, OUTLINE = "#c9c3d4", "#1d2733"
TALLEST, SHORTEST = 6.0, 2.5


@refuse_unreleased
def plot_local_map(released: Released, *, index: str, place: str) -> Published:
    """Draw a place's neighbourhoods by their fifth within the area.

    Parameters
    ----------
    released : Released
        What the desk's `local.ranked` or `local.fifths` holds, released: `fifth_within_area`,
        `areas`, `within`, `title` and `geometry` (EPSG:27700); of fifths of partner data also
        `standing_within_area`, `given` and `only_for`.
    index : str
        The title of the index to draw.
    place : str
        What the page is about: a report district, or the whole area.

    Returns
    -------
    Published
        The map, whose title says how many are in the most vulnerable fifth; dark is the most
        vulnerable.
        What has no fifth is hatched, and what is suppressed is crossed; what is far off is left
        out as `plot_index_map` does.
    """
    rows = released.table[released.table[TITLE] == index]
    shapes, left_out = leave_out_far_parts(gpd.GeoDataFrame(rows, geometry=GEOMETRY))
    area, among = rows[WITHIN].iloc[0], rows[AREAS].max()
    left, bottom, right, top = shapes.total_bounds
    height = WIDTH * (top - bottom) / (right - left)
    _, ax = make_figure(height=min(TALLEST, max(SHORTEST, height)))
    ax.set_axis_off()  # first: geopandas draws the figure each time it adds to it
    handles = []
    for (fifth, words), colour in zip(FIFTHS.items(), BANDS, strict=True):
        within = shapes[shapes[FIFTH_WITHIN_AREA].eq(fifth).fillna(False).astype(bool)]
        if len(within):
            within.plot(ax=ax, color=colour, edgecolor=EDGE, linewidth=0.3, aspect=1)
        label = f"{words}: {format_number(len(within))}"
        handles.append(Patch(facecolor=colour, edgecolor=OUTLINE, linewidth=0.4, label=label))
    hidden = shapes.get(STANDING_WITHIN_AREA, shapes[TITLE]) == SUPPRESSED
    unknown = shapes[FIFTH_WITHIN_AREA].isna() & ~hidden
    for rows, words, look in ((unknown, "Not ranked", NOT_RANKED), (hidden, "Suppressed", HIDDEN)):
        if rows.any():
            shapes[rows].plot(ax=ax, linewidth=0.3, aspect=1, **look)
            handles.append(Patch(**look, label=f"{words}: {format_number(rows.sum())}"))
    said = tell_far_parts(title_local_map(released, index=index, place=place), left_out)
    finish_figure(
        ax,
        title=said,
        source=" ".join([name_publishers(released), *_tell_givers(shapes)]),
        handles=handles,
        legend_columns=2,
        legend_title=f"Fifths of the {count_things(among, 'neighbourhood')} ranked within {area}",
    )
    columns = [TITLE, FIFTH_WITHIN_AREA, AREAS, WITHIN, GEOMETRY]
    columns += [name for name in (STANDING_WITHIN_AREA, GIVEN, ONLY_FOR) if name in shapes]
    marks = describe_shown(released, columns=columns)
    alt = f"{said.tell('Map')} {_tell(shapes[FIFTH_WITHIN_AREA], hidden, area)}"
    return publish_figure(ax.figure, shown=[marks], alt=alt, title=said)


def _tell_givers(shapes: gpd.GeoDataFrame) -> list[str]:
    """Say in the picture, which may leave its page, who gave the counts and whom it is for."""
    if GIVEN not in shapes:
        return []
    return [f"Counts given by {shapes[GIVEN].iloc[0]}.", shapes[ONLY_FOR].iloc[0]]


def _tell(fifths: pd.Series, hidden: pd.Series, area: str) -> str:
    first, unranked = int((fifths == 1).sum()), int((fifths.isna() & ~hidden).sum())
    told = (
        f"Of {count_things(len(fifths), 'neighbourhood')} {format_number(first)} "
        f"{'is' if first == 1 else 'are'} in the most vulnerable fifth within {area}, shaded "
        "darkest."
    )
    for number, words in ((unranked, "not ranked"), (int(hidden.sum()), "suppressed")):
        if number:
            told += f" {format_number(number)} {'is' if number == 1 else 'are'} {words}."
    return told
