"""Missing values: refused, estimated and marked, or left unranked; never least vulnerable."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from datacell_lib.equal_values import is_constant
from datacell_lib.files.index_spec import IndexSpec
from datacell_lib.number_types import convert_to_floats
from datacell_lib.schema import TableError

SHOWN = 5


def fill_missing(values: pd.DataFrame, *, spec: IndexSpec) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Deal with missing values by the rule of an index.

    Parameters
    ----------
    values : DataFrame of float, shape (areas, indicators), index area_code
    spec : IndexSpec
        ``spec.missing`` states the rule.

    Returns
    -------
    values : DataFrame of float, same shape
        Missing values remain only under the rule "leave_unranked".
    imputed : DataFrame of bool, same shape
        Where a value was estimated.

    Raises
    ------
    TableError
        If the rule is "refuse" and a value is missing, or if too little is known to estimate.

    Examples
    --------
    >>> from datacell_lib.files.index_spec import draft_index_spec
    >>> spec = draft_index_spec(
    ...     {"a": "higher_is_more_vulnerable", "b": "lower_is_more_vulnerable"})
    >>> table = pd.DataFrame({"area_code": ["x", "y", "z"], "a": [1, 2, 3], "b": [9, 7, 8]})
    >>> filled, imputed = fill_missing(table[["a", "b"]], spec=spec)
    >>> bool(imputed.any(axis=None))
    False
    """
    values = convert_to_floats(values)
    missing = values.isna()
    none_imputed = pd.DataFrame(False, index=values.index, columns=values.columns)
    if not missing.any(axis=None) or spec.missing.rule == "leave_unranked":
        return values, none_imputed
    match spec.missing.rule:
        case "refuse":
            raise TableError(_describe(missing, file=spec.file))
        case "neighbours_median":
            return estimate_from_neighbours(values, neighbours=spec.missing.neighbours), missing
        case "model":
            return estimate_by_regression(values), missing


def estimate_from_neighbours(values: pd.DataFrame, *, neighbours: int = 10) -> pd.DataFrame:
    """Estimate missing values as the median of the areas most alike.

    Parameters
    ----------
    values : DataFrame of float, shape (areas, indicators), index area_code
    neighbours : int
        How many areas to take the median of (fewer where fewer have the value).

    Returns
    -------
    DataFrame of float, same shape
        Nothing is missing.

    Raises
    ------
    TableError
        If an area has no indicator at all, or no area like it has the value.

    Notes
    -----
    Alike means near, by Euclidean distance over the z-scores of the indicators that the area
    does have. The neighbours are statistical, and need not be near on the map. Don't use it
    where values are missing because they are extreme.

    Examples
    --------
    >>> table = pd.DataFrame({"a": [1.0, 1.1, 9.0, 1.05], "b": [5.0, 7.0, 90.0, None]})
    >>> estimate_from_neighbours(table, neighbours=2)["b"].tolist()
    [5.0, 7.0, 90.0, 6.0]
    """
    values = convert_to_floats(values)
    spread = values.std(ddof=1).mask(values.apply(is_constant), np.inf)  # parts no areas
    scaled = (values - values.mean()) / spread

    def estimate(known: list[str], name: str, areas: pd.Index, donors: pd.Index) -> np.ndarray:
        tree = cKDTree(scaled.loc[donors, known].to_numpy())
        count = min(neighbours, len(donors))
        nearest = tree.query(scaled.loc[areas, known].to_numpy(), k=range(1, count + 1))[1]
        return np.median(values.loc[donors, name].to_numpy()[nearest], axis=1)

    return _fill_by_pattern(values, estimate=estimate, fewest_donors=1)


def estimate_by_regression(values: pd.DataFrame) -> pd.DataFrame:
    """Estimate missing values by a linear model of the other indicators.

    Parameters
    ----------
    values : DataFrame of float, shape (areas, indicators), index area_code

    Returns
    -------
    DataFrame of float, same shape
        Nothing is missing; estimates are held within the values that were observed.

    Raises
    ------
    TableError
        If an area has no indicator at all, or too few areas have the value for a model.

    Notes
    -----
    Ordinary least squares with an intercept on the indicators that the area does have, fitted
    to all areas that have these and the missing one. The estimates vary less than real values.

    Examples
    --------
    >>> table = pd.DataFrame({"a": [1.0, 2.0, 3.0, 2.5], "b": [2.0, 4.0, 6.0, None]})
    >>> estimate_by_regression(table)["b"].round(6).tolist()
    [2.0, 4.0, 6.0, 5.0]
    """
    values = convert_to_floats(values)

    def estimate(known: list[str], name: str, areas: pd.Index, donors: pd.Index) -> np.ndarray:
        observed = values.loc[donors, name]
        design = np.column_stack([np.ones(len(donors)), values.loc[donors, known]])
        coefficients = np.linalg.lstsq(design, observed, rcond=None)[0]
        wanted = np.column_stack([np.ones(len(areas)), values.loc[areas, known]])
        return np.clip(wanted @ coefficients, observed.min(), observed.max())

    return _fill_by_pattern(values, estimate=estimate, fewest_donors=values.shape[1] + 1)


def _fill_by_pattern(
    values: pd.DataFrame,
    *,
    estimate: Callable[[list[str], str, pd.Index, pd.Index], np.ndarray],
    fewest_donors: int,
) -> pd.DataFrame:
    """Estimate together all areas that lack the same indicators."""
    filled = values.copy()
    missing = values.isna()
    incomplete = missing[missing.any(axis=1)]
    for pattern, rows in incomplete.groupby(list(values.columns)):
        lacking = np.array(pattern)
        known = list(values.columns[~lacking])
        for name in values.columns[lacking]:
            donors = values.index[values[[*known, name]].notna().all(axis=1)]
            if not known or len(donors) < fewest_donors:
                raise TableError(
                    f"cannot estimate '{name}' for {rows.index[0]}: it has {len(known)} other "
                    f"indicators, and {len(donors)} areas have these and '{name}'. Complete it, "
                    "or choose the missing rule 'leave_unranked'."
                )
            filled.loc[rows.index, name] = estimate(known, name, rows.index, donors)
    return filled


def _describe(missing: pd.DataFrame, *, file: str) -> str:
    counts = missing.sum()
    found = "; ".join(
        f"'{name}' for {count} areas such as {', '.join(missing.index[missing[name]][:SHOWN])}"
        for name, count in counts[counts > 0].items()
    )
    return (
        f"{file}: missing.rule is 'refuse', but values are missing: {found}. Complete them, or "
        "choose the rule 'neighbours_median', 'model' or 'leave_unranked'."
    )
