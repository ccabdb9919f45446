"""Take a series apart into trend, season and what remains."""

from __future__ import annotations

import numpy as np
import pandas as pd
from statsmodels.tsa.seasonal import STL

from datacell_lib.analysis.rates.counts import find_keys
from datacell_lib.schema import (
    METHOD,
    PERIOD,
    REMAINDER,
    SEASONAL,
    TREND_LEVEL,
    VALUE,
    ParameterError,
    TableError,
)
from datacell_lib.table_checks import check_columns, check_numbers, check_regular_series, name_rows

FEWEST_SEASONS = 3


def decompose_seasons(
    table: pd.DataFrame, *, season_length: int, robust: bool = True
) -> pd.DataFrame:
    """Decompose series into a trend, a season that may change slowly, and a remainder.

    Parameters
    ----------
    table : pandas.DataFrame
        Key columns with ``period`` and ``value``; each series in order, without gaps or missing
        values, and of at least three whole seasons.
    season_length : int
        Periods in a season: 52 for weeks, 12 for months, 7 for days of the week.
    robust : bool, default True
        Give outlying periods, such as an epidemic's, less weight.

    Returns
    -------
    pandas.DataFrame
        The key columns, ``value``, ``trend_level``, ``seasonal`` and ``remainder``, which add up
        to ``value``, and ``method``.

    Raises
    ------
    TableError
        If a column is missing or not a number, a value missing, or a series unsorted, gapped or
        too short.
    ParameterError
        If ``season_length`` is below 2.

    Notes
    -----
    statsmodels' STL with its own defaults. Additive: for counts whose season grows with their
    level, decompose the logarithm. Not for finding outbreaks: the end of the trend bends towards
    the latest values.

    References
    ----------
    Cleveland RB et al. STL: a seasonal-trend decomposition procedure based on loess. Journal of
    Official Statistics 1990;6:3-73.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"period": range(12), "value": [1.0, 5.0, 9.0, 5.0] * 3})
    >>> decomposed = decompose_seasons(table, season_length=4)
    >>> decomposed[["trend_level", "seasonal"]].head(3).round(3).abs().values.tolist()
    [[5.0, 4.0], [5.0, 0.0], [5.0, 4.0]]
    """
    if season_length < 2:
        raise ParameterError(f"season_length must be at least 2 periods; found {season_length}.")
    check_columns(table, [PERIOD, VALUE])
    check_numbers(table, [VALUE])
    if table[VALUE].isna().any():
        raise TableError(
            f"{VALUE} must not be missing; found none for {name_rows(table, table[VALUE].isna())}. "
            "Decompose only the years that are complete."
        )
    keys = find_keys(table)
    by = [key for key in keys if key != PERIOD]
    check_regular_series(table, keys=by)
    groups = table.groupby(by, sort=False, observed=True, dropna=False) if by else None
    sizes = groups[VALUE].transform("size") if by else pd.Series(len(table), index=table.index)
    short = sizes < FEWEST_SEASONS * season_length
    if short.any():
        raise TableError(
            f"a series must have at least {FEWEST_SEASONS} seasons of {season_length}; found "
            f"{sizes[short].iloc[0]} periods for {name_rows(table, short)}. Use a longer series."
        )
    parts = {name: np.empty(len(table)) for name in (TREND_LEVEL, SEASONAL, REMAINDER)}
    places = groups.indices.values() if by else [np.arange(len(table))]
    values = table[VALUE].to_numpy(dtype=float)
    for rows in places:
        fitted = STL(values[rows], period=season_length, robust=robust).fit()
        parts[TREND_LEVEL][rows] = fitted.trend
        parts[SEASONAL][rows] = fitted.seasonal
        parts[REMAINDER][rows] = fitted.resid
    return table[[*keys, VALUE]].assign(**parts, **{METHOD: "STL"})
