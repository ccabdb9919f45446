"""The reproduction number of an area as a whole, week by week."""

from __future__ import annotations

import pandas as pd

from datacell_lib.analysis.time.reproduction import DATED_BY, calculate_reproduction_number
from datacell_lib.analysis.time.serial_interval import SerialInterval
from datacell_lib.analysis.time.settings import check_whole
from datacell_lib.schema import AREA_CODE, LOWER_CI, NOTE, NUMERATOR, PERIOD, UPPER_CI, VALUE
from datacell_lib.table_checks import check_columns, check_not_negative
from datacell_lib.table_sources import carry_sources

SUNDAY = 6


def follow_reproduction_number(
    daily: pd.DataFrame, *, title: str, serial_interval: SerialInterval, weeks: int = 26
) -> pd.DataFrame:
    """Estimate how many people each case of an area infected, in its latest weeks.

    Parameters
    ----------
    daily : pandas.DataFrame
        `area_code`, `date` (of the specimen), `cases`; a row for every day of every area.
    title : str
        What the whole is called.
    serial_interval : SerialInterval
        Days from case to case, with its source.
    weeks : int
        How many of the latest weeks to give.

    Returns
    -------
    pandas.DataFrame
        `place` (the title), `period` (the Sunday that ends the week), `value` (the posterior mean
        over its seven days), `lower_ci`, `upper_ci` (95% credible interval) and `note`, why there
        is none.

    Raises
    ------
    TableError
        As `calculate_reproduction_number`; or a count is negative or infinite.
    ParameterError
        If `weeks` is no whole number of 1 or more.

    Notes
    -----
    As `calculate_reproduction_number`: weeks with about ten cases or fewer have no estimate. Days
    that an area has no row of are left out at both ends, and refused in between.

    Examples
    --------
    >>> days = pd.date_range("2020-09-07", periods=21)
    >>> daily = pd.DataFrame({"area_code": "E1", "date": days, "cases": 50.0})
    >>> steady = SerialInterval(mean=4.7, sd=2.9, source="Nishiura and others 2020")
    >>> found = follow_reproduction_number(daily, title="Here", serial_interval=steady)
    >>> found["value"].round(1).tolist()[1:]
    [1.1, 1.0]
    """
    check_whole(weeks, name="weeks", least=1)
    check_columns(daily, [AREA_CODE, "date", "cases"])
    if len(daily):
        check_not_negative(daily, ["cases"])
    every = daily.groupby("date")[AREA_CODE].transform("nunique") == daily[AREA_CODE].nunique()
    added = daily[every].groupby("date", as_index=False)["cases"].sum(skipna=False)
    added.columns = [PERIOD, NUMERATOR]
    found = calculate_reproduction_number(
        added.assign(**{AREA_CODE: title}), serial_interval=serial_interval, dated_by=DATED_BY
    )
    by_week = found[found[PERIOD].dt.day_of_week == SUNDAY].tail(weeks)
    columns = by_week[[PERIOD, VALUE, LOWER_CI, UPPER_CI, NOTE]].reset_index(drop=True)
    columns.insert(0, "place", title)
    return carry_sources(columns, daily)
