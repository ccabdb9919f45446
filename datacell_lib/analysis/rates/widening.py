"""Widen the numbers of a table, so that sums and products of small types can't overflow."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

LARGEST = np.iinfo(np.int64).max


def widen_numbers(table: pd.DataFrame, columns: Collection[str]) -> pd.DataFrame:
    """Give numbers as 64-bit integers, or as 64-bit floats where some are missing.

    Parameters
    ----------
    table : pandas.DataFrame
        Any.
    columns : collection of str
        Those to widen, where they are there and hold numbers.

    Returns
    -------
    pandas.DataFrame
        The table itself where its numbers are wide already.

    Examples
    --------
    >>> small = pd.DataFrame({"numerator": pd.array([100, 120], dtype="int8")})
    >>> int(widen_numbers(small, ["numerator"])["numerator"].to_numpy().sum(dtype="int64"))
    220
    """
    wide = {
        column: _widen(table[column])
        for column in table.columns
        if column in columns and _is_narrow(table[column].dtype)
    }
    return table.assign(**wide) if wide else table


def _is_narrow(dtype: object) -> bool:
    if not pd.api.types.is_numeric_dtype(dtype) or pd.api.types.is_complex_dtype(dtype):
        return False
    return dtype not in (np.dtype("int64"), np.dtype("float64"), np.dtype("bool"))


def _widen(values: pd.Series) -> pd.Series:
    whole = pd.api.types.is_integer_dtype(values.dtype) and not values.isna().any()
    if whole and (values.empty or values.max() <= LARGEST):
        return values.astype("int64")
    return pd.Series(values.to_numpy(dtype=float, na_value=np.nan), index=values.index)
