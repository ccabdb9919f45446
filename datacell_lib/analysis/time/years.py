"""Which year a period is, where nothing but single years will do."""

from __future__ import annotations

import numpy as np
import pandas as pd

from datacell_lib.schema import PERIOD, TableError
from datacell_lib.table_checks import name_rows
from datacell_lib.uk_days import find_uk_days

YEAR = r"\A([0-9]{4})(?:/([0-9]{2}))?\Z"


def read_years(keys: pd.DataFrame) -> pd.Series:
    """Read periods that must be single years, calendar or financial.

    Parameters
    ----------
    keys : pandas.DataFrame
        With ``period``: years (2021, "2021" or "2021/22"), or dates that fall on one day of the
        year.

    Returns
    -------
    pandas.Series of int
        The year of each row, the first of the two for "2021/22".

    Raises
    ------
    TableError
        If a period is no single year, as where years are pooled ("2019/21", "2019-21", "2019 to
        2021"), or calendar years stand beside others, or there are several dates in a year.

    Examples
    --------
    >>> read_years(pd.DataFrame({"period": ["2020/21", "2021/22"]})).tolist()
    [2020, 2021]
    """
    periods = keys[PERIOD]
    if pd.api.types.is_datetime64_any_dtype(periods):
        periods = find_uk_days(periods)
        dates = periods.dt.strftime("%m-%d")
        others = dates != dates.iloc[0]
        if others.any():
            raise TableError(
                f"{PERIOD} must be a year apart; found several dates in a year, as at "
                f"{name_rows(keys, others)}. For weekly series use growth rates."
            )
        return periods.dt.year
    parts = periods.astype("str").str.extract(YEAR)
    first, second = (pd.to_numeric(part).to_numpy(dtype=float) for part in (parts[0], parts[1]))
    split = ~np.isnan(second)
    wrong = np.isnan(first) | (split & (second != (first + 1) % 100))
    if wrong.any():
        raise TableError(
            f"{PERIOD} must be single years, as 2021 or 2021/22; found others for "
            f"{name_rows(keys, wrong)}. Years that are pooled overlap, and are not tested."
        )
    if split.any() and not split.all():
        raise TableError(
            f"{PERIOD} must be years of one kind; found {periods[~split].iloc[0]} beside "
            f"{periods[split].iloc[0]}. They overlap: give each kind a table of its own."
        )
    return pd.Series(first.astype(int), index=keys.index)
