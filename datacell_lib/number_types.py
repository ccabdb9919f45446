"""Numbers get room: small types overflow in silence when they are added or multiplied."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import pandas as pd

from datacell_lib.schema import TableError

LARGEST = np.iinfo(np.int64).max

Table = TypeVar("Table", bound=pd.DataFrame)


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
                f"{name} must be below 2**63; found {table[name].max()}. Check its file."
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
