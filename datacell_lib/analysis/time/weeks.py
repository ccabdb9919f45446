"""Daily counts become weekly ones."""

from __future__ import annotations

import pandas as pd

from datacell_lib.analysis.time.settings import check_whole
from datacell_lib.number_types import widen_numbers
from datacell_lib.schema import (
    AREA_CODE,
    AUTHORITY_CODE,
    AUTHORITY_NAME,
    DENOMINATOR,
    DISTRICT_NAME,
    NUMERATOR,
    PERIOD,
    POPULATION,
    TableError,
)
from datacell_lib.table_checks import check_columns, check_not_negative
from datacell_lib.table_sources import carry_sources, tell_origin
from datacell_lib.uk_days import require_uk_days

DAYS = 7
PROVISIONAL_DAYS = 5  # the last days of a series, still being reported
PLACE = "place"


def calculate_weekly_counts(daily: pd.DataFrame, *, weeks: int | None = None) -> pd.DataFrame:
    """Add up daily counts to whole weeks that end on a Sunday.

    Parameters
    ----------
    daily : pandas.DataFrame
        `area_code`, `date` (a day) and `cases`; a row for every day of every area.
    weeks : int, optional
        Keep only the latest so many.

    Returns
    -------
    pandas.DataFrame
        `area_code`, `period` (the Sunday that ends the week), `numerator`, `provisional` (it
        holds one of the last five days, which are still being reported), sorted. Weeks that are
        not whole are left out at both ends.

    Raises
    ------
    TableError
        If a day or its count is missing inside an area's series, a day stands there twice, or a
        count is negative or infinite; or its dates are texts or weeks.
    ParameterError
        If ``weeks`` is no whole number of 1 or more.

    Notes
    -----
    A gap in a daily series is not a day without cases. It is refused, not filled. A time, with a
    zone or without, belongs to the day that it is of in the United Kingdom.
    """
    if weeks is not None:
        check_whole(weeks, name="weeks", least=1)
    check_columns(daily, [AREA_CODE, "date", "cases"])
    if len(daily):
        check_not_negative(daily, ["cases"])
    daily = widen_numbers(require_uk_days(daily, column="date"))
    last = daily["date"].max()
    span = daily.groupby(AREA_CODE)["date"].agg(["min", "max", "size", "nunique"])
    expected = (span["max"] - span["min"]).dt.days + 1
    broken = span[(span["size"] != expected) | (span["nunique"] != expected)]
    if len(broken):
        row = broken.iloc[0]
        raise TableError(
            f"the daily series must have each day once; {broken.index[0]} has {row['size']} rows "
            f"for {expected[broken.index[0]]} days from {row['min']:%d %B %Y} to "
            f"{row['max']:%d %B %Y}. Check the file{tell_origin(daily)} for gaps and "
            "repetitions."
        )
    unknown = daily[daily["cases"].isna()]
    if len(unknown):
        row = unknown.iloc[0]
        raise TableError(
            f"the daily series has no count for {row[AREA_CODE]} on {row['date']:%d %B %Y}, one "
            f"of {len(unknown)} days without. A missing count is not zero: check the "
            f"file{tell_origin(daily)}."
        )
    sundays = daily["date"] + pd.to_timedelta((6 - daily["date"].dt.day_of_week) % DAYS, unit="D")
    weekly = (
        daily.assign(**{PERIOD: sundays})
        .groupby([AREA_CODE, PERIOD], as_index=False)
        .agg(**{NUMERATOR: ("cases", "sum"), "days": ("cases", "size")})
    )
    weekly = weekly[weekly["days"] == DAYS].drop(columns="days")
    weekly["provisional"] = weekly[PERIOD] > last - pd.Timedelta(days=PROVISIONAL_DAYS)
    if weeks is not None:
        weekly = weekly[weekly[PERIOD] > weekly[PERIOD].max() - pd.Timedelta(weeks=weeks)]
    return carry_sources(weekly.sort_values([AREA_CODE, PERIOD], ignore_index=True), daily)


def compare_weekly_counts(
    weekly: pd.DataFrame, *, here: pd.DataFrame, around: pd.DataFrame, title: str
) -> pd.DataFrame:
    """Set the weekly counts of a district beside those of its area, each with its residents.

    Parameters
    ----------
    weekly : pandas.DataFrame
        What `calculate_weekly_counts` returns, by local authority district.
    here, around : pandas.DataFrame
        Neighbourhoods of the report district and of the area, with `authority_code`,
        `authority_name`, `district_name` and `population`.
    title : str
        What the area is called.

    Returns
    -------
    pandas.DataFrame
        `place`, `period`, `numerator`, `denominator`, the district's rows first. A report
        district that is only a part of an authority has that authority's counts, and says so:
        nothing is shown finer than it is published. The area is left out where it is the same.
    """
    check_columns(weekly, [AREA_CODE, PERIOD, NUMERATOR])
    if len(weekly):
        check_not_negative(weekly, [NUMERATOR])
    own = set(here[AUTHORITY_CODE])
    whole = around[around[AUTHORITY_CODE].isin(own)]
    name = here[DISTRICT_NAME].iloc[0]
    if len(whole) > len(here):
        name = f"{' and '.join(sorted(set(here[AUTHORITY_NAME])))} as a whole"
    places = {name: whole}
    if len(around) > len(whole):
        places[title] = around
    parts = [_add_up(weekly, rows).assign(**{PLACE: place}) for place, rows in places.items()]
    compared = pd.concat(parts, ignore_index=True)[[PLACE, PERIOD, NUMERATOR, DENOMINATOR]]
    return carry_sources(compared, weekly, here, around)


def _add_up(weekly: pd.DataFrame, neighbourhoods: pd.DataFrame) -> pd.DataFrame:
    codes = set(neighbourhoods[AUTHORITY_CODE])
    rows = weekly[weekly[AREA_CODE].isin(codes)]
    by_week = rows.groupby(PERIOD)
    added = by_week[[NUMERATOR]].sum(skipna=False).reset_index()
    complete = added[(by_week[AREA_CODE].nunique() == len(codes)).to_numpy()]
    people = float(neighbourhoods[POPULATION].sum(skipna=False))
    return complete.assign(**{DENOMINATOR: people})
