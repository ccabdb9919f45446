"""People behind an index: how many live in its most vulnerable areas."""

from __future__ import annotations

import pandas as pd

from datacell_lib.schema import (
    AREA_CODE,
    AREAS,
    DISTRICT_CODE,
    METHOD,
    MOST_VULNERABLE_SHARE,
    NOTE,
    STATISTIC,
    VALUE,
    TableError,
)

NO_INTERVAL = "no interval: no error of the source is known"


def count_people_in_most_vulnerable(
    table: pd.DataFrame, *, column: str, threshold: float = 0.2, errors: str = NO_INTERVAL
) -> pd.DataFrame:
    """Count the people of each district who live in the most vulnerable areas.

    Parameters
    ----------
    table : DataFrame, one row per area
        area_code, district_code, most_vulnerable_share, and ``column``.
    column : str
        People to act on, such as residents aged 65 and over.
    threshold : float
        0.2 for the most vulnerable fifth of areas.
    errors : str
        Which errors the interval holds, in words; as it stands, that there is none.

    Returns
    -------
    DataFrame, one row per district
        district_code, value (people), areas (in the most vulnerable part), statistic, method,
        note.

    Raises
    ------
    TableError
        If a column or a value is missing.

    Notes
    -----
    A count for planning, not for finding persons: most people in such an area may be well.

    Examples
    --------
    >>> table = pd.DataFrame({"area_code": ["a", "b"], "district_code": ["d", "d"],
    ...                       "most_vulnerable_share": [0.15, 0.5], "older": [40, 90]})
    >>> count_people_in_most_vulnerable(table, column="older")["value"].tolist()
    [40]
    """
    needed = [AREA_CODE, DISTRICT_CODE, MOST_VULNERABLE_SHARE, column]
    lacking = [name for name in needed if name not in table]
    if lacking:
        raise TableError(
            f"the table needs the columns {', '.join(needed)}; it lacks {', '.join(lacking)}. "
            "Join them on area_code."
        )
    gaps = table.loc[table[needed].isna().any(axis=1), AREA_CODE]
    if not gaps.empty:
        raise TableError(
            f"a place in the index or a number of people is missing for {len(gaps)} areas, such "
            f"as {gaps.iloc[0]}. Complete it; a missing number is not zero."
        )
    within = table[MOST_VULNERABLE_SHARE] <= threshold
    counted = table[[DISTRICT_CODE]].assign(
        **{VALUE: table[column].where(within, 0), AREAS: within.astype(int)}
    )
    result = counted.groupby(DISTRICT_CODE, as_index=False).sum()
    return result.assign(
        **{
            STATISTIC: column,
            METHOD: f"sum over the most vulnerable {threshold:.0%} of areas",
            NOTE: errors,
        }
    )
