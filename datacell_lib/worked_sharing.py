"""A capacity shared among an area's neighbourhoods for one purpose."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from datacell_lib.analysis.need.expected_need import CONCERNED, draw_need, expect_need
from datacell_lib.analysis.plan.allocation import (
    CONTACTS,
    HELPED,
    SHARE_MET,
    Allocation,
    check_capacity,
    share_capacity,
)
from datacell_lib.analysis.plan.effort import Effort
from datacell_lib.analysis.plan.sharing_rules import SharingRules
from datacell_lib.analysis.plan.uncertainty_of_plans import compare_plans, share_robustly
from datacell_lib.files.purposes import Purpose
from datacell_lib.schema import (
    AREA_CODE,
    DISTRICT_CODE,
    DISTRICT_NAME,
    EXPECTED_NEED,
    MSOA_CODE,
    NEIGHBOURHOOD,
    PEOPLE,
    PLACE_NAME,
    ParameterError,
)
from datacell_lib.table_checks import is_number
from datacell_lib.table_sources import carry_sources

DRAWS, SEED, OTHER_SEED = 200, 1, 2
NAMES = [AREA_CODE, NEIGHBOURHOOD, MSOA_CODE, PLACE_NAME, DISTRICT_CODE, DISTRICT_NAME]
UNKNOWN = "neighbourhoods_not_known"


@dataclass(frozen=True)
class WorkedSharing:
    """Contacts for one purpose, shared so that most people who need it are found.

    Parameters
    ----------
    residents : pandas.DataFrame
        What `WorkedPlans.residents` holds.
    purpose : Purpose
        What help is for.
    contacts : int
        How many calls or visits there are.
    promise : float
        What each district is promised: this part of what it would get if contacts were spread
        evenly over all residents whom the help is for, from 0 to 1.
    """

    residents: pd.DataFrame
    purpose: Purpose
    contacts: int
    promise: float

    def __post_init__(self) -> None:
        if not is_number(self.promise) or not 0 <= self.promise <= 1:
            raise ParameterError(
                f"'promise' is a share from 0 to 1 of an even spread; found {self.promise!r}."
            )
        check_capacity(self.contacts)

    @cached_property
    def table(self) -> pd.DataFrame:
        """Need by neighbourhood, of those where it is known."""
        found = expect_need(self.residents, purpose=self.purpose)
        found = found.rename(columns={CONCERNED: PEOPLE}).assign(
            **{name: self.residents[name] for name in (DISTRICT_CODE, DISTRICT_NAME)}
        )
        return carry_sources(found.dropna(subset=[PEOPLE, EXPECTED_NEED]), self.residents)

    @cached_property
    def plan(self) -> Allocation:
        """The plan: see `share_capacity`."""
        return share_capacity(self.table, **self._given)

    @property
    def _given(self) -> dict[str, Any]:
        even = min(1.0, self.contacts / self.table[PEOPLE].sum())
        rules = SharingRules(floor_share=self.promise * even)
        return {"capacity": self.contacts, "effort": Effort(), "rules": rules}

    @cached_property
    def districts(self) -> pd.DataFrame:
        """What each district gets: see `Allocation.sum_districts`; the most contacts first."""
        if self.residents.empty:
            columns = [DISTRICT_NAME, CONTACTS, HELPED, EXPECTED_NEED, SHARE_MET]
            return carry_sources(pd.DataFrame(columns=columns), self.residents)
        names = self.table.drop_duplicates(DISTRICT_CODE)[[DISTRICT_CODE, DISTRICT_NAME]]
        sums = self.plan.sum_districts().merge(names, on=DISTRICT_CODE)
        ordered = sums.sort_values([CONTACTS, DISTRICT_NAME], ascending=[False, True])
        return carry_sources(ordered.reset_index(drop=True), self.table)

    @cached_property
    def neighbourhoods(self) -> pd.DataFrame:
        """How many contacts each neighbourhood gets, the most first, with names."""
        if self.residents.empty:
            return carry_sources(self.residents[NAMES].assign(**{CONTACTS: 0.0}), self.residents)
        columns = [AREA_CODE, PEOPLE, EXPECTED_NEED, CONTACTS, HELPED]
        joined = self.residents[NAMES].merge(self.plan.table[columns], on=AREA_CODE)
        ordered = joined.sort_values([CONTACTS, AREA_CODE], ascending=[False, True])
        return carry_sources(ordered.reset_index(drop=True), self.table)

    @cached_property
    def summary(self) -> pd.DataFrame:
        """How good the plan is, in one row.

        `contacts`, `expected_helped`, `gap` (how much more the best plan could help, as a share),
        `without_rules` (people found if nothing were promised), `evenly` (if contacts were spread
        evenly), `mean_regret` and `worst_helped` (over draws of need: see `compare_plans`),
        `robust_helped` and `robust_worst` (a plan made for the tenth of draws in which it finds
        fewest, on other draws than those that it was made with), and how many neighbourhoods are
        left out because their need is not known.
        """
        if self.residents.empty:
            return carry_sources(pd.DataFrame({CONTACTS: []}), self.residents)
        plan, drawn = self.plan, self._draw(OTHER_SEED)
        robust = share_robustly(self.table, draws=self._draw(SEED), **self._given)
        compared = compare_plans({"plan": plan, "robust": robust}, draws=drawn)
        own, other = (row for _, row in compared.iterrows())
        even = self.contacts * self.table[EXPECTED_NEED].sum() / self.table[PEOPLE].sum()
        row = {
            CONTACTS: self.contacts,
            "expected_helped": plan.helped,
            "gap": plan.gap,
            "without_rules": plan.without_rules,
            "evenly": min(even, self.table[EXPECTED_NEED].sum()),
            "mean_regret": own["mean_regret"],
            "worst_helped": own["worst_helped"],
            "robust_helped": robust.helped,
            "robust_worst": other["worst_helped"],
            UNKNOWN: len(self.residents) - len(self.table),
        }
        return carry_sources(pd.DataFrame([row]), self.table)

    def _draw(self, seed: int) -> np.ndarray:
        drawn = draw_need(self.residents, purpose=self.purpose, draws=DRAWS, seed=seed)
        return drawn[self.table[AREA_CODE]].to_numpy()
