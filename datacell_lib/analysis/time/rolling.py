"""Rolling sums and rates that say which of them are provisional."""

from __future__ import annotations

import numpy as np
import pandas as pd

from datacell_lib.analysis.rates.counts import explain_missing, read_counts
from datacell_lib.analysis.rates.intervals import Interval, calculate_poisson_interval
from datacell_lib.analysis.rates.results import build_result
from datacell_lib.analysis.time.settings import check_whole
from datacell_lib.schema import PERIOD, PROVISIONAL
from datacell_lib.table_checks import check_columns, check_multiplier, check_regular_series
from datacell_lib.uk_days import use_uk_days

TOO_EARLY = "the window reaches back before the series begins"
METHOD = "Byar; exact below 10 events"


def calculate_rolling_sum(
    table: pd.DataFrame, *, window: int = 7, confidence: float = 0.95
) -> pd.DataFrame:
    """Add up the events of each period and those before it.

    Parameters
    ----------
    table : pandas.DataFrame
        Key columns with ``period``, ``numerator``, ``denominator``, and ``provisional`` from
        ``reporting_delay.mark_provisional``; each series in order and without gaps.
    window : int, default 7
        Periods added up.
    confidence : float, default 0.95
        Coverage of the intervals as a share.

    Returns
    -------
    pandas.DataFrame
        The key columns, ``value``, ``lower_ci``, ``upper_ci``, ``confidence``, ``statistic``,
        ``method``, ``note``, ``provisional``. The first ``window - 1`` periods, and any
        window with an unknown count, have no value.

    Raises
    ------
    TableError
        If the counts are unfit, or a series is unsorted or gapped.
    ParameterError
        If ``window`` or ``confidence`` is out of range.

    Notes
    -----
    Neighbouring sums share most of their events: do not test or model them as if they were
    independent.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"period": [1, 2, 3], "numerator": [4, 5, 6], "denominator": 100,
    ...                       "provisional": [False, False, True]})
    >>> calculate_rolling_sum(table, window=2)[["value", "provisional"]]
       value  provisional
    0    NaN        False
    1    9.0        False
    2   11.0         True
    """
    return _roll(
        table,
        window=window,
        confidence=confidence,
        multiplier=None,
        statistic=f"sum over {window} periods",
    )


def calculate_rolling_rate(
    table: pd.DataFrame,
    *,
    window: int = 7,
    multiplier: float = 100_000,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Calculate events over each period and those before it, per head of population.

    Parameters
    ----------
    table, window, confidence
        As for ``calculate_rolling_sum``; ``denominator`` is the population.
    multiplier : float, default 100,000
        Rates are per this many people.

    Returns
    -------
    pandas.DataFrame
        As ``calculate_rolling_sum``.

    Raises
    ------
    TableError
        If the counts are unfit, or a series is unsorted or gapped.
    ParameterError
        If ``window``, ``multiplier`` or ``confidence`` is out of range.

    Notes
    -----
    The sum over the window by the population of its last period: a rate per window, not per
    day or year.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"period": [1, 2], "numerator": [4, 5], "denominator": 1000,
    ...                       "provisional": False})
    >>> calculate_rolling_rate(table, window=2)["value"].tolist()
    [nan, 900.0]
    """
    check_multiplier(multiplier)
    return _roll(
        table,
        window=window,
        confidence=confidence,
        multiplier=multiplier,
        statistic=f"rate over {window} periods per {multiplier:,g}",
    )


def _roll(
    table: pd.DataFrame,
    *,
    window: int,
    confidence: float,
    multiplier: float | None,
    statistic: str,
) -> pd.DataFrame:
    check_whole(window, name="window", least=1, of="periods")
    check_columns(table, [PERIOD, PROVISIONAL])
    table = use_uk_days(table)
    counts = read_counts(table)
    by = [key for key in counts.keys if key != PERIOD]
    check_regular_series(counts.keys, keys=by)
    if by:
        number = counts.keys.groupby(by, sort=False, observed=True, dropna=False).ngroup()
        order = np.argsort(number.to_numpy(), kind="stable")
        sizes = np.bincount(number)
    else:
        order, sizes = np.arange(len(counts.keys)), np.array([len(counts.keys)])
    early = np.empty(len(order), dtype=bool)
    early[order] = np.arange(len(order)) - np.repeat(np.cumsum(sizes) - sizes, sizes) < window - 1
    low = high = _add_up(counts.low, order=order, early=early, window=window)
    if counts.has_bounds:
        high = _add_up(counts.high, order=order, early=early, window=window)
    scale = np.ones(len(low)) if multiplier is None else multiplier / counts.denominator
    notes = np.where(early, TOO_EARLY, explain_missing(low, high, scale))
    return build_result(
        counts.keys,
        value=np.where(low == high, low, np.nan) * scale,
        interval=Interval(
            calculate_poisson_interval(low, confidence=confidence).lower * scale,
            calculate_poisson_interval(high, confidence=confidence).upper * scale,
        ),
        confidence=confidence,
        statistic=statistic,
        method=METHOD,
        note=notes,
    ).assign(**{PROVISIONAL: table[PROVISIONAL].to_numpy(dtype=bool)})


def _add_up(column: np.ndarray, *, order: np.ndarray, early: np.ndarray, window: int) -> np.ndarray:
    """Add whole counts one step back at a time, so that they stay whole."""
    in_order, total = column[order], np.zeros(len(column))
    for back in range(min(window, len(column))):
        total[back:] += in_order[: len(column) - back]
    answer = np.empty(len(column))
    answer[order] = total
    return np.where(early, np.nan, answer)
