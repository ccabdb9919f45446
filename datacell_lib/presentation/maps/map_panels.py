"""The panels of a map, planned before anything is drawn: what each shows, and what stands where."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
from shapely.geometry.base import BaseGeometry

from datacell_lib.presentation.maps.close_up import find_close_up
from datacell_lib.presentation.maps.label_room import LabelRoom
from datacell_lib.presentation.maps.locator import measure_locator
from datacell_lib.presentation.maps.map_corners import find_corners, list_corners
from datacell_lib.presentation.maps.map_view import MapView, frame_view
from datacell_lib.presentation.maps.place_names import (
    PlacedNames,
    place_further,
    place_list,
    place_names,
)
from datacell_lib.presentation.maps.scale_bar import BAR_ROOM
from datacell_lib.schema import DISTRICT_NAME, PLACE_NAME


@dataclass(frozen=True)
class MapPanel:
    """A panel of a map.

    Parameters
    ----------
    view : MapView
        What it shows.
    names : PlacedNames
        What is written on it.
    scale_at : tuple of float
        The lower left corner of its scale bar's room, in the map's coordinates.
    locator_at : tuple of float, optional
        That of its locator's.
    """

    view: MapView
    names: PlacedNames
    scale_at: tuple[float, float]
    locator_at: tuple[float, float] | None = None


def plan_panels(
    shapes: gpd.GeoDataFrame,
    *,
    listed: gpd.GeoDataFrame,
    others: gpd.GeoDataFrame,
    within: gpd.GeoDataFrame | None,
) -> list[MapPanel]:
    """Plan the panels of a map of places.

    Parameters
    ----------
    shapes : geopandas.GeoDataFrame
        All neighbourhoods.
    listed, others : geopandas.GeoDataFrame
        The places: see `list_places`.
    within : geopandas.GeoDataFrame, optional
        The districts of the area, for a locator.

    Returns
    -------
    list of MapPanel
        The whole map; after it the close-up, where one is needed.
    """
    sizes = [BAR_ROOM] if within is None else [measure_locator(within), BAR_ROOM]
    whole = frame_view(shapes.total_bounds)
    view, corners = find_corners(whole, shapes, sizes=sizes)
    names = place_list(listed, others=others, room=LabelRoom(view, list(corners)))
    unnamed = listed[PLACE_NAME].isin([name for _, name in names.key]).to_numpy(dtype=bool)
    close = find_close_up(listed, whole=shapes.total_bounds, unnamed=unnamed)
    if close is None:
        return [_plan_panel(view, corners, names)]
    inside = close.ground
    view, corners = find_corners(whole, shapes, sizes=sizes, frame=inside)
    rooms = LabelRoom(view, [*corners, view.to_inches(inside)])
    far = _place_part(listed, others, part=view.ground.difference(inside), room=rooms)
    points = listed.representative_point()
    bar = min(
        list_corners(close, BAR_ROOM),
        key=lambda corner: points.within(close.to_ground(corner)).sum(),
    )
    near = _place_part(listed, others, part=inside, room=LabelRoom(close, [bar]))
    return [_plan_panel(view, corners, far), _plan_panel(close, [bar], near)]


def plan_area(
    shapes: gpd.GeoDataFrame, *, listed: gpd.GeoDataFrame, outlines: gpd.GeoDataFrame
) -> MapPanel:
    """Plan the only panel of the map of an area.

    Parameters
    ----------
    shapes : geopandas.GeoDataFrame
        All neighbourhoods.
    listed : geopandas.GeoDataFrame
        The listed places in their order: see `list_places`.
    outlines : geopandas.GeoDataFrame
        Districts, whose names are written first.

    Returns
    -------
    MapPanel
        With the names of the listed places that have room beside those of the districts, but for
        those that are called like their district.
    """
    view, corners = find_corners(frame_view(shapes.total_bounds), shapes, sizes=[BAR_ROOM])
    room = LabelRoom(view, list(corners))
    names = place_names(outlines, room=room)
    called_alike = listed[PLACE_NAME].isin(outlines[DISTRICT_NAME])
    further = place_further(listed[~called_alike], room=room)
    written = PlacedNames((*names.labels, *further), names.key)
    return _plan_panel(view, corners, written)


def _place_part(
    listed: gpd.GeoDataFrame, others: gpd.GeoDataFrame, *, part: BaseGeometry, room: LabelRoom
) -> PlacedNames:
    """Place the names of the places whose middle lies in a part of the map."""
    here = [places[places.representative_point().within(part)] for places in (listed, others)]
    return place_list(here[0], others=here[1], room=room)


def _plan_panel(view: MapView, corners: list[BaseGeometry], names: PlacedNames) -> MapPanel:
    """Plan a panel whose locator, if it has one, is in the first of its corners."""
    at = [view.to_ground(corner).bounds[:2] for corner in corners]
    return MapPanel(view, names, scale_at=at[-1], locator_at=at[0] if at[1:] else None)
