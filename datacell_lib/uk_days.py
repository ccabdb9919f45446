"""Moments become days of the United Kingdom, whose clocks change in March and October."""

from __future__ import annotations

from typing import TypeVar

import pandas as pd

from datacell_lib.schema import PERIOD, TableError

UK = "Europe/London"

Table = TypeVar("Table", bound=pd.DataFrame)


def find_uk_days(times: pd.Series) -> pd.Series:
    """Find the day of each moment, as it is called in the United Kingdom.

    Parameters
    ----------
    times : pandas.Series
        Dates or times, with a time zone or without; those without are taken to be of the UK.

    Returns
    -------
    pandas.Series
        The midnights of their days, without a time zone: one day follows another by 24 hours, on
        those on which the clocks change, too.

    Examples
    --------
    >>> times = pd.to_datetime(pd.Series(["2020-03-29 00:00", "2020-03-29 23:00"]), utc=True)
    >>> find_uk_days(times).dt.strftime("%d %B").tolist()
    ['29 March', '30 March']
    """
    if isinstance(times.dtype, pd.ArrowDtype):
        times = pd.Series(pd.DatetimeIndex(times), index=times.index, name=times.name)
    if isinstance(times.dtype, pd.DatetimeTZDtype):
        times = times.dt.tz_convert(UK).dt.tz_localize(None)
    return times.dt.normalize()


def use_uk_days(table: Table, *, column: str = PERIOD) -> Table:
    """Return a table whose times are days of the United Kingdom.

    Parameters
    ----------
    table : pandas.DataFrame
        Any table; not changed.
    column : str
        The column of times; where there is none, or it holds no times (whole numbers, years in
        words, pandas periods), the table is returned as it is.

    Returns
    -------
    pandas.DataFrame
        The same rows, the column as `find_uk_days` gives it.

    Examples
    --------
    >>> days = pd.date_range("2020-10-24", periods=3, tz="Europe/London")
    >>> use_uk_days(pd.DataFrame({"period": days}))["period"].diff().dt.days.tolist()
    [nan, 1.0, 1.0]
    """
    if column not in table or not pd.api.types.is_datetime64_any_dtype(table[column]):
        return table
    return table.assign(**{column: find_uk_days(table[column])})


def require_uk_days(table: Table, *, column: str) -> Table:
    """Return a table of days, or refuse one whose column holds none.

    Parameters
    ----------
    table : pandas.DataFrame
        Any table; not changed.
    column : str
        Times, or pandas periods of a day.

    Returns
    -------
    pandas.DataFrame
        The same rows, the column as `find_uk_days` gives it.

    Raises
    ------
    TableError
        If the column holds texts, numbers, longer periods, or nothing in a row.

    Examples
    --------
    >>> days = pd.period_range("2020-03-28", periods=2, freq="D")
    >>> require_uk_days(pd.DataFrame({"date": days}), column="date")["date"].dt.day.tolist()
    [28, 29]
    """
    times = table[column]
    if isinstance(times.dtype, pd.PeriodDtype) and times.dtype.freq == pd.offsets.Day():
        times = times.dt.to_timestamp()
    if not pd.api.types.is_datetime64_any_dtype(times):
        raise TableError(
            f"{column} must be dates, one a day; found {times.dtype}. Convert it with "
            "pandas.to_datetime, and say there which comes first, the day or the month."
        )
    if times.isna().any():
        raise TableError(
            f"{column} must not be missing; found {int(times.isna().sum())} rows without a day. "
            "Leave them out, and report how many."
        )
    return table.assign(**{column: find_uk_days(times)})
