"""People behind an index: how many live in its most vulnerable areas."""

from __future__ import annotations

import pandas as pd

from datacell_lib.analysis.index.uncertainty import OFTEN, SELDOM, SHARE_IN_20
from datacell_lib.number_types import widen_numbers
from datacell_lib.schema import (
    FIFTH,
    INDICATOR,
    MOST_VULNERABLE_SHARE,
    NOTE,
    NUMERATOR_SUFFIX,
    UNRANKED,
    VALUE,
)
from datacell_lib.table_checks import check_columns
from datacell_lib.table_sources import carry_sources

NO_INTERVAL = "no interval: no error of the source is known"
EVERYWHERE = "everywhere"
ALMOST_ALWAYS = "almost_always"
AT_LEAST_SOMETIMES = "at_least_sometimes"
NOT_COUNTED = "not_counted"


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
        fifth), almost_always (of these in neighbourhoods that 95 draws in 100 or more put there,
        too) and at_least_sometimes (these, and those in neighbourhoods that more than 5 draws in
        100 put there), not_counted (neighbourhoods without a number, which are in none of the
        sums), unranked (those without a rank, which are in the first sum alone), note (what is
        known of the error, and those neighbourhoods if there are any). A sum of neighbourhoods
        none of which has a number is missing.

    Raises
    ------
    TableError
        If a column is missing.

    Notes
    -----
    From almost_always to at_least_sometimes is what other defensible methods make of it, and
    holds value, as the index's own method is one of them. It
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
    check_columns(standing, [MOST_VULNERABLE_SHARE, SHARE_IN_20, *numerators.values()])
    draws, counts = standing[SHARE_IN_20], widen_numbers(standing)
    inside = standing[MOST_VULNERABLE_SHARE].le(FIFTH).fillna(False).astype(bool)
    unranked = int(standing[MOST_VULNERABLE_SHARE].isna().sum())
    rows = []
    for name, title in titles.items():
        people = counts[numerators[name]]
        gaps = int(people.isna().sum())
        rows.append(
            {
                INDICATOR: title,
                EVERYWHERE: _add_up(people),
                VALUE: _add_up(people[inside]),
                ALMOST_ALWAYS: _add_up(people[draws.ge(OFTEN) & inside]),
                AT_LEAST_SOMETIMES: _add_up(people[draws.gt(SELDOM) | inside]),
                NOT_COUNTED: gaps,
                UNRANKED: unranked,
                NOTE: errors[name] + _tell_gaps(gaps) + _tell_unranked(unranked),
            }
        )
    columns = [INDICATOR, EVERYWHERE, VALUE, ALMOST_ALWAYS, AT_LEAST_SOMETIMES]
    columns += [NOT_COUNTED, UNRANKED, NOTE]
    return carry_sources(pd.DataFrame(rows, columns=columns), standing)


def _add_up(people: pd.Series) -> float:
    """Add up the numbers that there are; without any the sum is not known."""
    return people.sum(min_count=min(len(people), 1))


def _tell_unranked(number: int) -> str:
    if number == 0:
        return ""
    if number == 1:
        return " One neighbourhood without a rank counts in the whole alone."
    return f" {number} neighbourhoods without a rank count in the whole alone."


def _tell_gaps(number: int) -> str:
    if number == 0:
        return ""
    if number == 1:
        return " One neighbourhood without a number is not counted."
    return f" {number} neighbourhoods without a number are not counted."
