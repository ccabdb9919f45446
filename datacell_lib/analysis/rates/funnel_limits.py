"""The limits of funnels, and where values lie between them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import special

from datacell_lib.analysis.rates.intervals import Interval
from datacell_lib.schema import BENCHMARK, COMPARISON, DENOMINATOR, NOTE, VALUE, ParameterError
from datacell_lib.table_checks import is_number

TAILS = {"95": 0.025, "99_8": 0.001}  # the share beyond each limit, on its side
LIMITS = tuple(f"{side}_{name}" for name in TAILS for side in ("lower_limit", "upper_limit"))


def check_baseline(baseline: object, *, highest: float) -> None:
    """Refuse a baseline that is not a number between zero and the highest.

    Parameters
    ----------
    baseline : object
        What was given; None is left to be found.
    highest : float
        1 for proportions, infinity for rates.

    Raises
    ------
    ParameterError
        If it is something else.

    Examples
    --------
    >>> check_baseline(0.3, highest=1)
    """
    if baseline is None or (is_number(baseline) and 0 < baseline < highest):
        return
    bounds = "lie between 0 and 1" if highest == 1 else "be above zero"
    raise ParameterError(
        f"baseline must {bounds}; found {baseline!r}. Give it per one of the denominator: 0.8, "
        "not 80 per cent."
    )


def find_proportion_limits(denominator: np.ndarray, level: float) -> dict[str, Interval]:
    """Give the proportions that lie just within each limit.

    Parameters
    ----------
    denominator : numpy.ndarray
        People; missing gives missing limits.
    level : float
        The common level, a share.

    Returns
    -------
    dict of str to Interval
        By the names of ``TAILS``.
    """
    spread = np.sqrt(level * (1 - level) / denominator)
    limits = {}
    for name, tail in TAILS.items():
        reach = -special.ndtri(tail) * spread
        limits[name] = Interval(np.maximum(level - reach, 0), np.minimum(level + reach, 1))
    return limits


def find_rate_limits(denominator: np.ndarray, level: float) -> dict[str, Interval]:
    """Give the rates whose exact Poisson limit is the common level.

    Parameters
    ----------
    denominator : numpy.ndarray
        Person-time, or the events to be expected; missing gives missing limits.
    level : float
        The common level, per one of the denominator.

    Returns
    -------
    dict of str to Interval
        By the names of ``TAILS``.
    """
    expected = denominator * level
    limits = {}
    for name, tail in TAILS.items():
        lower = np.maximum(special.gdtrib(1, 1 - tail, expected) - 1, 0)
        upper = special.gdtrib(1, tail, expected)
        limits[name] = Interval(lower / denominator, upper / denominator)
    return limits


def place_values(
    keys: pd.DataFrame,
    *,
    denominator: np.ndarray,
    value: np.ndarray,
    level: float,
    limits: dict[str, Interval],
    multiplier: float,
    note: pd.Categorical | np.ndarray,
) -> pd.DataFrame:
    """Say of each value whether it lies within its limits.

    Parameters
    ----------
    keys : pandas.DataFrame
        The key columns.
    denominator, value : numpy.ndarray
        Values per one of the denominator.
    level : float
        The common level.
    limits : dict of str to Interval
        What ``find_proportion_limits`` or ``find_rate_limits`` gives.
    multiplier : float
        Values and limits are given per this many.
    note : pandas.Categorical or numpy.ndarray
        Why there is no value.

    Returns
    -------
    pandas.DataFrame
        The keys, ``denominator``, ``value``, ``benchmark``, the limits, ``comparison``, ``note``.
    """
    words = np.select(
        [
            np.isnan(value),
            value > limits["99_8"].upper,
            value < limits["99_8"].lower,
            value > limits["95"].upper,
            value < limits["95"].lower,
        ],
        [
            "not compared",
            "high, beyond 99.8%",
            "low, beyond 99.8%",
            "high, beyond 95%",
            "low, beyond 95%",
        ],
        "within",
    )
    flat = [limit * multiplier for interval in limits.values() for limit in interval]
    return keys.assign(
        **{DENOMINATOR: denominator, VALUE: value * multiplier},
        **{BENCHMARK: level * multiplier},
        **dict(zip(LIMITS, flat, strict=True)),
        **{COMPARISON: words, NOTE: note},
    )
