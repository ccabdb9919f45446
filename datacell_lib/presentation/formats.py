"""Figures as readers see them: one way of writing for each kind of number.

Each function writes what is missing as "not known", a minus sign as such, and a zero without one.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import pandas as pd

MISSING = "not known"
ALL = "all"  # that is usually known of a week
PERCENT = 100


def format_number(value: float, digits: int = 0) -> str:
    """Format a number with thousands separators, whole unless told.

    Examples
    --------
    >>> format_number(12345.0), format_number(1.678, 2), format_number(-0.4)
    ('12,345', '1.68', '0')
    """
    return _write(value, f",.{digits}f")


def format_signed(value: float, digits: int = 0) -> str:
    """Format a number with its sign; zero has none.

    Examples
    --------
    >>> [format_signed(value) for value in (10.4, -8.0, -0.2)]
    ['+10', '−8', '0']
    """
    return _write(value, f"+,.{digits}f")


def format_percent(value: float, digits: int = 1) -> str:
    """Format a percentage, with one decimal unless told.

    Examples
    --------
    >>> format_percent(12.345), format_percent(-0.01)
    ('12.3%', '0.0%')
    """
    return _write(value, f",.{digits}f", "%")


def format_proportion(value: float) -> str:
    """Format a share of 0 to 1 as a whole percentage.

    Examples
    --------
    >>> format_proportion(0.256)
    '26%'
    """
    return _write(value, ",.0f", "%", scale=PERCENT)


def format_weight(value: float) -> str:
    """Format a share of 0 to 1 as a percentage with up to three digits that count.

    Examples
    --------
    >>> [format_weight(share) for share in (0.625, 0.1, 0.04166667, 0.0)]
    ['62.5%', '10%', '4.17%', '0%']
    """
    if not _is_known(value):
        return MISSING
    percent = value * PERCENT
    digits = 2 - math.floor(math.log10(abs(percent))) if abs(percent) >= 0.01 else 2
    words = format_number(percent, max(0, digits))
    return (words.rstrip("0").rstrip(".") if "." in words else words) + "%"


def format_share(value: float) -> str:
    """Format a share of 0 to 1 as the percentage of areas that an area is among.

    It is rounded up, so that "in the most vulnerable 1%" is never said of one that is not.

    Examples
    --------
    >>> format_share(0.0312)
    '4%'
    """
    return f"{round_up_percent(value)}%" if _is_known(value) else MISSING


def format_share_range(lower: float, upper: float) -> str:
    """Format the percentages of areas that an area is among at its best and at its worst.

    Examples
    --------
    >>> format_share_range(0.0312, 0.2), format_share_range(0.0, 0.004)
    ('4% to 20%', '1%')
    """
    low, high = format_share(lower), format_share(upper)
    return low if low == high else f"{low} to {high}"


def round_up_percent(share: float) -> int:
    """Round a share of 0 to 1 up to a whole percentage, at least 1.

    Examples
    --------
    >>> [round_up_percent(share) for share in (0.00003, 0.02, 0.0201, 1.0)]
    [1, 2, 3, 100]
    """
    return max(1, -int(-(share * PERCENT - 1e-9) // 1))


def format_portion(value: float) -> str:
    """Format a share of 0 to 1 as a whole percentage; "all but" 0% and 100% are not rounded away.

    Examples
    --------
    >>> [format_portion(share) for share in (0.0, 0.001, 0.5, 0.999, 1.0)]
    ['0%', 'under 1%', '50%', 'over 99%', '100%']
    """
    if not _is_known(value):
        return MISSING
    if 0 < value < 0.01:
        return "under 1%"
    if 0.99 < value < 1:
        return "over 99%"
    return format_proportion(value)


def format_part(part: float, whole: float) -> str:
    """Format how many of how many.

    Examples
    --------
    >>> format_part(1578.0, 7211.0)
    '1,578 of 7,211'
    """
    return f"{format_number(part)} of {format_number(whole)}"


def format_change(value: float) -> str:
    """Format a share of -1 to 1 as a percentage more or less.

    Examples
    --------
    >>> [format_change(share) for share in (0.0312, -0.0312, -0.0004, 0.0)]
    ['+3.1%', '−3.1%', 'under 0.1%', 'none']
    """
    if _is_known(value) and value == 0:
        return "none"
    words = _write(value, "+,.1f", "%", scale=PERCENT)
    return "under 0.1%" if words == "0.0%" else words


def format_correlation(value: float) -> str:
    """Format a correlation with its sign and two decimals.

    Examples
    --------
    >>> [format_correlation(value) for value in (-0.4, 0.4, -0.001)]
    ['−0.40', '+0.40', '0.00']
    """
    return format_signed(value, 2)


def format_p_value(value: float) -> str:
    """Format a p-value with three decimals; none is so small that it is nothing.

    Examples
    --------
    >>> format_p_value(0.0214), format_p_value(0.0002)
    ('0.021', 'under 0.001')
    """
    return "under 0.001" if _is_known(value) and value < 0.0005 else format_number(value, 3)


def format_interval(
    value: float, lower: float, upper: float, *, write: Callable[[float], str] = format_number
) -> str:
    """Format a figure with its interval in brackets.

    Examples
    --------
    >>> format_interval(50.4, 40.0, 61.0)
    '50 (40 to 61)'
    >>> format_interval(float("nan"), float("nan"), float("nan"))
    'not known'
    """
    if not _is_known(value):
        return MISSING
    known = _is_known(lower) and _is_known(upper)
    limits = f"{write(lower)} to {write(upper)}" if known else "interval not known"
    return f"{write(value)} ({limits})"


def format_known_share(share: float, lower: float, upper: float) -> str:
    """Format the share of a week that is usually known, with its interval.

    Examples
    --------
    >>> format_known_share(0.787, 0.741, 0.837), format_known_share(1.0, 1.0, 1.0)
    ('79% (74% to 84%)', 'all')
    """
    if share == lower == upper == 1:
        return ALL
    return format_interval(share, lower, upper, write=format_portion)


def format_expected(known: float, expected: float, lower: float, upper: float) -> str:
    """Format what a week is expected to reach, unless it is whole as far as anybody can say.

    Examples
    --------
    >>> format_expected(278.0, 353.0, 322.3, 383.7), format_expected(314.0, 314.0, 314.0, 314.0)
    ('rise to 353 (322 to 384)', 'no change')
    """
    if known == expected == lower == upper:
        return "no change"
    way = "fall" if expected < known else "rise"
    return f"{way} to {format_interval(expected, lower, upper)}"


def format_signed_interval(value: float, lower: float, upper: float) -> str:
    """Format a change with its interval in brackets, each with its sign.

    Examples
    --------
    >>> format_signed_interval(10.0, -8.2, 14.0)
    '+10 (−8 to +14)'
    """
    return format_interval(value, lower, upper, write=format_signed)


def format_coverage(value: float, lower: float = math.nan, upper: float = math.nan) -> str:
    """Format the share of 0 to 1 of people who were reached, with its interval if there is one.

    A share above 1 is told as such, never cut.

    Examples
    --------
    >>> format_coverage(0.9447, 0.9416, 0.9477), format_coverage(0.96194)
    ('94.5% (94.2% to 94.8%)', '96.2%')
    >>> format_coverage(1.0023)
    '100.2% (above the whole)'
    """
    if value > 1:
        return f"{format_percent(value * PERCENT)} (above the whole)"
    if not (_is_known(lower) and _is_known(upper)):
        return format_percent(value * PERCENT)
    return format_interval(value * PERCENT, lower * PERCENT, upper * PERCENT, write=format_percent)


def format_figure(value: float, unit: str) -> str:
    """Format a key figure by its unit: a percentage as sentences write it, whole.

    Examples
    --------
    >>> format_figure(20.0, "%"), format_figure(1500.0, "people")
    ('20%', '1,500')
    """
    return format_portion(value / PERCENT) if unit == "%" else format_number(value)


def _write(value: float, form: str, unit: str = "", *, scale: int = 1) -> str:
    """Write a number, or that it is not known; what rounds to nothing has no sign."""
    if not _is_known(value):
        return MISSING
    words = format(float(value) * scale, form)
    if not any(digit in words for digit in "123456789"):
        words = words.lstrip("+-")
    return words.replace("-", "−") + unit


def _is_known(value: float) -> bool:
    """Say whether there is a number, small enough to be written as a percentage."""
    return not pd.isna(value) and math.isfinite(value * PERCENT)
