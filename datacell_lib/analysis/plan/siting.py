"""A choice of sites: what stays open, what may be added, and how good it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from datacell_lib.analysis.plan.programme import Programme, Solution
from datacell_lib.analysis.plan.site_coverage import list_nearest
from datacell_lib.analysis.plan.travel import Grid
from datacell_lib.schema import ParameterError, RunError
from datacell_lib.table_checks import is_number

EXACT = 1e-6  # the gap to which sites are searched


@dataclass(frozen=True)
class Siting:
    """Sites that were chosen, and how good the choice is.

    Parameters
    ----------
    chosen : tuple of str
        The sites to open beside those that are open, by name.
    places : DataFrame
        What `measure_coverage` gives with all of them open.
    aim : float
        What was made as large or as small as can be: sites in all, people covered, or the average
        minutes of a person.
    bound : float
        Proven: no choice is better than this.
    """

    chosen: tuple[str, ...]
    places: pd.DataFrame
    aim: float
    bound: float

    @property
    def gap(self) -> float:
        """How much better the best choice could be, as a share: 0 is the best itself."""
        return abs(self.aim - self.bound) / max(abs(self.bound), EXACT)


def keep_open(programme: Programme, opened: np.ndarray, *, new: int, behind: int) -> None:
    """Add the rules that open sites stay open, and that so many more may be opened.

    Parameters
    ----------
    programme : Programme
        Its first variables are the sites.
    opened : ndarray of bool
        Which of them are open.
    new : int
        How many more may be.
    behind : int
        How many variables there are behind the sites.
    """
    rest = np.zeros(behind)
    programme.add(np.concatenate([~opened, rest])[None].astype(float), most=new)
    stay = np.eye(len(opened))[opened]
    programme.add(np.hstack([stay, np.zeros((len(stay), behind))]), least=1)


def find_sites(programme: Programme, gains: np.ndarray, *, seconds: float) -> Solution:
    """Find the best sites, or say that none were found in time.

    Parameters
    ----------
    programme : Programme
        With its rules.
    gains : ndarray
        What each variable adds to what is made as large as can be.
    seconds : float
        After which the search ends.

    Returns
    -------
    Solution
        With numbers.

    Raises
    ------
    RunError
        If none were found in that time.
    """
    found = programme.maximise(gains, gap=EXACT, seconds=seconds)
    if not len(found.numbers):
        raise RunError(
            f"no choice of sites was found in {seconds:g} seconds. Give it more, or fewer sites "
            "to choose from."
        )
    return found


def write_siting(places: pd.DataFrame, *, grid: Grid, found: Solution) -> Siting:
    """Write the sites down; what was aimed at is for the caller to say.

    Parameters
    ----------
    places : pandas.DataFrame
        What the grid was made of.
    grid : Grid
        Minutes.
    found : Solution
        Its first numbers are the sites.

    Returns
    -------
    Siting
        Without aim or bound.
    """
    taken = grid.opened | (found.numbers[: len(grid.opened)] > 0.5)
    nearest = list_nearest(places, grid=grid, opened=taken)
    chosen = tuple(np.array(grid.sites, dtype=object)[taken & ~grid.opened])
    return Siting(chosen, nearest, aim=0.0, bound=0.0)


def check_new(new: int, opened: np.ndarray) -> None:
    """Refuse a number of new sites that is not whole, or more than could be opened."""
    left = int((~opened).sum())
    if not is_number(new) or not 1 <= new <= left or new != int(new):
        raise ParameterError(
            f"'new' is a whole number from 1 to {left}, the sites that could be opened; found "
            f"{new!r}."
        )
