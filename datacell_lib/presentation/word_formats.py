"""Words, days and ratings as readers see them; what is missing is "not known"."""

from __future__ import annotations

from datetime import date

import pandas as pd

from datacell_lib.presentation.formats import MISSING, format_number, format_signed_interval
from datacell_lib.wording import count_things, write_day

RATING_SHAPES = {"green": "●", "amber": "▲", "red": "■"}


def format_flag(value: bool) -> str:
    """Format a flag as yes or no.

    Examples
    --------
    >>> format_flag(True), format_flag(None)
    ('yes', 'not known')
    """
    return MISSING if pd.isna(value) else "yes" if value else "no"


def format_text(value: str) -> str:
    """Format words as they are.

    Examples
    --------
    >>> format_text("Harlow"), format_text(None)
    ('Harlow', 'not known')
    """
    return MISSING if pd.isna(value) else str(value)


def format_trend(arrow: str, words: str) -> str:
    """Format a trend as an arrow and words, which say the same.

    Examples
    --------
    >>> format_trend("↑", "growing")
    '↑\xa0growing'
    """
    if pd.isna(arrow) or not arrow:
        return format_text(words)
    return f"{arrow}\N{NO-BREAK SPACE}{words}"


def format_trend_and_change(
    arrow: str, words: str, change: float, lower: float, upper: float
) -> str:
    """Format a trend with the change that it stands for.

    Examples
    --------
    >>> format_trend_and_change("↑", "growing", 10.0, 2.0, 18.0)
    '↑\xa0growing: +10 (+2 to +18)'
    """
    trend = format_trend(arrow, words)
    if pd.isna(change):
        return trend
    return f"{trend}: {format_signed_interval(change, lower, upper)}"


def format_beside(name: str, beside: str) -> str:
    """Format a name with what belongs to it in brackets.

    Examples
    --------
    >>> format_beside("Census 2021", "Office for National Statistics")
    'Census 2021 (Office for National Statistics)'
    """
    return f"{format_text(name)} ({format_text(beside)})"


def format_circle(number: float, name: str, places: float) -> str:
    """Format a circle of a scan: its number, its middle, how many places it holds.

    Examples
    --------
    >>> format_circle(1, "Kearsley", 3)
    '1. Around Kearsley (3 places)'
    """
    return f"{format_number(number)}. Around {format_text(name)} ({count_things(places, 'place')})"


def format_fifth(fifth: float, ordered_by: str) -> str:
    """Format which fifth of places a row is of, and what they are ordered by.

    Examples
    --------
    >>> format_fifth(1, "vulnerability"), format_fifth(3, "deprivation")
    ('1 (most) by vulnerability', '3 by deprivation')
    """
    end = {1: " (most)", 5: " (least)"}.get(int(fifth), "")
    return f"{format_number(fifth)}{end} by {format_text(ordered_by)}"


def format_files(number: float, checksum: str) -> str:
    """Format how many files there are, and how their checksum begins.

    Examples
    --------
    >>> format_files(1, "3fa9")
    '1 (3fa9)'
    """
    return f"{format_number(number)} ({format_text(checksum)})"


def format_origin(geography: str) -> str:
    """Format what a table was carried from, if it was.

    Examples
    --------
    >>> format_origin("LSOA 2011"), format_origin("")
    ('LSOA 2011', 'not carried')
    """
    return format_text(geography) or "not carried"


def format_rating(value: str) -> str:
    """Format a rating as a shape and a word, which say the same without colour.

    Examples
    --------
    >>> format_rating("amber")
    '▲\xa0Amber'
    """
    if pd.isna(value):
        return MISSING
    return f"{RATING_SHAPES[value]}\N{NO-BREAK SPACE}{value.capitalize()}"


def format_day(day: date) -> str:
    """Format a day as it is read, where it is known.

    Examples
    --------
    >>> format_day(date(2020, 7, 31)), format_day(pd.NaT)
    ('31 July 2020', 'not known')
    """
    return MISSING if pd.isna(day) else write_day(day)
