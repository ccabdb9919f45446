"""Indirectly standardised ratios and rates: events observed over those to be expected."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from datacell_lib.analysis.rates.age_bands import (
    MISSING_BAND,
    find_short_groups,
    match_bands,
    read_bands,
)
from datacell_lib.analysis.rates.counts import explain_missing
from datacell_lib.analysis.rates.doors import COUNT_COLUMNS, takes_columns
from datacell_lib.analysis.rates.intervals import Interval, calculate_poisson_interval
from datacell_lib.analysis.rates.results import build_result
from datacell_lib.schema import AGE_BAND, DENOMINATOR, NUMERATOR, TableError
from datacell_lib.table_checks import (
    check_columns,
    check_denominators,
    check_multiplier,
    check_not_negative,
    check_unique,
)

EVENTS_AMONG_NOBODY = "events in an age band with nobody in it"
NONE_EXPECTED = "no events to be expected"


@takes_columns(*COUNT_COLUMNS, AGE_BAND)
def calculate_indirectly_standardised_ratio(
    table: pd.DataFrame,
    *,
    reference: pd.DataFrame,
    by: str | Sequence[str] | None = None,
    confidence: float | Sequence[float] = 0.95,
) -> pd.DataFrame:
    r"""Calculate indirectly standardised ratios: events observed over those to be expected.

    Parameters
    ----------
    table : pandas.DataFrame
        Key columns with ``age_band``, ``numerator``, ``denominator``; optionally
        ``numerator_lower`` and ``numerator_upper`` for suppressed counts.
    reference : pandas.DataFrame
        ``age_band``, ``numerator``, ``denominator`` of the reference population; joined on
        ``age_band``.
    by : str or sequence of str, optional
        Key columns of the answer. Left out, all but ``age_band``.
    confidence : float or sequence of float, default 0.95
        Coverage of the intervals as a share. Several, such as (0.95, 0.998), give limits for each:
        ``lower_ci_95``, ``upper_ci_95``, ``lower_ci_99_8``, ``upper_ci_99_8``.
    area_code, numerator, denominator, numerator_lower, numerator_upper, age_band : str
        What the tables call those columns.

    Returns
    -------
    pandas.DataFrame
        The ``by`` columns, ``value`` (1 where as many as expected), ``lower_ci``, ``upper_ci``,
        ``confidence``, ``statistic``, ``method``, ``note``. A group that lacks an age band, or
        from whose people no event is to be expected, has none, with the reason in ``note``.

    Raises
    ------
    TableError
        If the counts are unfit, or an age band is not the reference's or no group has them all.
    ParameterError
        If ``by`` or ``confidence`` is out of range.

    Notes
    -----
    :math:`O/E`, :math:`E = \sum n_i X_i/N_i`, limits from the Poisson interval of O; the
    reference is taken to be without error. Compare each area with the reference, not areas
    with each other: each is weighted by its own people.

    References
    ----------
    Breslow NE, Day NE. Statistical methods in cancer research, volume II. IARC 1987.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"area_code": ["E07000073"] * 2, "age_band": ["0-64", "65+"],
    ...                       "numerator": [10, 90], "denominator": [1000, 500]})
    >>> reference = pd.DataFrame({"age_band": ["0-64", "65+"], "numerator": [100, 750],
    ...                           "denominator": [10_000, 5_000]})
    >>> calculate_indirectly_standardised_ratio(table, reference=reference)[
    ...     ["value", "lower_ci", "upper_ci"]].round(2)
       value  lower_ci  upper_ci
    0   1.18      0.96      1.43
    """
    return _calculate_indirect(
        table,
        reference,
        by=by,
        confidence=confidence,
        scale=1,
        statistic="indirectly standardised ratio",
    )


@takes_columns(*COUNT_COLUMNS, AGE_BAND)
def calculate_indirectly_standardised_rate(
    table: pd.DataFrame,
    *,
    reference: pd.DataFrame,
    by: str | Sequence[str] | None = None,
    multiplier: float = 100_000,
    confidence: float | Sequence[float] = 0.95,
) -> pd.DataFrame:
    r"""Calculate indirectly standardised rates: the ratio times the reference's crude rate.

    Parameters
    ----------
    table, reference, by, confidence
        As for ``calculate_indirectly_standardised_ratio``.
    multiplier : float, default 100,000
        Rates are per this many.
    area_code, numerator, denominator, numerator_lower, numerator_upper, age_band : str
        What the tables call those columns.

    Returns
    -------
    pandas.DataFrame
        The ``by`` columns, ``value``, ``lower_ci``, ``upper_ci``, ``confidence``,
        ``statistic``, ``method``, ``note``.

    Raises
    ------
    TableError
        If the counts are unfit, or an age band is not the reference's or no group has them all.
    ParameterError
        If ``by``, ``multiplier`` or ``confidence`` is out of range.

    Notes
    -----
    :math:`(O/E) \cdot \sum X_i / \sum N_i`. Not for comparing areas with each other.

    References
    ----------
    Breslow NE, Day NE. Statistical methods in cancer research, volume II. IARC 1987.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"area_code": ["E07000073"], "age_band": ["all"],
    ...                       "numerator": [20], "denominator": [1000]})
    >>> reference = pd.DataFrame({"age_band": ["all"], "numerator": [100],
    ...                           "denominator": [10_000]})
    >>> calculate_indirectly_standardised_rate(table, reference=reference)["value"].tolist()
    [2000.0]
    """
    check_multiplier(multiplier)
    _check_reference(reference)
    return _calculate_indirect(
        table,
        reference,
        by=by,
        confidence=confidence,
        scale=reference[NUMERATOR].sum() / reference[DENOMINATOR].sum() * multiplier,
        statistic=f"indirectly standardised rate per {multiplier:,g}",
    )


def _calculate_indirect(
    table: pd.DataFrame,
    reference: pd.DataFrame,
    *,
    by: Sequence[str] | None,
    confidence: float,
    scale: float,
    statistic: str,
) -> pd.DataFrame:
    _check_reference(reference)
    keys, groups, bands = read_bands(table, by=by)
    rates = reference.assign(rate=reference[NUMERATOR] / reference[DENOMINATOR])
    matched = match_bands(bands.keys, rates, "rate", groups=groups) * bands.denominator
    low, high, expected = (np.bincount(groups, w) for w in (bands.low, bands.high, matched))
    misplaced = bands.low[bands.denominator == 0] > 0
    among_nobody = np.bincount(groups[bands.denominator == 0], misplaced, len(keys)) > 0
    faults = {
        MISSING_BAND: find_short_groups(groups, bands=len(reference)),
        EVENTS_AMONG_NOBODY: among_nobody,
        NONE_EXPECTED: expected == 0,
    }
    faulty = np.any(list(faults.values()), axis=0)
    scale_of_each = scale / np.where(faulty, np.nan, expected)
    return build_result(
        keys,
        value=np.where(low == high, low, np.nan) * scale_of_each,
        interval=Interval(
            calculate_poisson_interval(low, confidence=confidence).lower * scale_of_each,
            calculate_poisson_interval(high, confidence=confidence).upper * scale_of_each,
        ),
        confidence=confidence,
        statistic=statistic,
        method="Byar; exact below 10 events",
        note=np.select(list(faults.values()), list(faults), explain_missing(low, high, expected)),
    )


def _check_reference(reference: pd.DataFrame) -> None:
    check_columns(reference, [AGE_BAND, NUMERATOR, DENOMINATOR])
    check_unique(reference, keys=[AGE_BAND])
    check_not_negative(reference, [NUMERATOR])
    check_denominators(reference)
    if reference[[NUMERATOR, DENOMINATOR]].isna().any(axis=None) or not reference[NUMERATOR].sum():
        raise TableError(
            "the reference must have every count, and at least one event; found missing counts "
            "or none at all. Use a larger reference population."
        )
