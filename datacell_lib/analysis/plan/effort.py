"""What it takes to reach people in need: contacts, and the help that follows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from datacell_lib.schema import (
    AREA_CODE,
    DISTRICT_CODE,
    EXPECTED_NEED,
    PEOPLE,
    ParameterError,
    TableError,
)
from datacell_lib.table_checks import (
    check_columns,
    check_not_negative,
    check_numbers,
    check_unique,
    is_number,
    name_rows,
)


@dataclass(frozen=True)
class Effort:
    """What there is to share, such as calls, hours or volunteers, and what one does.

    Parameters
    ----------
    called : str
        What it is called, in the plural.
    hours : float
        How long one is at work.
    contact_hours : float
        What it takes to reach one resident of the group and ask.
    help_hours : float
        What it takes to help one resident who turns out to need it.

    Raises
    ------
    ParameterError
        If one is not a number, `hours` or `contact_hours` is not above zero, or `help_hours` is
        below it.

    Notes
    -----
    The hours may be in any unit, if all three are. Left as they are, one is a contact.

    Examples
    --------
    Where half of the residents need two hours of help, a volunteer of 24 hours reaches 16:

    >>> volunteer = Effort(called="volunteers", hours=24, contact_hours=0.5, help_hours=2)
    >>> volunteer.count_contacts(np.array([0.5]))
    array([16.])
    """

    called: str = "contacts"
    hours: float = 1.0
    contact_hours: float = 1.0
    help_hours: float = 0.0

    def __post_init__(self) -> None:
        for name in ("hours", "contact_hours", "help_hours"):
            hours, none_allowed = getattr(self, name), name == "help_hours"
            known = is_number(hours) and 0 <= hours < np.inf
            if not known or not (hours > 0 or none_allowed):
                least = "zero or more" if none_allowed else "above zero"
                raise ParameterError(f"'{name}' must be a number {least}; found {hours!r}.")

    def count_contacts(self, density: np.ndarray) -> np.ndarray:
        """Count how many residents one reaches.

        Parameters
        ----------
        density : ndarray
            The share of residents who need help.

        Returns
        -------
        ndarray
            Residents, of the same shape.
        """
        return self.hours / (self.contact_hours + self.help_hours * density)


def check_need(table: pd.DataFrame) -> pd.DataFrame:
    """Check a table of the need of neighbourhoods, and give it numbered from 0.

    Parameters
    ----------
    table : DataFrame
        Each `area_code` once, with `district_code`, `people` (residents of the group who could
        be reached) and `expected_need` (how many of them need help).

    Returns
    -------
    DataFrame
        The same rows.

    Raises
    ------
    TableError
        If a column or a value is missing, a value is below zero, a neighbourhood is there twice,
        more people need help than there are, or nobody does.
    """
    columns = [AREA_CODE, DISTRICT_CODE, PEOPLE, EXPECTED_NEED]
    check_columns(table, columns)
    check_unique(table, keys=[AREA_CODE])
    check_numbers(table, [PEOPLE, EXPECTED_NEED])
    check_not_negative(table, [PEOPLE, EXPECTED_NEED])
    for column in columns[1:]:
        if (unknown := table[column].isna()).any():
            raise TableError(
                f"'{column}' is missing for {name_rows(table, unknown)}. A missing need is not "
                "zero: find it, or leave the neighbourhood out and say so."
            )
    if (above := table[EXPECTED_NEED] > table[PEOPLE]).any():
        raise TableError(
            f"'{EXPECTED_NEED}' is above '{PEOPLE}' for {name_rows(table, above)}. "
            "More can't need help than there are: check that both count the same group."
        )
    if not table[EXPECTED_NEED].sum() > 0:
        raise TableError(f"'{EXPECTED_NEED}' must be above zero somewhere; it is zero everywhere.")
    return table.reset_index(drop=True)


def find_density(need: np.ndarray, people: np.ndarray) -> np.ndarray:
    """Find the share of residents who need help; none where nobody lives.

    Parameters
    ----------
    need, people : ndarray
        Residents, of shapes that fit each other.

    Returns
    -------
    ndarray
        From 0 to 1.
    """
    return np.divide(need, people, out=np.zeros(np.shape(need)), where=np.asarray(people) > 0)
