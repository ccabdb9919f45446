"""Maps of released neighbourhoods by their standing in the nation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from datacell_lib.governance.release import Released
from datacell_lib.presentation.maps.far_parts import leave_out_far_parts, tell_far_parts
from datacell_lib.presentation.maps.map_panels import plan_panels
from datacell_lib.presentation.maps.map_places import list_places
from datacell_lib.presentation.maps.map_words import describe_map
from datacell_lib.presentation.maps.standing_map import Lines, draw_standing
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.published import Published, Shown, describe_shown, publish_figure
from datacell_lib.presentation.sentences.standing_titles import title_index_map
from datacell_lib.presentation.source_line import name_publishers
from datacell_lib.schema import (
    FIRMNESS,
    GEOMETRY,
    MOST_VULNERABLE_SHARE,
    MSOA_CODE,
    NEIGHBOURHOODS,
    PLACE_NAME,
    POPULATION,
    POSITION,
)

FIRST = [PLACE_NAME, NEIGHBOURHOODS, POPULATION, FIRMNESS]
LISTED = 1.1  # points of the outline of a listed place


@refuse_unreleased
def plot_index_map(
    released: Released,
    *,
    nation: str,
    classes: Sequence[float],
    title: str | None = None,
    place: str = "",
    first: Released | None = None,
    within: Released | None = None,
) -> Published:
    """Draw neighbourhoods by their standing in the nation.

    Parameters
    ----------
    released : Released
        Neighbourhoods with `most_vulnerable_share` and `geometry` (EPSG:27700); where it has a
        column `position`, also `msoa_code` and `place_name`: the places that its numbers stand
        for are outlined and named.
    nation : str
        What the shares are of.
    classes : sequence of float
        The upper end of each class, rising to 1: what `choose_classes` returns for the area.
    title : str, optional
        A finding or a question; which place comes first unless told.
    place : str
        What the map shows, for the subtitle.
    first : Released, optional
        What `list_first_places` returns for it, released.
    within : Released, optional
        The districts of the area that the map shows a part of, with `geometry`: a small map says
        which part.

    Returns
    -------
    Published
        The map; dark is the most vulnerable. A name that would run into another is replaced by
        its number, and a key is below the map; where listed places crowd, they are drawn again
        close up. Detached parts far off that hold no whole neighbourhood are left out, and the
        subtitle says so.
    """
    shapes, left_out = leave_out_far_parts(released.table)
    shares = shapes[MOST_VULNERABLE_SHARE].to_numpy(dtype=float, na_value=np.nan)
    listed, others = list_places(shapes)
    area = None if within is None else within.table
    found = title_index_map(first, place=place, nation=nation).put(title)
    said = tell_far_parts(found, left_out)
    figure, _ = draw_standing(
        shapes,
        shares=shares,
        classes=classes,
        plan=plan_panels(shapes, listed=listed, others=others, within=area),
        lines=Lines(listed, LISTED, area),
        title=said,
        source=name_publishers(released),
        nation=nation,
    )
    shown = [describe_neighbourhoods(released)]
    if first is not None:
        shown.append(describe_shown(first, columns=FIRST))
    if within is not None:
        shown.append(describe_shown(within, columns=[GEOMETRY]))
    alt = describe_map(said, shares, nation=nation, listed=listed)
    return publish_figure(figure, shown=shown, alt=alt, title=said)


@refuse_unreleased
def describe_neighbourhoods(released: Released) -> Shown:
    """Describe what a map shows of its neighbourhoods.

    Parameters
    ----------
    released : Released
        The neighbourhoods.

    Returns
    -------
    Shown
        Shares and shapes, and the places where they are numbered.
    """
    numbered = [POSITION, MSOA_CODE, PLACE_NAME] if POSITION in released.table else []
    return describe_shown(released, columns=[MOST_VULNERABLE_SHARE, GEOMETRY, *numbered])
