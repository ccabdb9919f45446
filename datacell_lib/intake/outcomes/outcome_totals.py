"""Counts of an outcome added up: each event once, and what is missing never taken as none."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from datacell_lib.governance.catalogue.adding_up import LATEST, AddingUp
from datacell_lib.governance.catalogue.entries import Column, Dataset
from datacell_lib.number_types import widen_numbers
from datacell_lib.schema import AREA_CODE, DISTRICT_NAME, ConfigError
from datacell_lib.table_checks import period_ordinals
from datacell_lib.uk_days import find_uk_days

STEPS = frozenset({"date", "integer"})  # the types of what rises step by step, without gaps


def require_apart(dataset: Dataset, column: str) -> None:
    """Refuse a dataset whose rows cannot be added up as they are.

    Parameters
    ----------
    dataset : Dataset
        Its entry.
    column : str
        The column of its key to add up over.

    Raises
    ------
    ConfigError
        If its rows are not said to be apart.
    """
    adding = dataset.adding_up.get(column)
    if adding is None or adding.rows != "apart":
        raise ConfigError(
            f"{dataset.id} can't be added up over {column!r}: its rows are "
            f"{adding.rows if adding else 'not told apart by it'}. Use a dataset that has each "
            "event in one row, or correct 'adding_up' in its entry."
        )


def require_overlap(dataset: Dataset, column: str, *, days: int) -> None:
    """Refuse a dataset whose counts are not each of so many days.

    Parameters
    ----------
    dataset : Dataset
        Its entry.
    column : str
        The column of its key that is the last of the days.
    days : int
        How many.

    Raises
    ------
    ConfigError
        If its entry doesn't say so.
    """
    adding = dataset.adding_up.get(column)
    if adding is None or adding.days != days:
        raise ConfigError(
            f"{dataset.id} must hold counts over {days} days that end on {column!r}; its rows are "
            f"{adding.rows if adding else 'not told apart by it'}. Use a dataset of such counts, "
            "or correct 'adding_up' in its entry."
        )


def require_snapshots(dataset: Dataset, column: str) -> None:
    """Refuse a dataset whose files do not each say what was known on a day.

    Parameters
    ----------
    dataset : Dataset
        Its entry.
    column : str
        The column of its key that is that day.

    Raises
    ------
    ConfigError
        If its entry doesn't say so.
    """
    adding = dataset.adding_up.get(column)
    if adding is None or adding.rows != "snapshots":
        raise ConfigError(
            f"{dataset.id} must hold snapshots by {column!r}; its rows are "
            f"{adding.rows if adding else 'not told apart by it'}. Use a dataset of what was known "
            "on several days, or correct 'adding_up' in its entry."
        )


def add_up_outcome(
    table: pd.DataFrame, *, dataset: Dataset, places: Mapping[str, str]
) -> pd.DataFrame:
    """Add up the counts of an outcome place by place, as its entry says that they may be.

    Parameters
    ----------
    table : pandas.DataFrame
        The dataset's rows.
    dataset : Dataset
        Its entry.
    places : mapping of str to str
        For the code of each area that there should be the name of the place to add up to.

    Returns
    -------
    pandas.DataFrame
        `district_name` (the place), and for each column of counts `<column>_lower` and
        `<column>_upper`. Where a count is missing the sum is at least that of the others and has
        no upper end; where all are, neither is known. So it is where an area has no row, or none
        for a period that others have.

    Raises
    ------
    ConfigError
        If rows hold the same events and nothing can be done about it.

    Notes
    -----
    Of counts over seven days, by day, every seventh is taken, back from the last; of counts that
    accumulate, and of snapshots, the last alone.
    """
    rows = widen_numbers(table)
    areas, periods = [*places], []
    for name, adding in dataset.adding_up.items():
        rows = _select_apart(rows, dataset=dataset, name=name, adding=adding)
        if dataset.columns[name].type in STEPS:
            periods.append(name)
    gap = any(_has_gap(rows[name], days=dataset.adding_up[name].days) for name in periods)
    rows = _add_lacking(rows, periods=periods, areas=areas)
    if gap:
        rows = pd.concat([rows, pd.DataFrame({AREA_CODE: areas})], ignore_index=True)
    named = rows.groupby(rows[AREA_CODE].map(dict(places)).rename(DISTRICT_NAME))
    sums = {}
    for name, column in dataset.columns.items():
        if column.quantity == "count":
            low, high = (f"{name}_lower", f"{name}_upper") if column.suppressed else (name, name)
            known = named[low]
            least = known.sum(skipna=False) if _may_fall(column) else known.sum(min_count=1)
            sums[f"{name}_lower"] = least.astype("float64")
            sums[f"{name}_upper"] = named[high].sum(skipna=False).astype("float64")
    return pd.DataFrame(sums).rename_axis(DISTRICT_NAME).reset_index()


def _may_fall(column: Column) -> bool:
    """Whether a count is a difference, so that what is missing may take from the sum."""
    return column.minimum is not None and column.minimum < 0


def _select_apart(
    rows: pd.DataFrame, *, dataset: Dataset, name: str, adding: AddingUp
) -> pd.DataFrame:
    """Select rows that hold no event twice."""
    if adding.rows in LATEST:
        return rows[rows[name] == rows[name].max()]
    if adding.days:
        days = find_uk_days(rows[name])
        return rows[(days.max() - days).dt.days % adding.days == 0]
    if adding.rows != "apart":
        require_apart(dataset, name)
    return rows


def _has_gap(periods: pd.Series, *, days: int | None) -> bool:
    """Whether no area has a row for a period that lies between two others."""
    known = periods.drop_duplicates().sort_values()
    whole = known.astype("int64") if pd.api.types.is_float_dtype(known) else known
    steps = np.diff(period_ordinals(whole))
    return bool(len(steps)) and bool((steps > (days or steps.min())).any())


def _add_lacking(rows: pd.DataFrame, *, periods: list[str], areas: list[str]) -> pd.DataFrame:
    """Add a row without counts for each area and period that has none."""
    names = [AREA_CODE, *periods]
    values = [rows[name].drop_duplicates() for name in periods]
    wanted = pd.MultiIndex.from_product([areas, *values], names=names)
    lacking = wanted.difference(pd.MultiIndex.from_frame(rows[names]), sort=False)
    return pd.concat([rows, lacking.to_frame(index=False)[[AREA_CODE]]], ignore_index=True)
