"""Weekly cases of an area's districts, arranged for rates, growth and funnels."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from datacell_lib.analysis.rates.funnel import build_funnel_axis, calculate_rate_funnel
from datacell_lib.analysis.rates.proportions_and_rates import calculate_crude_rate
from datacell_lib.analysis.time.growth import calculate_doubling_time, calculate_growth_rate
from datacell_lib.analysis.time.settings import check_whole
from datacell_lib.analysis.time.weeks import calculate_weekly_counts
from datacell_lib.number_types import widen_numbers
from datacell_lib.schema import (
    AREA_CODE,
    AREA_NAME,
    ARROW,
    AUTHORITY_CODE,
    AUTHORITY_NAME,
    DENOMINATOR,
    LOWER_CI,
    NUMERATOR,
    PERIOD,
    POPULATION,
    PROVISIONAL,
    TREND,
    UPPER_CI,
    VALUE,
)
from datacell_lib.table_checks import check_columns, check_denominators, check_not_negative
from datacell_lib.table_sources import carry_sources
from datacell_lib.uk_days import find_uk_days, use_uk_days

DOUBLING_TIME = "doubling_time"
FEWEST_PLACES = 3
GROWTH_WEEKS = 8  # the settled weeks that growth is fitted to


def arrange_weeks(
    daily: pd.DataFrame, *, neighbourhoods: pd.DataFrame, until: date | None = None
) -> pd.DataFrame:
    """Arrange daily cases by week and local authority district, with names and residents.

    Parameters
    ----------
    daily : pandas.DataFrame
        `area_code` (local authority district), `date`, `cases`; may be empty.
    neighbourhoods : pandas.DataFrame
        The area's, with `authority_code`, `authority_name` and `population`.
    until : date, optional
        The last day to use; all of them unless told. Days before it are then no longer waited
        for, so that none is provisional.

    Returns
    -------
    pandas.DataFrame
        `area_code`, `area_name`, `period` (the Sunday that ends the week), `numerator`,
        `denominator`, `provisional`; by district and week. Begins with the first week that every
        district has.

    Raises
    ------
    TableError
        As `calculate_weekly_counts`.

    Examples
    --------
    >>> days = pd.date_range("2021-03-01", periods=14)
    >>> daily = pd.DataFrame({"area_code": "E08000001", "date": days, "cases": 2.0})
    >>> places = pd.DataFrame({"authority_code": ["E08000001"], "authority_name": ["Bolton"],
    ...                        "population": [1000.0]})
    >>> arrange_weeks(daily, neighbourhoods=places)["numerator"].tolist()
    [14.0, 14.0]
    """
    weekly = calculate_weekly_counts(daily)
    if until is not None:
        last = pd.Timestamp(until)
        seen = bool((find_uk_days(daily["date"]) >= last).any())
        weekly = weekly[weekly[PERIOD] <= last]
        weekly = weekly.assign(**{PROVISIONAL: weekly[PROVISIONAL] & (not seen)})
    begins = weekly.groupby(AREA_CODE)[PERIOD].min().max()
    keys = [AUTHORITY_CODE, AUTHORITY_NAME]
    people = neighbourhoods.groupby(keys, as_index=False)[POPULATION].sum(skipna=False)
    people.columns = [AREA_CODE, AREA_NAME, DENOMINATOR]
    named = weekly[weekly[PERIOD] >= begins].merge(people, on=AREA_CODE, validate="m:1")
    columns = [AREA_CODE, AREA_NAME, PERIOD, NUMERATOR, DENOMINATOR, PROVISIONAL]
    arranged = named[columns].sort_values([AREA_CODE, PERIOD], ignore_index=True)
    return carry_sources(arranged, daily, neighbourhoods)


def keep_complete_weeks(weekly: pd.DataFrame, *, weeks: int | None = None) -> pd.DataFrame:
    """Keep the weeks that no longer wait for reports: the latest of them is a page's latest week.

    Parameters
    ----------
    weekly : pandas.DataFrame
        What `arrange_weeks` returns.
    weeks : int, optional
        Keep only the latest so many of them.

    Returns
    -------
    pandas.DataFrame
        Its rows that are not provisional.

    Raises
    ------
    TableError
        If a column is missing, a count negative or infinite, or residents not above zero.
    ParameterError
        If ``weeks`` is no whole number of 1 or more.
    """
    if weeks is not None:
        check_whole(weeks, name="weeks", least=1)
    _check_weekly(weekly)
    weekly = use_uk_days(weekly)
    settled = weekly[~weekly[PROVISIONAL]]
    if weeks is not None:
        settled = settled[settled[PERIOD] > settled[PERIOD].max() - pd.Timedelta(weeks=weeks)]
    return carry_sources(settled.reset_index(drop=True), weekly)


def add_up_districts(weekly: pd.DataFrame, *, title: str) -> pd.DataFrame:
    """Add up districts, week by week.

    Parameters
    ----------
    weekly : pandas.DataFrame
        What `arrange_weeks` returns.
    title : str
        What the whole is called.

    Returns
    -------
    pandas.DataFrame
        `area_code` and `place` (both the title), `period`, `numerator`, `denominator`,
        `provisional`. Where a district's count or its residents are not known, so is the sum.

    Raises
    ------
    TableError
        If a column is missing, a count negative or infinite, or residents not above zero.
    """
    _check_weekly(weekly)
    by_week = widen_numbers(weekly[[PERIOD, NUMERATOR, DENOMINATOR, PROVISIONAL]]).groupby(PERIOD)
    added = by_week[[NUMERATOR, DENOMINATOR]].sum(skipna=False)
    added = added.assign(**{PROVISIONAL: by_week[PROVISIONAL].any()}).reset_index()
    added.insert(0, "place", title)
    added.insert(0, AREA_CODE, title)
    return carry_sources(added, weekly)


def summarise_latest_weeks(weekly: pd.DataFrame) -> pd.DataFrame:
    """Say for each district how high its rate is, and whether its cases grow.

    Parameters
    ----------
    weekly : pandas.DataFrame
        What `arrange_weeks` returns.

    Returns
    -------
    pandas.DataFrame
        `area_code`, `area_name`, `period` (the latest settled week), `numerator`, `value`,
        `lower_ci`, `upper_ci` (cases per 100,000 in that week), `growth`, `growth_lower`,
        `growth_upper` (per cent a week), `doubling_time` (weeks; below zero, until half; missing
        where there may be no change), `trend`, `arrow`. The highest rate first; empty where
        there are no weeks.

    Notes
    -----
    Growth is exp(r) - 1 with r from a negative binomial regression, so for the eight
    settled weeks that it is fitted to its interval is wide. Where they hold a peak one rate does
    not describe them.
    """
    last = keep_complete_weeks(weekly, weeks=1)
    keys = [AREA_CODE, AREA_NAME, PERIOD]
    rates = calculate_crude_rate(last[[*keys, NUMERATOR, DENOMINATOR]])
    rates = rates[[*keys, VALUE, LOWER_CI, UPPER_CI]]
    rates.insert(3, NUMERATOR, last[NUMERATOR].to_numpy())
    grown = calculate_growth_rate(
        weekly.drop(columns=[AREA_NAME, DENOMINATOR]), periods=GROWTH_WEEKS
    )
    times = calculate_doubling_time(grown)
    ends = {"growth": VALUE, "growth_lower": LOWER_CI, "growth_upper": UPPER_CI}
    found = grown[[AREA_CODE, TREND, ARROW]].assign(
        **{name: 100 * np.expm1(grown[column]) for name, column in ends.items()},
        **{DOUBLING_TIME: times[VALUE].where(times[LOWER_CI].notna())},
    )
    order = [*ends, DOUBLING_TIME, TREND, ARROW]
    joined = rates.merge(found[[AREA_CODE, *order]], on=AREA_CODE, validate="1:1")
    ordered = joined.sort_values([VALUE, AREA_CODE], ascending=[False, True], ignore_index=True)
    return carry_sources(ordered, weekly)


def total_latest_week(weekly: pd.DataFrame, *, title: str) -> pd.DataFrame:
    """Add up the districts' cases in the latest settled week.

    Parameters
    ----------
    weekly : pandas.DataFrame
        What `arrange_weeks` returns.
    title : str
        What the whole is called.

    Returns
    -------
    pandas.DataFrame
        One row: what `add_up_districts` returns for that week; none where there are no weeks.
    """
    last = keep_complete_weeks(weekly, weeks=1)
    return add_up_districts(last, title=title)


def _check_weekly(weekly: pd.DataFrame) -> None:
    """Refuse counts and residents that cannot be, before anything is added up."""
    check_columns(weekly, [AREA_CODE, PERIOD, NUMERATOR, DENOMINATOR, PROVISIONAL])
    if len(weekly):
        check_not_negative(weekly, [NUMERATOR])
        check_denominators(weekly)


def calculate_latest_funnel(weekly: pd.DataFrame, *, weeks: int = 4) -> pd.DataFrame:
    """Place districts in a funnel by their cases in the latest settled weeks.

    Parameters
    ----------
    weekly : pandas.DataFrame
        What `arrange_weeks` returns.
    weeks : int
        How many weeks to add up.

    Returns
    -------
    pandas.DataFrame
        As `calculate_funnel_with_curve`; empty where there are no weeks.
    """
    check_whole(weeks, name="weeks", least=1)
    latest = keep_complete_weeks(weekly, weeks=weeks)
    keys = [AREA_CODE, AREA_NAME, DENOMINATOR]
    by_place = latest.groupby(keys, as_index=False, dropna=False)
    return calculate_funnel_with_curve(by_place[NUMERATOR].sum(skipna=False))


def calculate_funnel_with_curve(counts: pd.DataFrame) -> pd.DataFrame:
    """Place rates in a funnel, and give the curves to draw with them.

    Parameters
    ----------
    counts : pandas.DataFrame
        `area_code`, `area_name`, `numerator`, `denominator`, a row a place.

    Returns
    -------
    pandas.DataFrame
        What `calculate_rate_funnel` returns, per 100,000: the places, then rows without a name
        and value, whose limits make the curves. Empty where there are fewer than three places, or
        no event is known in any of them.
    """
    places = counts[[AREA_CODE, AREA_NAME, NUMERATOR, DENOMINATOR]]
    if len(places) < FEWEST_PLACES or not places[NUMERATOR].sum() > 0:
        return calculate_rate_funnel(places, baseline=1.0).head(0)
    points = calculate_rate_funnel(places)
    known = places[[NUMERATOR, DENOMINATOR]].dropna().astype("float64")
    level = known[NUMERATOR].sum() / known[DENOMINATOR].sum()
    curve = calculate_rate_funnel(build_funnel_axis(places), baseline=level)
    return carry_sources(pd.concat([points, curve], ignore_index=True), counts)
