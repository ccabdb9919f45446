"""Whom sites reach in time, whom they leave out, and what one more site would do."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from datacell_lib.analysis.plan.travel import Grid
from datacell_lib.files.travel_times import MINUTES
from datacell_lib.schema import (
    AREA_CODE,
    EXPECTED_NEED,
    SERVICE,
)
from datacell_lib.table_sources import carry_sources

COVERED = "covered"
NEWLY_COVERED = "newly_covered"


def measure_coverage(
    places: pd.DataFrame,
    *,
    travel: pd.DataFrame,
    sites: Collection[str],
    within: float,
    people: str = EXPECTED_NEED,
) -> pd.DataFrame:
    """Measure which places have a site in time.

    Parameters
    ----------
    places : pandas.DataFrame
        `area_code`, and the column of people.
    travel : pandas.DataFrame
        `from` (an area's code), `to` (a site) and `minutes`.
    sites : collection of str
        The sites that are open.
    within : float
        Minutes that are in time.
    people : str
        The column that counts whom to reach.

    Returns
    -------
    pandas.DataFrame
        In the order of the places: `area_code`, that column, `service` (the nearest site; of
        equal ones the first by name), `minutes` to it, both missing where no journey is known,
        and `covered`.

    Raises
    ------
    TableError
        If a table lacks something.
    ParameterError
        If the minutes are not above zero, or a site has no travel times.

    Examples
    --------
    >>> places = pd.DataFrame({"area_code": ["a", "b"], "expected_need": [30.0, 12.0]})
    >>> travel = pd.DataFrame({"from": ["a", "b"], "to": "hall", "minutes": [8, 25]})
    >>> measure_coverage(places, travel=travel, sites=["hall"], within=15)["covered"].tolist()
    [True, False]
    """
    grid = Grid(places, travel=travel, people=people, sites=sites, within=within)
    return list_nearest(places, grid=grid, opened=grid.opened)


def rank_next_sites(
    places: pd.DataFrame,
    *,
    travel: pd.DataFrame,
    sites: Collection[str],
    within: float,
    people: str = EXPECTED_NEED,
) -> pd.DataFrame:
    """Rank sites that are not open by the people whom each alone would newly reach in time.

    Parameters
    ----------
    places, travel, within, people
        As `measure_coverage`.
    sites : collection of str
        The sites that are open; all others of the travel times are ranked.

    Returns
    -------
    pandas.DataFrame
        `service` and `newly_covered` (people), the most first, then by name.

    Raises
    ------
    TableError, ParameterError
        As `measure_coverage`.

    Notes
    -----
    Not for two sites or more: the second-ranked may reach the same people as the first. Use
    `datacell_lib.analysis.plan.hubs.cover_most`.

    Examples
    --------
    >>> places = pd.DataFrame({"area_code": ["a", "b"], "expected_need": [30.0, 12.0]})
    >>> travel = pd.DataFrame({"from": ["a", "b", "a", "b"],
    ...     "to": ["hall", "hall", "school", "school"], "minutes": [8, 25, 30, 5]})
    >>> rank_next_sites(places, travel=travel, sites=["hall"], within=15)
      service  newly_covered
    0  school           12.0
    """
    grid = Grid(places, travel=travel, people=people, sites=sites, within=within)
    left = grid.people * ~grid.near[:, grid.opened].any(axis=1)
    ranked = pd.DataFrame({SERVICE: grid.sites, NEWLY_COVERED: left @ grid.near})[~grid.opened]
    ranked = ranked.sort_values([NEWLY_COVERED, SERVICE], ascending=[False, True])
    return carry_sources(ranked.reset_index(drop=True), places, travel)


def list_nearest(places: pd.DataFrame, *, grid: Grid, opened: np.ndarray) -> pd.DataFrame:
    """List the nearest open site of each place.

    Parameters
    ----------
    places : pandas.DataFrame
        What the grid was made of.
    grid : Grid
        Minutes.
    opened : ndarray of bool
        Which sites are open, or would be.

    Returns
    -------
    pandas.DataFrame
        What `measure_coverage` returns.
    """
    minutes = np.where(opened, grid.minutes, np.inf)
    nearest = minutes.min(axis=1)
    names = np.array(grid.sites, dtype=object)[minutes.argmin(axis=1)]
    table = pd.DataFrame(places)[[AREA_CODE]].assign(
        **{
            grid.column: grid.people,
            SERVICE: np.where(np.isfinite(nearest), names, None),
            MINUTES: np.where(np.isfinite(nearest), nearest, np.nan),
            COVERED: nearest <= grid.within,
        }
    )
    return carry_sources(table.reset_index(drop=True), places)
