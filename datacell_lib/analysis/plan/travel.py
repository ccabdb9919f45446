"""How long it takes from places to sites: from a table of minutes, or from the straight line."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from datacell_lib.analysis.space.area_centres import locate_areas
from datacell_lib.files.travel_times import FROM, MINUTES, TO
from datacell_lib.schema import (
    AREA_CODE,
    EASTING,
    NORTHING,
    SERVICE,
    ParameterError,
    TableError,
)
from datacell_lib.table_checks import (
    check_columns,
    check_not_negative,
    check_numbers,
    check_unique,
    is_number,
)
from datacell_lib.table_sources import carry_sources
from datacell_lib.wording import ask_whether_meant, name_first

METRES = 1000  # in a kilometre


@dataclass(frozen=True)
class Pace:
    """How long a straight line takes by road.

    Parameters
    ----------
    start : float
        Minutes that every journey takes.
    a_kilometre : float
        Minutes that each kilometre of the straight line adds.
    low, high : float
        What nine journeys in ten lie between, as shares of the minutes that come out.
    """

    start: float
    a_kilometre: float
    low: float
    high: float


# Estimated by benchmarks/detour.py from journeys of up to 15 km in England and Wales.
BY_CAR = Pace(start=7.6, a_kilometre=1.36, low=0.82, high=1.32)
FARTHEST = 15.0  # kilometres: beyond these, nothing was estimated


def estimate_minutes(
    areas: gpd.GeoDataFrame, *, sites: pd.DataFrame, pace: Pace = BY_CAR, farthest: float = FARTHEST
) -> pd.DataFrame:
    """Estimate the minutes by car from areas to sites, from the straight line between them.

    Parameters
    ----------
    areas : geopandas.GeoDataFrame
        `area_code`, and where its people live: points, or polygons whose centroids are taken.
    sites : pandas.DataFrame
        `service` (each once), `easting` and `northing` in metres.
    pace : Pace
        How long a straight line takes.
    farthest : float
        Kilometres. Pairs that are further apart are left out.

    Returns
    -------
    pandas.DataFrame
        `from` (the area), `to` (the site) and `minutes`, a row a pair.

    Raises
    ------
    TableError
        If a column is missing, a site has no place or is there twice, or areas are in degrees.

    Notes
    -----
    minutes = start + a kilometre × kilometres. It knows no estuary, hill, bus or rush hour: nine
    journeys in ten take from 0.82 to 1.32 times as long. Where that decides, use a table of
    travel times (`datacell_lib.files.travel_times`).

    Examples
    --------
    >>> areas = gpd.GeoDataFrame({"area_code": ["a"]}, geometry=gpd.points_from_xy([0], [0]))
    >>> sites = pd.DataFrame({"service": ["hall"], "easting": [3000], "northing": [4000]})
    >>> estimate_minutes(areas, sites=sites)["minutes"].round(2).tolist()  # 7.6 + 5 × 1.36
    [14.4]
    """
    check_columns(sites, [SERVICE, EASTING, NORTHING])
    check_unique(sites, keys=[SERVICE])
    check_numbers(sites, [EASTING, NORTHING])
    if (nowhere := sites[[EASTING, NORTHING]].isna().any(axis=1)).any():
        raise TableError(
            f"every site needs a place; found none for {name_first(sites[SERVICE][nowhere])}. "
            "Add its easting and northing, or leave it out."
        )
    centres = locate_areas(areas[AREA_CODE], areas)
    places = sites[[EASTING, NORTHING]].to_numpy("float64")
    kilometres = np.hypot(*(centres[:, None] - places[None]).transpose(2, 0, 1)) / METRES
    start, end = np.nonzero(kilometres <= farthest)
    minutes = pace.start + pace.a_kilometre * kilometres[start, end]
    codes, names = areas[AREA_CODE].to_numpy()[start], sites[SERVICE].to_numpy()[end]
    travel = pd.DataFrame({FROM: codes, TO: names, MINUTES: minutes})
    return carry_sources(travel, areas, sites)


class Grid:
    """Minutes from each place to each site, which of these are open, and what is in time.

    Minutes are infinite where no journey is known.

    Parameters
    ----------
    places : DataFrame
        `area_code`, each once, and the column of people.
    travel : DataFrame
        `from`, `to` and `minutes`, a row a pair. A pair without a row is too far.
    people : str
        The column that counts whom to reach.
    sites : collection of str
        The sites that are open.
    within : float
        Minutes that are in time.

    Raises
    ------
    TableError
        If a column or value is missing or below zero, a row is there twice, or there is no
        journey from any of the places.
    ParameterError
        If the minutes are not above zero, or a site has no travel times.
    """

    def __init__(
        self,
        places: pd.DataFrame,
        *,
        travel: pd.DataFrame,
        people: str,
        sites: Collection[str],
        within: float,
    ) -> None:
        if not is_number(within) or not within > 0:
            raise ParameterError(f"'within' is minutes above zero; found {within!r}.")
        check_columns(places, [AREA_CODE, people])
        check_columns(travel, [FROM, TO, MINUTES])
        check_unique(places, keys=[AREA_CODE])
        check_unique(travel, keys=[FROM, TO])
        check_not_negative(places, [people])
        check_not_negative(travel, [MINUTES])
        for table, column in ((places, people), (travel, MINUTES)):
            if table[column].isna().any():
                raise TableError(f"'{column}' is missing in {table[column].isna().sum():,} rows.")
        own = travel[travel[FROM].isin(places[AREA_CODE])]
        if own.empty:
            raise TableError(
                "no journey starts at any of the places. Check that the travel times name them by "
                f"the same codes: found {name_first(travel[FROM].unique(), most=2)}."
            )
        wide = own.pivot_table(index=FROM, columns=TO, values=MINUTES)
        self.column = people
        self.codes = places[AREA_CODE].to_numpy()
        self.people = places[people].to_numpy("float64")
        self.sites = list(wide.columns)
        self.minutes = wide.reindex(self.codes).fillna(np.inf).to_numpy("float64")
        self.opened = self._mark(sites)
        self.within, self.near = within, self.minutes <= within

    def _mark(self, sites: Collection[str]) -> np.ndarray:
        """Mark which of the sites are named."""
        for site in sites:
            if site not in self.sites:
                raise ParameterError(
                    f"the open site '{site}' has no travel times."
                    f"{ask_whether_meant(str(site), map(str, self.sites))} Add its rows, or leave "
                    "it out."
                )
        return np.isin(self.sites, list(sites))
