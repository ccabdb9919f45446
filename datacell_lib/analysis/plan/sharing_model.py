"""The programme of sharing out a capacity among neighbourhoods."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, diags_array, eye_array, hstack, sparray

from datacell_lib.analysis.plan.effort import Effort, find_density
from datacell_lib.analysis.plan.programme import Programme
from datacell_lib.analysis.plan.sharing_rules import SharingRules
from datacell_lib.analysis.plan.unit_by_unit import meet_floor, split_units
from datacell_lib.schema import DISTRICT_CODE, EXPECTED_NEED, PEOPLE


class SharingModel:
    """What is known of neighbourhoods and districts, and the programme made from it.

    Its variables are, for each neighbourhood, the residents to reach, the units with all hours in
    use, and one unit for the rest of its residents; then the lowest and the highest share of need
    that is met in a district. A unit for the rest reaches fewer than one that is fully in use, so
    a plan that took it first would claim less than it reaches, never more.

    Parameters
    ----------
    table : DataFrame
        What `check_need` gives.
    effort : Effort
        What is shared.
    rules : SharingRules
        What districts are promised.
    """

    def __init__(self, table: pd.DataFrame, *, effort: Effort, rules: SharingRules) -> None:
        self.table, self.effort, self.rules = table, effort, rules
        self.people = table[PEOPLE].to_numpy("float64")
        self.need = table[EXPECTED_NEED].to_numpy("float64")
        self.density = find_density(self.need, self.people)
        self.each = effort.count_contacts(self.density)
        self.full, self.rest = split_units(self.people, self.each)
        places, self.districts = pd.factorize(table[DISTRICT_CODE])
        self.inside = np.equal.outer(np.arange(len(self.districts)), places)
        self.district_need = self.inside @ self.need

    def build(self, capacity: int, *, more: int = 0) -> Programme:
        """Build the programme.

        Parameters
        ----------
        capacity : int
            Units to share.
        more : int
            How many variables of zero or more to add behind its own.

        Returns
        -------
        Programme
            With all its rules.
        """
        size = len(self.table)
        ends = [self.people, self.full, self.rest > 0, np.ones(2), np.full(more, np.inf)]
        highest = np.concatenate(ends)
        whole = np.zeros(len(highest), dtype=bool)
        whole[size : 3 * size] = True
        programme = Programme(highest, whole=whole)
        reach = hstack([eye_array(size), -diags_array(self.each), -diags_array(self.rest)])
        programme.add(self._widen(reach, more), most=0)
        units = np.concatenate([np.zeros(size), np.ones(2 * size)])[None]
        programme.add(self._widen(units, more), most=capacity)
        floors = self.rules.set_floors(self.district_need)
        programme.add(self._widen(self.inside * self.density, more), least=floors)
        if self.rules.largest_difference is not None:
            self._bound_difference(programme, more)
        return programme

    def _bound_difference(self, programme: Programme, more: int) -> None:
        some = self.district_need > 0
        met = self.inside[some] * self.density / self.district_need[some, None]
        met = np.pad(met, ((0, 0), (0, 2 * len(self.table))))
        one, none = np.ones((len(met), 1)), np.zeros((len(met), 1))
        programme.add(self._widen(np.hstack([met, -one, none]), more), least=0)
        programme.add(self._widen(np.hstack([met, none, -one]), more), most=0)
        apart = np.concatenate([np.zeros(3 * len(self.table)), [-1, 1]])[None]
        programme.add(self._widen(apart, more), most=self.rules.largest_difference)

    def _widen(self, rows: np.ndarray | sparray, more: int) -> csr_array:
        """Fill rows up with zeros for the variables behind theirs."""
        rows = csr_array(rows)
        behind = 3 * len(self.table) + 2 + more - rows.shape[1]
        return csr_array(hstack([rows, csr_array((rows.shape[0], behind))]))

    def list_gains(self, *, more: int = 0) -> np.ndarray:
        """List what one of each variable adds to the people helped.

        Parameters
        ----------
        more : int
            How many variables there are behind its own.

        Returns
        -------
        ndarray
            One a variable.
        """
        return np.concatenate([self.density, np.zeros(2 * len(self.density) + 2 + more)])

    def meet_floors(self, *, scale: float = 1.0) -> tuple[np.ndarray, int]:
        """Meet the floors and the largest difference with the fewest units.

        Parameters
        ----------
        scale : float
            What the floors are multiplied by.

        Returns
        -------
        ndarray, int
            The residents to reach in each neighbourhood, and all units.
        """
        contacts, units = np.zeros(len(self.table)), 0
        floors = self.rules.set_floors(self.district_need, scale=scale)
        for inside, floor in zip(self.inside, floors, strict=True):
            contacts[inside], needed = meet_floor(
                floor,
                density=self.density[inside],
                each=self.each[inside],
                people=self.people[inside],
            )
            units += int(needed.sum())
        return contacts, units
