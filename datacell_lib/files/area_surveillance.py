"""What an area's file says of its page on surveillance."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from datacell_lib.files.reader import Strict
from datacell_lib.names import Name


class AreaSerialInterval(Strict):
    """How long it takes, on average, until one case leads to the next.

    Parameters
    ----------
    mean : float
        Days from one person's symptoms to those of whom they infect, on average; above 1.
    sd : float
        Their standard deviation, in days; above 0.
    source : str
        The study that they come from.
    """

    mean: float = Field(gt=1)
    sd: float = Field(gt=0)
    source: Name


class AreaVaccination(Strict):
    """Where first doses of a vaccine are counted, and the people they are compared with.

    Parameters
    ----------
    first_doses : str
        One of the area's outcomes: people with a first dose, by age band and MSOA.
    residents : str
        The dataset of residents by single year of age, of the same MSOAs: shares are of them.
    """

    first_doses: str
    residents: str


class Surveillance(Strict):
    """What an area's page on surveillance shows besides cases by day.

    Parameters
    ----------
    until : date, optional
        The last day of cases to show; none for all there are.
    deaths : str, optional
        One of the area's outcomes: deaths by month and MSOA, added up over all its months.
    cases : str, optional
        One of the area's outcomes: cases in seven days, by day and MSOA.
    snapshots : str, optional
        A dataset of what weekly files of the daily cases said when they came out: with it the
        page says how complete the latest weeks are.
    vaccination : AreaVaccination, optional
        First doses of a vaccine, to show how many people of each age had one.
    serial_interval : AreaSerialInterval, optional
        That of the disease, in the time that the page looks at: with it the page estimates how
        many people each case infected.
    """

    until: date | None = None
    deaths: str | None = None
    cases: str | None = None
    snapshots: str | None = None
    vaccination: AreaVaccination | None = None
    serial_interval: AreaSerialInterval | None = None

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes that it names."""
        doses = self.vaccination.first_doses if self.vaccination else None
        return tuple(name for name in (self.deaths, self.cases, doses) if name is not None)

    @property
    def snapshot_datasets(self) -> tuple[str, ...]:
        """The dataset of weekly files, or nothing where there is none."""
        return (self.snapshots,) if self.snapshots else ()

    @property
    def populations(self) -> tuple[str, ...]:
        """The dataset of those whom an outcome is compared with, or nothing."""
        return (self.vaccination.residents,) if self.vaccination else ()
