"""Funnels: how far from the common level values may lie by chance alone."""

from __future__ import annotations

import numpy as np
import pandas as pd

from datacell_lib.analysis.rates.counts import Counts, read_counts
from datacell_lib.analysis.rates.doors import takes_columns
from datacell_lib.analysis.rates.funnel_limits import (
    check_baseline,
    find_proportion_limits,
    find_rate_limits,
    place_values,
)
from datacell_lib.analysis.rates.intervals import Interval
from datacell_lib.schema import AREA_CODE, DENOMINATOR, NUMERATOR, TableError
from datacell_lib.table_checks import (
    check_columns,
    check_denominators,
    check_multiplier,
    check_within_denominators,
)
from datacell_lib.table_sources import tell_origin

AXIS_STEPS = 100
COLUMNS = (AREA_CODE, NUMERATOR, DENOMINATOR)


@takes_columns(*COLUMNS)
def calculate_proportion_funnel(
    table: pd.DataFrame, *, baseline: float | None = None, multiplier: float = 1
) -> pd.DataFrame:
    r"""Place proportions in a funnel around their common level.

    Parameters
    ----------
    table : pandas.DataFrame
        Key columns, ``numerator``, ``denominator``. Rows with the numerator missing get limits
        and no place: a table of denominators alone draws the curve.
    baseline : float, optional
        The common level as a share, between 0 and 1. Left out, all known numerators over their
        denominators.
    multiplier : float, default 1
        100 for per cent.
    area_code, numerator, denominator : str
        What the table calls those columns.

    Returns
    -------
    pandas.DataFrame
        The key columns, ``denominator``, ``value``, ``benchmark`` (the baseline),
        ``lower_limit_95``, ``upper_limit_95``, ``lower_limit_99_8``, ``upper_limit_99_8``,
        ``comparison`` ("high, beyond 99.8%", "high, beyond 95%", "within", "low, ...",
        "not compared") and ``note``.

    Raises
    ------
    TableError
        If the counts are unfit, or there is nothing to take a baseline from: no count known, or
        no event.
    ParameterError
        If ``baseline`` or ``multiplier`` is out of range.

    Notes
    -----
    Limits :math:`p \pm z\sqrt{p(1-p)/n}` within 0 and 1: a value lies outside them exactly when
    its own Wilson interval leaves the baseline out. Without allowance for overdispersion, so
    not for very large denominators, where nearly all areas come out beyond the limits.

    References
    ----------
    Spiegelhalter DJ. Funnel plots for comparing institutional performance. Statistics in
    Medicine 2005;24:1185-202.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"area_code": ["E07000073"], "numerator": [70],
    ...                       "denominator": [75]})
    >>> funnel = calculate_proportion_funnel(table, baseline=0.80642448, multiplier=100)
    >>> funnel[["lower_limit_95", "upper_limit_95", "comparison"]].round(2)
       lower_limit_95  upper_limit_95        comparison
    0            71.7           89.58  high, beyond 95%
    """
    check_multiplier(multiplier)
    check_baseline(baseline, highest=1)
    counts = read_counts(table, may_be_empty=True)
    check_within_denominators(table)
    level = _find_baseline(counts) if baseline is None else baseline
    if level == 1:
        raise TableError(
            "every person has the attribute in all areas together, so nothing can differ from "
            "the common level. Give the baseline itself, or draw no funnel."
        )
    return _place(counts, level, find_proportion_limits(counts.people, level), multiplier)


@takes_columns(*COLUMNS)
def calculate_rate_funnel(
    table: pd.DataFrame, *, baseline: float | None = None, multiplier: float = 100_000
) -> pd.DataFrame:
    r"""Place rates, or ratios of observed to expected events, in a funnel.

    Parameters
    ----------
    table : pandas.DataFrame
        Key columns, ``numerator`` (events) and ``denominator`` (person-time; for ratios the
        events to be expected). Rows with the numerator missing get limits and no place.
    baseline : float, optional
        The common level, per one of the denominator: a rate per person-year, or 1 for ratios.
        Left out, all known numerators over their denominators.
    multiplier : float, default 100,000
        Values and limits are per this many; 1 for ratios.
    area_code, numerator, denominator : str
        What the table calls those columns.

    Returns
    -------
    pandas.DataFrame
        As ``calculate_proportion_funnel``.

    Raises
    ------
    TableError
        If the counts are unfit, or there is nothing to take a baseline from: no count known, or
        no event.
    ParameterError
        If ``baseline`` or ``multiplier`` is out of range.

    Notes
    -----
    With E events to be expected at the baseline, the limits are the counts O whose exact Poisson
    limit is E, between whole counts too: :math:`P(X \ge O_U | E) = P(X \le O_L | E) = p`. A
    value lies outside them exactly when its own exact interval leaves the baseline out. Where
    no count is that low the lower limit is 0. Without allowance for overdispersion.

    References
    ----------
    Spiegelhalter DJ. Funnel plots for comparing institutional performance. Statistics in
    Medicine 2005;24:1185-202.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"area_code": ["E07000073"], "numerator": [20],
    ...                       "denominator": [10.0]})
    >>> calculate_rate_funnel(table, baseline=1, multiplier=1)["comparison"].tolist()
    ['high, beyond 95%']
    """
    check_multiplier(multiplier)
    check_baseline(baseline, highest=np.inf)
    counts = read_counts(table, may_be_empty=True)
    level = _find_baseline(counts) if baseline is None else baseline
    return _place(counts, level, find_rate_limits(counts.people, level), multiplier)


def build_funnel_axis(table: pd.DataFrame) -> pd.DataFrame:
    """Spread denominators evenly over a table's range, to draw a funnel's curves from.

    Parameters
    ----------
    table : pandas.DataFrame
        With ``denominator``.

    Returns
    -------
    pandas.DataFrame
        100 rows: ``denominator``, rising, and ``numerator``, missing throughout.

    Raises
    ------
    TableError
        If a denominator is not above zero, or none is known.

    Examples
    --------
    >>> import pandas as pd
    >>> axis = build_funnel_axis(pd.DataFrame({"denominator": [10, 109]}))
    >>> axis["denominator"].head(3).tolist()
    [10.0, 11.0, 12.0]
    """
    check_columns(table, [DENOMINATOR])
    check_denominators(table)
    if table[DENOMINATOR].isna().all():
        raise TableError(f"no denominator is known. Check the population file{tell_origin(table)}.")
    ends = table[DENOMINATOR].min(), table[DENOMINATOR].max()
    return pd.DataFrame({DENOMINATOR: np.linspace(*ends, AXIS_STEPS), NUMERATOR: np.nan})


def _find_baseline(counts: Counts) -> float:
    known = ~np.isnan(counts.exact / counts.people)
    if not known.any():
        raise TableError(
            "no numerator is known, so there is no common level. Give the baseline itself."
        )
    events = counts.exact[known].sum()
    if events == 0:
        raise TableError(
            "no area has an event, so the common level is zero and nothing can lie below it. "
            "Give the baseline itself, or draw no funnel."
        )
    return float(events / counts.people[known].sum())


def _place(
    counts: Counts, level: float, limits: dict[str, Interval], multiplier: float
) -> pd.DataFrame:
    return place_values(
        counts.keys,
        denominator=counts.denominator,
        value=counts.exact / counts.people,
        level=level,
        limits=limits,
        multiplier=multiplier,
        note=counts.notes,
    )
