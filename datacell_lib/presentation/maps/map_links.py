"""Links that lie over a map: each district's shape leads to its page, without a script."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
from markupsafe import Markup
from shapely import get_parts
from shapely.geometry import Polygon

from datacell_lib.governance.release import Released
from datacell_lib.presentation.maps.map_view import MapView
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.published import Published, describe_shown
from datacell_lib.presentation.style import WIDTH
from datacell_lib.schema import DISTRICT_NAME, GEOMETRY

AN_INCH = 100  # units of the drawing
SMALLEST = 30  # square units; a smaller islet is no target for a finger
LABEL = "Districts on the map, each a link to its page"
SVG = Markup('<svg class="map-links" viewBox="0 0 {} {}" role="group" aria-label="{}">{}</svg>')
LINK = Markup('<a href="{}" aria-label="{}"><title>{}</title><path d="{}"/></a>')


@refuse_unreleased
def publish_links(
    outlines: Released,
    *,
    pages: Mapping[str, str],
    view: MapView,
    above: float,
    height: float,
) -> list[Published]:
    """Make the links that lie over a map.

    Parameters
    ----------
    outlines : Released
        The districts, with `district_name` and `geometry`.
    pages : mapping of str to str
        Where their pages are, by name.
    view : MapView
        The panel that they are drawn on.
    above, height : float
        Inches of the picture above that panel, and in all.

    Returns
    -------
    list of Published
        A drawing that is as transparent as glass and of the picture's shape; none where there are
        no pages.
    """
    shapes = gpd.GeoDataFrame(outlines.table)[[DISTRICT_NAME, GEOMETRY]]
    links = [
        LINK.format(pages[name], name, name, _write_path(_list_parts(shape, view), above, view))
        for name, shape in shapes.itertuples(index=False)
        if name in pages
    ]
    if not links:
        return []
    size = (round(WIDTH * AN_INCH), round(height * AN_INCH))
    svg = SVG.format(*size, LABEL, Markup("").join(links))
    shown = describe_shown(outlines, columns=[DISTRICT_NAME, GEOMETRY])
    return [Published("links", (shown,), {"text/html": str(svg), "text/plain": ""})]


def _list_parts(shape: object, view: MapView) -> list[Polygon]:
    """List the parts of a district in inches, but for islets; the largest is always there."""
    parts = sorted(get_parts(view.to_inches(shape)), key=lambda part: -part.area)
    return [part for part in parts if part is parts[0] or part.area * AN_INCH**2 > SMALLEST]


def _write_path(parts: list[Polygon], above: float, view: MapView) -> str:
    """Write the outlines as a path, in units from the picture's upper left corner."""
    top = above + view.height
    return "".join(
        "M"
        + "L".join(
            f"{round(x * AN_INCH)} {round((top - y) * AN_INCH)}"
            for x, y in part.simplify(1 / AN_INCH).exterior.coords[:-1]
        )
        + "Z"
        for part in parts
    )
