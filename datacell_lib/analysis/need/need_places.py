"""Where to send a kind of help first: places in the order of what an hour of it finds, and why."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from datacell_lib.analysis.need.expected_need import estimate_need
from datacell_lib.files.purpose_risks import STANDING, AgeRisk
from datacell_lib.files.purposes import Purpose
from datacell_lib.schema import (
    DISTRICT_NAME,
    EXPECTED_NEED,
    FIFTH,
    MSOA_CODE,
    NEED_PER_HOUR,
    PLACE_NAME,
    POSITION,
    TENTH,
    TITLE,
)
from datacell_lib.table_checks import check_columns
from datacell_lib.table_sources import carry_sources

HALF = 0.5
CLEARLY = 1.25  # times as many as elsewhere
FIRST = 3  # places that a sentence names
HELP, PLACES, WHY = "help", "places", "why"
NO_REASON = "no one reason"


def list_need_places(
    neighbourhoods: pd.DataFrame, *, purpose: Purpose, nation: str
) -> pd.DataFrame:
    """List places in the order of how many people in need an hour of help is expected to find.

    Parameters
    ----------
    neighbourhoods : pandas.DataFrame
        One row a neighbourhood, as `estimate_need` takes it, with `msoa_code`, `place_name` and
        `district_name`.
    purpose : Purpose
        What the help is for.
    nation : str
        What the nation is called, for the reasons.

    Returns
    -------
    pandas.DataFrame
        One row a place, the first first: `position`, `msoa_code`, `place_name`, `district_name`
        (several where the place lies in several), what `estimate_need` returns of it, and
        `why` in words: that the ages with most risk are many there (a quarter more than in all
        these neighbourhoods), that at least half of the purpose's people live in neighbourhoods
        among the nation's most deprived tenth, fifth or half; or that there is no one reason. Where
        need is not known the place comes last.

    Raises
    ------
    TableError
        If a column is missing, or as `estimate_need`.

    Examples
    --------
    >>> from datacell_lib.files.purposes import load_purposes
    >>> table = pd.DataFrame({"area_code": ["a", "b"], "msoa_code": ["m", "n"],
    ...     "place_name": ["Moor", "North"], "district_name": ["Vale", "Vale"],
    ...     "deprivation_standing": [0.6, 0.04], "aged_65_and_over": [900, 400]})
    >>> heatwave = load_purposes().find("heatwave")
    >>> found = list_need_places(table, purpose=heatwave, nation="England")
    >>> found[["place_name", "why"]].values.tolist()
    [['North', 'most deprived 10% of England'], ['Moor', 'no one reason']]
    """
    check_columns(neighbourhoods, [MSOA_CODE, PLACE_NAME, DISTRICT_NAME])
    need = estimate_need(neighbourhoods, purpose=purpose, by=MSOA_CODE)
    named = neighbourhoods.groupby(MSOA_CODE).agg(
        {PLACE_NAME: "first", DISTRICT_NAME: lambda names: " and ".join(dict.fromkeys(names))}
    )
    shares = _share_ages(neighbourhoods, purpose)
    reasons = {
        code: _name_reasons(place, purpose, shares=shares, nation=nation)
        for code, place in neighbourhoods.groupby(MSOA_CODE)
    }
    placed = named.reset_index().merge(need, on=MSOA_CODE, how="left", validate="1:1")
    placed[WHY] = placed[MSOA_CODE].map(reasons)
    order = [NEED_PER_HOUR, EXPECTED_NEED, MSOA_CODE]
    ordered = placed.sort_values(order, ascending=[False, False, True], ignore_index=True)
    ordered.insert(0, POSITION, range(1, len(ordered) + 1))
    return carry_sources(ordered, neighbourhoods)


def list_first_steps(
    neighbourhoods: pd.DataFrame, *, purposes: Mapping[Purpose, pd.DataFrame]
) -> pd.DataFrame:
    """List for each purpose the three places to go first, and the need in them together.

    Parameters
    ----------
    neighbourhoods : pandas.DataFrame
        As `list_need_places` takes it.
    purposes : mapping of Purpose to pandas.DataFrame
        For each what that function returns.

    Returns
    -------
    pandas.DataFrame
        One row a purpose: `title`, `help` (what one person gets), `places` (names, joined by
        semicolons), and what `estimate_need` returns of these together: `people_concerned`,
        `expected_need`, `lower_ci`, `upper_ci`, `confidence`, `need_per_hour`. A purpose of which
        no place's need is known has no row.
    """
    rows = []
    for purpose, places in purposes.items():
        first = places[places[EXPECTED_NEED].notna()].head(FIRST)
        if first.empty:
            continue
        own = neighbourhoods[neighbourhoods[MSOA_CODE].isin(first[MSOA_CODE])]
        together = estimate_need(own.assign(**{TITLE: purpose.title}), purpose=purpose, by=TITLE)
        told = {HELP: purpose.help, PLACES: "; ".join(first[PLACE_NAME])}
        rows.append(together.assign(**told))
    steps = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=[TITLE])
    return carry_sources(steps, neighbourhoods)


def _share_ages(neighbourhoods: pd.DataFrame, purpose: Purpose) -> pd.Series:
    """Share the purpose's people out by age, by the column of each."""
    counts = neighbourhoods[[band.column for band in purpose.bands]].sum()
    return counts / counts.sum()


def _name_reasons(place: pd.DataFrame, purpose: Purpose, *, shares: pd.Series, nation: str) -> str:
    told = []
    oldest = max(purpose.bands, key=lambda band: band.risk)
    if _matters(oldest, purpose):
        own = _share_ages(place, purpose)[oldest.column]
        if own >= CLEARLY * shares[oldest.column]:
            told.append(f"many are aged {oldest.title} ({own:.0%})")
    if purpose.place is not None:
        people = place[[band.column for band in purpose.bands]].sum(axis=1)
        for share in (TENTH, FIFTH, HALF):
            if people[place[STANDING] <= share].sum() >= HALF * people.sum():
                told.append(f"most deprived {share:.0%} of {nation}")
                break
    return "; ".join(told) or NO_REASON


def _matters(band: AgeRisk, purpose: Purpose) -> bool:
    """Say whether people of an age are clearly more likely to need it than the others."""
    return band.risk >= CLEARLY * min(other.risk for other in purpose.bands)
