"""Parts of a district that lie so far off that they would make its map small."""

from __future__ import annotations

import geopandas as gpd
from shapely.geometry import MultiPolygon, box

from datacell_lib.presentation.titles import Title
from datacell_lib.wording import count_things

MOST = 0.5  # of a neighbourhood's ground: the part that has more is where it lies
FAR = 0.1  # of the longer side of a frame round whole neighbourhoods


def leave_out_far_parts(shapes: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, int]:
    """Leave out detached parts that lie far off and hold no whole neighbourhood.

    A neighbourhood is taken to be where more than half of its ground is: islets and breakwaters
    belong to one whose residents live on the mainland. One that is spread over islands, of which
    none is so large, is on all of them.

    Parameters
    ----------
    shapes : geopandas.GeoDataFrame
        Neighbourhoods with `geometry`.

    Returns
    -------
    tuple of geopandas.GeoDataFrame, int
        The same rows without those parts, and how many parts those were. A part is far off if it
        would stretch a frame round the neighbourhoods by more than a tenth of its longer side.

    Examples
    --------
    >>> ward, islet = box(0, 0, 1000, 1000), box(3000, 0, 3050, 50)
    >>> shapes = gpd.GeoDataFrame(geometry=[MultiPolygon([ward, islet])], crs="EPSG:27700")
    >>> kept, left_out = leave_out_far_parts(shapes)
    >>> kept.total_bounds.tolist(), left_out
    ([0.0, 0.0, 1000.0, 1000.0], 1)
    """
    parts = shapes.geometry.reset_index(drop=True).explode()
    shares = parts.area / parts.area.groupby(level=0).transform("sum")
    spread = shares.groupby(level=0).transform("max") <= MOST
    main = parts[spread | (shares > MOST)]
    left, bottom, right, top = main.total_bounds
    near = box(left, bottom, right, top).buffer(
        FAR * max(right - left, top - bottom), join_style="mitre"
    )
    far = ~parts.covered_by(near)
    if not far.any():
        return shapes, 0
    pieces = gpd.GeoSeries([parts.union_all()], crs=shapes.crs).explode()
    homes = pieces[pieces.intersects(main.representative_point().union_all())].union_all()
    far &= ~parts.representative_point().intersects(homes)
    kept = parts[~far].groupby(level=0).agg(lambda rest: MultiPolygon(list(rest)))
    drawn = shapes.geometry.to_numpy().copy()
    for row in parts[far].index.unique():
        drawn[row] = kept[row]
    return shapes.set_geometry(gpd.GeoSeries(drawn, shapes.index, crs=shapes.crs)), int(far.sum())


def tell_far_parts(title: Title, left_out: int) -> Title:
    """Say below a map's title how many parts it leaves out.

    Parameters
    ----------
    title : Title
        The map's title.
    left_out : int
        How many parts.

    Returns
    -------
    Title
        The same where there are none.

    Examples
    --------
    >>> tell_far_parts(Title("Moor comes first", ("Standing", "Hexelby")), 2).subtitle
    'Standing · Hexelby · 2 detached parts far off, without a whole neighbourhood, left out'
    """
    if not left_out:
        return title
    parts = count_things(left_out, "detached part")
    return Title(
        title.finding, (*title.of, f"{parts} far off, without a whole neighbourhood, left out")
    )
