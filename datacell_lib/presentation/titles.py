"""What stands above a picture: its finding in large letters, and what that is of in small ones."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from datacell_lib.presentation.plain_text import end_sentence
from datacell_lib.wording import write_day

BETWEEN, SPOKEN = " \N{MIDDLE DOT} ", "; "


@dataclass(frozen=True)
class Title:
    """The title of a picture and its subtitle.

    Parameters
    ----------
    finding : str
        What the picture says, in a person's words; what is shown, where it says nothing for sure.
    of : tuple of str
        The measure, the place and the time that it is of, and what else must be known; what is
        empty is left out.

    Examples
    --------
    >>> title = Title("Cases were highest in May", ("Cases in a week", "Harlow", "2020"))
    >>> print(title.subtitle)
    Cases in a week · Harlow · 2020
    >>> title.tell("Line chart")
    'Line chart. Cases were highest in May. Cases in a week; Harlow; 2020.'
    """

    finding: str
    of: tuple[str, ...] = ()

    def put(self, finding: str | None) -> Title:
        """Put other words in the place of the finding, if there are any."""
        return self if finding is None else replace(self, finding=finding)

    @property
    def subtitle(self) -> str:
        """Measure, place and time in one line."""
        return BETWEEN.join(filter(None, self.of))

    def tell(self, kind: str) -> str:
        """Tell it to those who don't see the picture, after what kind of picture it is."""
        of = self.subtitle.replace(BETWEEN, SPOKEN)
        said = (kind, self.finding, of)
        return " ".join(end_sentence(words) for words in said if words)


def tell_weeks(ends: pd.Series) -> str:
    """Tell from which week to which a series goes.

    Parameters
    ----------
    ends : pandas.Series of datetime
        The day that ends each week.

    Returns
    -------
    str
        Two days, or one.

    Examples
    --------
    >>> tell_weeks(pd.to_datetime(pd.Series(["2020-05-10", "2020-05-03"])))
    'weeks ending 3 May 2020 to 10 May 2020'
    >>> tell_weeks(pd.to_datetime(pd.Series(["2020-05-10"])))
    'week to 10 May 2020'
    """
    first, last = write_day(ends.min()), write_day(ends.max())
    if first == last:
        return f"week to {last}"
    return f"weeks ending {first} to {last}"
