"""Wording that messages, pages and file names share: names, counts, days, ages, guesses, slugs."""

from __future__ import annotations

import difflib
import math
import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from itertools import islice

FIRST = 5
SLUG_LENGTH = 80
SIX_WEEKS, DAYS_A_YEAR = 42, 365.25
DAYS_A_MONTH = DAYS_A_YEAR / 12
NO_ONE_DOMAIN = "no one domain stands out"  # where there is no reason to name


def quote_names(names: Iterable[object]) -> str:
    """Write names one after the other, each in quotation marks.

    Parameters
    ----------
    names : iterable of object
        Names of columns, keys or files.

    Returns
    -------
    str
        Nothing where there are none.

    Examples
    --------
    >>> quote_names(["area_code", "score"])
    "'area_code', 'score'"
    """
    return ", ".join(f"'{name}'" for name in names)


def name_first(names: Iterable[object], *, most: int = FIRST, between: str = ", ") -> str:
    """Name the first few of many, and say how many more there are.

    Parameters
    ----------
    names : iterable of object
        Codes, names or whole phrases, in their order.
    most : int
        How many to name.
    between : str
        What to put between two.

    Returns
    -------
    str
        Nothing where there are none.

    Examples
    --------
    >>> name_first(["E01000001", "E01000002"])
    'E01000001, E01000002'
    >>> name_first("abcdefgh", most=3)
    'a, b, c and 5 more'
    """
    every = iter(names)
    first = between.join(str(name) for name in islice(every, most))
    more = sum(1 for _ in every)
    return f"{first}{between.rstrip(', ')} and {more:,} more" if more else first


def guess_name(name: str, known: Iterable[str]) -> str | None:
    """Guess which of the known names was meant by one that is not known.

    Parameters
    ----------
    name : str
        What somebody wrote.
    known : iterable of str
        What could have been meant.

    Returns
    -------
    str or None
        The one most like it, in capitals or not; None where none is.

    Examples
    --------
    >>> guess_name("tilte", ["title", "purpose"]), guess_name("ESSEX", ["essex", "sample"])
    ('title', 'essex')
    """
    plain = {one.casefold(): one for one in known}
    alike = difflib.get_close_matches(name.casefold(), plain, n=1)
    return plain[alike[0]] if alike else None


def ask_whether_meant(name: str, known: Iterable[str]) -> str:
    """Ask whether a known name was meant by one that is not known.

    Parameters
    ----------
    name : str
        What somebody wrote.
    known : iterable of str
        What could have been meant.

    Returns
    -------
    str
        A question to add to a sentence, after a space; nothing where no known name is like it.

    Examples
    --------
    >>> ask_whether_meant("tilte", ["title", "purpose"])
    " Did you mean 'title'?"
    """
    meant = guess_name(name, known)
    return f" Did you mean {meant!r}?" if meant else ""


def write_day(day: date) -> str:
    """Write a day as it is read.

    Parameters
    ----------
    day : date
        The day.

    Returns
    -------
    str
        Day, month, year.

    Examples
    --------
    >>> write_day(date(2020, 7, 31))
    '31 July 2020'
    """
    return f"{day.day} {day:%B %Y}"


def write_age(days: float) -> str:
    """Write how long ago something came out, as a person would round it.

    Parameters
    ----------
    days : float
        Days since then; below nothing where it came out later, missing where that is not known.

    Returns
    -------
    str
        Days up to six weeks, then months, from two years on half years.

    Examples
    --------
    >>> [write_age(days) for days in (1, 40, 366, 700, 1596, 2430)]
    ['1 day', '40 days', '1 year', '23 months', '4½ years', '6½ years']
    >>> write_age(-3), write_age(float("nan"))
    ('came out later', 'not known')
    """
    if math.isnan(days):
        return "not known"
    if days < 0:
        return "came out later"
    months, halves = round(days / DAYS_A_MONTH), round(2 * days / DAYS_A_YEAR)
    if days <= SIX_WEEKS:
        return count_things(days, "day")
    if months < 24:
        return "1 year" if months == 12 else count_things(months, "month")
    return f"{halves // 2}{'½' if halves % 2 else ''} years"


def make_plural(noun: str) -> str:
    """Say what several are called, from what one is called.

    Parameters
    ----------
    noun : str
        A regular English noun, or several words that end in one.

    Returns
    -------
    str
        Its plural.

    Examples
    --------
    >>> [make_plural(noun) for noun in ("ward", "hub patch", "community", "survey", "MSOA")]
    ['wards', 'hub patches', 'communities', 'surveys', 'MSOAs']
    """
    if re.search(r"(s|x|z|ch|sh)$", noun):
        return f"{noun}es"
    if re.search(r"[^aeiou]y$", noun):
        return f"{noun[:-1]}ies"
    return f"{noun}s"


def count_things(number: float, noun: str, *, several: str | None = None) -> str:
    """Write how many there are of something.

    Parameters
    ----------
    number : float
        How many; a whole number, or missing where that is not known.
    noun : str
        What one of them is called.
    several : str, optional
        What several are called, where that follows no rule.

    Returns
    -------
    str
        The number and the noun, in the singular for one.

    Examples
    --------
    >>> count_things(1, "neighbourhood"), count_things(1100, "neighbourhood")
    ('1 neighbourhood', '1,100 neighbourhoods')
    >>> count_things(float("nan"), "place")
    'an unknown number of places'
    """
    many = several or make_plural(noun)
    if math.isnan(number):
        return f"an unknown number of {many}"
    written = f"{number:,.0f}"
    return f"{written} {noun if written == '1' else many}"


def count_being(number: int, noun: str) -> str:
    """Write how many there are of something, as the subject of a sentence with "is" or "are".

    Parameters
    ----------
    number : int
        How many.
    noun : str
        What one of them is called.

    Returns
    -------
    str
        The number, the noun and the verb.

    Examples
    --------
    >>> count_being(1, "code"), count_being(1100, "code")
    ('1 code is', '1,100 codes are')
    """
    return f"{count_things(number, noun)} {'is' if number == 1 else 'are'}"


def count_people(number: float) -> str:
    """Write how many people there are.

    Parameters
    ----------
    number : float
        How many; missing where that is not known.

    Returns
    -------
    str
        The number and "people".

    Examples
    --------
    >>> count_people(1), count_people(7211), count_people(float("nan"))
    ('1 person', '7,211 people', 'an unknown number of people')
    """
    return count_things(number, "person", several="people")


def make_slug(name: str) -> str:
    """Turn a place's name into the name of a page or file.

    Parameters
    ----------
    name : str
        A name.

    Returns
    -------
    str
        Lower-case letters, digits and hyphens, 80 at most; nothing if the name has none.

    Examples
    --------
    >>> make_slug("Little Lever & Darcy Lever")
    'little-lever-and-darcy-lever'
    """
    plain = unicodedata.normalize("NFKD", name.replace("&", " and ").replace("'", ""))
    letters = plain.encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:SLUG_LENGTH].strip("-")
