"""The concentration curve and index: how far events gather among the most vulnerable."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from datacell_lib.analysis.rates.counts import explain_missing, read_counts
from datacell_lib.analysis.rates.intervals import Interval, calculate_normal_quantile
from datacell_lib.analysis.rates.results import build_result
from datacell_lib.schema import EVENT_SHARE, POPULATION_SHARE, QUANTILE, TableError
from datacell_lib.table_checks import check_columns, check_numbers

NO_EVENTS = "no events"
START = 0  # the curve's first point, before the most vulnerable group


def calculate_concentration_curve(table: pd.DataFrame, *, by: Sequence[str] = ()) -> pd.DataFrame:
    """Calculate the running shares of people and of events, from the most vulnerable.

    Parameters
    ----------
    table : pandas.DataFrame
        ``quantile`` (1 the most vulnerable), ``numerator``, ``denominator``, and the ``by``
        columns. Rows that share a group and quantile but differ in other keys are added up.
    by : sequence of str, default ()
        Key columns: a curve for each of their groups.

    Returns
    -------
    pandas.DataFrame
        The ``by`` columns, ``quantile`` (0 for the start of the curve), ``population_share``,
        ``event_share``, both rising from 0 to 1. A group with an unknown count, or without
        events, has missing shares of events.

    Raises
    ------
    TableError
        If the counts are unfit.
    ParameterError
        If ``by`` names no key column.

    Notes
    -----
    Above the diagonal the most vulnerable have more than their share of events.

    References
    ----------
    O'Donnell O et al. Analyzing health equity using household survey data. World Bank 2008.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"quantile": [1, 2], "numerator": [30, 10], "denominator": [50, 50]})
    >>> calculate_concentration_curve(table)["event_share"].tolist()
    [0.0, 0.75, 1.0]
    """
    by = list(by)
    bands = _read_quantiles(table, by=by)
    groups = _group(bands, by)
    people, events = groups["denominator"], groups["exact"]
    total = events.transform("sum", skipna=False)
    curve = bands[[*by, QUANTILE]].assign(
        **{
            POPULATION_SHARE: people.cumsum() / people.transform("sum", skipna=False),
            EVENT_SHARE: events.cumsum() / total.where(total > 0),
        }
    )
    starts = bands[by].drop_duplicates() if by else pd.DataFrame(index=[0])
    starts = starts.assign(**{QUANTILE: START, POPULATION_SHARE: 0.0, EVENT_SHARE: 0.0})
    return pd.concat([starts, curve]).sort_values([*by, QUANTILE], ignore_index=True)


def calculate_concentration_index(
    table: pd.DataFrame, *, by: Sequence[str] = (), confidence: float = 0.95
) -> pd.DataFrame:
    r"""Calculate the concentration index of events over quantiles of vulnerability.

    Parameters
    ----------
    table, by
        As for ``calculate_concentration_curve``.
    confidence : float, default 0.95
        Coverage of the interval as a share.

    Returns
    -------
    pandas.DataFrame
        The ``by`` columns, ``value`` (below 0 where events gather among the most vulnerable,
        0 where they follow the people, above 0 where they gather among the least),
        ``lower_ci``, ``upper_ci``, ``confidence``, ``statistic``, ``method``, ``note``.

    Raises
    ------
    TableError
        If the counts are unfit.
    ParameterError
        If ``by`` or ``confidence`` is out of range.

    Notes
    -----
    Twice the area between the diagonal and the curve: :math:`C = \sum s_i c_i` with s the share
    of events, :math:`c_i = 2R_i - 1` and R the midpoint of the running share of people. The
    interval takes the events as spread multinomially,
    :math:`Var(C) = (\sum s_i c_i^2 - C^2)/X`. Grouping hides what differs within a group, so
    few groups give an index nearer 0. Not comparable between outcomes of very different levels.

    References
    ----------
    O'Donnell O et al. Analyzing health equity using household survey data. World Bank 2008.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"quantile": [1, 2], "numerator": [30, 10], "denominator": [50, 50]})
    >>> calculate_concentration_index(table)["value"].tolist()
    [-0.25]
    """
    z = calculate_normal_quantile(confidence)
    by = list(by)
    bands = _read_quantiles(table, by=by)
    groups = _group(bands, by)
    share = bands["denominator"] / groups["denominator"].transform("sum", skipna=False)
    total = groups["exact"].transform("sum", skipna=False)
    events = bands["exact"] / total.where(total > 0)
    midpoint = groups["denominator"].cumsum() / bands["denominator"] * share - share / 2
    position = 2 * midpoint - 1
    terms = bands.assign(value=events * position, square=events * position**2)
    sums = _group(terms, by)[["value", "square", "low", "high", "denominator"]].sum(skipna=False)
    value = sums["value"].to_numpy()
    error = np.sqrt(np.maximum(sums["square"] - value**2, 0) / sums["low"].where(sums["low"] > 0))
    half = z * error.to_numpy()
    low, high, people = (sums[name].to_numpy() for name in ("low", "high", "denominator"))
    return build_result(
        sums.index.to_frame(index=False) if by else pd.DataFrame(index=range(1)),
        value=value,
        interval=Interval(value - half, value + half),
        confidence=confidence,
        statistic="concentration index",
        method="grouped data, multinomial limits",
        note=np.where(high == 0, NO_EVENTS, explain_missing(low, high, people)),
    )


def _read_quantiles(table: pd.DataFrame, *, by: list[str]) -> pd.DataFrame:
    """Give people and events by group and quantile, in that order."""
    check_columns(table, [QUANTILE])
    check_numbers(table, [QUANTILE])
    if table[QUANTILE].isna().any():
        raise TableError(
            f"{QUANTILE} must not be missing; found {int(table[QUANTILE].isna().sum())} rows "
            "without it. Leave those areas out, and report how many."
        )
    counts = read_counts(table, by=[*by, QUANTILE])
    measures = {"low": counts.low, "high": counts.high, "exact": counts.exact}
    bands = counts.keys.assign(**measures, denominator=counts.denominator)
    return bands.sort_values([*by, QUANTILE], ignore_index=True)


def _group(bands: pd.DataFrame, by: list[str]) -> pd.api.typing.DataFrameGroupBy:
    if by:
        return bands.groupby(by, sort=True, observed=True, dropna=False)
    return bands.groupby(lambda _: 0)
