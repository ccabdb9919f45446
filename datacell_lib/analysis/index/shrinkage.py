"""Shrinkage: unreliable rates of small areas are moved towards their district's."""

from __future__ import annotations

import numpy as np
import pandas as pd

from datacell_lib.schema import (
    AREA_CODE,
    DENOMINATOR,
    DISTRICT_CODE,
    METHOD,
    NUMERATOR,
    STATISTIC,
    VALUE,
    TableError,
)

SHRUNK_WEIGHT = "own_weight"


def shrink_towards_district(table: pd.DataFrame) -> pd.DataFrame:
    """Shrink each area's proportion towards its district's, the more the less certain it is.

    Parameters
    ----------
    table : DataFrame, one row per area
        area_code, district_code, numerator (events) and denominator (people at risk).

    Returns
    -------
    DataFrame, one row per area
        area_code, district_code, value (shrunk proportion), own_weight (1: not shrunk),
        statistic, method.

    Raises
    ------
    TableError
        If a column is missing, a denominator is not above zero, or a numerator lies outside
        0 to its denominator.

    Notes
    -----
    On the logit scale m = ln((r + 1/2) / (n - r + 1/2)), with variance
    s2 = (n + 1)(n + 2) / (n (r + 1)(n - r + 1)); the district's M is the same of its sums;
    t2 = sum (m - M)^2 / (k - 1) over its k areas; own weight w = (1/s2) / (1/s2 + 1/t2);
    value = expit(w m + (1 - w) M). A district of one area is left as it is. Don't use it for
    complete counts whose differences are real: shrinkage hides a true outlier.

    References
    ----------
    Ministry of Housing, Communities and Local Government (2019). The English indices of
    deprivation 2019: technical report, the appendix on shrinkage.

    Examples
    --------
    >>> table = pd.DataFrame({"area_code": ["a", "b"], "district_code": ["d", "d"],
    ...                       "numerator": [5, 5], "denominator": [50, 50]})
    >>> shrink_towards_district(table)["value"].round(3).tolist()
    [0.104, 0.104]
    """
    _check(table)
    events, people = table[NUMERATOR].astype(float), table[DENOMINATOR].astype(float)
    own = _logit(events, people)
    variance = (people + 1) * (people + 2) / (people * (events + 1) * (people - events + 1))
    district = table[DISTRICT_CODE]
    overall = _logit(
        events.groupby(district).transform("sum"), people.groupby(district).transform("sum")
    )
    areas = own.groupby(district).transform("size")
    between = ((own - overall) ** 2).groupby(district).transform("sum") / (areas - 1)
    weight = (between / (between + variance)).where(areas > 1, 1.0)
    shrunk = weight * own + (1 - weight) * overall
    return table[[AREA_CODE, DISTRICT_CODE]].assign(
        **{
            VALUE: 1 / (1 + np.exp(-shrunk)),
            SHRUNK_WEIGHT: weight,
            STATISTIC: "shrunk_proportion",
            METHOD: "empirical Bayes on the logit scale, towards the district",
        }
    )


def _logit(events: pd.Series, people: pd.Series) -> pd.Series:
    return np.log((events + 0.5) / (people - events + 0.5))


def _check(table: pd.DataFrame) -> None:
    needed = [AREA_CODE, DISTRICT_CODE, NUMERATOR, DENOMINATOR]
    lacking = [column for column in needed if column not in table]
    if lacking:
        raise TableError(
            f"shrinkage needs the columns {', '.join(needed)}; the table lacks "
            f"{', '.join(lacking)}. Add them."
        )
    empty = table.loc[~(table[DENOMINATOR] > 0)]
    if not empty.empty:
        raise TableError(
            f"denominator must be above zero; found {empty[DENOMINATOR].iloc[0]} for "
            f"{empty[AREA_CODE].iloc[0]}. Check the population file."
        )
    outside = table.loc[~table[NUMERATOR].between(0, table[DENOMINATOR])]
    if not outside.empty:
        raise TableError(
            f"numerator must lie between 0 and its denominator; found "
            f"{outside[NUMERATOR].iloc[0]} of {outside[DENOMINATOR].iloc[0]} for "
            f"{outside[AREA_CODE].iloc[0]}. Check that both count the same people."
        )
