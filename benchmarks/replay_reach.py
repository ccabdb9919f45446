"""Which share of an outcome happens where help goes first, if so many people can be reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from datacell_lib.schema import AREA_CODE, TableError

EVENTS = "events"
LOWER, UPPER = 2.5, 97.5  # percentiles of the resamples


def calculate_reach(
    table: pd.DataFrame, *, order: str, people: str, capacities: Sequence[float]
) -> np.ndarray:
    """Calculate which share of the events happened in the areas that are reached first.

    Parameters
    ----------
    table : DataFrame, one row per area
        area_code, events, and the two columns named.
    order : str
        Column by which areas are taken, the highest first; equal ones by their codes.
    people : str
        Column with the people whom a capacity is a share of.
    capacities : sequence of float
        Shares of all people that can be reached, each from 0 to 1.

    Returns
    -------
    array of float, shape (capacities,)
        Shares of all events. Of the area at which the capacity ends, as many events count as the
        share of its people that is still reached.

    Raises
    ------
    TableError
        If a value is missing or below zero, there are no people or no events, or a capacity is
        not from 0 to 1.

    Examples
    --------
    >>> table = pd.DataFrame({"area_code": ["a", "b"], "people": [50, 50],
    ...                       "events": [30, 10], "need": [1.0, 2.0]})
    >>> calculate_reach(table, order="need", people="people", capacities=[0.5, 0.75]).tolist()
    [0.25, 0.625]
    """
    _check(table, order, people, capacities)
    return _reach(_put_in_order(table, order), people, capacities, np.ones((1, len(table))))[0]


def compare_reach(
    table: pd.DataFrame,
    *,
    orders: Mapping[str, str],
    against: str,
    people: str,
    capacities: Sequence[float],
    units: str,
    resamples: int,
    seed: int,
) -> pd.DataFrame:
    """Compare what several orders reach with what one of them does, with intervals.

    Parameters
    ----------
    table : DataFrame, one row per area
        As `calculate_reach`.
    orders : mapping of str to str
        For each column what it is called.
    against : str
        The column that the others are compared with.
    people : str
        Column with the people whom a capacity is a share of.
    capacities : sequence of float
        Shares of all people.
    units : str
        Column of what is drawn again: whole districts, or areas where there is one district.
    resamples : int
        How often as many units as there are are drawn, with replacement.
    seed : int
        Of the draws.

    Returns
    -------
    DataFrame, one row per order and capacity
        order, capacity, reach, ratio (to the reach of ``against``), and its 95% percentile
        interval lower_ci, upper_ci.

    Raises
    ------
    TableError
        As `calculate_reach`.
    """
    codes, place = np.unique(table[units], return_inverse=True)
    generator = np.random.default_rng(seed)
    drawn = generator.multinomial(len(codes), np.full(len(codes), 1 / len(codes)), size=resamples)
    times = pd.DataFrame(drawn[:, place].T, index=table[AREA_CODE])
    whole, again = {}, {}
    for column in orders:
        whole[column] = calculate_reach(table, order=column, people=people, capacities=capacities)
        ordered = _put_in_order(table, column)
        weights = times.loc[ordered[AREA_CODE]].to_numpy(float).T
        again[column] = _reach(ordered, people, capacities, weights)
    rows = []
    for column, title in orders.items():
        ratios = whole[column] / whole[against]
        low, high = np.percentile(again[column] / again[against], [LOWER, UPPER], axis=0)
        rows += zip(
            [title] * len(capacities), capacities, whole[column], ratios, low, high, strict=True
        )
    names = ["order", "capacity", "reach", "ratio", "lower_ci", "upper_ci"]
    return pd.DataFrame(rows, columns=names)


def _put_in_order(table: pd.DataFrame, order: str) -> pd.DataFrame:
    return table.sort_values([order, AREA_CODE], ascending=[False, True])


def _reach(
    ordered: pd.DataFrame, people: str, capacities: Sequence[float], weights: np.ndarray
) -> np.ndarray:
    """Return the reach for each row of weights: how many times each area counts."""
    columns = ordered[[people, EVENTS]].to_numpy(float).T
    found = []
    for row in weights:
        sums = np.pad((columns * row).cumsum(axis=1), ((0, 0), (1, 0)))
        reached, happened = sums / sums[:, [-1]]
        found.append(np.interp(capacities, reached, happened))
    return np.array(found)


def _check(table: pd.DataFrame, order: str, people: str, capacities: Sequence[float]) -> None:
    for column in (order, people, EVENTS):
        if table[column].isna().any():
            raise TableError(f"'{column}' is missing for {int(table[column].isna().sum())} areas.")
    for column in (people, EVENTS):
        if (table[column] < 0).any() or table[column].sum() <= 0:
            raise TableError(f"'{column}' must be above zero in all, and below it nowhere.")
    if not all(0 <= capacity <= 1 for capacity in capacities):
        raise TableError(f"capacities are shares of people, from 0 to 1; found {capacities}.")
