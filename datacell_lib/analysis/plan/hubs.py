"""Where hubs should stand for people to be in time of one: the fewest, or the best few."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, eye_array, hstack

from datacell_lib.analysis.plan.programme import SECONDS, Programme
from datacell_lib.analysis.plan.siting import (
    EXACT,
    Siting,
    check_new,
    find_sites,
    keep_open,
    write_siting,
)
from datacell_lib.analysis.plan.travel import Grid
from datacell_lib.schema import EXPECTED_NEED, ParameterError
from datacell_lib.wording import count_things, name_first


def cover_all(
    places: pd.DataFrame,
    *,
    travel: pd.DataFrame,
    within: float,
    sites: Collection[str] = (),
    people: str = EXPECTED_NEED,
    seconds: float = SECONDS,
) -> Siting:
    r"""Find the fewest sites that put everyone in time of one (set covering).

    Parameters
    ----------
    places : pandas.DataFrame
        `area_code`, and the column of people; each place must be covered, whoever lives there.
    travel : pandas.DataFrame
        `from` (an area's code), `to` (a site that is open or could be) and `minutes`.
    within : float
        Minutes that are in time.
    sites : collection of str
        The sites that are open, and stay.
    people : str
        The column that counts whom to reach.
    seconds : float
        After which the search ends, with the bound that is proven by then.

    Returns
    -------
    Siting
        Its `aim` is the number of sites, those that are open among them.

    Raises
    ------
    TableError
        If a table lacks something.
    ParameterError
        If the minutes are not above zero, a site has no travel times, or no site at all is in
        time of a place: it says how many minutes would do.
    RunError
        If none is found in that time.

    Notes
    -----
    .. math:: \min \sum_j y_j, \quad \sum_{j: d_{ij} \le D} y_j \ge 1 \text{ for each place } i

    References
    ----------
    Toregas C, Swain R, ReVelle C, Bergman L. The location of emergency service facilities.
    Operations Research 1971;19:1363-1373.

    Examples
    --------
    >>> places = pd.DataFrame({"area_code": list("abc"), "expected_need": [9.0, 5.0, 4.0]})
    >>> travel = pd.DataFrame({"from": list("aabbcc"), "to": ["hall", "school"] * 3,
    ...                        "minutes": [5, 12, 9, 8, 30, 10]})
    >>> cover_all(places, travel=travel, within=12).chosen
    ('school',)
    """
    grid = Grid(places, travel=travel, people=people, sites=sites, within=within)
    opened, near = grid.opened, grid.near
    if (out := ~near.any(axis=1)).any():
        least = grid.minutes[out].min(axis=1).max()
        enough = (
            f"Take {np.ceil(least):g} minutes, or"
            if np.isfinite(least)
            else "Leave such places out, or"
        )
        raise ParameterError(
            f"no site is within {within:g} minutes of {count_things(out.sum(), 'place')}: "
            f"{name_first(grid.codes[out])}. {enough} add sites there."
        )
    programme = Programme(np.ones(len(opened)), whole=np.ones(len(opened), dtype=bool))
    programme.add(near.astype(float), least=1)
    programme.add(np.eye(len(opened))[opened], least=1)
    found = find_sites(programme, -np.ones(len(opened)), seconds=seconds)
    siting = write_siting(places, grid=grid, found=found)
    return replace(siting, aim=-found.value, bound=float(np.ceil(-found.most - EXACT)))


def cover_most(
    places: pd.DataFrame,
    *,
    travel: pd.DataFrame,
    within: float,
    new: int = 1,
    sites: Collection[str] = (),
    people: str = EXPECTED_NEED,
    seconds: float = SECONDS,
) -> Siting:
    r"""Find the new sites that put most people in time of one (maximal covering).

    Parameters
    ----------
    places, travel, within, people, seconds
        As `cover_all`.
    new : int
        How many sites may be opened.
    sites : collection of str
        The sites that are open, and stay.

    Returns
    -------
    Siting
        Its `aim` is the number of people in time of a site.

    Raises
    ------
    TableError, ParameterError, RunError
        As `cover_all`, but a place may be left out; and if there are fewer sites to open.

    Notes
    -----
    .. math:: \max \sum_i w_i z_i, \quad z_i \le \sum_{j: d_{ij} \le D} y_j, \quad
       \sum_j y_j \le p

    Not for help that must reach everyone: those furthest out are the first whom it leaves out.

    References
    ----------
    Church R, ReVelle C. The maximal covering location problem. Papers of the Regional Science
    Association 1974;32:101-118.

    Examples
    --------
    >>> places = pd.DataFrame({"area_code": list("abc"), "expected_need": [9.0, 5.0, 4.0]})
    >>> travel = pd.DataFrame({"from": list("aabbcc"), "to": ["hall", "school"] * 3,
    ...                        "minutes": [5, 12, 9, 8, 30, 10]})
    >>> found = cover_most(places, travel=travel, within=10)
    >>> found.chosen, found.aim  # the hall reaches a and b, the school b and c
    (('hall',), 14.0)
    """
    grid = Grid(places, travel=travel, people=people, sites=sites, within=within)
    opened, near = grid.opened, csr_array(grid.near.astype(float))
    check_new(new, opened)
    size, number = len(grid.people), len(opened)
    whole = np.arange(number + size) < number
    programme = Programme(np.ones(number + size), whole=whole)
    programme.add(hstack([-near, eye_array(size)]), most=0)
    keep_open(programme, opened, new=new, behind=size)
    gains = np.concatenate([np.zeros(number), grid.people])
    found = find_sites(programme, gains, seconds=seconds)
    siting = write_siting(places, grid=grid, found=found)
    return replace(siting, aim=found.value, bound=found.most)
