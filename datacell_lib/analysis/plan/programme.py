"""Integer programmes: linear aims under linear rules, solved to a gap that is proven."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, linprog, milp
from scipy.sparse import csr_array, vstack

from datacell_lib.schema import RunError

GAP = 1e-3  # of the best value: where the search may end
SECONDS = 10.0  # after which it ends, with the gap that it has proven
CORE = 30  # variables that are searched first
TINY = 1e-6


@dataclass(frozen=True)
class Solution:
    """What a search found, and how good the best could still be.

    Parameters
    ----------
    numbers : ndarray
        One a variable.
    value : float
        What they give.
    most : float
        Proven: no values that keep the rules give more.
    """

    numbers: np.ndarray
    value: float
    most: float

    @property
    def gap(self) -> float:
        """How much more the best could give, as a share of it: 0 is the best itself."""
        return measure_gap(self.value, most=self.most)


def measure_gap(value: float, *, most: float) -> float:
    """Measure how much more the best could give than what was found, as a share of it.

    Parameters
    ----------
    value : float
        What was found.
    most : float
        Proven: nothing gives more.

    Returns
    -------
    float
        0 is the best itself.

    Examples
    --------
    >>> measure_gap(9.0, most=10.0)
    0.1
    """
    return max(0.0, most - value) / max(abs(most), TINY)


class Programme:
    """Variables from zero to a most, and rules between them.

    Parameters
    ----------
    highest : ndarray
        The most of each variable; infinity where there is none.
    whole : ndarray of bool
        Which of them are whole numbers.

    Notes
    -----
    First fractions are allowed, which bounds the best. Then the variables that are whole there,
    and cost most to change, are held and the rest searched by branch and bound; if what is found
    is not near enough to the bound, all are searched. By HiGHS, which `scipy.optimize` holds.

    References
    ----------
    Huangfu Q, Hall JAJ. Parallelizing the dual revised simplex method. Mathematical Programming
    Computation 2018;10:119-142. Balas E, Zemel E. An algorithm for large zero-one knapsack
    problems. Operations Research 1980;28:1130-1154 (the core).

    Examples
    --------
    Two of three parcels, of which the last two can't go together:

    >>> programme = Programme(np.ones(3), whole=np.ones(3, dtype=bool))
    >>> programme.add(np.ones((1, 3)), most=2)
    >>> programme.add(np.array([[0, 1, 1]]), most=1)
    >>> programme.maximise(np.array([1.0, 5.0, 4.0])).value
    6.0
    """

    def __init__(self, highest: np.ndarray, *, whole: np.ndarray) -> None:
        self.highest, self.whole = np.asarray(highest, dtype="float64"), whole
        self.rules: list[LinearConstraint] = []

    def add(
        self,
        rows: np.ndarray | csr_array,
        *,
        least: float | np.ndarray = -np.inf,
        most: float | np.ndarray = np.inf,
    ) -> None:
        """Add rules: each row times the variables lies from the least to the most.

        Parameters
        ----------
        rows : array, shape (rules, variables)
            What each variable counts.
        least, most : float or array of shape (rules,)
            Between what.
        """
        rows = csr_array(rows)
        least, most = (np.broadcast_to(np.float64(side), rows.shape[0]) for side in (least, most))
        self.rules.append(LinearConstraint(rows, least, most))

    def maximise(
        self, gains: np.ndarray, *, gap: float = GAP, seconds: float = SECONDS
    ) -> Solution:
        """Find the values that give most.

        Parameters
        ----------
        gains : ndarray, shape (variables,)
            What one of each variable gives.
        gap : float
            Where the search may end, as a share of the best.
        seconds : float
            After which it ends.

        Returns
        -------
        Solution
            Without values where none that keep the rules were found in that time.

        Raises
        ------
        RunError
            If no values keep the rules.
        """
        started = time.monotonic()
        gains = np.asarray(gains, dtype="float64")
        loose = self._loosen(gains)
        most = -loose.fun
        best = self._search(gains, self._hold_outside_core(loose), gap=gap / 2, seconds=seconds / 2)
        if measure_gap(best.value, most=most) > gap:
            left = max(1.0, seconds - (time.monotonic() - started))
            ends = np.zeros_like(self.highest), self.highest
            wide = self._search(gains, ends, gap=gap, seconds=left)
            most = min(most, wide.most)
            best = max(best, wide, key=lambda one: one.value)
        return replace(best, most=max(most, best.value))

    def _loosen(self, gains: np.ndarray) -> OptimizeResult:
        """Solve it with fractions allowed."""
        rule = self._join_rules()
        above, below = np.isfinite(rule.ub), np.isfinite(rule.lb)
        loose = linprog(
            -gains,
            A_ub=vstack([rule.A[above], -rule.A[below]]),
            b_ub=np.concatenate([rule.ub[above], -rule.lb[below]]),
            bounds=np.column_stack([0 * self.whole, self.highest]),
            method="highs",
        )
        if loose.x is None:
            raise RunError(f"no plan keeps all its rules: {loose.message}")
        return loose

    def _hold_outside_core(self, loose: OptimizeResult) -> tuple[np.ndarray, np.ndarray]:
        """Hold the variables that are whole already and would cost most to change."""
        near = np.round(loose.x)
        fraction = np.abs(loose.x - near) > TINY
        cost = np.abs(loose.lower.marginals + loose.upper.marginals)
        ranked = np.flatnonzero(self.whole & ~fraction)
        held = ranked[np.argsort(cost[ranked], kind="stable")][CORE:]
        low, high = np.zeros_like(self.highest), self.highest.copy()
        low[held] = high[held] = near[held]
        return low, high

    def _search(
        self,
        gains: np.ndarray,
        between: tuple[np.ndarray, np.ndarray],
        *,
        gap: float,
        seconds: float,
    ) -> Solution:
        """Search by branch and bound; no values where there are none, or the time was short."""
        low, high = between
        found = milp(
            -gains,
            integrality=self.whole.astype(int),
            bounds=Bounds(low, high),
            constraints=self._join_rules(),
            options={"mip_rel_gap": gap, "time_limit": seconds},
        )
        most = np.inf if found.mip_dual_bound is None else -float(found.mip_dual_bound)
        if found.x is None:
            return Solution(np.array([]), -np.inf, most)
        values = np.clip(np.where(self.whole, np.round(found.x), found.x), low, high)
        return Solution(values, float(gains @ values), most)

    def _join_rules(self) -> LinearConstraint:
        return LinearConstraint(
            csr_array(vstack([rule.A for rule in self.rules])),
            np.concatenate([rule.lb for rule in self.rules]),
            np.concatenate([rule.ub for rule in self.rules]),
        )
