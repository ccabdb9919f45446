"""Groups of areas, counted from the most vulnerable (1)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from datacell_lib.equal_values import merge_equal_values, rank_values
from datacell_lib.files.index_methods import Grouping
from datacell_lib.number_types import convert_to_floats
from datacell_lib.schema import GROUP, TableError
from datacell_lib.table_sources import tell_origin


def group_by_count(scores: pd.Series, *, groups: int = 10) -> pd.Series:
    """Put equal numbers of areas in each group.

    Parameters
    ----------
    scores : Series of float, shape (areas,)
        Higher is more vulnerable. Areas without a score get no group.
    groups : int
        10 for tenths, 5 for fifths.

    Returns
    -------
    Series of Int64, shape (areas,), named group
        1 is the most vulnerable.

    Raises
    ------
    TableError
        If there are fewer areas than groups.

    Notes
    -----
    With rank r (1 the most vulnerable, ties at their minimum) of N areas in k groups:
    (k + 1) - ceil((N + 1 - r) k / N).

    References
    ----------
    UK Health Security Agency, Fingertips technical guidance: quantiles of areas.

    Examples
    --------
    >>> group_by_count(pd.Series([9.0, 1.0, 5.0, 7.0]), groups=2).tolist()
    [1, 2, 2, 1]
    """
    areas = _check(scores, groups=groups)
    rank = rank_values(scores, ascending=False).astype("Int64")
    return ((groups + 1) + (-(areas + 1 - rank) * groups) // areas).rename(GROUP)


def group_by_population(scores: pd.Series, *, population: pd.Series, groups: int = 10) -> pd.Series:
    """Put equal numbers of people, as nearly as areas allow, in each group.

    Parameters
    ----------
    scores : Series of float, shape (areas,)
        Higher is more vulnerable.
    population : Series of float, shape (areas,), same index
        Residents of each area.
    groups : int
        10 for tenths, 5 for fifths.

    Returns
    -------
    Series of Int64, shape (areas,), named group
        1 is the most vulnerable.

    Raises
    ------
    TableError
        If there are fewer areas than groups, or a population is missing or negative.

    Notes
    -----
    From the most vulnerable area on, an area belongs to the group in which the middle one of
    its people falls. Areas with equal scores stay together.

    Examples
    --------
    >>> scores = pd.Series([3.0, 2.0, 1.0])
    >>> group_by_population(scores, population=pd.Series([100, 50, 50]), groups=2).tolist()
    [1, 2, 2]
    """
    _check(scores, groups=groups)
    people = convert_to_floats(population.reindex(scores.index))
    bad = people[people.isna() | (people < 0)]
    if not bad.empty or people.sum() == 0:
        area = bad.index[0] if not bad.empty else scores.index[0]
        raise TableError(
            f"every area needs a population of 0 or more; found {people[area]} for {area}. "
            f"Complete the population file{tell_origin(population)}."
        )
    levels = merge_equal_values(scores)
    tied = people.groupby(levels).sum().sort_index(ascending=False)
    # multiplied before divided: whole people on a border are then exactly on it
    middle = (tied.cumsum() - tied / 2) * groups / tied.sum()
    group = np.minimum(np.floor(middle), groups - 1) + 1
    return levels.map(group).astype("Int64").rename(GROUP)


def group_by_fisher_jenks(scores: pd.Series, *, groups: int = 10) -> pd.Series:
    """Put areas in the groups that are most alike inside (natural breaks).

    Parameters
    ----------
    scores : Series of float, shape (areas,)
        Higher is more vulnerable. Areas without a score get no group.
    groups : int

    Returns
    -------
    Series of Int64, shape (areas,), named group
        1 is the most vulnerable.

    Raises
    ------
    TableError
        If there are fewer different scores than groups.

    Notes
    -----
    The least sum of squared deviations from group means, found exactly by dynamic programming;
    a divided search takes N log N steps a group instead of N squared. Groups differ in size:
    don't use it for "most vulnerable 10%".

    References
    ----------
    Fisher W. D. (1958). On grouping for maximum homogeneity. JASA 53, 789-798.

    Examples
    --------
    >>> group_by_fisher_jenks(pd.Series([1.0, 9.0, 1.2, 8.8, 1.1]), groups=2).tolist()
    [2, 1, 2, 1, 2]
    """
    merged = merge_equal_values(scores)
    levels, counts = np.unique(merged.dropna().to_numpy(), return_counts=True)
    if len(levels) < groups:
        raise TableError(
            f"{groups} groups need at least as many different scores; found {len(levels)}. "
            "Ask for fewer groups."
        )
    starts = _find_natural_breaks(levels, counts, groups=groups)
    ascending = np.searchsorted(levels[starts], merged.to_numpy(), side="right")
    result = pd.Series(groups + 1 - ascending, index=scores.index, dtype="Int64")
    return result.mask(scores.isna()).rename(GROUP)


def group_areas(
    scores: pd.Series, *, grouping: Grouping, population: pd.Series | None = None
) -> pd.Series:
    """Group areas by the method that an index file names.

    Parameters
    ----------
    scores : Series of float, shape (areas,)
        Higher is more vulnerable.
    grouping : Grouping
        Method and number of groups.
    population : Series of float, same index, optional
        Needed by the method "population" alone.

    Returns
    -------
    Series of Int64, shape (areas,), named group
        1 is the most vulnerable.

    Raises
    ------
    TableError
        If the method is "population" and there is none.

    Examples
    --------
    >>> group_areas(pd.Series([9.0, 1.0]), grouping=Grouping(groups=2)).tolist()
    [1, 2]
    """
    if grouping.method == "count":
        return group_by_count(scores, groups=grouping.groups)
    if grouping.method == "fisher_jenks":
        return group_by_fisher_jenks(scores, groups=grouping.groups)
    if population is None:
        raise TableError(
            "grouping by population needs the population of every area; found none. "
            "Pass 'population', or choose 'grouping: {method: count}'."
        )
    return group_by_population(scores, population=population, groups=grouping.groups)


def _check(scores: pd.Series, *, groups: int) -> int:
    areas = int(scores.count())
    if areas < groups:
        raise TableError(
            f"{groups} groups need at least {groups} areas with a score; found {areas}. "
            "Ask for fewer groups, or group within a larger area."
        )
    return areas


def _find_natural_breaks(levels: np.ndarray, counts: np.ndarray, *, groups: int) -> np.ndarray:
    """Return where each group starts, lowest first, in the sorted different values."""
    centred = levels - np.average(levels, weights=counts)
    number = np.concatenate([[0.0], np.cumsum(counts)])
    total = np.concatenate([[0.0], np.cumsum(counts * centred)])
    squares = np.concatenate([[0.0], np.cumsum(counts * centred**2)])

    def measure_spread(first: np.ndarray, last: int) -> np.ndarray:
        added = total[last] - total[first]
        return squares[last] - squares[first] - added**2 / (number[last] - number[first])

    size = len(levels)
    best = np.array(
        [np.inf, *(measure_spread(np.array([0]), end)[0] for end in range(1, size + 1))]
    )
    starts = np.zeros((groups, size + 1), dtype=int)
    for group in range(1, groups):
        cost = np.full(size + 1, np.inf)
        pending = [(group + 1, size, group, size - 1)]
        while pending:
            low, high, first, last = pending.pop()
            if low > high:
                continue
            end = (low + high) // 2
            candidates = np.arange(first, min(last, end - 1) + 1)
            costs = best[candidates] + measure_spread(candidates, end)
            chosen = int(np.argmin(costs))
            cost[end], starts[group, end] = costs[chosen], candidates[chosen]
            pending.append((low, end - 1, first, int(candidates[chosen])))
            pending.append((end + 1, high, int(candidates[chosen]), last))
        best = cost
    ends = [size]
    for group in range(groups - 1, 0, -1):
        ends.append(starts[group, ends[-1]])
    return np.array([0, *ends[:0:-1]])
