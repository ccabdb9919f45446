"""People behind an index: how many live in its most vulnerable areas."""

from __future__ import annotations

import pandas as pd

from datacell_lib.analysis.index.uncertainty import OFTEN, SELDOM, SHARE_IN_20
from datacell_lib.schema import (
    AREA_CODE,
    AREAS,
    DISTRICT_CODE,
    FIFTH,
    INDICATOR,
    METHOD,
    MOST_VULNERABLE_SHARE,
    NOTE,
    NUMERATOR_SUFFIX,
    STATISTIC,
    VALUE,
    TableError,
)
from datacell_lib.table_sources import carry_sources

NO_INTERVAL = "no interval: no error of the source is known"
EVERYWHERE = "everywhere"
ALMOST_ALWAYS = "almost_always"
AT_LEAST_SOMETIMES = "at_least_sometimes"
NOT_COUNTED = "not_counted"


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


def count_people_to_reach(
    standing: pd.DataFrame, *, titles: dict[str, str], errors: dict[str, str]
) -> pd.DataFrame:
    """Count the people of a place who live among the nation's most vulnerable fifth of areas.

    Parameters
    ----------
    standing : DataFrame, one row per neighbourhood
        What ``add_stability`` returns, with a column ``<name>_numerator`` for each indicator.
    titles : dict
        A title for each indicator that is a share of people or households.
    errors : dict
        For each what is known of the error of its counts, in words.

    Returns
    -------
    DataFrame, one row per indicator; none where there are no titles
        indicator (title), everywhere (people of the place), value (of whom in the most vulnerable
        fifth), almost_always and at_least_sometimes (of whom in neighbourhoods that 95 draws in
        100 or more, and more than 5 in 100, put there), not_counted (neighbourhoods without a
        number, which are in none of the sums), note (what is known of the error, and those
        neighbourhoods if there are any).

    Raises
    ------
    TableError
        If a column is missing.

    Notes
    -----
    From almost_always to at_least_sometimes is what other defensible methods make of it. It
    holds no error of the counts themselves. The fifth is one of neighbourhoods of the nation.

    Examples
    --------
    >>> standing = pd.DataFrame({"most_vulnerable_share": [0.1, 0.3], "older_numerator": [40, 90],
    ...                          "share_of_draws_in_most_vulnerable_20": [0.99, 0.2]})
    >>> count_people_to_reach(standing, titles={"older": "Older people"},
    ...                       errors={"older": "None is known."}).iloc[0, 1:4].tolist()
    [130, 40, 40]
    """
    numerators = {name: name + NUMERATOR_SUFFIX for name in titles}
    needed = [MOST_VULNERABLE_SHARE, SHARE_IN_20, *numerators.values()]
    lacking = [column for column in needed if column not in standing]
    if lacking:
        raise TableError(
            f"the table needs the columns {', '.join(needed)}; it lacks {', '.join(lacking)}. "
            "Link the indicators and add the stability first."
        )
    draws = standing[SHARE_IN_20]
    rows = []
    for name, title in titles.items():
        people = standing[numerators[name]]
        rows.append(
            {
                INDICATOR: title,
                EVERYWHERE: people.sum(),
                VALUE: people[standing[MOST_VULNERABLE_SHARE] <= FIFTH].sum(),
                ALMOST_ALWAYS: people[draws >= OFTEN].sum(),
                AT_LEAST_SOMETIMES: people[draws > SELDOM].sum(),
                NOT_COUNTED: int(people.isna().sum()),
                NOTE: errors[name] + _tell_gaps(int(people.isna().sum())),
            }
        )
    columns = [INDICATOR, EVERYWHERE, VALUE, ALMOST_ALWAYS, AT_LEAST_SOMETIMES, NOT_COUNTED, NOTE]
    return carry_sources(pd.DataFrame(rows, columns=columns), standing)


def _tell_gaps(number: int) -> str:
    if number == 0:
        return ""
    if number == 1:
        return " One neighbourhood without a number is not counted."
    return f" {number} neighbourhoods without a number are not counted."
