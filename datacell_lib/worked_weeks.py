"""An area's weeks of cases, worked out once a run: what all its pages call the latest week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from datacell_lib.analysis.rates.proportions_and_rates import calculate_crude_rate
from datacell_lib.analysis.time.reproduction_by_week import follow_reproduction_number
from datacell_lib.analysis.time.serial_interval import SerialInterval
from datacell_lib.analysis.time.surveillance import arrange_weeks, keep_complete_weeks
from datacell_lib.analysis.time.weeks import compare_weekly_counts
from datacell_lib.files.area import Area
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.governance.catalogue.freshness import find_end
from datacell_lib.intake.outcomes.daily_cases import load_snapshots
from datacell_lib.schema import LOWER_CI, NOTE, PERIOD, UPPER_CI, VALUE
from datacell_lib.table_sources import carry_sources

NUMBERS = {VALUE: "float64", LOWER_CI: "float64", UPPER_CI: "float64"}
NOTHING = pd.DataFrame(columns=["place", PERIOD, *NUMBERS, NOTE]).astype(NUMBERS)


@dataclass(frozen=True)
class WorkedWeeks:
    """Cases of an area's districts in complete weeks, up to the report's day and after it.

    Parameters
    ----------
    cases : pandas.DataFrame
        Daily cases of its local authority districts.
    residents : pandas.DataFrame
        Its neighbourhoods with their residents.
    area : Area
        The area: its `as_of`, and until when the page on surveillance looks.
    today : date, optional
        The day that the report is made; the clock's unless told.
    """

    cases: pd.DataFrame
    residents: pd.DataFrame
    area: Area
    today: date | None = None

    @cached_property
    def ended(self) -> date | None:
        """The last day of the series, where it had ended by the report's day."""
        if self.area.cases is None or self.area.invented:
            return None
        day = self.area.find_day(today=self.today)
        return find_end(load_dataset(self.area.cases), day=day)

    @cached_property
    def known(self) -> pd.DataFrame:
        """Every complete week up to the report's day: its last is the latest week of any page."""
        return self._arrange(self.area.as_of or self.area.surveillance.until or self.ended)

    @cached_property
    def afterwards(self) -> pd.DataFrame:
        """Every complete week, those after the report's day too, until the last it looks at."""
        return self._arrange(self.area.surveillance.until or self.ended)

    def compare(
        self, here: pd.DataFrame, *, weeks: int | None = None, afterwards: bool = False
    ) -> pd.DataFrame:
        """Compare the weekly rates of a district with those of the area.

        Parameters
        ----------
        here : pandas.DataFrame
            The district's neighbourhoods with their residents.
        weeks : int, optional
            Only the latest so many; all of them unless told.
        afterwards : bool
            Whether to go on after the report's day.

        Returns
        -------
        pandas.DataFrame
            What `compare_weekly_counts` returns, per 100,000 people with a 95% interval.
        """
        weekly = self.afterwards if afterwards else self.known
        latest = keep_complete_weeks(weekly, weeks=weeks)
        counts = compare_weekly_counts(
            latest, here=here, around=self.residents, title=self.area.title
        )
        return calculate_crude_rate(counts)

    @cached_property
    def reproduction(self) -> pd.DataFrame:
        """How many people each case infected, by week: see `follow_reproduction_number`.

        Empty where the area has no cases, or its file names no serial interval.
        """
        named = self.area.surveillance.serial_interval
        if named is None or self.known.empty:
            return carry_sources(NOTHING.copy(), self.cases)
        interval = SerialInterval(mean=named.mean, sd=named.sd, source=named.source)
        days = self.cases[self.cases["date"] <= self.known[PERIOD].max()]
        return follow_reproduction_number(days, title=self.area.title, serial_interval=interval)

    @cached_property
    def snapshots(self) -> pd.DataFrame:
        """What weekly files said when they came out: see `load_snapshots`."""
        return load_snapshots(self.area)

    def _arrange(self, until: date | None) -> pd.DataFrame:
        weekly = arrange_weeks(self.cases, neighbourhoods=self.residents, until=until)
        return keep_complete_weeks(weekly)
