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
    serial_interval : AreaSerialInterval, optional
        That of the disease, in the time that the page looks at: with it the page estimates how
        many people each case infected.
    """

    until: date | None = None
    deaths: str | None = None
    cases: str | None = None
    snapshots: str | None = None
    serial_interval: AreaSerialInterval | None = None

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes that it names."""
        return tuple(name for name in (self.deaths, self.cases) if name is not None)

    @property
    def snapshot_datasets(self) -> tuple[str, ...]:
        """The dataset of weekly files, or nothing where there is none."""
        return (self.snapshots,) if self.snapshots else ()
