"""The map of an area, whose districts lead to their pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from datacell_lib.governance.release import Released
from datacell_lib.presentation.maps.index_map import describe_neighbourhoods
from datacell_lib.presentation.maps.map_links import publish_links
from datacell_lib.presentation.maps.map_panels import plan_area
from datacell_lib.presentation.maps.map_places import list_places
from datacell_lib.presentation.maps.map_words import describe_map
from datacell_lib.presentation.maps.standing_map import Lines, draw_standing
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.published import (
    PublishedSection,
    describe_shown,
    publish_figure,
)
from datacell_lib.presentation.sentences.standing_titles import title_area_map
from datacell_lib.presentation.source_line import name_publishers
from datacell_lib.schema import DISTRICT_NAME, GEOMETRY, MOST_VULNERABLE_SHARE, PEOPLE_IN_FIFTH

DISTRICT = 0.8  # points of the outline of a district


@refuse_unreleased
def plot_area_map(
    released: Released,
    *,
    outlines: Released,
    districts: Released,
    place: str,
    nation: str,
    classes: Sequence[float],
    pages: Mapping[str, str],
) -> PublishedSection:
    """Draw an area's neighbourhoods by their standing in the nation, district by district.

    Parameters
    ----------
    released : Released
        As `plot_index_map` takes it; of its listed places those that have room are named.
    outlines : Released
        Districts to draw and name, with `district_name` and `geometry`.
    districts : Released
        What `summarise_districts` returns, released: the title says where most people live.
    place, nation : str
        The area, and what the shares are of.
    classes : sequence of float
        The upper end of each class, rising to 1: what `choose_classes` returns for the area.
    pages : mapping of str to str
        Where the pages of the districts are, by name.

    Returns
    -------
    PublishedSection
        The map, and the links that lie over it where there are pages: each district's shape leads
        to its own, by mouse, finger and keyboard, and needs no script.
    """
    shapes, borders = released.table, outlines.table
    shares = shapes[MOST_VULNERABLE_SHARE].to_numpy(dtype=float, na_value=np.nan)
    listed, _ = list_places(shapes)
    panel = plan_area(shapes, listed=listed, outlines=borders)
    title = title_area_map(districts, place=place, nation=nation)
    figure, above = draw_standing(
        shapes,
        shares=shares,
        classes=classes,
        plan=[panel],
        lines=Lines(borders, DISTRICT),
        title=title,
        source=name_publishers(released),
        nation=nation,
    )
    links = publish_links(
        outlines, pages=pages, view=panel.view, above=above, height=figure.get_figheight()
    )
    shown = [
        describe_neighbourhoods(released),
        describe_shown(districts, columns=[DISTRICT_NAME, PEOPLE_IN_FIFTH]),
        describe_shown(outlines, columns=[DISTRICT_NAME, GEOMETRY]),
    ]
    alt = describe_map(title, shares, nation=nation, listed=listed)
    drawn = publish_figure(figure, shown=shown, alt=alt, title=title)
    return PublishedSection((drawn, *links))
