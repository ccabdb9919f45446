"""Indirectly standardised ratios and rates: events observed over those to be expected."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from datacell_lib.analysis.rates.age_bands import match_bands, read_bands
from datacell_lib.analysis.rates.counts import explain_missing
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


def calculate_indirectly_standardised_ratio(
    table: pd.DataFrame,
    *,
    reference: pd.DataFrame,
    by: Sequence[str] | None = None,
    confidence: float = 0.95,
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
    by : sequence of str, optional
        Key columns of the answer. Left out, all but ``age_band``.
    confidence : float, default 0.95
        Coverage of the intervals as a share.

    Returns
    -------
    pandas.DataFrame
        The ``by`` columns, ``value`` (1 where as many as expected), ``lower_ci``, ``upper_ci``,
        ``confidence``, ``statistic``, ``method``, ``note``.

    Raises
    ------
    TableError
        If the counts are unfit, or a group's age bands are not exactly the reference's.
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


def calculate_indirectly_standardised_rate(
    table: pd.DataFrame,
    *,
    reference: pd.DataFrame,
    by: Sequence[str] | None = None,
    multiplier: float = 100_000,
    confidence: float = 0.95,
) -> pd.DataFrame:
    r"""Calculate indirectly standardised rates: the ratio times the reference's crude rate.

    Parameters
    ----------
    table, reference, by, confidence
        As for ``calculate_indirectly_standardised_ratio``.
    multiplier : float, default 100,000
        Rates are per this many.

    Returns
    -------
    pandas.DataFrame
        The ``by`` columns, ``value``, ``lower_ci``, ``upper_ci``, ``confidence``,
        ``statistic``, ``method``, ``note``.

    Raises
    ------
    TableError
        If the counts are unfit, or a group's age bands are not exactly the reference's.
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
    scale_of_each = scale / expected
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
        note=explain_missing(low, high, expected),
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
