"""Who is left without a service in time, and where one more would reach most."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import geopandas as gpd
import pandas as pd

from datacell_lib.analysis.need.nearest_services import find_middles
from datacell_lib.analysis.plan.site_coverage import (
    COVERED,
    NEWLY_COVERED,
    measure_coverage,
    rank_next_sites,
)
from datacell_lib.analysis.plan.travel import estimate_minutes
from datacell_lib.files.travel_times import TO
from datacell_lib.schema import (
    DISTRICT_NAME,
    EASTING,
    EXPECTED_NEED,
    GEOMETRY,
    MSOA_CODE,
    NORTHING,
    PLACE_NAME,
    SERVICE,
)
from datacell_lib.table_sources import list_sources, mark_sources

LEFT_OUT, IN_TIME = "left_out", "minutes_in_time"


@dataclass(frozen=True)
class WorkedReach:
    """Services of one kind, and the people in need who have one in time.

    Parameters
    ----------
    need : pandas.DataFrame
        `area_code` and `expected_need`, of neighbourhoods where it is known.
    neighbourhoods : geopandas.GeoDataFrame
        The same ones, with `msoa_code`, `place_name`, `district_name` and what `find_middles`
        takes.
    services : pandas.DataFrame
        Those of the kind, with `easting` and `northing`; without rows where no list is at hand.
    within : float
        Minutes by car that are in time.
    """

    need: pd.DataFrame
    neighbourhoods: gpd.GeoDataFrame
    services: pd.DataFrame
    within: float

    @cached_property
    def summary(self) -> pd.DataFrame:
        """One row: `minutes_in_time`, `expected_need` and `left_out`, those of them too far away.

        Without a row where no service is known.
        """
        columns = [IN_TIME, EXPECTED_NEED, LEFT_OUT]
        if self.services.empty:
            return self._mark(pd.DataFrame(columns=columns))
        found = measure_coverage(self.need, **self._given)
        out = found.loc[~found[COVERED], EXPECTED_NEED].sum()
        row = [(float(self.within), found[EXPECTED_NEED].sum(), out)]
        return self._mark(pd.DataFrame(row, columns=columns))

    @cached_property
    def next_places(self) -> pd.DataFrame:
        """Places by the people whom one more service in their middle would newly reach in time.

        `place_name`, `district_name` and `newly_covered`, the most first; no row for a place that
        would reach nobody new.
        """
        columns = [PLACE_NAME, DISTRICT_NAME, NEWLY_COVERED]
        if self.services.empty:
            return self._mark(pd.DataFrame(columns=columns))
        ranked = rank_next_sites(self.need, **self._given)
        names = pd.DataFrame(self.neighbourhoods)[[MSOA_CODE, PLACE_NAME, DISTRICT_NAME]]
        joined = ranked[ranked[NEWLY_COVERED] > 0].merge(
            names.drop_duplicates(MSOA_CODE), left_on=SERVICE, right_on=MSOA_CODE
        )
        return self._mark(joined[columns])

    @cached_property
    def _given(self) -> dict[str, Any]:
        """Minutes to each service, and to the middle of each place where one could be."""
        middles = find_middles(self.neighbourhoods, by=MSOA_CODE)
        names = [f"open {number}" for number in range(len(self.services))]
        points = middles[GEOMETRY]
        possible = {EASTING: points.x.to_numpy(), NORTHING: points.y.to_numpy()}
        opened = pd.DataFrame(self.services)[[EASTING, NORTHING]].assign(**{SERVICE: names})
        sites = [opened, pd.DataFrame({SERVICE: middles[MSOA_CODE], **possible})]
        places = find_middles(self.neighbourhoods)
        travel = estimate_minutes(places, sites=pd.concat(sites, ignore_index=True))
        near = sorted(set(names) & set(travel[TO]))
        return {"travel": travel, "sites": near, "within": self.within}

    def _mark(self, table: pd.DataFrame) -> pd.DataFrame:
        return mark_sources(table, {*list_sources(self.need), *list_sources(self.services)})
