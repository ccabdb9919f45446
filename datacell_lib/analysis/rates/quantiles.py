"""Put areas into quantiles, by the field's rule for ties."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from datacell_lib.analysis.rates.arguments import check_choice, check_whole
from datacell_lib.analysis.rates.doors import takes_columns
from datacell_lib.equal_values import merge_equal_values
from datacell_lib.schema import AREA_CODE, NOTE, QUANTILE, VALUE
from datacell_lib.table_checks import check_columns, check_numbers, check_one_geography

TOO_FEW_AREAS = "fewer areas than quantiles"
NO_VALUE = "value not known"


@takes_columns(AREA_CODE, adds=(QUANTILE, NOTE))
def assign_quantiles(
    table: pd.DataFrame,
    *,
    most_vulnerable: Literal["highest", "lowest"],
    quantiles: int = 10,
    by: str | Sequence[str] = (),
    column: str = VALUE,
) -> pd.DataFrame:
    r"""Put areas into quantiles: quantile 1 holds the most vulnerable.

    Parameters
    ----------
    table : pandas.DataFrame
        With ``column``, one row an area.
    most_vulnerable : {"highest", "lowest"}
        Which end of ``column`` is the most vulnerable.
    quantiles : int, default 10
        How many, at least two.
    by : str or sequence of str, default ()
        Columns within whose groups to rank: ("period",) ranks each period by itself.
    column : str, default "value"
        What to rank by.
    area_code : str
        What the table calls that column.

    Returns
    -------
    pandas.DataFrame
        The table's columns, ``quantile`` (whole numbers, missing where there is none) and
        ``note``. Groups with fewer areas than quantiles have none.

    Raises
    ------
    TableError
        If a column is missing or not a number, or the areas are of several geographies.
    ParameterError
        If ``quantiles`` or ``most_vulnerable`` is out of range.

    Notes
    -----
    With r the rank from the most vulnerable, ties at their lowest, of N areas and k quantiles:
    :math:`q = (k+1) - \lceil (N+1-r)k/N \rceil`, in whole numbers. (The field's own formula
    divides by N/k, and turns the 0 that rounding can leave into 1.) Areas with one value share
    a quantile, so sizes can differ; values are one by the rule of ``datacell_lib.equal_values``.
    Not population-weighted.

    References
    ----------
    Office for Health Improvement and Disparities. Fingertips technical guidance. 2020.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"value": [5.0, 1.0, 3.0, 4.0]})
    >>> assign_quantiles(table, most_vulnerable="highest", quantiles=2)["quantile"].tolist()
    [1, 2, 2, 1]
    """
    check_whole("quantiles", quantiles, at_least=2)
    check_choice("most_vulnerable", most_vulnerable, allowed=("highest", "lowest"))
    check_columns(table, [*by, column])
    check_numbers(table, [column])
    if AREA_CODE in table:
        check_one_geography(table)
    values = pd.Series(table[column].to_numpy(dtype=float, na_value=np.nan), index=table.index)
    keys = [table[key] for key in by] if by else np.zeros(len(table))
    merged = values.groupby(keys, dropna=False).transform(merge_equal_values)
    groups = merged.groupby(keys, dropna=False)
    rank = groups.rank(method="min", ascending=most_vulnerable == "lowest").to_numpy(dtype=float)
    size = groups.transform("count").to_numpy(dtype=float)
    with_value = ~np.isnan(rank)
    enough = size >= quantiles
    # Whole numbers throughout: a division would round some areas over the border.
    steps = -(-(size + 1 - rank) * quantiles // size)
    assigned = np.where(with_value & enough, quantiles + 1 - steps, np.nan)
    notes = np.select([~with_value, ~enough], [NO_VALUE, TOO_FEW_AREAS], "")
    return table.assign(**{QUANTILE: pd.array(assigned, dtype="Int64"), NOTE: notes})
