"""Preparation: the table is checked, and indicators transformed, before an index is made."""

from __future__ import annotations

import numpy as np
import pandas as pd

from datacell_lib import schema
from datacell_lib.analysis.index.outliers import treat_outliers
from datacell_lib.analysis.index.variation import check_still_varies
from datacell_lib.equal_values import is_constant
from datacell_lib.files.index_methods import Transformation
from datacell_lib.files.index_spec import IndexSpec
from datacell_lib.number_types import convert_to_floats
from datacell_lib.schema import TableError
from datacell_lib.wording import quote_names


def check_table(table: pd.DataFrame, *, spec: IndexSpec) -> None:
    """Refuse a table that an index cannot be made of.

    Parameters
    ----------
    table : DataFrame, one row per area
        ``area_code`` and one column per indicator of ``spec``.
    spec : IndexSpec

    Raises
    ------
    TableError
        Naming the index file, the key, what was found and the remedy.

    Examples
    --------
    >>> from datacell_lib.files.index_spec import draft_index_spec
    >>> spec = draft_index_spec(
    ...     {"a": "higher_is_more_vulnerable", "b": "lower_is_more_vulnerable"})
    >>> table = pd.DataFrame({"area_code": ["x", "y", "z"], "a": [1, 2, 3], "b": [9, 7, 8]})
    >>> check_table(table, spec=spec)
    """
    names = [indicator.name for indicator in spec.list_indicators()]
    lacking = [name for name in (schema.AREA_CODE, *names) if name not in table]
    if lacking:
        raise TableError(
            f"{spec.file}: the table has no column for {quote_names(lacking)}; it has "
            f"{quote_names(table.columns)}. Name its columns as the indicators' 'name' says."
        )
    repeated = table.loc[table[schema.AREA_CODE].duplicated(), schema.AREA_CODE]
    if not repeated.empty:
        raise TableError(
            f"{spec.file}: each area must have one row; found {repeated.iloc[0]} more than once "
            f"({len(repeated)} rows too many). Remove or aggregate them."
        )
    for name in names:
        _check_indicator(table.set_index(schema.AREA_CODE)[name], file=spec.file)


def _check_indicator(values: pd.Series, *, file: str) -> None:
    if not pd.api.types.is_numeric_dtype(values):
        raise TableError(
            f"{file}: indicator '{values.name}' must hold numbers; found {values.dtype} such as "
            f"{values.iloc[0]!r}. Convert it, and mark missing values as missing."
        )
    if np.isinf(values.to_numpy(float, na_value=np.nan)).any():
        raise TableError(
            f"{file}: indicator '{values.name}' has infinite values. Check its denominator for 0."
        )
    if is_constant(values):
        found = "no values" if values.count() == 0 else f"only {values.dropna().iloc[0]:g}"
        raise TableError(
            f"{file}: indicator '{values.name}' is constant: it has {found} for {len(values)} "
            "areas, so it cannot tell them apart. Remove it, or check its column."
        )


def prepare_indicators(values: pd.DataFrame, *, spec: IndexSpec) -> pd.DataFrame:
    """Transform every indicator as the index file says, then treat outliers.

    Parameters
    ----------
    values : DataFrame of float, shape (areas, indicators)
    spec : IndexSpec

    Returns
    -------
    DataFrame of float, same shape

    Raises
    ------
    TableError
        If a value is too low for its transformation, or an indicator is left constant by it or
        by the treatment of outliers.

    Examples
    --------
    >>> from datacell_lib.files.index_spec import draft_index_spec
    >>> spec = draft_index_spec(
    ...     {"a": "higher_is_more_vulnerable", "b": "lower_is_more_vulnerable"})
    >>> table = pd.DataFrame({"area_code": ["x", "y", "z"], "a": [1, 2, 3], "b": [9, 7, 8]})
    >>> prepare_indicators(table[["a", "b"]], spec=spec)["b"].tolist()
    [9.0, 7.0, 8.0]
    """
    transformed = pd.DataFrame(
        {
            indicator.name: transform(values[indicator.name], method=indicator.transformation)
            for indicator in spec.list_indicators()
        }
    )
    return treat_outliers(transformed, treatment=spec.outliers)[0]


def transform(values: pd.Series, *, method: Transformation) -> pd.Series:
    """Take logarithms or square roots of one indicator.

    Parameters
    ----------
    values : Series of float, shape (areas,)
    method : {"none", "log", "log_plus_one", "square_root"}

    Returns
    -------
    Series of float, shape (areas,)

    Raises
    ------
    TableError
        If a value is too low for the transformation, or it leaves the values constant.

    Examples
    --------
    >>> transform(pd.Series([1.0, 4.0], name="beds"), method="square_root").tolist()
    [1.0, 2.0]
    """
    values = convert_to_floats(values)
    if method == "none":
        return values
    lowest = values.min()
    allowed = {"log": lowest > 0, "log_plus_one": lowest > -1, "square_root": lowest >= 0}
    if not allowed[method]:
        raise TableError(
            f"transformation '{method}' of indicator '{values.name}' is not possible: its lowest "
            f"value is {lowest:g}. Choose another transformation, or 'none'."
        )
    transformed = {"log": np.log, "log_plus_one": np.log1p, "square_root": np.sqrt}[method](values)
    step = f"transformation '{method}'"
    check_still_varies(transformed, before=values, step=step, remedy="Choose 'none'.")
    return transformed
