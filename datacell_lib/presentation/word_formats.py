"""Words, days and ratings as readers see them; what is missing is "not known"."""

from __future__ import annotations

from datetime import date

import pandas as pd

from datacell_lib.presentation.formats import MISSING
from datacell_lib.wording import write_day

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
