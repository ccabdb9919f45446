"""Proportions, crude rates and means, each with its confidence interval."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import stats

from datacell_lib.analysis.rates.counts import read_counts
from datacell_lib.analysis.rates.doors import COUNT_COLUMNS, takes_columns
from datacell_lib.analysis.rates.intervals import (
    Interval,
    calculate_poisson_interval,
    calculate_wilson_interval,
)
from datacell_lib.analysis.rates.results import build_result
from datacell_lib.schema import NUMERATOR_UPPER, VALUE, ParameterError
from datacell_lib.table_checks import (
    check_columns,
    check_confidence,
    check_multiplier,
    check_numbers,
    check_within_denominators,
)

ONE_OBSERVATION = "one observation: no interval"
MISSING_OBSERVATIONS = "some observations not known"


@takes_columns(*COUNT_COLUMNS)
def calculate_proportion(
    table: pd.DataFrame,
    *,
    by: str | Sequence[str] | None = None,
    multiplier: float = 1,
    confidence: float | Sequence[float] = 0.95,
) -> pd.DataFrame:
    """Calculate proportions with Wilson's intervals.

    Parameters
    ----------
    table : pandas.DataFrame
        Key columns, ``numerator`` (people with the attribute) and ``denominator`` (all those
        people); optionally ``numerator_lower`` and ``numerator_upper`` for counts that their
        publisher suppressed.
    by : str or sequence of str, optional
        Key columns to add up to first. Left out, each row stands for itself.
    multiplier : float, default 1
        100 for per cent.
    confidence : float or sequence of float, default 0.95
        Coverage of the intervals as a share. Several, such as (0.95, 0.998), give limits for each:
        ``lower_ci_95``, ``upper_ci_95``, ``lower_ci_99_8``, ``upper_ci_99_8``.
    area_code, numerator, denominator, numerator_lower, numerator_upper : str
        What the table calls those columns.

    Returns
    -------
    pandas.DataFrame
        The key columns, ``value``, ``lower_ci``, ``upper_ci``, ``confidence``, ``statistic``,
        ``method``, ``note``. A suppressed count has no value, and limits that span every count
        it may be; where nobody is in the denominator there is neither. The reason is in
        ``note``.

    Raises
    ------
    TableError
        If the counts are unfit (see ``counts.read_counts``) or above their denominators.
    ParameterError
        If ``by``, ``multiplier`` or ``confidence`` is out of range.

    Notes
    -----
    ``numerator / denominator``. Not for events that can happen to a person more than once: use
    a crude rate.

    References
    ----------
    Wilson EB. Probable inference, the law of succession, and statistical inference. Journal of
    the American Statistical Association 1927;22:209-12.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame(
    ...     {"area_code": ["E07000073"], "numerator": [65], "denominator": [100]}
    ... )
    >>> calculate_proportion(table, multiplier=100)[["value", "lower_ci", "upper_ci"]].round(2)
       value  lower_ci  upper_ci
    0   65.0     55.25     73.64
    """
    check_multiplier(multiplier)
    check_confidence(confidence)
    counts = read_counts(table, by=by, may_be_empty=True)
    check_within_denominators(table)
    if NUMERATOR_UPPER in table:
        check_within_denominators(table, numerator=NUMERATOR_UPPER)
    low = calculate_wilson_interval(counts.low, counts.people, confidence=confidence)
    high = low
    if counts.has_bounds:
        high = calculate_wilson_interval(counts.high, counts.people, confidence=confidence)
    return build_result(
        counts.keys,
        value=counts.exact / counts.people * multiplier,
        interval=Interval(low.lower * multiplier, high.upper * multiplier),
        confidence=confidence,
        statistic=_name("proportion", multiplier),
        method="Wilson score",
        note=counts.notes,
    )


@takes_columns(*COUNT_COLUMNS)
def calculate_crude_rate(
    table: pd.DataFrame,
    *,
    by: str | Sequence[str] | None = None,
    multiplier: float = 100_000,
    confidence: float | Sequence[float] = 0.95,
) -> pd.DataFrame:
    """Calculate crude rates with Poisson intervals: exact below 10 events, Byar's from 10.

    Parameters
    ----------
    table : pandas.DataFrame
        Key columns, ``numerator`` (events) and ``denominator`` (people, or person-time);
        optionally ``numerator_lower`` and ``numerator_upper`` for counts that their publisher
        suppressed.
    by : str or sequence of str, optional
        Key columns to add up to first. Denominators are added too, so a sum over periods gives
        a rate per person-time. Left out, each row stands for itself.
    multiplier : float, default 100,000
        Rates are per this many.
    confidence : float or sequence of float, default 0.95
        Coverage of the intervals as a share. Several, such as (0.95, 0.998), give limits for each:
        ``lower_ci_95``, ``upper_ci_95``, ``lower_ci_99_8``, ``upper_ci_99_8``.
    area_code, numerator, denominator, numerator_lower, numerator_upper : str
        What the table calls those columns.

    Returns
    -------
    pandas.DataFrame
        The key columns, ``value``, ``lower_ci``, ``upper_ci``, ``confidence``, ``statistic``,
        ``method``, ``note``. A suppressed count has no value, and limits that span every count
        it may be; where nobody is in the denominator there is neither. The reason is in
        ``note``.

    Raises
    ------
    TableError
        If the counts are unfit (see ``counts.read_counts``).
    ParameterError
        If ``by``, ``multiplier`` or ``confidence`` is out of range.

    Notes
    -----
    ``numerator / denominator * multiplier``. Not for comparing places whose people differ in
    age: use a directly standardised rate.

    References
    ----------
    Association of Public Health Observatories. Technical briefing 3. 2008.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame(
    ...     {"area_code": ["E07000073"], "numerator": [65], "denominator": [100_000]}
    ... )
    >>> calculate_crude_rate(table)[["value", "lower_ci", "upper_ci"]].round(2)
       value  lower_ci  upper_ci
    0   65.0     50.16     82.85
    """
    check_multiplier(multiplier)
    check_confidence(confidence)
    counts = read_counts(table, by=by, may_be_empty=True)
    low = high = calculate_poisson_interval(counts.low, confidence=confidence)
    if counts.has_bounds:
        high = calculate_poisson_interval(counts.high, confidence=confidence)
    scale = multiplier / counts.people
    return build_result(
        counts.keys,
        value=counts.exact * scale,
        interval=Interval(low.lower * scale, high.upper * scale),
        confidence=confidence,
        statistic=_name("crude rate", multiplier),
        method="Byar; exact below 10 events",
        note=counts.notes,
    )


@takes_columns(VALUE)
def calculate_mean(
    table: pd.DataFrame, *, by: str | Sequence[str], confidence: float | Sequence[float] = 0.95
) -> pd.DataFrame:
    """Calculate the mean of observations in groups, with Student's t intervals.

    Parameters
    ----------
    table : pandas.DataFrame
        Key columns and ``value``, one row an observation.
    by : str or sequence of str
        Key columns that make the groups.
    confidence : float or sequence of float, default 0.95
        Coverage of the intervals as a share. Several, such as (0.95, 0.998), give limits for each:
        ``lower_ci_95``, ``upper_ci_95``, ``lower_ci_99_8``, ``upper_ci_99_8``.
    value : str
        What the table calls that column.

    Returns
    -------
    pandas.DataFrame
        The ``by`` columns, ``value``, ``lower_ci``, ``upper_ci``, ``confidence``,
        ``statistic``, ``method``, ``note``. One observation gives a mean and no interval; a
        group with a missing observation gives neither.

    Raises
    ------
    TableError
        If a column is missing or ``value`` is not a finite number.
    ParameterError
        If ``by`` is empty or ``confidence`` out of range.

    Notes
    -----
    :math:`\\bar{x} \\pm t_{n-1} s / \\sqrt{n}`. Not for skewed observations in small groups.

    References
    ----------
    Association of Public Health Observatories. Technical briefing 3. 2008.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"area_code": ["E07000073"] * 3, "value": [2.0, 4.0, 6.0]})
    >>> calculate_mean(table, by=["area_code"])[["value", "lower_ci", "upper_ci"]].round(2)
       value  lower_ci  upper_ci
    0    4.0     -0.97      8.97
    """
    check_confidence(confidence)
    if not by:
        raise ParameterError("by must name at least one key column; found none.")
    check_columns(table, [*by, VALUE])
    check_numbers(table, [VALUE])
    groups = table.groupby(list(by), sort=False, observed=True, dropna=False)[VALUE]
    size, known = groups.size().to_numpy(), groups.count().to_numpy()
    value = groups.mean().to_numpy(dtype=float, na_value=np.nan)
    spread = groups.std().to_numpy(dtype=float, na_value=np.nan)
    complete = size == known
    value = np.where(complete, value, np.nan)
    quantile = stats.t.ppf((1 + confidence) / 2, np.maximum(size - 1, 1))
    half = np.where(complete, quantile * spread / np.sqrt(size), np.nan)
    reasons = np.select([~complete, size == 1], [MISSING_OBSERVATIONS, ONE_OBSERVATION], "")
    return build_result(
        groups.size().index.to_frame(index=False),
        value=value,
        interval=Interval(value - half, value + half),
        confidence=confidence,
        statistic="mean",
        method="Student's t",
        note=reasons,
    )


def _name(statistic: str, multiplier: float) -> str:
    return statistic if multiplier == 1 else f"{statistic} per {multiplier:,g}"
