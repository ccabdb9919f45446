"""First doses of a vaccine by age and MSOA, beside the residents of the same ages."""

from __future__ import annotations

import re

import pandas as pd

from datacell_lib.files.area import Area
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.intake.outcomes.counts_of_larger_areas import load_outcome
from datacell_lib.intake.outcomes.outcome_totals import require_apart
from datacell_lib.schema import (
    AGE_BAND,
    AGE_FROM,
    AREA_CODE,
    DENOMINATOR,
    DENOMINATOR_PERIOD,
    NUMERATOR,
    PERIOD,
    SourceError,
)
from datacell_lib.table_checks import check_columns
from datacell_lib.table_sources import carry_sources, mark_sources

AGE, RESIDENTS, FIRST_DOSES = "age", "residents", "first_doses"
BAND = re.compile(r"(?P<first>\d+) to (?P<last>\d+)|(?P<open>\d+) and over|under \d+")
COLUMNS = {
    AREA_CODE: "str",
    AGE_BAND: "str",
    AGE_FROM: "float64",
    PERIOD: "datetime64[us]",
    NUMERATOR: "float64",
    DENOMINATOR: "float64",
    DENOMINATOR_PERIOD: "str",
}


def load_first_doses(area: Area) -> pd.DataFrame:
    """Load the first doses that an area's page on surveillance shows, where it names any.

    Parameters
    ----------
    area : Area
        Its `surveillance` names first doses and residents under `vaccination`, or nothing.

    Returns
    -------
    pandas.DataFrame
        One row an MSOA and age band: `area_code`, `age_band`, `age_from` (its youngest age;
        missing in a band such as "under 45", of which nobody says where it begins), `period` (the
        last day counted; missing where the entry doesn't say), `numerator` (people with a first
        dose), `denominator` (residents of those ages; missing where `age_from` is) and
        `denominator_period` (when they lived there, as the entry writes it). Empty where the area
        names none.

    Raises
    ------
    ConfigError, SourceError, TableError
        As `load_outcome`; or a column is missing, or an age band is not written as one, or is
        finer than the residents' ages.

    Examples
    --------
    >>> from datacell_lib.files.area import load_area
    >>> load_first_doses(load_area("sample")).empty
    True
    """
    named = area.surveillance.vaccination
    if named is None:
        nothing = pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)
        return mark_sources(nothing, [area.population.dataset])
    entry, residents = load_dataset(named.first_doses), load_dataset(named.residents)
    require_apart(entry, AGE_BAND)
    require_apart(residents, AGE)
    doses = load_outcome(named.first_doses, area=area).table
    people = load_outcome(named.residents, area=area).table
    check_columns(doses, [AREA_CODE, AGE_BAND, FIRST_DOSES])
    check_columns(people, [AREA_CODE, AGE, RESIDENTS])
    found = []
    for band, rows in doses.groupby(AGE_BAND):
        first, last = _read_band(str(band), oldest=people[AGE].max(), of=entry.title)
        own = people[people[AGE].between(first, last)] if first is not None else people.head(0)
        counted = own.groupby(AREA_CODE)[RESIDENTS].sum(skipna=False)
        found.append(
            rows.assign(
                **{
                    AGE_FROM: first,
                    PERIOD: entry.refresh.ended,
                    NUMERATOR: rows[FIRST_DOSES],
                    DENOMINATOR: rows[AREA_CODE].map(counted),
                    DENOMINATOR_PERIOD: residents.period,
                }
            )[list(COLUMNS)].astype(COLUMNS)
        )
    arranged = pd.concat(found).sort_values([AREA_CODE, AGE_FROM], ignore_index=True)
    return carry_sources(arranged, doses, people)


def _read_band(band: str, *, oldest: float, of: str) -> tuple[int | None, float]:
    """Read the first and last age of a band; `oldest` stands for itself and all above it."""
    read = BAND.fullmatch(band)
    if read is None:
        raise SourceError(
            f"{of}: {band!r} is no age band. Write such as '45 to 49', '80 and over' or "
            "'under 45' in the names of its entry's copies."
        )
    if read["open"]:
        first, last = int(read["open"]), float("inf")
    elif read["first"]:
        first, last = int(read["first"]), float(read["last"])
    else:
        return None, float("nan")
    if first > oldest or oldest <= last < float("inf"):
        raise SourceError(
            f"{of}: residents are known up to {oldest:.0f} and over, which is too coarse for the "
            f"age band {band!r}. Name residents of finer ages under 'vaccination'."
        )
    return first, last
