"""Read the ordered groups that an index of inequality is fitted to."""

from __future__ import annotations

import numpy as np
import pandas as pd

from datacell_lib.analysis.rates.arguments import check_whole
from datacell_lib.analysis.rates.slope_fit import SCALES
from datacell_lib.schema import (
    CONFIDENCE,
    DENOMINATOR,
    LOWER_CI,
    QUANTILE,
    UPPER_CI,
    VALUE,
    ParameterError,
    TableError,
)
from datacell_lib.table_checks import (
    check_columns,
    check_not_negative,
    check_numbers,
    check_unique,
    name_rows,
)

FEWEST_GROUPS = 3
TOO_FEW_GROUPS = f"fewer than {FEWEST_GROUPS} groups"
LACKS_A_GROUP = "a group is not there"
MISSING_GROUP = "a group's value, limits or population are not known"
NOBODY_IN_GROUP = "nobody in a group"
OFF_SCALE = "a group's value or limit is not on the scale"
MEASURES = [VALUE, LOWER_CI, UPPER_CI]


def read_groups(
    table: pd.DataFrame, *, by: list[str], scale: str, quantiles: int | None
) -> tuple[pd.DataFrame, list[pd.DataFrame], list[str]]:
    """Give the answer's keys, the groups of each, and why there can be no index.

    Parameters
    ----------
    table : pandas.DataFrame
        ``by``, ``quantile``, ``denominator``, ``value``, ``lower_ci``, ``upper_ci`` and
        ``confidence``.
    by : list of str
        Key columns: a set of groups for each.
    scale : str
        One of ``SCALES``.
    quantiles : int, optional
        How many groups each set must have; else the highest number in the table.

    Returns
    -------
    tuple of pandas.DataFrame, list of pandas.DataFrame, list of str
        Keys, groups, and notes, empty where an index can be fitted.

    Raises
    ------
    TableError
        For groups that are there twice or not numbered from 1, negative populations, limits
        that are not around their value, or no set whose values are on the scale.
    ParameterError
        If ``quantiles`` is not a whole number.
    """
    check_columns(table, [*by, QUANTILE, DENOMINATOR, *MEASURES, CONFIDENCE])
    check_unique(table, keys=[*by, QUANTILE])
    check_numbers(table, [QUANTILE, *MEASURES, CONFIDENCE])
    check_not_negative(table, [DENOMINATOR])
    wanted = _count_quantiles(table, quantiles)
    _check_limits(table)
    _check_confidence(table)
    off = _find_off_scale(table, scale)
    if by:
        grouped = table.groupby(by, sort=False, observed=True, dropna=False)
        keys, where = table[by].drop_duplicates(ignore_index=True), grouped.ngroup().to_numpy()
    else:
        keys, where = pd.DataFrame(index=range(1)), np.zeros(len(table), dtype=int)
    off_sets = np.bincount(where, weights=off, minlength=len(keys)) > 0
    if off_sets.all() and len(off_sets):
        raise TableError(
            f"limits must lie around their value and on the {scale} scale; not so for "
            f"{name_rows(table, off)}. Choose another scale, or larger groups."
        )
    sets = [table.iloc[np.flatnonzero(where == number)] for number in range(len(keys))]
    notes = [
        _explain(group, wanted=wanted, off_scale=is_off)
        for group, is_off in zip(sets, off_sets, strict=True)
    ]
    return keys, sets, notes


def _count_quantiles(table: pd.DataFrame, quantiles: int | None) -> int:
    numbers = table[QUANTILE].to_numpy(dtype=float)
    faulty = ~((numbers >= 1) & (numbers % 1 == 0))
    if faulty.any():
        raise TableError(
            f"{QUANTILE} must be numbered 1, 2, 3 and so on, 1 the most vulnerable; found "
            f"{numbers[faulty][0]:g} for {name_rows(table, faulty)}. Number the groups, or leave "
            "out those without one."
        )
    highest = int(numbers.max()) if len(numbers) else 0
    if quantiles is None:
        return highest
    check_whole("quantiles", quantiles, at_least=FEWEST_GROUPS)
    if highest > quantiles:
        raise ParameterError(
            f"quantiles must be how many groups there are; found {quantiles}, and a group "
            f"{highest} in the table. Name the number of groups."
        )
    return quantiles


def _check_limits(table: pd.DataFrame) -> None:
    crossed = (
        (table[VALUE] < table[LOWER_CI])
        | (table[VALUE] > table[UPPER_CI])
        | (table[LOWER_CI] > table[UPPER_CI])
    )
    if crossed.any():
        raise TableError(
            f"limits must lie around their value; not so for {name_rows(table, crossed)}. Check "
            f"which column is {LOWER_CI} and which {UPPER_CI}."
        )


def _check_confidence(table: pd.DataFrame) -> None:
    faulty = (table[CONFIDENCE] <= 0) | (table[CONFIDENCE] >= 1)
    if faulty.any():
        raise TableError(
            f"{CONFIDENCE} must lie between 0 and 1; found {table.loc[faulty, CONFIDENCE].iloc[0]} "
            f"for {name_rows(table, faulty)}. Write 95% as 0.95."
        )


def _find_off_scale(table: pd.DataFrame, scale: str) -> np.ndarray:
    to_link, _ = SCALES[scale]
    with np.errstate(divide="ignore", invalid="ignore"):
        on_scale = np.isfinite(to_link(table[MEASURES].to_numpy(dtype=float))).all(axis=1)
    return ~on_scale & table[MEASURES].notna().all(axis=1).to_numpy()


def _explain(group: pd.DataFrame, *, wanted: int, off_scale: bool) -> str:
    """Say why there is no index for a set of groups, empty where there is one."""
    if max(wanted, len(group)) < FEWEST_GROUPS:
        return TOO_FEW_GROUPS
    if len(group) < wanted:
        return LACKS_A_GROUP
    if group[[DENOMINATOR, *MEASURES, CONFIDENCE]].isna().any(axis=None):
        return MISSING_GROUP
    if (group[DENOMINATOR] == 0).any():
        return NOBODY_IN_GROUP
    return OFF_SCALE if off_scale else ""
