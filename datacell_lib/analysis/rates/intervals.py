"""Confidence intervals for counts and proportions, on whole arrays at once.

Missing values in give missing limits out. The functions of ``rates`` and ``standardisation``
put these limits into tables.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import special

from datacell_lib.schema import TableError
from datacell_lib.table_checks import check_confidence

EXACT_BELOW = 10  # the field's rule: exact limits for fewer events than this, Byar's from here on


class Interval(NamedTuple):
    """Lower and upper limits, each an array of the shape that came in."""

    lower: np.ndarray
    upper: np.ndarray


def calculate_normal_quantile(confidence: float) -> float:
    """Give the standard normal deviate of a two-sided interval, 1.96 for 0.95.

    Parameters
    ----------
    confidence : float
        Coverage as a share, between 0 and 1.

    Returns
    -------
    float

    Raises
    ------
    ParameterError
        If confidence is not between 0 and 1.

    Examples
    --------
    >>> round(calculate_normal_quantile(0.95), 6)
    1.959964
    """
    check_confidence(confidence)
    return float(special.ndtri((1 + confidence) / 2))


def calculate_wilson_interval(
    numerator: ArrayLike, denominator: ArrayLike, *, confidence: float = 0.95
) -> Interval:
    r"""Calculate Wilson's score interval for proportions.

    Parameters
    ----------
    numerator, denominator : array_like of float
        Events, and those who could have had one; any shapes that broadcast.
    confidence : float, default 0.95
        Coverage as a share, between 0 and 1.

    Returns
    -------
    Interval
        Limits as shares, between 0 and 1.

    Raises
    ------
    TableError
        If a numerator is negative or above its denominator, or a denominator is not above zero.
    ParameterError
        If confidence is not between 0 and 1.

    Notes
    -----
    :math:`(2x + z^2 \mp z\sqrt{z^2 + 4x(1 - x/n)}) / (2(n + z^2))`. Not for events that can
    happen to a person more than once, nor for weighted survey answers.

    References
    ----------
    Wilson EB. Probable inference, the law of succession, and statistical inference. Journal of
    the American Statistical Association 1927;22:209-12.

    Examples
    --------
    >>> interval = calculate_wilson_interval(65, 100)
    >>> round(float(interval.lower), 4), round(float(interval.upper), 4)
    (0.5525, 0.7364)
    """
    z = calculate_normal_quantile(confidence)
    x, n = _read(numerator, "numerators"), _read(denominator, "denominators")
    _refuse(n <= 0, n, "denominators must be above zero")
    _refuse(x < 0, x, "numerators must not be negative")
    _refuse(x > n, x, "numerators must not be above their denominators")
    spread = z * np.sqrt(z * z + 4 * x * (1 - x / n))
    centre, scale = 2 * x + z * z, 2 * (n + z * z)
    lower = np.where((x == 0) & ~np.isnan(n), 0.0, (centre - spread) / scale)
    upper = np.where(x == n, 1.0, (centre + spread) / scale)
    return Interval(lower, upper)


def calculate_byar_interval(count: ArrayLike, *, confidence: float = 0.95) -> Interval:
    r"""Calculate Byar's approximate Poisson interval for counts.

    Parameters
    ----------
    count : array_like of float
        Events, zero or more.
    confidence : float, default 0.95
        Coverage as a share, between 0 and 1.

    Returns
    -------
    Interval
        Limits as counts.

    Raises
    ------
    TableError
        If a count is negative.
    ParameterError
        If confidence is not between 0 and 1.

    Notes
    -----
    :math:`L = x(1 - 1/(9x) - z/(3\sqrt{x}))^3`,
    :math:`U = (x+1)(1 - 1/(9(x+1)) + z/(3\sqrt{x+1}))^3`. Close to the exact limits from about
    10 events; below that use the exact ones.

    References
    ----------
    Breslow NE, Day NE. Statistical methods in cancer research, volume II. IARC 1987, page 69.

    Examples
    --------
    >>> interval = calculate_byar_interval(65)
    >>> round(float(interval.lower), 4), round(float(interval.upper), 4)
    (50.1632, 82.8491)
    """
    z = calculate_normal_quantile(confidence)
    x = _read(count, "counts")
    _refuse(x < 0, x, "counts must not be negative")
    # From one event down the cube can turn negative at high confidence: no limit is below zero.
    root = np.sqrt(np.where(x == 0, 1.0, x))
    lower = x * np.maximum(1 - 1 / (9 * root * root) - z / (3 * root), 0.0) ** 3
    above = x + 1
    upper = above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
    return Interval(lower, upper)


def calculate_exact_poisson_interval(count: ArrayLike, *, confidence: float = 0.95) -> Interval:
    r"""Calculate the exact Poisson interval for counts.

    Parameters
    ----------
    count : array_like of float
        Events, zero or more.
    confidence : float, default 0.95
        Coverage as a share, between 0 and 1.

    Returns
    -------
    Interval
        Limits as counts.

    Raises
    ------
    TableError
        If a count is negative.
    ParameterError
        If confidence is not between 0 and 1.

    Notes
    -----
    :math:`L = \chi^2_{\alpha/2,\,2x}/2`, :math:`U = \chi^2_{1-\alpha/2,\,2x+2}/2`. Never covers
    less often than it says, so it is wider than need be where events are few.

    References
    ----------
    Garwood F. Fiducial limits for the Poisson distribution. Biometrika 1936;28:437-42.

    Examples
    --------
    >>> interval = calculate_exact_poisson_interval(5)
    >>> round(float(interval.lower), 4), round(float(interval.upper), 4)
    (1.6235, 11.6683)
    """
    check_confidence(confidence)
    x = _read(count, "counts")
    _refuse(x < 0, x, "counts must not be negative")
    tail = (1 - confidence) / 2
    # Counts repeat: each distinct one is worked out once.
    where, distinct = pd.factorize(x.ravel(), use_na_sentinel=False)
    lower = np.where(distinct == 0, 0.0, special.gammaincinv(distinct, tail))
    upper = special.gammainccinv(distinct + 1, tail)
    return Interval(lower[where].reshape(x.shape), upper[where].reshape(x.shape))


def calculate_poisson_interval(count: ArrayLike, *, confidence: float = 0.95) -> Interval:
    """Calculate the field's interval for counts: exact below 10 events, Byar's from 10.

    Parameters
    ----------
    count : array_like of float
        Events, zero or more.
    confidence : float, default 0.95
        Coverage as a share, between 0 and 1.

    Returns
    -------
    Interval
        Limits as counts; divide by the person-time or the expected count.

    Raises
    ------
    TableError
        If a count is negative.
    ParameterError
        If confidence is not between 0 and 1.

    Notes
    -----
    For crude rates and indirectly standardised ratios. A directly standardised rate uses
    Byar's limits throughout.

    References
    ----------
    Association of Public Health Observatories. Technical briefing 3: commonly used public
    health statistics and their confidence intervals. 2008.

    Examples
    --------
    >>> interval = calculate_poisson_interval([5, 65])
    >>> interval.lower.round(4).tolist(), interval.upper.round(4).tolist()
    ([1.6235, 50.1632], [11.6683, 82.8491])
    """
    x = _read(count, "counts")
    lower, upper = (np.array(limit) for limit in calculate_byar_interval(x, confidence=confidence))
    few = x < EXACT_BELOW
    exact = calculate_exact_poisson_interval(x[few], confidence=confidence)
    lower[few], upper[few] = exact
    return Interval(lower, upper)


def _read(numbers: ArrayLike, name: str) -> np.ndarray:
    """Give numbers as floats, having seen that they are finite or missing."""
    try:
        values = np.asarray(numbers, dtype=float)
    except (TypeError, ValueError) as error:
        raise TableError(f"{name} must be numbers; found {numbers!r}. Convert them.") from error
    _refuse(np.isinf(values), values, f"{name} must be finite")
    return values


def _refuse(faulty: np.ndarray, values: np.ndarray, rule: str) -> None:
    if np.any(faulty):
        places = np.flatnonzero(faulty)[:5].tolist()
        found = np.broadcast_to(values, np.shape(faulty)).flat[places[0]]
        raise TableError(f"{rule}; found {found:g} at position {places}. Correct them.")
