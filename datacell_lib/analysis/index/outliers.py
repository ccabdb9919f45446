"""Outliers: treated only in indicators that are both skewed and heavy-tailed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from datacell_lib.analysis.index.variation import check_still_varies
from datacell_lib.files.index_methods import OutlierTreatment
from datacell_lib.number_types import convert_to_floats
from datacell_lib.schema import INDICATOR, METHOD

SKEW = "skew"
KURTOSIS = "excess_kurtosis"
TREATED_SKEW = "treated_skew"
TREATED_KURTOSIS = "treated_excess_kurtosis"
WINSORISED = "winsorised_values"
INSTEAD = (
    "Choose another treatment (or 'none'), fewer max_points or higher limits, or leave it out."
)


def measure_shape(values: pd.Series) -> tuple[float, float]:
    """Return an indicator's sample skewness and sample excess kurtosis.

    Parameters
    ----------
    values : Series of float, shape (areas,)
        At least four, not all equal.

    Returns
    -------
    skew, excess_kurtosis : float
        Adjusted for sample size (Fisher's g1 and g2 made unbiased under normality).

    Examples
    --------
    >>> skew, kurtosis = measure_shape(pd.Series([*range(1, 10), 100]))
    >>> round(skew, 6), round(kurtosis, 6)
    (3.118896, 9.799245)
    """
    numbers = convert_to_floats(values)
    return float(numbers.skew()), float(numbers.kurt())


def winsorise(
    values: pd.Series, *, skew: float = 2.0, kurtosis: float = 3.5, max_points: int = 5
) -> tuple[pd.Series, int]:
    """Pull in the most extreme values, one by one, until the indicator is well behaved.

    Parameters
    ----------
    values : Series of float, shape (areas,)
    skew, kurtosis : float
        The indicator is treated while |skew| and excess kurtosis are both at or past these.
    max_points : int
        Most values that are changed.

    Returns
    -------
    values : Series of float, shape (areas,)
        The highest (the lowest where skew is negative) set to the nearest value kept.
    points : int
        How many values were changed.

    Raises
    ------
    TableError
        If so few areas differ from the rest that all values become equal.

    Notes
    -----
    Ranks don't need it. Don't use it where the extreme areas are the ones sought.

    References
    ----------
    Becker W., Caperna G., Del Sorbo M. et al. (2022). COINr: an R package for developing
    composite indicators. Journal of Open Source Software 7(78), 4567.

    Examples
    --------
    >>> winsorise(pd.Series([*range(1, 10), 100]))[0].tolist()
    [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 9.0]
    """
    numbers = convert_to_floats(values)
    treated, points = numbers.copy(), 0
    side = 1 if numbers.skew() >= 0 else -1
    order = (side * numbers).sort_values(ascending=False, kind="stable").index
    while points < min(max_points, len(order) - 2) and _is_past(treated, skew, kurtosis):
        points += 1
        treated[order[:points]] = numbers[order[points]]
    check_still_varies(treated, before=numbers, step="treatment 'winsorise'", remedy=INSTEAD)
    return treated, points


def treat_outliers(
    table: pd.DataFrame, *, treatment: OutlierTreatment
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Treat every indicator that is past both limits, and say what was done.

    Parameters
    ----------
    table : DataFrame of float, shape (areas, indicators)
    treatment : OutlierTreatment
        Method and limits.

    Returns
    -------
    table : DataFrame of float, same shape
    report : DataFrame, one row per indicator
        indicator, skew, excess_kurtosis, method ("none", "winsorise" or "log"),
        winsorised_values, treated_skew, treated_excess_kurtosis.

    Raises
    ------
    TableError
        If the treatment leaves an indicator constant or infinite; names both.

    Notes
    -----
    The logarithm is of the distance above the least value plus a hundredth of the range, so it
    exists for any values, and only the upper tail is pulled in. An indicator with a long lower
    tail is turned about first. "winsorise_then_log" takes the logarithm of the original values
    where winsorising the most values allowed was not enough.

    Examples
    --------
    >>> method = OutlierTreatment(treatment="winsorise")
    >>> table = pd.DataFrame({"a": [*range(1, 10), 100]})
    >>> treat_outliers(table, treatment=method)[1].loc[0, "method"]
    'winsorise'
    """
    treated: dict[str, pd.Series] = {}
    rows = []
    for name, values in convert_to_floats(table).items():
        result, method, points = _treat(values, treatment=treatment)
        skew, kurtosis = measure_shape(values)
        treated_skew, treated_kurtosis = measure_shape(result)
        treated[name] = result
        rows.append(
            {
                INDICATOR: name,
                SKEW: skew,
                KURTOSIS: kurtosis,
                METHOD: method,
                WINSORISED: points,
                TREATED_SKEW: treated_skew,
                TREATED_KURTOSIS: treated_kurtosis,
            }
        )
    return pd.DataFrame(treated, index=table.index), pd.DataFrame(rows)


def _treat(values: pd.Series, *, treatment: OutlierTreatment) -> tuple[pd.Series, str, int]:
    limits = {"skew": treatment.skew, "kurtosis": treatment.kurtosis}
    if treatment.treatment == "none" or not _is_past(values, **limits):
        return values, "none", 0
    if treatment.treatment == "log":
        return _take_logarithm(values), "log", 0
    result, points = winsorise(values, **limits, max_points=treatment.max_points)
    if treatment.treatment == "winsorise_then_log" and _is_past(result, **limits):
        return _take_logarithm(values), "log", 0
    return result, "winsorise", points


def _take_logarithm(values: pd.Series) -> pd.Series:
    side = 1 if values.skew() >= 0 else -1
    facing = side * values
    spread = facing.max() - facing.min()
    treated = side * np.log(facing - facing.min() + spread / 100)
    check_still_varies(treated, before=values, step="treatment 'log'", remedy=INSTEAD)
    return treated


def _is_past(values: pd.Series, skew: float, kurtosis: float) -> bool:
    found_skew, found_kurtosis = measure_shape(values)
    return abs(found_skew) >= skew and found_kurtosis >= kurtosis
