"""What charts of cases and deaths find, as their titles say it."""

from __future__ import annotations

from datetime import date
from functools import partial

import pandas as pd

from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import format_interval, format_number, format_part
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.plain_text import join_names
from datacell_lib.presentation.sentences.publish_sentence import describe_end
from datacell_lib.presentation.source_line import tell_years
from datacell_lib.presentation.titles import Title, tell_weeks
from datacell_lib.schema import (
    ALARM,
    AREA_NAME,
    BENCHMARK,
    CLUSTER,
    COMPARISON,
    DENOMINATOR,
    LOWER_CI,
    NUMERATOR,
    PERIOD,
    UPPER_CI,
    VALUE,
)
from datacell_lib.wording import count_things, write_day

RATE = "Cases of COVID-19 in a week per 100,000 people"
INFECTED = "People infected by each case, with its 95% interval"
STOOD_OUT = "Weeks with more cases than those before explain"
TOGETHER = "Deaths of places and their neighbours, for their residents"
MOST_NAMED = 2


@refuse_unreleased
def title_weekly_rates(released: Released, *, ended: date | None = None) -> Title:
    """Say when a rate was highest.

    Parameters
    ----------
    released : Released
        As `plot_weekly_rates` takes it; not empty.
    ended : date, optional
        The last day of the series, where it has ended: the subtitle says so.

    Returns
    -------
    Title
        The week of the peak, and how high it was.
    """
    table = released.table
    first, *others = table["place"].unique()
    own = table[table["place"] == first]
    place, end = " beside ".join([first, *others]), describe_end(ended) if ended else ""
    of = (RATE, place, tell_weeks(table[PERIOD]), end)
    if not own[VALUE].max() > 0:
        return Title(f"No case is known in {first} in these weeks", of)
    peak = own.loc[own[VALUE].idxmax()]
    return Title(
        f"Cases in {first} were highest in the week to {write_day(peak[PERIOD])}, "
        f"{format_number(peak[VALUE])} per 100,000 people",
        of,
    )


@refuse_unreleased
def title_reproduction(reproduction: Released) -> Title:
    """Say how many people each case infected last, and whether cases were growing.

    Parameters
    ----------
    reproduction : Released
        What `follow_reproduction_number` returns; not empty.

    Returns
    -------
    Title
        The latest number with its interval; where that holds 1, that nobody can say.
    """
    table = reproduction.table
    last = table.iloc[-1]
    of = (INFECTED, last["place"], tell_weeks(table[PERIOD]))
    if pd.isna(last[VALUE]):
        week = write_day(last[PERIOD])
        return Title(f"In the week to {week} too few cases are known to say who infected whom", of)
    figure = format_interval(
        last[VALUE], last[LOWER_CI], last[UPPER_CI], write=partial(format_number, digits=1)
    )
    return Title(f"Each case last infected {figure} others: {judge_growth(last)}", of)


def judge_growth(last: pd.Series) -> str:
    """Judge by an interval of the reproduction number whether cases were growing.

    Parameters
    ----------
    last : pandas.Series
        With `lower_ci` and `upper_ci`.

    Returns
    -------
    str
        A sentence without its full stop.

    Examples
    --------
    >>> judge_growth(pd.Series({"lower_ci": 0.9, "upper_ci": 1.2}))
    'cases may have grown or shrunk'
    """
    if last[LOWER_CI] > 1:
        return "cases were growing"
    return "cases were shrinking" if last[UPPER_CI] < 1 else "cases may have grown or shrunk"


@refuse_unreleased
def title_funnel(released: Released, *, measure: str, place: str, until: date | None) -> Title:
    """Say which place lies furthest above what chance explains.

    Parameters
    ----------
    released : Released
        As `plot_funnel` takes it; not empty.
    measure, place : str
        What the rate is of, and where.
    until : date or None
        The day that ends the time; the years that its figures are of are told without it.

    Returns
    -------
    Title
        Its name and rate, beside that of all places; that there is none, where that is so.
    """
    table = released.table
    places = table[table[VALUE].notna()]
    level = format_number(table[BENCHMARK].iloc[0])
    of = (measure, place, f"to {write_day(until)}" if until else tell_years(released))
    high = places[places[COMPARISON].str.startswith("high")]
    if high.empty:
        return Title(f"No place lies above what chance makes of {level} per 100,000 people", of)
    far = (high[VALUE] - high[BENCHMARK]) * high[DENOMINATOR] ** 0.5
    furthest = high.loc[far.idxmax()]
    return Title(
        f"{furthest[AREA_NAME]} is furthest above what chance explains: "
        f"{format_number(furthest[VALUE])} per 100,000 people, against {level} in all places",
        of,
    )


@refuse_unreleased
def title_alarm_grid(released: Released, *, place: str) -> Title:
    """Say where most weeks stood out.

    Parameters
    ----------
    released : Released
        As `plot_alarm_grid` takes it; not empty.
    place : str
        What the districts are in.

    Returns
    -------
    Title
        The district and how many weeks, or that there was none.
    """
    table = released.table
    of = (STOOD_OUT, place, tell_weeks(table[PERIOD]))
    if table[ALARM].isna().all():
        return Title("Too little is known to say which weeks stood out", of)
    counts = table[table[ALARM].eq(True)].groupby(AREA_NAME).size()
    if counts.empty:
        return Title("No week stood out from those before it", of)
    names = counts.index[counts == counts.max()].tolist()
    number = format_number(counts.max())
    if len(names) > MOST_NAMED:
        return Title(f"No place stood out in more than {count_things(counts.max(), 'week')}", of)
    each = " each" if len(names) > 1 else ""
    return Title(f"Most weeks stood out in {join_names(names)}: {number}{each}", of)


@refuse_unreleased
def title_detection(released: Released, *, place: str) -> Title:
    """Say when a series was last above its bound.

    Parameters
    ----------
    released : Released
        As `plot_detection` takes it; not empty.
    place : str
        What the series is of.

    Returns
    -------
    Title
        The week and its cases, or that there was none.
    """
    table = released.table
    of = ("Cases in a week, and what its past explains", place, tell_weeks(table[PERIOD]))
    alarms = table[table[ALARM].eq(True)].sort_values(PERIOD)
    if table[ALARM].isna().all():
        return Title("Too little is known to say whether cases were unusual", of)
    if alarms.empty:
        return Title("In no week were there more cases than the past explains", of)
    last = alarms.iloc[-1]
    return Title(
        f"Cases were last unusually many in the week to {write_day(last[PERIOD])}: "
        f"{format_number(last[NUMERATOR])}",
        of,
    )


@refuse_unreleased
def title_alarm_weeks(released: Released, *, place: str) -> Title:
    """Say in which week most places stood out.

    Parameters
    ----------
    released : Released
        What `count_alarms` returns; not empty.
    place : str
        What the places are in.

    Returns
    -------
    Title
        The week and how many places, or that there was none.
    """
    table = released.table
    of = ("Small places with more cases than before", place, tell_weeks(table[PERIOD]))
    most = table.loc[table["alarms"].idxmax()]
    if not most["alarms"] > 0:
        return Title("In no week did a small place stand out", of)
    return Title(
        f"Most places stood out in the week to {write_day(most[PERIOD])}: "
        f"{format_part(most['alarms'], most['judged'])}",
        of,
    )


@refuse_unreleased
def title_hot_spots(released: Released, *, place: str) -> Title:
    """Say where deaths are higher than chance explains.

    Parameters
    ----------
    released : Released
        What `find_hot_spots` returns; not empty.
    place : str
        What the places are in.

    Returns
    -------
    Title
        One of the places inside the circles, and how many there are; or that there is none.
    """
    places = released.table
    of = (TOGETHER, place, tell_years(released))
    circled = places[places[CLUSTER].notna()].sort_values(CLUSTER, kind="stable")
    if circled.empty:
        return Title("No places together had more deaths than chance explains", of)
    first = circled[AREA_NAME].iloc[0]
    if len(circled) == 1:
        return Title(f"More deaths than chance explains were in {first} alone", of)
    number = count_things(len(circled), "place")
    return Title(f"Deaths were high together in {number}, {first} among them", of)
