"""Where to go first, as the pages of a report share it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import pandas as pd

from datacell_lib.analysis.need.first_places import (
    list_first_places,
    list_places_by_people,
    select_fifth,
)
from datacell_lib.analysis.need.map_classes import choose_classes
from datacell_lib.analysis.need.people import count_people_to_reach
from datacell_lib.schema import (
    AREA_CODE,
    FIRMNESS,
    GEOMETRY,
    LISTED,
    MOST_VULNERABLE_SHARE,
    MSOA_CODE,
    NEIGHBOURHOOD,
    PLACE_NAME,
    POPULATION,
    POSITION,
)
from datacell_lib.table_sources import carry_sources
from datacell_lib.worked_index import WorkedIndex

ON_A_SHEET = 10  # places that fit on a page, large enough to read


@dataclass(frozen=True)
class WorkedPlaces:
    """The places of a page: those to go first, and those with most people.

    Parameters
    ----------
    standing : geopandas.GeoDataFrame
        The page's neighbourhoods, as `Report.neighbourhoods` has them.
    index : WorkedIndex
        The area's index.
    around : geopandas.GeoDataFrame
        All of the area's neighbourhoods.
    """

    standing: gpd.GeoDataFrame
    index: WorkedIndex
    around: gpd.GeoDataFrame

    @property
    def titles(self) -> dict[str, str]:
        """A title for each count of people, those to be counted first before the others."""
        return self.index.spec.reach_titles

    @cached_property
    def in_fifth(self) -> gpd.GeoDataFrame:
        """Neighbourhoods among the nation's most vulnerable fifth: see `select_fifth`."""
        return select_fifth(self.standing)

    @property
    def neighbourhoods(self) -> pd.DataFrame:
        """What a list says of each of them."""
        return self.in_fifth[[NEIGHBOURHOOD, POPULATION, MOST_VULNERABLE_SHARE, FIRMNESS]]

    @cached_property
    def numbered(self) -> gpd.GeoDataFrame:
        """All of the page's neighbourhoods for a map, with the number of the place of each."""
        columns = [AREA_CODE, MSOA_CODE, PLACE_NAME, MOST_VULNERABLE_SHARE, GEOMETRY]
        numbers = self.in_fifth[[AREA_CODE, POSITION]]
        numbered = self.standing[columns].merge(numbers, on=AREA_CODE, how="left")
        return carry_sources(numbered, self.standing)

    @cached_property
    def classes(self) -> tuple[float, ...]:
        """The classes of the area's maps, the same on each of its pages: see `choose_classes`."""
        return choose_classes(self.around)

    @cached_property
    def first(self) -> pd.DataFrame:
        """The places that hold them: see `list_first_places`."""
        domains = self.index.domain_titles
        return list_first_places(self.standing, titles=self.titles, domains=domains)

    @cached_property
    def most(self) -> pd.DataFrame:
        """The places where most people are counted: see `list_places_by_people`."""
        return list_places_by_people(self.standing, titles=self.titles)

    @property
    def sheet(self) -> pd.DataFrame:
        """The first ten of the list that the page shows, and how many are `listed` in all."""
        shown = self.most if self.first.empty else self.first
        return shown.head(ON_A_SHEET).assign(**{LISTED: len(shown)})

    @cached_property
    def reach(self) -> pd.DataFrame:
        """How many of those people live where help should go: see `count_people_to_reach`."""
        errors = self.index.count_errors
        return count_people_to_reach(self.standing, titles=self.titles, errors=errors)
