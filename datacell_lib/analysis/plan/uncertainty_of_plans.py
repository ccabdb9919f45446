"""What a plan is worth where need turns out otherwise: its regret, and a plan made for that."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, diags_array, hstack

from datacell_lib.analysis.plan.allocation import (
    AS_CONTACTS,
    CONTACTS,
    NO_RULES,
    UNITS,
    Allocation,
    check_capacity,
    write_plan,
)
from datacell_lib.analysis.plan.effort import Effort, check_need, find_density
from datacell_lib.analysis.plan.programme import GAP, SECONDS
from datacell_lib.analysis.plan.sharing_model import SharingModel
from datacell_lib.analysis.plan.sharing_rules import SharingRules
from datacell_lib.analysis.plan.shortfall import check_floors
from datacell_lib.analysis.plan.unit_by_unit import help_most
from datacell_lib.schema import PEOPLE, ParameterError, TableError
from datacell_lib.table_checks import is_number

PLAN = "plan"
MEAN_HELPED, WORST_HELPED = "mean_helped", "worst_helped"
MEAN_REGRET, HIGH_REGRET = "mean_regret", "high_regret"
HIGH = 95  # percentile of the regret over draws
WORST = 0.1  # the share of draws that the worst are


def compare_plans(
    plans: Mapping[str, Allocation], *, draws: np.ndarray, worst: float = WORST
) -> pd.DataFrame:
    r"""Compare plans over draws of what need could be.

    Parameters
    ----------
    plans : mapping of str to Allocation
        Each by what it is called, of the same neighbourhoods, capacity and effort.
    draws : ndarray, shape (draws, neighbourhoods)
        Need that could be, in the order of the plans' tables. Above the residents of the group it
        is taken as all of them.
    worst : float
        The share of draws that are called the worst.

    Returns
    -------
    DataFrame
        A row a plan: `plan`, `mean_helped` (over all draws), `worst_helped` (over the worst of
        them), `mean_regret` and `high_regret` (its 95th percentile).

    Raises
    ------
    TableError
        If the draws do not fit.

    Notes
    -----
    The regret of a draw is how many more people a plan would have helped that had known its need,
    with nothing promised to districts: :math:`\max_y f_s(y) - f_s(\hat y)`. It holds the price of
    fairness, too; that of the plan without promises is the price of not knowing alone. The plan's
    contacts are made as far as its hours last. Plans are not changed on the way, although a data
    cell would: so regret is at most this.

    Examples
    --------
    >>> from datacell_lib.analysis.plan.allocation import share_capacity
    >>> table = pd.DataFrame({"area_code": ["a", "b"], "district_code": ["n", "s"],
    ...     "people": [10, 10], "expected_need": [5.0, 4.0]})
    >>> plans = {"expected": share_capacity(table, capacity=10)}
    >>> compare_plans(plans, draws=np.array([[5.0, 4.0], [2.0, 4.0]]), worst=0.5)
           plan  mean_helped  worst_helped  mean_regret  high_regret
    0  expected          3.5           2.0          1.0          1.9
    """
    rows = []
    for called, plan in plans.items():
        people = plan.table[PEOPLE].to_numpy("float64")
        need = _check_draws(draws, people)
        helped = _help_in_draws(plan, need)
        best = help_most(need, people=people, effort=plan.effort, capacity=plan.capacity)
        regret = np.clip(best - helped, 0, None)
        high = float(np.percentile(regret, HIGH))
        rows.append((called, helped.mean(), _mean_worst(helped, worst), regret.mean(), high))
    names = [PLAN, MEAN_HELPED, WORST_HELPED, MEAN_REGRET, HIGH_REGRET]
    return pd.DataFrame(rows, columns=names)


def share_robustly(
    table: pd.DataFrame,
    *,
    draws: np.ndarray,
    capacity: int,
    effort: Effort = AS_CONTACTS,
    rules: SharingRules = NO_RULES,
    worst: float = WORST,
    gap: float = GAP,
    seconds: float = SECONDS,
) -> Allocation:
    r"""Share a capacity so that as many people as can be are helped where need is least as thought.

    The worst draws are the tenth in which the plan helps fewest. Their average is made as
    high as can be (the conditional value at risk).

    Parameters
    ----------
    table : DataFrame
        As `share_capacity`.
    draws : ndarray, shape (draws, neighbourhoods)
        Need that could be, in the order of the table. A hundred or two are enough.
    capacity : int
        How many calls, hours or volunteers there are.
    effort : Effort
        What one of them does.
    rules : SharingRules
        What districts are promised, of the expected need.
    worst : float
        The share of draws that are the worst.
    gap : float
        As `share_capacity`.
    seconds : float
        As `share_capacity`.

    Returns
    -------
    Allocation
        Its `aim` and `most` are people helped in the worst draws on average.

    Raises
    ------
    TableError
        If the table lacks something, or the draws do not fit it.
    ParameterError
        As `share_capacity`, or if the worst are no share between 0 and 1.

    Notes
    -----
    With :math:`q_{si}` the people helped by a planned contact in draw :math:`s` of :math:`S`,

    .. math:: \max\ \eta - \frac{1}{\alpha S} \sum_s \max\left(0, \eta - \sum_i q_{si} x_i\right)

    Not for draws that all rise and fall together: their order is that of the expected need, and
    so is the plan.

    References
    ----------
    Rockafellar RT, Uryasev S. Optimization of conditional value-at-risk. Journal of Risk
    2000;2(3):21-41.

    Examples
    --------
    Need in the first place is half or nothing; in the second it is a fifth for certain.

    >>> table = pd.DataFrame({"area_code": ["a", "b"], "district_code": ["n", "s"],
    ...     "people": [10, 10], "expected_need": [2.5, 2.0]})
    >>> draws = np.array([[5.0, 2.0], [0.0, 2.0]])
    >>> share_robustly(table, draws=draws, capacity=10, worst=0.5).table["units"].tolist()
    [0, 10]
    """
    check_capacity(capacity)
    if not is_number(worst) or not 0 < worst <= 1:
        raise ParameterError(f"'worst' is a share above 0, at most 1; found {worst!r}.")
    model = SharingModel(check_need(table), effort=effort, rules=rules)
    check_floors(model, capacity=capacity)
    density = find_density(_check_draws(draws, model.people), model.people)
    number = len(density)
    programme = model.build(capacity, more=1 + number)
    slower = np.minimum(1.0, effort.count_contacts(density) / model.each)
    between = csr_array((number, 2 * len(table) + 2))
    level = csr_array(np.ones((number, 1)))
    parts = [csr_array(-density * slower), between, level, -diags_array(np.ones(number))]
    programme.add(csr_array(hstack(parts)), most=0)
    gains = 0 * model.list_gains(more=1 + number)
    gains[-number - 1], gains[-number:] = 1.0, -1 / (worst * number)
    found = programme.maximise(gains, gap=gap, seconds=seconds)
    return write_plan(found, model=model, capacity=capacity)


def _check_draws(draws: np.ndarray, people: np.ndarray) -> np.ndarray:
    draws = np.asarray(draws, dtype="float64")
    if draws.ndim != 2 or draws.shape[1] != len(people) or not len(draws):
        raise TableError(
            f"draws have a row a draw and a column a neighbourhood, {len(people)} of them; found "
            f"the shape {draws.shape}. Give them in the order of the table."
        )
    if not np.isfinite(draws).all() or (draws < 0).any():
        raise TableError("draws of need must be numbers, zero or more; found others.")
    return np.minimum(draws, people)


def _help_in_draws(plan: Allocation, need: np.ndarray) -> np.ndarray:
    """Count the people that a plan helps in each draw, as far as its hours last."""
    density = find_density(need, plan.table[PEOPLE].to_numpy("float64"))
    reached = plan.table[UNITS].to_numpy() * plan.effort.count_contacts(density)
    return (density * np.minimum(plan.table[CONTACTS].to_numpy(), reached)).sum(axis=1)


def _mean_worst(helped: np.ndarray, worst: float) -> float:
    """Average the worst draws; the last of them counts by the part that is needed."""
    weights = np.clip(worst * len(helped) - np.arange(len(helped)), 0, 1)
    return float(np.average(np.sort(helped), weights=weights))
