"""Where hubs should stand for people to have one near: the p-median."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy.sparse import coo_array, csr_array

from datacell_lib.analysis.plan.programme import SECONDS, Programme
from datacell_lib.analysis.plan.siting import (
    Siting,
    check_new,
    find_sites,
    keep_open,
    write_siting,
)
from datacell_lib.analysis.plan.travel import Grid
from datacell_lib.files.travel_times import MINUTES
from datacell_lib.schema import EXPECTED_NEED, TableError
from datacell_lib.wording import name_first


def bring_near(
    places: pd.DataFrame,
    *,
    travel: pd.DataFrame,
    within: float,
    new: int = 1,
    sites: Collection[str] = (),
    people: str = EXPECTED_NEED,
    seconds: float = SECONDS,
) -> Siting:
    r"""Find the new sites that bring the nearest one nearest, averaged over people (p-median).

    Parameters
    ----------
    places, travel, people, seconds
        As `cover_all`.
    within : float
        Minutes that are in time: for `covered` alone, the choice does not depend on it.
    new : int
        How many sites may be opened.
    sites : collection of str
        The sites that are open, and stay.

    Returns
    -------
    Siting
        Its `aim` is the average minutes to the nearest site, weighted by people.

    Raises
    ------
    TableError
        As `cover_all`, or if a place has no journey to some site: then it has no average.
    ParameterError, RunError
        As `cover_most`.

    Notes
    -----
    .. math:: \min \sum_i w_i \min_{j: y_j = 1} d_{ij} / \sum_i w_i, \quad \sum_j y_j \le p

    written with a variable for each step of each place's minutes, which is one where no open site
    is that near. Up to some hundred sites to choose from, or more beside some that are open.

    References
    ----------
    García S, Labbé M, Marín A. Solving large p-median problems with a radius formulation.
    INFORMS Journal on Computing 2011;23:546-556.

    Examples
    --------
    >>> places = pd.DataFrame({"area_code": list("abc"), "expected_need": [9.0, 5.0, 4.0]})
    >>> travel = pd.DataFrame({"from": list("aabbcc"), "to": ["hall", "school"] * 3,
    ...                        "minutes": [5, 12, 9, 8, 30, 10]})
    >>> found = bring_near(places, travel=travel, within=10)
    >>> found.chosen, round(found.aim, 2)  # (9 × 12 + 5 × 8 + 4 × 10) / 18
    (('school',), 10.44)
    """
    grid = Grid(places, travel=travel, people=people, sites=sites, within=within)
    opened = grid.opened
    check_new(new, opened)
    if (unknown := ~np.isfinite(grid.minutes).all(axis=1)).any():
        raise TableError(
            f"'{MINUTES}' must be there for every pair of place and site; found pairs without "
            f"for {name_first(grid.codes[unknown])}. Add them, or leave the sites out."
        )
    if not grid.people.sum() > 0:
        raise TableError(f"'{people}' must be above zero somewhere; it is zero everywhere.")
    weights = grid.people / grid.people.sum()
    nearest, rows, costs, first = _list_steps(grid.minutes, opened, weights)
    number, steps = len(opened), len(costs)
    programme = Programme(np.ones(number + steps), whole=np.arange(number + steps) < number)
    if steps:
        programme.add(rows, least=first)
    keep_open(programme, opened, new=new, behind=steps)
    gains = -np.concatenate([np.zeros(number), costs])
    found = find_sites(programme, gains, seconds=seconds)
    siting = write_siting(places, grid=grid, found=found)
    return replace(siting, aim=nearest - found.value, bound=nearest - found.most)


def _list_steps(
    minutes: np.ndarray, opened: np.ndarray, weights: np.ndarray
) -> tuple[float, csr_array, np.ndarray, np.ndarray]:
    """List the steps of each place's minutes, up to its nearest open site.

    A step is taken where no site is open up to it: then the next nearest minutes are reached.
    Gives the average if every place had its very nearest site, the rules (a row a step), what
    taking each step adds to the average, and the least of each rule.
    """
    at, columns, signs, costs, first = [], [], [], [], []
    nearest, number = 0.0, len(opened)
    for place, weight in zip(minutes, weights, strict=True):
        end = place[opened].min() if opened.any() else place.max()
        levels = np.unique(np.minimum(place, end))
        nearest += weight * levels[0]
        for step, (level, beyond) in enumerate(pairwise(levels)):
            row, same = len(costs), np.flatnonzero(place == level)
            before = [number + row - 1] if step else []
            columns += [*same, number + row, *before]
            signs += [1.0] * (len(same) + 1) + [-1.0] * len(before)
            at += [row] * (len(same) + 1 + len(before))
            costs.append(weight * (beyond - level))
            first.append(0.0 if step else 1.0)
    shape = (len(costs), number + len(costs))
    rows = csr_array(coo_array((signs, (at, columns)), shape=shape))
    return float(nearest), rows, np.array(costs), np.array(first)
