"""The recent trend of annual series, by the Fingertips test."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from scipy import stats

from datacell_lib.analysis.rates.counts import find_keys, read_counts
from datacell_lib.analysis.time.years import read_years
from datacell_lib.schema import (
    ARROW,
    CONFIDENCE,
    LOWER_CI,
    METHOD,
    NOTE,
    PERIOD,
    STATISTIC,
    TREND,
    UPPER_CI,
    VALUE,
    ParameterError,
    TableError,
)
from datacell_lib.table_checks import (
    check_columns,
    check_numbers,
    check_regular_series,
    check_unique,
    check_within_denominators,
    name_rows,
)

POINTS = 5
CONFIDENCE_OF_TREND = 0.998
INTERVAL_WIDTH = 3.92  # standard errors in a 95% interval, as the published method rounds it
TOO_SHORT = f"fewer than {POINTS} years"
NOT_KNOWN = f"a value among the last {POINTS} years is not known"
NO_ERROR = f"an interval among the last {POINTS} years has no width"
NOTHING_TO_TEST = f"none, or all, have it in the last {POINTS} years"
NO_CHANGE, CANNOT = "no significant change", "cannot be calculated"
ARROWS = {"increasing": "↑", "decreasing": "↓", NO_CHANGE: "→", CANNOT: ""}
MEANINGS = {
    "better": {"increasing": ", getting better", "decreasing": ", getting worse"},
    "worse": {"increasing": ", getting worse", "decreasing": ", getting better"},
    "neither": {},
}
HigherIs = Literal["better", "worse", "neither"]


def calculate_recent_trend_of_proportions(
    table: pd.DataFrame, *, higher_is: HigherIs = "neither"
) -> pd.DataFrame:
    r"""Test whether a proportion rose or fell over its last five years.

    Parameters
    ----------
    table : pandas.DataFrame
        Key columns with ``period`` (years: 2021, "2021", "2021/22" or dates a year apart;
        not pooled years, as "2019/21"),
        ``numerator``, ``denominator``; each series in order and without gaps.
    higher_is : {"better", "worse", "neither"}, default "neither"
        What a rise means.

    Returns
    -------
    pandas.DataFrame
        The key columns, ``period`` (the latest), ``trend`` ("increasing", "decreasing", with
        ", getting better" or ", getting worse", "no significant change", "cannot be
        calculated"), ``arrow``, ``value`` (chi-squared), ``confidence`` (0.998), ``statistic``,
        ``method``, ``note``.

    Raises
    ------
    TableError
        If the counts are unfit, or a series is not annual, unsorted, gapped or overlapping.
    ParameterError
        If ``higher_is`` is not one of its three words.

    Notes
    -----
    :math:`\chi^2 = N(N\sum xt - X\sum nt)^2 / [X(N-X)(N\sum nt^2 - (\sum nt)^2)]`, significant
    above 9.5495 if the slope keeps its sign when each year in turn is left out. Not for weekly
    or monthly series, nor for pooled years that overlap.

    References
    ----------
    Office for Health Improvement and Disparities. Fingertips technical guidance: recent trends.
    Armitage P. Tests for linear trends in proportions and frequencies. Biometrics 1955;11:375-86.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"period": range(2018, 2023), "denominator": 1000,
    ...                       "numerator": [100, 130, 160, 190, 220]})
    >>> calculate_recent_trend_of_proportions(table)[["trend", "arrow"]].values.tolist()
    [['increasing', '↑']]
    """
    _check_meaning(higher_is)
    counts = read_counts(table)
    check_within_denominators(table)
    keys, last, short = _find_last_points(counts.keys)
    x, n = counts.exact[last], counts.denominator[last]
    chi_squared = _test_proportions(x, n)
    slopes = [
        _slope_of_proportions(*(np.delete(a, i, axis=1) for a in (x, n, _years(x))))
        for i in range(POINTS)
    ]
    reasons = {
        TOO_SHORT: short,
        NOT_KNOWN: np.isnan(x + n).any(axis=1),
        NOTHING_TO_TEST: np.isnan(chi_squared),
    }
    return _judge(keys, chi_squared, np.array(slopes), reasons, higher_is=higher_is)


def calculate_recent_trend_of_values(
    table: pd.DataFrame, *, higher_is: HigherIs = "neither"
) -> pd.DataFrame:
    r"""Test whether a rate or another value with an interval rose or fell over five years.

    Parameters
    ----------
    table : pandas.DataFrame
        Key columns with ``period`` (years: 2021, "2021", "2021/22" or dates a year apart;
        not pooled years, as "2019/21"),
        ``value`` and its 95% limits ``lower_ci``, ``upper_ci``; each series in order and
        without gaps.
    higher_is : {"better", "worse", "neither"}, default "neither"
        What a rise means.

    Returns
    -------
    pandas.DataFrame
        As ``calculate_recent_trend_of_proportions``.

    Raises
    ------
    TableError
        If a column is missing or not a number, limits are upside down, or a series is not annual,
        unsorted, gapped or overlapping.
    ParameterError
        If ``higher_is`` is not one of its three words.

    Notes
    -----
    Weighted least squares on the year with weights :math:`w = 1/((U-L)/3.92)^2`, slope squared
    over its variance, significant as for proportions. Intervals must be of 95%.

    References
    ----------
    Office for Health Improvement and Disparities. Fingertips technical guidance: recent trends.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"period": range(2018, 2023), "value": [20.0, 22, 21, 20, 22]})
    >>> table = table.assign(lower_ci=table["value"] - 2, upper_ci=table["value"] + 2)
    >>> calculate_recent_trend_of_values(table)["trend"].tolist()
    ['no significant change']
    """
    _check_meaning(higher_is)
    measures = [VALUE, LOWER_CI, UPPER_CI]
    check_columns(table, measures)
    check_numbers(table, measures)
    upside_down = table[LOWER_CI].gt(table[UPPER_CI]).fillna(False)
    if upside_down.any():
        raise TableError(
            f"{LOWER_CI} must not be above {UPPER_CI}; found it for "
            f"{name_rows(table, upside_down)}. Check which limit is which."
        )
    if CONFIDENCE in table and table[CONFIDENCE].ne(0.95).any():
        raise TableError(
            f"intervals must be of 95%; found confidence {table[CONFIDENCE].iloc[0]}. "
            "Calculate the values again with confidence=0.95."
        )
    keys = find_keys(table)
    check_unique(table, keys=keys)
    answer_keys, last, short = _find_last_points(table[keys])
    y, lower, upper = (table[column].to_numpy(dtype=float)[last] for column in measures)
    width = upper - lower
    weight = np.square(INTERVAL_WIDTH / np.where(width > 0, width, np.nan))
    spread, slope = _fit_line(y, weight, _years(y))
    slopes = [
        _fit_line(*(np.delete(a, i, axis=1) for a in (y, weight, _years(y))))[1]
        for i in range(POINTS)
    ]
    reasons = {
        TOO_SHORT: short,
        NOT_KNOWN: np.isnan(y + width).any(axis=1),
        NO_ERROR: (width <= 0).any(axis=1),
    }
    return _judge(answer_keys, slope**2 * spread, np.array(slopes), reasons, higher_is=higher_is)


def _years(values: np.ndarray) -> np.ndarray:
    return np.broadcast_to(np.arange(POINTS, dtype=float), values.shape)


def _test_proportions(x: np.ndarray, n: np.ndarray) -> np.ndarray:
    t = _years(x)
    events, people = x.sum(axis=1), n.sum(axis=1)
    spread = people * (n * t * t).sum(axis=1) - (n * t).sum(axis=1) ** 2
    scale = events * (people - events) * spread
    slope = _slope_of_proportions(x, n, t)
    return np.divide(people * slope**2, scale, out=np.full_like(scale, np.nan), where=scale > 0)


def _slope_of_proportions(x: np.ndarray, n: np.ndarray, t: np.ndarray) -> np.ndarray:
    return n.sum(axis=1) * (x * t).sum(axis=1) - x.sum(axis=1) * (n * t).sum(axis=1)


def _fit_line(y: np.ndarray, weight: np.ndarray, t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give one over the slope's variance, and the slope."""
    middle = (weight * t).sum(axis=1) / weight.sum(axis=1)
    away = t - middle[:, None]
    spread = (weight * away**2).sum(axis=1)
    return spread, (weight * away * y).sum(axis=1) / spread


def _check_meaning(higher_is: str) -> None:
    if higher_is not in MEANINGS:
        raise ParameterError(
            f"higher_is must be one of {', '.join(MEANINGS)}; found {higher_is!r}."
        )


def _find_last_points(keys: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """Give each series' keys, the rows of its last points, and whether it has too few."""
    check_columns(keys, [PERIOD])
    by = [key for key in keys if key != PERIOD]
    annual = keys.assign(**{PERIOD: read_years(keys)})
    check_regular_series(annual, keys=by)
    number = (
        keys.groupby(by, sort=False, observed=True, dropna=False).ngroup().to_numpy()
        if by
        else np.zeros(len(keys), dtype=int)
    )
    order = np.argsort(number, kind="stable")
    step = np.diff(annual[PERIOD].to_numpy()[order])
    if (step[np.diff(number[order]) == 0] != 1).any():
        raise TableError(
            f"{PERIOD} must be a year apart; found other steps. For weekly series use growth rates."
        )
    ends = np.cumsum(np.bincount(number))
    short = np.bincount(number) < POINTS
    places = np.maximum(ends[:, None] - POINTS + np.arange(POINTS), 0)
    answer = keys.iloc[order[ends - 1]][[*by, PERIOD]].reset_index(drop=True)
    return answer, order[places], short


def _judge(
    keys: pd.DataFrame,
    chi_squared: np.ndarray,
    slopes: np.ndarray,
    reasons: dict[str, np.ndarray],
    *,
    higher_is: str,
) -> pd.DataFrame:
    notes = np.select(list(reasons.values()), list(reasons), "")
    testable = notes == ""
    steady_up, steady_down = (slopes > 0).all(axis=0), (slopes < 0).all(axis=0)
    significant = chi_squared > stats.chi2.ppf(CONFIDENCE_OF_TREND, 1)
    words = np.select(
        [~testable, significant & steady_up, significant & steady_down],
        [CANNOT, "increasing", "decreasing"],
        NO_CHANGE,
    )
    meanings = MEANINGS[higher_is]
    return keys.assign(
        **{
            TREND: [word + meanings.get(word, "") for word in words],
            ARROW: [ARROWS[word] for word in words],
            VALUE: np.where(testable, chi_squared, np.nan),
            CONFIDENCE: CONFIDENCE_OF_TREND,
            STATISTIC: "chi-squared for trend",
            METHOD: "Fingertips recent trend",
            NOTE: notes,
        }
    )
