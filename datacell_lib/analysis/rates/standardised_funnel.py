"""Funnels of directly standardised rates."""

from __future__ import annotations

import numpy as np
import pandas as pd

from datacell_lib.analysis.rates.counts import UNKNOWN, find_keys
from datacell_lib.analysis.rates.direct_standardisation import FEWEST_EVENTS, TOO_FEW
from datacell_lib.analysis.rates.doors import takes_columns
from datacell_lib.analysis.rates.funnel_limits import (
    check_baseline,
    find_rate_limits,
    place_values,
)
from datacell_lib.schema import AREA_CODE, NUMERATOR, VALUE, TableError
from datacell_lib.table_checks import (
    check_columns,
    check_multiplier,
    check_not_negative,
    check_one_geography,
    check_unique,
    name_rows,
)

NO_RATE = "rate not known"


@takes_columns(AREA_CODE, NUMERATOR, VALUE)
def calculate_directly_standardised_rate_funnel(
    table: pd.DataFrame, *, baseline: float | None = None, multiplier: float = 100_000
) -> pd.DataFrame:
    r"""Place directly standardised rates in a funnel.

    Parameters
    ----------
    table : pandas.DataFrame
        Key columns, ``numerator`` (events at all ages) and ``value`` (the directly standardised
        rate).
    baseline : float, optional
        The common level, per person: 0.007 for 700 per 100,000. Left out, all events over all
        effective populations.
    multiplier : float, default 100,000
        The rates are per this many.
    area_code, numerator, value : str
        What the table calls those columns.

    Returns
    -------
    pandas.DataFrame
        As ``calculate_rate_funnel``, with the effective population as ``denominator``. A rate
        that is not known, or of fewer than 10 events, is not compared, with the reason in
        ``note``.

    Raises
    ------
    TableError
        If a column is missing, a count or rate is negative, there is a rate without events or
        of zero with events, or there is nothing to take a baseline from.
    ParameterError
        If ``baseline`` or ``multiplier`` is out of range.

    Notes
    -----
    A standardised rate v of O events has the effective population :math:`O/v`: that in which
    the rate were a crude one. Limits are those of a crude rate in it. This takes all of a rate's
    variance to come from the number of events, and none from how their ages are weighted: not
    where the area's ages are far from the standard's.

    References
    ----------
    Office for Health Improvement and Disparities. Fingertips technical guidance: funnel plots.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"area_code": ["north", "south"], "numerator": [150, 210],
    ...                       "value": [980.0, 650.0]})
    >>> calculate_directly_standardised_rate_funnel(table)["comparison"].tolist()
    ['high, beyond 95%', 'low, beyond 95%']
    """
    check_multiplier(multiplier)
    check_baseline(baseline, highest=np.inf)
    check_columns(table, [NUMERATOR, VALUE])
    keys = table[find_keys(table)]
    if AREA_CODE in keys:
        check_one_geography(table)
    check_unique(table, keys=list(keys))
    check_not_negative(table, [NUMERATOR, VALUE])
    events = table[NUMERATOR].to_numpy(dtype=float)
    rate = table[VALUE].to_numpy(dtype=float) / multiplier
    _check_rates(table, events, rate)
    effective = np.divide(events, rate, out=np.full_like(rate, np.nan), where=rate > 0)
    level = _find_level(events, effective) if baseline is None else baseline
    notes = np.select(
        [np.isnan(events), events < FEWEST_EVENTS, np.isnan(rate)], [UNKNOWN, TOO_FEW, NO_RATE], ""
    )
    return place_values(
        keys,
        denominator=effective,
        value=np.where(notes == "", rate, np.nan),
        level=level,
        limits=find_rate_limits(effective, level),
        multiplier=multiplier,
        note=notes,
    )


def _check_rates(table: pd.DataFrame, events: np.ndarray, rate: np.ndarray) -> None:
    contrary = ((events == 0) & (rate > 0)) | ((events > 0) & (rate == 0))
    if contrary.any():
        raise TableError(
            f"a rate must be zero where there are no events, and there alone; it is not for "
            f"{name_rows(table, contrary)}. Check which column is {NUMERATOR} and which {VALUE}."
        )


def _find_level(events: np.ndarray, effective: np.ndarray) -> float:
    known = ~np.isnan(effective)
    if not known.any():
        raise TableError(
            "no rate above zero is known, so there is no common level. Give the baseline itself."
        )
    return float(events[known].sum() / effective[known].sum())
