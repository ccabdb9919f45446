"""What an area's page on surveillance shows of the places inside its districts."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from datacell_lib.files.area import Area
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.intake.outcomes.counts_of_larger_areas import load_outcome
from datacell_lib.intake.outcomes.outcome_totals import require_apart, require_overlap
from datacell_lib.schema import AREA_CODE, NUMERATOR, NUMERATOR_LOWER, NUMERATOR_UPPER, PERIOD
from datacell_lib.table_sources import mark_sources

DAYS = 7  # that each count of cases by MSOA is of
COLUMNS = {
    AREA_CODE: "str",
    PERIOD: "datetime64[us]",
    NUMERATOR: "float64",
    NUMERATOR_LOWER: "float64",
    NUMERATOR_UPPER: "float64",
}


@dataclass(frozen=True)
class SmallAreas:
    """Counts by MSOA; each table is empty where the area names no such outcome.

    Parameters
    ----------
    deaths : pandas.DataFrame
        `area_code`, `period` (a month's first day), `numerator`, and the limits of counts that
        their publisher suppressed, `numerator_lower` and `numerator_upper`.
    cases : pandas.DataFrame
        The same of cases in the seven days that end on `period`, by day: they overlap.
    """

    deaths: pd.DataFrame
    cases: pd.DataFrame


def load_small_areas(area: Area) -> SmallAreas:
    """Load the outcomes by MSOA that an area's page on surveillance shows.

    Parameters
    ----------
    area : Area
        Its `surveillance` names them; it may name none.

    Returns
    -------
    SmallAreas
        The counts.

    Raises
    ------
    ConfigError, SourceError
        As `load_outcome`; or the months of deaths are not apart, or cases are not of seven days.

    Examples
    --------
    >>> from datacell_lib.files.area import load_area
    >>> load_small_areas(load_area("sample")).deaths.empty
    True
    """
    named = area.surveillance
    if named.deaths is not None:
        require_apart(load_dataset(named.deaths), "month")
    if named.cases is not None:
        require_overlap(load_dataset(named.cases), "date", days=DAYS)
    return SmallAreas(
        deaths=_load(named.deaths, "month", "deaths", area),
        cases=_load(named.cases, "date", "cases", area),
    )


def _load(dataset: str | None, period: str, count: str, area: Area) -> pd.DataFrame:
    if dataset is None:
        nothing = pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)
        return mark_sources(nothing, [area.population.dataset])
    names = {
        period: PERIOD,
        count: NUMERATOR,
        f"{count}_lower": NUMERATOR_LOWER,
        f"{count}_upper": NUMERATOR_UPPER,
    }
    rows = load_outcome(dataset, area=area).table.rename(columns=names)
    arranged = rows.reindex(columns=list(COLUMNS)).astype(COLUMNS)
    return arranged.sort_values([AREA_CODE, PERIOD], ignore_index=True)
