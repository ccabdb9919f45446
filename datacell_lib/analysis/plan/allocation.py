"""Sharing out what there is, so that most people in need are helped."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from datacell_lib.analysis.plan.effort import Effort, check_need
from datacell_lib.analysis.plan.programme import GAP, SECONDS, Solution, measure_gap
from datacell_lib.analysis.plan.sharing_model import SharingModel
from datacell_lib.analysis.plan.sharing_rules import SharingRules
from datacell_lib.analysis.plan.shortfall import check_floors
from datacell_lib.analysis.plan.unit_by_unit import help_most
from datacell_lib.schema import (
    AREA_CODE,
    DISTRICT_CODE,
    EXPECTED_NEED,
    PEOPLE,
    ParameterError,
)
from datacell_lib.table_checks import is_number
from datacell_lib.table_sources import carry_sources

UNITS, CONTACTS, HELPED = "units", "contacts", "expected_helped"
SHARE_MET = "share_of_need_met"
AS_CONTACTS, NO_RULES = Effort(), SharingRules()


@dataclass(frozen=True)
class Allocation:
    """A plan, and how good it is.

    Parameters
    ----------
    table : DataFrame
        Each neighbourhood's `area_code`, `district_code`, `people`, `expected_need`, `units`
        (whole; zero where help goes later), `contacts` (residents to reach) and
        `expected_helped`.
    effort : Effort
        What is shared.
    capacity : int
        How many there were to share.
    aim : float
        What the plan reaches of what it was made for: people expected to be helped.
    most : float
        Proven: no plan that keeps the same rules reaches more of that.
    without_rules : float
        People who could be expected to be helped if nothing were promised.
    """

    table: pd.DataFrame
    effort: Effort
    capacity: int
    aim: float
    most: float
    without_rules: float

    @property
    def helped(self) -> float:
        """People expected to be helped."""
        return float(self.table[HELPED].sum())

    @property
    def gap(self) -> float:
        """How much more the best plan could reach, as a share: 0 is the best itself."""
        return measure_gap(self.aim, most=self.most)

    @property
    def price_of_fairness(self) -> float:
        """People expected to be helped fewer for what is promised."""
        return max(0.0, self.without_rules - self.helped)

    def sum_districts(self) -> pd.DataFrame:
        """Add the plan up by district.

        Returns
        -------
        DataFrame
            Each `district_code` in the order of the table, with the sums of `units`, `contacts`,
            `expected_helped` and `expected_need`, and `share_of_need_met` (missing where nobody
            needs help).
        """
        sums = self.table.groupby(DISTRICT_CODE, sort=False, as_index=False)[
            [UNITS, CONTACTS, HELPED, EXPECTED_NEED]
        ].sum()
        sums[SHARE_MET] = (sums[HELPED] / sums[EXPECTED_NEED]).where(sums[EXPECTED_NEED] > 0)
        return carry_sources(sums, self.table)


def share_capacity(
    table: pd.DataFrame,
    *,
    capacity: int,
    effort: Effort = AS_CONTACTS,
    rules: SharingRules = NO_RULES,
    gap: float = GAP,
    seconds: float = SECONDS,
) -> Allocation:
    r"""Share a capacity among neighbourhoods, so that most people in need are helped.

    Who needs help is not known before somebody asks. A contact (a call, a visit) reaches one
    resident of the group; in a neighbourhood where half of the group need help, every second
    contact finds somebody who does, where a tenth need it, every tenth. So help goes first to
    where need is densest, and no neighbourhood is given more than reaches everyone there.

    Parameters
    ----------
    table : DataFrame
        One row a neighbourhood: `area_code`, `district_code`, `people` (residents of the group
        who could be reached) and `expected_need` (how many of them need help).
    capacity : int
        How many calls, hours or volunteers there are.
    effort : Effort
        What one of them does.
    rules : SharingRules
        What districts are promised.
    gap : float
        The search may end when no plan can help more by a greater share.
    seconds : float
        After which it ends, with the gap that is proven by then.

    Returns
    -------
    Allocation
        The plan: whole units for each neighbourhood.

    Raises
    ------
    TableError
        If the table lacks something (see `check_need`).
    ParameterError
        If the capacity is not a whole number above zero, or is not enough for the rules: it says
        what would be.

    Notes
    -----
    With :math:`N_i` residents of the group, of whom a share :math:`p_i` need help, a unit of
    :math:`H` hours reaches :math:`k_i = H / (c + h p_i)` of them, where a contact takes :math:`c`
    hours and help :math:`h`. Whole units :math:`y_i` and contacts :math:`x_i` are chosen for

    .. math:: \max \sum_i p_i x_i, \quad 0 \le x_i \le \min(N_i, k_i y_i), \quad
       \sum_i y_i \le K

    and in each district :math:`d` with need :math:`E_d`, whose plan helps :math:`s_d E_d`:
    :math:`s_d \ge` its floor, and :math:`\max s - \min s \le` the largest difference.

    It is no better than the need that it is given. Not for help that must reach everyone
    in need (the floor of that is 1, and the capacity follows), nor where a register names who
    needs help: then call those.

    Examples
    --------
    Twenty calls: ten where half need help, and ten of the thirty where a fifth do.

    >>> table = pd.DataFrame({"area_code": ["a", "b", "c"], "district_code": ["n", "n", "s"],
    ...     "people": [10, 30, 50], "expected_need": [5.0, 6.0, 5.0]})
    >>> plan = share_capacity(table, capacity=20)
    >>> plan.table[["area_code", "units", "expected_helped"]]
      area_code  units  expected_helped
    0         a     10              5.0
    1         b     10              2.0
    2         c      0              0.0

    If each district is promised a tenth of its need, five of them go to the south:

    >>> fair = share_capacity(table, capacity=20, rules=SharingRules(floor_share=0.1))
    >>> fair.table["units"].tolist(), round(fair.price_of_fairness, 2)
    ([10, 5, 5], 0.5)
    """
    check_capacity(capacity)
    model = SharingModel(check_need(table), effort=effort, rules=rules)
    check_floors(model, capacity=capacity)
    found = model.build(capacity).maximise(model.list_gains(), gap=gap, seconds=seconds)
    return write_plan(found, model=model, capacity=capacity)


def check_capacity(capacity: int) -> None:
    """Refuse a capacity that is not a whole number above zero."""
    if not is_number(capacity) or not 1 <= capacity < np.inf or capacity != int(capacity):
        raise ParameterError(
            f"'capacity' must be a whole number above zero; found {capacity!r}. "
            "Count in smaller units, such as hours, where one is too many."
        )


def write_plan(found: Solution, *, model: SharingModel, capacity: int) -> Allocation:
    """Write a solution down as a plan, with no more units than it needs.

    Parameters
    ----------
    found : Solution
        Of the model's programme. Where it has no values, floors alone are met.
    model : SharingModel
        What it is of.
    capacity : int
        What there is.

    Returns
    -------
    Allocation
        The plan.
    """
    size = len(model.table)
    contacts = found.numbers[:size] if len(found.numbers) else model.meet_floors()[0]
    units = np.ceil(contacts / model.each - 1e-6).astype(int)
    plan = model.table[[AREA_CODE, DISTRICT_CODE, PEOPLE, EXPECTED_NEED]].assign(
        **{UNITS: units, CONTACTS: contacts, HELPED: model.density * contacts}
    )
    free = help_most(model.need[None], people=model.people, effort=model.effort, capacity=capacity)
    return Allocation(
        table=carry_sources(plan, model.table),
        effort=model.effort,
        capacity=capacity,
        aim=found.value,
        most=found.most,
        without_rules=float(free[0]),
    )
