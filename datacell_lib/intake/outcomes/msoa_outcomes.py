"""What an area's page on surveillance shows of the places inside its districts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from datacell_lib.files.area import Area
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.intake.outcomes.counts_of_larger_areas import load_outcome
from datacell_lib.intake.outcomes.first_doses import load_first_doses
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
    """Counts by MSOA, each read when first asked for, and empty where the area names none.

    Parameters
    ----------
    area : Area
        Its `surveillance` names the datasets; it may name none.

    Raises
    ------
    ConfigError, SourceError
        As `load_outcome`; or the months of deaths are not apart, or cases are not of seven days.

    Examples
    --------
    >>> from datacell_lib.files.area import load_area
    >>> SmallAreas(load_area("sample")).deaths.empty
    True
    """

    area: Area

    @cached_property
    def deaths(self) -> pd.DataFrame:
        """Deaths by month.

        `area_code`, `period` (a month's first day), `numerator`, and the limits of counts that
        their publisher suppressed, `numerator_lower` and `numerator_upper`.
        """
        named = self.area.surveillance.deaths
        if named is not None:
            require_apart(load_dataset(named), "month")
        return _load(named, "month", "deaths", self.area)

    @cached_property
    def cases(self) -> pd.DataFrame:
        """The same of cases in the seven days that end on `period`, by day: they overlap."""
        named = self.area.surveillance.cases
        if named is not None:
            require_overlap(load_dataset(named), "date", days=DAYS)
        return _load(named, "date", "cases", self.area)

    @cached_property
    def first_doses(self) -> pd.DataFrame:
        """First doses of a vaccine by age: see `load_first_doses`."""
        return load_first_doses(self.area)

    @property
    def tables(self) -> tuple[pd.DataFrame, ...]:
        """All of them."""
        return self.deaths, self.cases, self.first_doses


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
