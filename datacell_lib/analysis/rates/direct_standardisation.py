"""Directly standardised rates: what an area's rates would give in a standard population."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from datacell_lib.analysis.rates.age_bands import (
    MISSING_BAND,
    NOBODY_IN_BAND,
    find_short_groups,
    match_bands,
    read_bands,
)
from datacell_lib.analysis.rates.counts import (
    NO_DENOMINATOR,
    SUPPRESSED,
    UNKNOWN,
    find_keys,
    read_counts,
)
from datacell_lib.analysis.rates.doors import COUNT_COLUMNS, takes_columns
from datacell_lib.analysis.rates.intervals import Interval, calculate_byar_interval
from datacell_lib.analysis.rates.results import build_result
from datacell_lib.schema import (
    AGE_BAND,
    AREA_CODE,
    DENOMINATOR,
    EVENTS_PER_PERSON,
    NUMERATOR,
    NUMERATOR_VARIANCE,
    POPULATION,
    TableError,
)
from datacell_lib.table_checks import (
    check_columns,
    check_denominators,
    check_multiplier,
    check_unique,
    name_rows,
)

FEWEST_EVENTS = 10
TOO_FEW = f"fewer than {FEWEST_EVENTS} events"
MAY_BE_TOO_FEW = f"may be fewer than {FEWEST_EVENTS} events: some counts are suppressed"


@takes_columns(*COUNT_COLUMNS, AGE_BAND, POPULATION, NUMERATOR_VARIANCE)
def calculate_directly_standardised_rate(
    table: pd.DataFrame,
    *,
    standard: pd.DataFrame,
    by: str | Sequence[str] | None = None,
    multiplier: float = 100_000,
    confidence: float | Sequence[float] = 0.95,
) -> pd.DataFrame:
    r"""Calculate directly standardised rates with Dobson's intervals.

    Parameters
    ----------
    table : pandas.DataFrame
        Key columns with ``age_band``, ``numerator``, ``denominator``; optionally
        ``numerator_lower`` and ``numerator_upper`` for suppressed counts, or
        ``numerator_variance`` for events that are not independent (``count_repeated_events``).
    standard : pandas.DataFrame
        ``age_band`` and ``population``, such as ``get_european_standard_population``; joined
        on ``age_band``, whatever the order of either table.
    by : str or sequence of str, optional
        Key columns of the answer. Left out, all but ``age_band``.
    multiplier : float, default 100,000
        Rates are per this many.
    confidence : float or sequence of float, default 0.95
        Coverage of the intervals as a share. Several, such as (0.95, 0.998), give limits for each:
        ``lower_ci_95``, ``upper_ci_95``, ``lower_ci_99_8``, ``upper_ci_99_8``.
    area_code, numerator, denominator, numerator_lower, numerator_upper : str
        What the table calls those columns.
    age_band, population, numerator_variance : str
        What the tables call those, ``population`` being the standard's.

    Returns
    -------
    pandas.DataFrame
        The ``by`` columns, ``value``, ``lower_ci``, ``upper_ci``, ``confidence``,
        ``statistic``, ``method``, ``note``. Fewer than 10 events, a missing age band or nobody
        in one give no rate for that group alone, with the reason in ``note``; suppressed counts
        give no rate, and limits that hold whatever they are.

    Raises
    ------
    TableError
        If the counts are unfit, an age band is not the standard's or no group has them all, or
        the standard has a population that is missing or not above zero.
    ParameterError
        If ``by``, ``multiplier`` or ``confidence`` is out of range.

    Notes
    -----
    :math:`v = \sum w_i x_i/n_i / \sum w_i`,
    :math:`Var = \sum w_i^2 Var(x_i)/n_i^2 / (\sum w_i)^2`, limits
    :math:`v + \sqrt{Var/O}\,(Byar(O) - O)` with :math:`O = \sum x_i`. Independent events have
    :math:`Var(x_i) = x_i`. Not for fewer than 10 events: use an indirectly standardised ratio.

    References
    ----------
    Dobson AJ et al. Confidence intervals for weighted sums of Poisson parameters. Statistics in
    Medicine 1991;10:457-62.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"area_code": ["E07000073"] * 2, "age_band": ["0-64", "65+"],
    ...                       "numerator": [10, 90], "denominator": [1000, 500]})
    >>> standard = pd.DataFrame({"age_band": ["0-64", "65+"], "population": [80, 20]})
    >>> calculate_directly_standardised_rate(table, standard=standard, multiplier=100)[
    ...     ["value", "lower_ci", "upper_ci"]].round(2)
       value  lower_ci  upper_ci
    0    4.4      3.55      5.39
    """
    check_multiplier(multiplier)
    keys, groups, bands = read_bands(table, by=by)
    weights = _join_standard(bands.keys, standard, groups=groups) / bands.people
    low, high, value, variance = (
        np.bincount(groups, weights=column)
        for column in (
            bands.low,
            bands.high,
            weights * bands.exact,
            weights**2 * bands.variance,
        )
    )
    # With suppressed counts: the smallest sum and the largest spread either way.
    fewest, most = (np.bincount(groups, weights=weights * c) for c in (bands.low, bands.high))
    below = _byar_spread(high, confidence=confidence).lower
    above = _byar_spread(low, confidence=confidence).upper
    interval = Interval(fewest - np.sqrt(variance) * below, most + np.sqrt(variance) * above)
    short = find_short_groups(groups, bands=len(standard))
    empty = np.bincount(groups, weights=bands.denominator == 0) > 0
    reported = (low >= FEWEST_EVENTS) & ~short & ~empty
    return build_result(
        keys,
        value=np.where(reported, value, np.nan) * multiplier,
        interval=Interval(*(np.where(reported, limit, np.nan) * multiplier for limit in interval)),
        confidence=confidence,
        statistic=f"directly standardised rate per {multiplier:,g}",
        method="Dobson, with Byar's limits",
        note=np.select(
            [short, empty],
            [MISSING_BAND, NOBODY_IN_BAND],
            _explain(low, high, np.bincount(groups, weights=bands.denominator)),
        ),
    )


@takes_columns(
    AREA_CODE,
    NUMERATOR,
    DENOMINATOR,
    EVENTS_PER_PERSON,
    makes=(NUMERATOR, NUMERATOR_VARIANCE),
)
def count_repeated_events(table: pd.DataFrame) -> pd.DataFrame:
    r"""Count events that happen to the same people again, with the variance that this brings.

    Parameters
    ----------
    table : pandas.DataFrame
        Key columns with ``events_per_person`` (1, 2, 3 and so on), ``numerator`` (people who
        had that many) and ``denominator`` (everyone, the same in each row of a group).
    area_code, numerator, denominator, events_per_person : str
        What the table calls those columns.

    Returns
    -------
    pandas.DataFrame
        The key columns but ``events_per_person``, ``numerator`` (events), ``denominator`` and
        ``numerator_variance``, ready for ``calculate_directly_standardised_rate``.

    Raises
    ------
    TableError
        If the counts are unfit, or a group's denominators differ.

    Notes
    -----
    :math:`x = \sum_f f\,p_f`, :math:`Var(x) = \sum_f f^2 p_f`: people are independent of each
    other, a person's events are not.

    References
    ----------
    Stukel TA et al. Standardized rates of recurrent outcomes. Statistics in Medicine
    1994;13:1781-91.

    Examples
    --------
    >>> import pandas as pd
    >>> people = pd.DataFrame({"age_band": ["0-64"] * 2, "events_per_person": [1, 3],
    ...                        "numerator": [7, 1], "denominator": [100, 100]})
    >>> count_repeated_events(people)[["numerator", "denominator", "numerator_variance"]]
       numerator  denominator  numerator_variance
    0         10          100                  16
    """
    check_columns(table, [EVENTS_PER_PERSON])
    check_denominators(table, column=EVENTS_PER_PERSON)
    read_counts(table, may_be_empty=True)
    keys = [column for column in find_keys(table) if column != EVENTS_PER_PERSON]
    events = table[EVENTS_PER_PERSON]
    counted = table.assign(
        **{
            NUMERATOR: table[NUMERATOR] * events,
            NUMERATOR_VARIANCE: table[NUMERATOR] * events**2,
        }
    )
    groups = counted.groupby(keys, sort=False, dropna=False, observed=True)
    differs = groups[DENOMINATOR].transform("nunique") > 1
    if differs.any():
        raise TableError(
            f"{DENOMINATOR} must be the same for each {EVENTS_PER_PERSON} of a group; not so for "
            f"{name_rows(table, differs)}. Give everyone's number in each row."
        )
    totals = groups[[NUMERATOR, NUMERATOR_VARIANCE]].sum(skipna=False)
    known = groups[DENOMINATOR].count() == groups.size()
    totals.insert(1, DENOMINATOR, groups[DENOMINATOR].first().where(known))
    return totals.reset_index()


def _join_standard(
    bands: pd.DataFrame, standard: pd.DataFrame, *, groups: np.ndarray
) -> np.ndarray:
    check_columns(standard, [AGE_BAND, POPULATION])
    check_unique(standard, keys=[AGE_BAND])
    check_denominators(standard, column=POPULATION)
    unknown = standard[POPULATION].isna()
    if unknown.any():
        raise TableError(
            f"each {POPULATION} of the standard must be known; found it missing for "
            f"{name_rows(standard, unknown)}. Complete the standard, or regroup its ages."
        )
    return match_bands(bands, standard, POPULATION, groups=groups) / standard[POPULATION].sum()


def _byar_spread(count: np.ndarray, *, confidence: float) -> Interval:
    """Give the distances of Byar's limits from the count, in square roots of the count."""
    limits = calculate_byar_interval(count, confidence=confidence)
    root = np.sqrt(np.where(count > 0, count, np.nan))
    return Interval((count - limits.lower) / root, (limits.upper - count) / root)


def _explain(low: np.ndarray, high: np.ndarray, denominator: np.ndarray) -> np.ndarray:
    return np.select(
        [
            np.isnan(denominator),
            np.isnan(low),
            high < FEWEST_EVENTS,
            low < FEWEST_EVENTS,
            low < high,
        ],
        [NO_DENOMINATOR, UNKNOWN, TOO_FEW, MAY_BE_TOO_FEW, SUPPRESSED],
        "",
    )
