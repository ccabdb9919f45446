"""Where to go first: the places of a district that hold the nation's most vulnerable fifth."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from datacell_lib.analysis.index.uncertainty import OFTEN, SHARE_IN_20
from datacell_lib.number_types import widen_numbers
from datacell_lib.schema import (
    AREA_CODE,
    DEPENDS,
    DISTRICT_NAME,
    FIFTH,
    FIRM,
    FIRMNESS,
    LIKELY,
    MOST_VULNERABLE_SHARE,
    MSOA_CODE,
    NEIGHBOURHOODS,
    NEIGHBOURHOODS_IN_ALL,
    NUMERATOR_SUFFIX,
    OTHER_PEOPLE,
    PEOPLE,
    PLACE_NAME,
    POPULATION,
    POSITION,
    REASONS,
    VALUE,
)
from datacell_lib.table_checks import check_columns
from datacell_lib.table_sources import carry_sources
from datacell_lib.wording import NO_ONE_DOMAIN

MOST_REASONS = 2
HALF = 0.5
_PLACE = [MSOA_CODE, PLACE_NAME]


def select_fifth(standing: pd.DataFrame) -> pd.DataFrame:
    """Select the neighbourhoods among the nation's most vulnerable fifth, place by place.

    Parameters
    ----------
    standing : pandas.DataFrame
        What `add_standing` returns, one row a neighbourhood, with `msoa_code`, `place_name` and
        `share_of_draws_in_most_vulnerable_20`.

    Returns
    -------
    pandas.DataFrame
        Those whose rank is in the fifth, with `position` (the number of their place, 1 for the
        one that holds the most vulnerable of them all) and `firmness`: "firm" where 95 draws in
        100 or more put it in the fifth, "likely" where half of them or more do, else "depends".
        The places in their order, in each the most vulnerable first.

    Raises
    ------
    TableError
        If a column is missing.

    Examples
    --------
    >>> standing = pd.DataFrame({
    ...     "area_code": ["a", "b", "c"], "msoa_code": ["m", "n", "m"],
    ...     "place_name": ["Moor", "North", "Moor"], "most_vulnerable_share": [0.15, 0.1, 0.5],
    ...     "share_of_draws_in_most_vulnerable_20": [0.6, 0.97, 0.1]})
    >>> select_fifth(standing)[["position", "place_name", "firmness"]].values.tolist()
    [[1, 'North', 'firm'], [2, 'Moor', 'likely']]
    """
    check_columns(standing, [AREA_CODE, *_PLACE, MOST_VULNERABLE_SHARE, SHARE_IN_20])
    inside = standing[standing[MOST_VULNERABLE_SHARE].le(FIFTH).fillna(False).astype(bool)]
    ordered = inside.sort_values([MOST_VULNERABLE_SHARE, AREA_CODE])
    place = pd.factorize(ordered[MSOA_CODE])[0] + 1
    firmness = [_name_firmness(share) for share in ordered[SHARE_IN_20]]
    numbered = ordered.assign(**{POSITION: place, FIRMNESS: firmness})
    return numbered.sort_values(POSITION, kind="stable").reset_index(drop=True)


def list_first_places(
    standing: pd.DataFrame, *, titles: Mapping[str, str], domains: Mapping[str, str]
) -> pd.DataFrame:
    """List the places that hold neighbourhoods of the nation's most vulnerable fifth.

    Parameters
    ----------
    standing : pandas.DataFrame
        What `select_fifth` takes, with `district_name`, `population`, `share_<domain>` for each
        domain and `<name>_numerator` for each title.
    titles : mapping of str to str
        For each count of people its title; the first is counted.
    domains : mapping of str to str
        A title for each domain of the index, in its order, which settles ties.

    Returns
    -------
    pandas.DataFrame
        One row a place, in the order of `select_fifth`: `position`, `msoa_code`, `place_name`,
        `district_name` (several where the place lies in several), `neighbourhoods` (in the
        fifth), `neighbourhoods_in_all` (of the place, here), `population` (residents of those in
        the fifth), `people` (of whom counted under the first title), `most_vulnerable_share` (the
        lowest of them), `reasons` (two domains at most, in whose own most vulnerable fifth at
        least half of those residents live, or that no one domain stands out) and `firmness`
        (as `select_fifth`, by the average of the residents' draws).
        A sum that holds an unknown number is missing.

    Raises
    ------
    TableError
        If a column is missing.

    Notes
    -----
    A place is an MSOA, by the name that people there say. A neighbourhood without a rank is in no
    place's list.
    """
    shares = {title: f"share_{domain}" for domain, title in domains.items()}
    counts = [name + NUMERATOR_SUFFIX for name in list(titles)[:1]]
    check_columns(standing, [POPULATION, DISTRICT_NAME, *counts, *shares.values()])
    inside = widen_numbers(select_fifth(standing))
    in_all = standing.groupby(MSOA_CODE).size()
    rows = [
        {
            POSITION: position,
            MSOA_CODE: place[MSOA_CODE].iloc[0],
            PLACE_NAME: place[PLACE_NAME].iloc[0],
            DISTRICT_NAME: " and ".join(dict.fromkeys(place[DISTRICT_NAME])),
            NEIGHBOURHOODS: len(place),
            NEIGHBOURHOODS_IN_ALL: int(in_all[place[MSOA_CODE].iloc[0]]),
            POPULATION: place[POPULATION].sum(skipna=False),
            PEOPLE: place[counts[0]].sum(skipna=False) if counts else float("nan"),
            MOST_VULNERABLE_SHARE: place[MOST_VULNERABLE_SHARE].min(),
            REASONS: _name_reasons(place, shares),
            FIRMNESS: _name_firmness(_average(place, SHARE_IN_20)),
        }
        for position, place in inside.groupby(POSITION)
    ]
    columns = [
        POSITION,
        *_PLACE,
        DISTRICT_NAME,
        NEIGHBOURHOODS,
        NEIGHBOURHOODS_IN_ALL,
        POPULATION,
        PEOPLE,
    ]
    columns += [MOST_VULNERABLE_SHARE, REASONS, FIRMNESS]
    return carry_sources(pd.DataFrame(rows, columns=columns), standing)


def list_places_by_people(standing: pd.DataFrame, *, titles: Mapping[str, str]) -> pd.DataFrame:
    """List the places where most of the people live whom an index counts.

    Parameters
    ----------
    standing : pandas.DataFrame
        One row a neighbourhood, with `msoa_code`, `place_name`, `population` and
        `<name>_numerator` for each title.
    titles : mapping of str to str
        For each count of people its title; the first two are counted.

    Returns
    -------
    pandas.DataFrame
        One row a place, the most of the first first: `position`, `msoa_code`, `place_name`,
        `neighbourhoods`, `population`, `people` and `other_people` (those of the first and of the
        second title; missing where there is no such title). A sum that holds an unknown number is
        missing, and comes last.

    Raises
    ------
    TableError
        If a column is missing.

    Examples
    --------
    >>> standing = pd.DataFrame({"msoa_code": ["m", "n"], "place_name": ["Moor", "North"],
    ...                          "population": [900, 800], "older_numerator": [90, 120]})
    >>> list_places_by_people(standing, titles={"older": "Older people"})["place_name"].tolist()
    ['North', 'Moor']
    """
    counted = dict(zip((PEOPLE, OTHER_PEOPLE), titles, strict=False))
    numerators = [name + NUMERATOR_SUFFIX for name in counted.values()]
    check_columns(standing, [*_PLACE, POPULATION, *numerators])
    known = widen_numbers(pd.DataFrame(standing[[*_PLACE, POPULATION, *numerators]]))
    sums = known.assign(**{NEIGHBOURHOODS: 1}).groupby(_PLACE).sum(skipna=False).reset_index()
    renamed = sums.rename(columns=dict(zip(numerators, counted, strict=True)))
    every = renamed.reindex(
        columns=[*_PLACE, NEIGHBOURHOODS, POPULATION, PEOPLE, OTHER_PEOPLE]
    ).sort_values([PEOPLE, MSOA_CODE], ascending=[False, True], ignore_index=True)
    every.insert(0, POSITION, range(1, len(every) + 1))
    return carry_sources(every, standing)


def _name_firmness(share: float) -> str:
    """Say in a word how often other defensible methods agree."""
    return FIRM if share >= OFTEN else LIKELY if share >= HALF else DEPENDS


def _average(place: pd.DataFrame, column: str) -> float:
    """Average over a place's residents; over its neighbourhoods where these are not known."""
    people = place[POPULATION]
    known = people.notna().all() and people.sum() > 0
    weights = people if known else pd.Series(1, index=place.index)
    return float((place[column] * weights).sum() / weights.sum())


def _name_reasons(place: pd.DataFrame, shares: Mapping[str, str]) -> str:
    """Name the domains in whose own most vulnerable fifth at least half of the residents live."""
    worst = {
        title: _average(place.assign(**{VALUE: place[column].le(FIFTH).astype(float)}), VALUE)
        for title, column in shares.items()
    }
    leading = sorted((title for title in worst if worst[title] >= HALF), key=lambda t: -worst[t])
    return "; ".join(leading[:MOST_REASONS]) or NO_ONE_DOMAIN
