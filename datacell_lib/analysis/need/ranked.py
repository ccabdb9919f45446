"""Residents of the neighbourhoods that have a rank: one without is not one that is safe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from datacell_lib.number_types import widen_numbers
from datacell_lib.schema import (
    FIFTH,
    IN_FIFTH,
    IN_TENTH,
    MOST_VULNERABLE_SHARE,
    NEIGHBOURHOODS,
    PEOPLE_IN_FIFTH,
    POPULATION,
    TENTH,
    UNRANKED,
)


def calculate_ranked_share(standing: pd.DataFrame, *, by: str, at_most: float) -> float:
    """Calculate what share of residents live in the most vulnerable neighbourhoods.

    Parameters
    ----------
    standing : pandas.DataFrame
        One row a neighbourhood, with `population` and `by`.
    by : str
        The column of its rank as a share of the nation's; missing where it has none.
    at_most : float
        The most vulnerable share, such as 0.2.

    Returns
    -------
    float
        0 to 1, of the residents of the neighbourhoods that have a rank. Missing where none has,
        or where the residents of one that has are not known.

    Examples
    --------
    >>> table = pd.DataFrame({"share": [0.1, 0.9, None], "population": [100, 300, 600]})
    >>> calculate_ranked_share(table, by="share", at_most=0.2)
    0.25
    """
    ranked = standing[standing[by].notna()]
    people = ranked[POPULATION].to_numpy(dtype=float, na_value=float("nan"))
    inside = people[ranked[by].le(at_most).to_numpy(dtype=bool)]
    return float(inside.sum() / people.sum()) if people.sum() != 0 else float("nan")


def count_unranked(standing: pd.DataFrame, *, by: str) -> int:
    """Count the neighbourhoods without a rank.

    Parameters
    ----------
    standing, by
        As for `calculate_ranked_share`.

    Returns
    -------
    int
        How many rows lack it.
    """
    return int(standing[by].isna().sum())


def name_unranked(numbers: Mapping[str, int]) -> str:
    """Say in brackets how many neighbourhoods have no rank, place by place.

    Parameters
    ----------
    numbers : mapping of str to int
        For each place how many.

    Returns
    -------
    str
        Nothing where there are none.

    Examples
    --------
    >>> name_unranked({"Harlow": 3, "Essex": 0, "England": 40})
    ' (not ranked: 3 in Harlow, 40 in England)'
    >>> name_unranked({"Essex": 0})
    ''
    """
    named = ", ".join(f"{number} in {place}" for place, number in numbers.items() if number)
    return f" (not ranked: {named})" if named else ""


def add_up_ranked(standing: pd.DataFrame, *, keys: Sequence[str]) -> pd.DataFrame:
    """Add up the residents of places, and of those of their neighbourhoods that have a rank.

    Parameters
    ----------
    standing : pandas.DataFrame
        One row a neighbourhood, with the keys, `population` and `most_vulnerable_share`.
    keys : sequence of str
        What names a place.

    Returns
    -------
    pandas.DataFrame
        The keys, `neighbourhoods`, `population`, `in_tenth`, `in_fifth`, `unranked`; and of the
        neighbourhoods that have a rank `ranked` (residents), `people_in_fifth` (of these in the
        fifth) and `squared` (their squares). A sum that holds an unknown number is missing.
    """
    share, residents = standing[MOST_VULNERABLE_SHARE], widen_numbers(standing)[POPULATION]
    people = residents.where(share.notna(), 0)
    flags = {
        NEIGHBOURHOODS: 1,
        POPULATION: residents,
        IN_TENTH: share.le(TENTH),
        IN_FIFTH: share.le(FIFTH),
        UNRANKED: share.isna(),
        "ranked": people,
        PEOPLE_IN_FIFTH: people.where(share.le(FIFTH), 0),
        "squared": people.astype("float64") ** 2,
    }
    named = pd.DataFrame(standing[list(keys)]).assign(**flags)
    return named.groupby(list(keys)).sum(skipna=False).reset_index()
