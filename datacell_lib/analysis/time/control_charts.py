"""Statistical process control charts: is a series steady, or has something changed?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from datacell_lib.analysis.rates.counts import find_keys, read_counts
from datacell_lib.analysis.time.control_rules import RULES, mark_signals
from datacell_lib.analysis.time.settings import check_whole
from datacell_lib.schema import (
    CENTRE,
    LOWER_LIMIT,
    METHOD,
    NOTE,
    PERIOD,
    UPPER_LIMIT,
    VALUE,
    ParameterError,
)
from datacell_lib.table_checks import (
    check_columns,
    check_multiplier,
    check_numbers,
    check_regular_series,
    check_unique,
    check_within_denominators,
)
from datacell_lib.uk_days import use_uk_days

FEWEST_POINTS = 12
UNSETTLED = f"fewer than {FEWEST_POINTS} points: the limits may still move"
MOVING_RANGE_FACTOR = 2.66  # 3 / 1.128, three sigma from the mean range of two


def calculate_p_chart(table: pd.DataFrame, *, multiplier: float = 1) -> pd.DataFrame:
    r"""Chart proportions over time, with limits that follow each denominator.

    Parameters
    ----------
    table : pandas.DataFrame
        Key columns with ``period``, ``numerator``, ``denominator``; each series in order of
        period and without gaps.
    multiplier : float, default 1
        100 for per cent.

    Returns
    -------
    pandas.DataFrame
        The key columns, ``value``, ``centre``, ``lower_limit``, ``upper_limit``, the four
        rules ``outside_limits``, ``shift``, ``rise_or_fall``, ``near_limit`` (True at the
        points that break them), ``method``, ``note``.

    Raises
    ------
    TableError
        If the counts are unfit, or a series is unsorted or gapped.
    ParameterError
        If ``multiplier`` is not above zero.

    Notes
    -----
    Limits :math:`\bar{p} \pm 3\sqrt{\bar{p}(1-\bar{p})/n_t}`, within 0 and 1. Not for very large
    denominators, where ordinary variation between periods is more than binomial: use an XmR
    chart of the proportions.

    References
    ----------
    NHS England. Making data count. 2019. Provost LP, Murray SK. The health care data guide. 2011.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"period": range(2001, 2005), "numerator": [20, 22, 18, 60],
    ...                       "denominator": 100})
    >>> calculate_p_chart(table)["outside_limits"].tolist()
    [False, False, False, True]
    """
    return _chart_counts(table, multiplier=multiplier, method="p chart")


def calculate_u_chart(table: pd.DataFrame, *, multiplier: float = 100_000) -> pd.DataFrame:
    r"""Chart rates over time, with limits that follow each denominator.

    Parameters
    ----------
    table : pandas.DataFrame
        Key columns with ``period``, ``numerator``, ``denominator``; each series in order of
        period and without gaps.
    multiplier : float, default 100,000
        Rates are per this many.

    Returns
    -------
    pandas.DataFrame
        As ``calculate_p_chart``.

    Raises
    ------
    TableError
        If the counts are unfit, or a series is unsorted or gapped.
    ParameterError
        If ``multiplier`` is not above zero.

    Notes
    -----
    Limits :math:`\bar{u} \pm 3\sqrt{\bar{u}/n_t}`, not below 0. Not for infections, which come in
    clusters: use the outbreak detectors.

    References
    ----------
    NHS England. Making data count. 2019. Provost LP, Murray SK. The health care data guide. 2011.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"period": range(2001, 2005), "numerator": [10, 12, 8, 60],
    ...                       "denominator": 1000})
    >>> calculate_u_chart(table, multiplier=1000)["value"].tolist()
    [10.0, 12.0, 8.0, 60.0]
    """
    return _chart_counts(table, multiplier=multiplier, method="u chart")


def calculate_xmr_chart(
    table: pd.DataFrame,
    *,
    recalculate_at: Sequence[object] = (),
    baseline_points: int | None = None,
) -> pd.DataFrame:
    r"""Chart single measurements over time, with limits from their moving range.

    Parameters
    ----------
    table : pandas.DataFrame
        Key columns with ``period`` and ``value``; each series in order of period and without
        gaps.
    recalculate_at : sequence of periods, default none
        Periods from which on centre and limits are calculated anew, after a known change; no
        rule looks across one.
    baseline_points : int, optional
        Calculate centre and limits from the first so many known points, here and after each
        change, at least 2; from all of them if left out.

    Returns
    -------
    pandas.DataFrame
        As ``calculate_p_chart``. The note says so where centre and limits come from fewer than
        12 points.

    Raises
    ------
    TableError
        If a column is missing, ``value`` is not a number, or a series is unsorted or gapped.
    ParameterError
        If there is no such period as one to recalculate at, or ``baseline_points`` is below 2.

    Notes
    -----
    Limits :math:`\bar{x} \pm 2.66\,\overline{mR}` with mR the distances of neighbouring points.
    All distances count; NHSRplotthedots leaves those above 3.267 times their mean out unless told.
    Not for rare events, nor for series with a trend or season: take those out first.

    References
    ----------
    NHS England. Making data count. 2019. Wheeler DJ. Understanding variation. 1993.
    NHS-R community. NHSRplotthedots (rebase, fix_after_n_points).

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"period": range(2001, 2005), "value": [10.0, 12.0, 8.0, 10.0]})
    >>> calculate_xmr_chart(table)[["centre", "lower_limit", "upper_limit"]].head(1).round(2)
       centre  lower_limit  upper_limit
    0    10.0         2.91        17.09
    """
    check_columns(table, [PERIOD, VALUE])
    check_numbers(table, [VALUE])
    table = use_uk_days(table)
    keys = find_keys(table)
    check_unique(table, keys=keys)
    if baseline_points is not None:
        check_whole(baseline_points, name="baseline_points", least=2)
    phase = _number_phases(table[PERIOD], recalculate_at)
    spans = _number_series(table[keys]) * (phase.max(initial=0) + 1) + phase
    value = table[VALUE].to_numpy(dtype=float, na_value=np.nan)
    centre, spread, used = (np.full(len(value), np.nan) for _ in range(3))
    for rows in _rows_of(spans):
        number = np.cumsum(~np.isnan(value[rows]))
        first = value[rows][number <= (baseline_points or np.inf)]
        used[rows] = np.count_nonzero(~np.isnan(first))
        centre[rows] = np.nanmean(first) if used[rows[0]] else np.nan
        ranges = np.abs(np.diff(first))
        ranges = ranges[~np.isnan(ranges)]
        spread[rows] = ranges.mean() * MOVING_RANGE_FACTOR / 3 if ranges.size else np.nan
    return _assemble(
        table[keys],
        spans=spans,
        few=used < FEWEST_POINTS,
        value=value,
        centre=centre,
        sigma=spread,
        bounds=(-np.inf, np.inf),
        method="XmR chart",
        notes=np.full(len(table), ""),
    )


def _chart_counts(table: pd.DataFrame, *, multiplier: float, method: str) -> pd.DataFrame:
    check_multiplier(multiplier)
    check_columns(table, [PERIOD])
    counts = read_counts(use_uk_days(table))
    is_share = method == "p chart"
    if is_share:
        check_within_denominators(table)
    value = counts.exact / counts.denominator
    known = ~np.isnan(value)
    series = _number_series(counts.keys)
    events, people = (
        np.bincount(series, weights=np.where(known, column, 0))
        for column in (counts.exact, counts.denominator)
    )
    centre = np.divide(events, people, out=np.full(len(people), np.nan), where=people > 0)[series]
    variance = centre * (1 - centre) if is_share else centre
    return _assemble(
        counts.keys,
        spans=series,
        few=np.bincount(series, weights=known)[series] < FEWEST_POINTS,
        value=value * multiplier,
        centre=centre * multiplier,
        sigma=np.sqrt(variance / counts.denominator) * multiplier,
        bounds=(0, multiplier if is_share else np.inf),
        method=method,
        notes=np.asarray(counts.notes),
    )


def _number_series(keys: pd.DataFrame) -> np.ndarray:
    """Number the series, having seen that each is sorted and without gaps."""
    by = [key for key in keys if key != PERIOD]
    check_regular_series(keys, keys=by)
    if not by:
        return np.zeros(len(keys), dtype=int)
    return keys.groupby(by, sort=False, observed=True, dropna=False).ngroup().to_numpy()


def _number_phases(periods: pd.Series, recalculate_at: Sequence[object]) -> np.ndarray:
    """Number each row's phase: how many of the changes had come by then."""
    phase = np.zeros(len(periods), dtype=int)
    for change in dict.fromkeys(recalculate_at):
        if not periods.eq(change).any():
            raise ParameterError(
                f"recalculate_at must name periods of the table; found {change!r}, which is none. "
                f"They run from {periods.min()} to {periods.max()}."
            )
        phase += periods.ge(change).to_numpy(dtype=int)
    return phase


def _rows_of(series: np.ndarray) -> list[np.ndarray]:
    order = np.argsort(series, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(series[order])) + 1)


def _assemble(
    keys: pd.DataFrame,
    *,
    spans: np.ndarray,
    few: np.ndarray,
    value: np.ndarray,
    centre: np.ndarray,
    sigma: np.ndarray,
    bounds: tuple[float, float],
    method: str,
    notes: np.ndarray,
) -> pd.DataFrame:
    charted = keys.assign(
        **{
            VALUE: value,
            CENTRE: centre,
            LOWER_LIMIT: np.clip(centre - 3 * sigma, *bounds),
            UPPER_LIMIT: np.clip(centre + 3 * sigma, *bounds),
        }
    )
    signals = {rule: np.zeros(len(keys), dtype=bool) for rule in RULES}
    for rows in _rows_of(spans):
        for rule, marked in mark_signals(value[rows], centre[rows], sigma[rows]).items():
            signals[rule][rows] = marked
    return charted.assign(
        **signals, **{METHOD: method, NOTE: np.where((notes == "") & few, UNSETTLED, notes)}
    )
