"""Figures as readers see them: one format for each kind of number."""

from __future__ import annotations

from collections.abc import Callable

from datacell_lib.presentation.source_line import write_day

MISSING = "not known"
RATING_SHAPES = {"green": "●", "amber": "▲", "red": "■"}


def format_number(value: float) -> str:
    """Format a whole number with thousands separators.

    Examples
    --------
    >>> format_number(12345.0)
    '12,345'
    """
    return f"{value:,.0f}"


def format_percent(value: float) -> str:
    """Format a percentage with one decimal.

    Examples
    --------
    >>> format_percent(12.345)
    '12.3%'
    """
    return f"{value:.1f}%"


def format_share(value: float) -> str:
    """Format a share of 0 to 1 as the percentage of areas that an area is among.

    It is rounded up, so that "in the most vulnerable 1%" is never said of one that is not.

    Examples
    --------
    >>> format_share(0.0312)
    '4%'
    """
    return f"{round_up_percent(value)}%"


def round_up_percent(share: float) -> int:
    """Round a share of 0 to 1 up to a whole percentage, at least 1.

    Examples
    --------
    >>> [round_up_percent(share) for share in (0.00003, 0.02, 0.0201, 1.0)]
    [1, 2, 3, 100]
    """
    return max(1, -int(-(share * 100 - 1e-9) // 1))


def format_portion(value: float) -> str:
    """Format a share of 0 to 1 as a whole percentage; "all but" 0% and 100% are not rounded away.

    Examples
    --------
    >>> [format_portion(share) for share in (0.0, 0.001, 0.5, 0.999, 1.0)]
    ['0%', 'under 1%', '50%', 'over 99%', '100%']
    """
    if 0 < value < 0.01:
        return "under 1%"
    if 0.99 < value < 1:
        return "over 99%"
    return f"{value:.0%}"


def format_correlation(value: float) -> str:
    """Format a correlation with its sign and two decimals.

    Examples
    --------
    >>> [format_correlation(value) for value in (-0.4, 0.4, -0.001)]
    ['−0.40', '+0.40', '0.00']
    """
    words = f"{value:+.2f}"
    return "0.00" if words in {"+0.00", "-0.00"} else words.replace("-", "−")


def format_flag(value: bool) -> str:
    """Format a flag as yes or no.

    Examples
    --------
    >>> format_flag(True)
    'yes'
    """
    return "yes" if value else "no"


def format_change(value: float) -> str:
    """Format a share of -1 to 1 as a percentage more or less.

    Examples
    --------
    >>> format_change(0.0312), format_change(-0.0004), format_change(0.0)
    ('+3.1%', '-0.0%', 'none')
    """
    return "none" if value == 0 else f"{value:+.1%}"


def format_rating(value: str) -> str:
    """Format a rating as a shape and a word, which say the same without colour.

    Examples
    --------
    >>> format_rating("amber")
    '▲\xa0Amber'
    """
    return f"{RATING_SHAPES[value]}\N{NO-BREAK SPACE}{value.capitalize()}"


def format_figure(value: float, unit: str) -> str:
    """Format a key figure by its unit.

    Examples
    --------
    >>> format_figure(20.0, "%"), format_figure(1500.0, "people")
    ('20.0%', '1,500')
    """
    return format_percent(value) if unit == "%" else format_number(value)


FORMATS: dict[str, Callable[[float], str]] = {
    "number": format_number,
    "percent": format_percent,
    "share": format_share,
    "portion": format_portion,
    "correlation": format_correlation,
    "flag": format_flag,
    "text": str,
    "day": write_day,
    "origin": lambda geography: geography or "not carried",
    "change": format_change,
    "rating": format_rating,
}
NUMERIC = {"number", "percent", "share", "portion", "change", "correlation"}
