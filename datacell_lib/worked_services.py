"""The services near an area's people, loaded once a run, and the nearest of each kind."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import pandas as pd

from datacell_lib.analysis.need.nearest_services import (
    find_middles,
    find_nearest_services,
    list_services_of_places,
)
from datacell_lib.files.area import Area
from datacell_lib.files.services import KINDS, name_kind_columns
from datacell_lib.intake.link.run_store import keep_tables
from datacell_lib.intake.places.service_points import load_services
from datacell_lib.schema import (
    AT_HAND,
    EASTING,
    GEOMETRY,
    KIND,
    NORTHING,
    POSITION,
)
from datacell_lib.table_sources import carry_sources, list_sources, mark_sources
from datacell_lib.worked_places import WorkedPlaces

MARGIN = 3_000.0  # metres beyond the area's border
PARTS = ("points", "lists")
SHOWN = 10  # places of a page whose services are named
ON_PAPER = 2  # kinds of which a sheet of paper names the nearest


@dataclass(frozen=True)
class WorkedServices:
    """Where services are, and how far from an area's people.

    Parameters
    ----------
    area : Area
        Its `services` name the lists; it may name none.
    neighbourhoods : geopandas.GeoDataFrame
        All of the area's, with `authority_code`, `population` and `geometry` in metres.
    to_go : WorkedPlaces
        The places of the page.
    """

    area: Area
    neighbourhoods: gpd.GeoDataFrame
    to_go: WorkedPlaces

    @cached_property
    def _parts(self) -> dict[str, pd.DataFrame]:
        def make() -> dict[str, pd.DataFrame]:
            return load_services(self.area, around=self.neighbourhoods)

        return keep_tables("services", area=self.area.name, parts=PARTS, make=make)

    @property
    def points(self) -> pd.DataFrame:
        """One row a service in the area or within reach of it: see `load_services`."""
        return self._parts["points"]

    @property
    def lists(self) -> pd.DataFrame:
        """One row a list that the area names, and how many of its services have a place."""
        return self._parts["lists"]

    @cached_property
    def on_map(self) -> pd.DataFrame:
        """Those of them in the area or within `MARGIN` of it, for its map."""
        points = self.points
        places = gpd.points_from_xy(points[EASTING], points[NORTHING], crs=self.neighbourhoods.crs)
        ground = self.neighbourhoods[[GEOMETRY]]
        near = gpd.GeoDataFrame(geometry=places).sjoin_nearest(ground, max_distance=MARGIN)
        return points.loc[sorted(set(near.index))].reset_index(drop=True)

    @cached_property
    def near_places(self) -> pd.DataFrame:
        """The nearest of each kind to the first ten places of the page's list.

        Measured from the middle of the neighbourhoods that the list counts there.
        """
        first, inside = self.to_go.first, self.to_go.in_fifth
        places, own = (self.to_go.most, self.to_go.standing) if first.empty else (first, inside)
        given = {"services": self.points, "lists": self.lists}
        near = list_services_of_places(places.head(SHOWN), neighbourhoods=own, **given)
        return mark_sources(near, list_sources(self.points))  # of places it holds names alone

    @cached_property
    def sheet(self) -> pd.DataFrame:
        """The first ten of the page's list (`WorkedPlaces.sheet`) with what is near each.

        Of the first two kinds of which a list is at hand: a sheet of paper holds no more.
        """
        at_hand = set(self.lists.loc[self.lists[AT_HAND], KIND])
        kinds = [kind for kind in KINDS if kind in at_hand][:ON_PAPER]
        columns = [column for kind in kinds for column in name_kind_columns(kind)]
        first = self.to_go.sheet
        near = self.near_places[[POSITION, *columns]]
        table = first.merge(near, on=POSITION, how="left", validate="1:1")
        return carry_sources(table, first, *([self.near_places] if kinds else []))

    @cached_property
    def near_neighbourhoods(self) -> pd.DataFrame:
        """The nearest of each kind to each neighbourhood of the area, from its own middle."""
        middles = find_middles(self.neighbourhoods)
        near = find_nearest_services(middles, services=self.points, lists=self.lists)
        return mark_sources(near, list_sources(self.points))
