"""Numbers of any type get room: small types overflow in silence.

A column of `int8` to `int32` or of unsigned numbers wraps round without a word when it is added
up, squared, weighted or given a minus sign. Public functions give numbers room here, before the
first step: tables keep whole numbers whole, single columns become floats.
"""

from __future__ import annotations

from typing import TypeVar, cast

import numpy as np
import pandas as pd

from datacell_lib.schema import TableError
from datacell_lib.table_sources import tell_origin

LARGEST = np.iinfo(np.int64).max

Table = TypeVar("Table", bound=pd.DataFrame)
Numbers = TypeVar("Numbers", pd.Series, pd.DataFrame, np.ndarray)


def widen_numbers(table: Table) -> Table:
    """Return a table whose numbers have room: small integers overflow in silence.

    Parameters
    ----------
    table : pandas.DataFrame
        Any table, such as one read from a Parquet file or from R; not changed.

    Returns
    -------
    pandas.DataFrame
        The same rows. Whole numbers of fewer than 64 bits, or without a sign, are ``int64``;
        other numbers of fewer than 64 bits are ``float64``; of pandas' own and of Arrow's types
        likewise, missing staying missing. Truth values, texts and dates are as they were.

    Raises
    ------
    TableError
        If a number is too large for 64 bits with a sign.

    Examples
    --------
    >>> table = pd.DataFrame({"population": pd.Series([200, 100], dtype="uint8")})
    >>> (table["population"] ** 2).tolist(), (widen_numbers(table)["population"] ** 2).tolist()
    ([64, 16], [40000, 10000])
    """
    wide = {name: _find_room(dtype) for name, dtype in table.dtypes.items()}
    wide = {name: dtype for name, dtype in wide.items() if dtype != table.dtypes[name]}
    for name in wide:
        too_large = table[name].gt(LARGEST) if str(table.dtypes[name]).lower() == "uint64" else []
        if np.any(too_large):
            raise TableError(
                f"{name} must be below 2**63; found {table[name].max()}. "
                f"Check its file{tell_origin(table)}."
            )
    return table.astype(wide) if wide else table


def _find_room(dtype: object) -> object:
    """Find the type of 64 bits, with a sign, that holds what this type does."""
    kind = getattr(dtype, "kind", "O")
    if kind not in "iuf":
        return dtype
    name = "float64" if kind == "f" else "int64"
    if isinstance(dtype, np.dtype):
        return np.dtype(name)
    if isinstance(dtype, pd.ArrowDtype):
        return pd.ArrowDtype.construct_from_string(f"{'double' if kind == 'f' else name}[pyarrow]")
    if isinstance(dtype, pd.SparseDtype):
        return pd.SparseDtype(name, fill_value=dtype.fill_value)
    return pd.api.types.pandas_dtype(name.capitalize())


def convert_to_floats(values: Numbers) -> Numbers:
    """Return numbers of any type as double-precision floats.

    Parameters
    ----------
    values : Series, DataFrame or ndarray of numbers
        Whole numbers of any width, single precision, or pandas' nullable types.

    Returns
    -------
    Series, DataFrame or ndarray of float64
        Of the same shape and labels; missing values are nan.

    Raises
    ------
    TableError
        If a column does not hold real numbers.

    Examples
    --------
    >>> -convert_to_floats(pd.Series([5, 200], dtype="uint8"))
    0     -5.0
    1   -200.0
    dtype: float64
    """
    if isinstance(values, pd.DataFrame):
        columns = {
            place: _convert_column(column) for place, (_, column) in enumerate(values.items())
        }
        return pd.DataFrame(columns, index=values.index).set_axis(values.columns, axis=1)
    if isinstance(values, pd.Series):
        return _convert_column(values)
    numbers = np.asarray(values)
    if numbers.dtype == np.float64:
        return numbers
    return cast(np.ndarray, _convert_column(pd.Series(numbers.ravel())).to_numpy()).reshape(
        numbers.shape
    )


def _convert_column(values: pd.Series) -> pd.Series:
    if values.dtype == np.float64:
        return values
    is_real = pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_complex_dtype(values)
    if not is_real:
        name = "values" if values.name is None else f"'{values.name}'"
        found = f", such as {values.iloc[0]!r}" if len(values) else ""
        raise TableError(
            f"{name} must hold numbers; found {values.dtype}{found}. Convert it, and mark missing "
            "values as missing."
        )
    numbers = values.to_numpy(dtype=float, na_value=np.nan)
    return pd.Series(numbers, index=values.index, name=values.name)
