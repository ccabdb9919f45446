"""Numbers of any type as floats: the door of every calculation that small integers overflow.

A column of `int8` to `int32` or unsigned numbers wraps round without a word when it is squared,
weighted or given a minus sign. Public functions of indices and of maps convert what they are
given here, before the first step.
"""

from __future__ import annotations

from typing import TypeVar, cast

import numpy as np
import pandas as pd

from datacell_lib.schema import TableError

Numbers = TypeVar("Numbers", pd.Series, pd.DataFrame, np.ndarray)


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
