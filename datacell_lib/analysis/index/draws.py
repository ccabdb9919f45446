"""One draw of an index: its ranks under one set of defensible choices, fast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import numpy as np
import pandas as pd

from datacell_lib.analysis.index.normalise import normalise, transform_exponentially
from datacell_lib.analysis.index.steps import Steps
from datacell_lib.equal_values import find_ties, is_constant
from datacell_lib.files.index_methods import (
    ExpertWeights,
    Exponential,
    MinMax,
    Normalisation,
    PercentileRanks,
    ZScores,
)
from datacell_lib.files.index_spec import Domain, IndexSpec, Indicator
from datacell_lib.number_types import convert_to_floats
from datacell_lib.schema import (
    AGGREGATION,
    DOMAIN_NORMALISATION,
    INDICATOR_NORMALISATION,
    LEFT_OUT,
    SAMPLING_ERROR,
    WEIGHTS,
    TableError,
)

T = TypeVar("T")
FLOOR = 0.01
KEPT = 8  # matrices with errors in them


@dataclass(frozen=True)
class Choices:
    """The choices that could as well have been made, each as likely as the others.

    Attributes
    ----------
    indicators : tuple of Normalisation
        How indicators are made comparable.
    domains : tuple of Normalisation
        How domains are: exponential, percentile_rank, z_score or min_max.
    powers : tuple of float
        Aggregation by generalised means: 1 arithmetic, 0 geometric, -1 harmonic.
    weight_spread : float
        Each weight is multiplied by 1 ± up to this, then rescaled.
    leave_out : bool
        Whether a draw may leave out one indicator.
    """

    indicators: tuple[Normalisation, ...] = (
        PercentileRanks(method="percentile_rank"),
        ZScores(method="z_score"),
        MinMax(method="min_max"),
    )
    domains: tuple[Normalisation, ...] = (
        Exponential(method="exponential"),
        PercentileRanks(method="percentile_rank"),
        ZScores(method="z_score"),
    )
    powers: tuple[float, ...] = (1.0, 0.0)
    weight_spread: float = 0.25
    leave_out: bool = True


class Drawer:
    """Ranks all areas that have a rank for one point of the unit cube whose axes are the choices.

    Parameters
    ----------
    steps : Steps
        Of the index as declared.
    choices : Choices
    standard_errors : DataFrame of float, shape (areas, modelled indicators), optional
        In the units of the prepared indicators.

    Notes
    -----
    Equal scores, by the rule of ``datacell_lib.equal_values``, share the rank of the first and, in
    domains, the mean of their places. A domain that a draw leaves constant parts no areas. A
    geometric or lower mean needs scores above zero: all components of a composite are
    then shifted by one constant, which keeps their relative spread.

    Examples
    --------
    >>> from datacell_lib.analysis.index.steps import follow_steps
    >>> from datacell_lib.files.index_spec import draft_index_spec
    >>> spec = draft_index_spec(
    ...     {"a": "higher_is_more_vulnerable", "b": "lower_is_more_vulnerable"})
    >>> table = pd.DataFrame({"area_code": ["x", "y", "z"], "a": [1, 2, 3], "b": [9, 7, 8]})
    >>> drawer = Drawer(follow_steps(table, spec=spec), choices=Choices())
    >>> drawer.rank(np.full(len(drawer.axes), 0.5)).tolist()
    [3, 1, 2]
    """

    def __init__(
        self,
        steps: Steps,
        *,
        choices: Choices,
        standard_errors: pd.DataFrame | None = None,
    ) -> None:
        self.spec, self.choices = steps.spec, choices
        self.indicators = self.spec.list_indicators()
        complete = steps.prepared.dropna()
        self.ranked = steps.scores[self.spec.name][complete.index].notna().to_numpy()
        self.area_codes = complete.index[self.ranked]
        self.values = complete
        self.errors = _check_errors(standard_errors, values=complete)
        modelled = [] if self.errors is None else self.errors.columns
        self.modelled = {
            name: (complete[name].to_numpy(), self.errors[name].to_numpy()) for name in modelled
        }
        self.composites = [part for part, _ in self.spec.walk() if not isinstance(part, Indicator)]
        self.weights = {
            part.name: (steps.weights[part.name] / steps.weights[part.name].sum()).to_numpy()
            for part in self.composites
        }
        self.column = {indicator.name: i for i, indicator in enumerate(self.indicators)}
        self.matrices = [self._normalise_all(method) for method in choices.indicators]
        places = pd.Series(np.arange(2, 2 * len(complete) + 1) / 2)  # whole ones, and those between
        self.shares = (places / len(complete)).to_numpy()
        self.exponentials = transform_exponentially(places / len(complete)).to_numpy()
        # draws that follow each other often share their errors, and differ in another choice
        self.disturb = lru_cache(maxsize=KEPT)(self._disturb)
        self.removable = [
            part.name
            for part, home in self.spec.walk()
            if isinstance(part, Indicator) and len(home.children) > 1
        ]

    @property
    def axes(self) -> list[str]:
        """The choice that each axis of the unit cube stands for; weights have several."""
        axes = [INDICATOR_NORMALISATION, DOMAIN_NORMALISATION, AGGREGATION]
        if self.choices.leave_out and self.removable:
            axes.append(LEFT_OUT)
        if self.errors is not None:
            axes.append(SAMPLING_ERROR)
        return axes + [WEIGHTS] * sum(len(weights) + 1 for weights in self.weights.values())

    def rank(self, point: np.ndarray) -> np.ndarray:
        """Rank all areas at one point of the unit cube (1 is the most vulnerable)."""
        axes = self.axes
        at = {axis: point[i] for i, axis in enumerate(axes) if axis != WEIGHTS}
        chosen = _pick(range(len(self.matrices)), at[INDICATOR_NORMALISATION])
        matrix = self.matrices[chosen]
        if SAMPLING_ERROR in at:
            matrix = self.disturb(chosen, at[SAMPLING_ERROR])
        removed = _pick((None, *self.removable), at[LEFT_OUT]) if LEFT_OUT in at else None
        weights = self._vary_weights(point[axes.index(WEIGHTS) :], removed)
        method = _pick(self.choices.domains, at[DOMAIN_NORMALISATION])
        power = _pick(self.choices.powers, at[AGGREGATION])
        scores = self._combine(self.spec, matrix, weights, method, power)[self.ranked]
        order, first, _ = find_ties(-scores)
        ranks = np.empty(len(scores), dtype=np.int32)
        ranks[order] = first + 1
        return ranks

    def _normalise_all(self, method: Normalisation) -> np.ndarray:
        columns = [
            normalise(self.values[indicator.name], method=method, sign=indicator.sign)
            for indicator in self.indicators
        ]
        return np.column_stack(columns)

    def _disturb(self, chosen: int, point: float) -> np.ndarray:
        """Add sampling error to the modelled indicators, and normalise them again."""
        generator = np.random.default_rng(int(point * 2**53))
        method, disturbed = self.choices.indicators[chosen], self.matrices[chosen].copy()
        for name, (exact, errors) in self.modelled.items():
            column = self.column[name]
            noise = generator.standard_normal(len(disturbed)) * errors
            values = pd.Series(exact + noise, self.values.index, name=name)
            sign = self.indicators[column].sign
            disturbed[:, column] = normalise(values, method=method, sign=sign)
        return disturbed

    def _vary_weights(self, point: np.ndarray, removed: str | None) -> dict[str, np.ndarray]:
        varied, start = {}, 0
        for part in self.composites:
            nominal = self.weights[part.name]
            expert, own = point[start], point[start + 1 : start + 1 + len(nominal)]
            start += len(nominal) + 1
            method = self.spec.weighting_of(part)
            if isinstance(method, ExpertWeights):
                chosen = method.sets[_pick(sorted(method.sets), expert)]
                nominal = np.array([chosen[child.name] for child in part.children])
            weights = nominal * (1 + self.choices.weight_spread * (2 * own - 1))
            kept = np.array([child.name != removed for child in part.children])
            varied[part.name] = weights * kept / (weights * kept).sum()
        return varied

    def _combine(
        self,
        part: IndexSpec | Domain,
        matrix: np.ndarray,
        weights: dict[str, np.ndarray],
        method: Normalisation,
        power: float,
    ) -> np.ndarray:
        below = [
            self._normalise_domain(self._combine(child, matrix, weights, method, power), method)
            for child in part.domains
        ]
        columns = [self.column[indicator.name] for indicator in part.indicators]
        own = matrix[:, columns] if columns else np.empty((len(matrix), 0))
        components = np.column_stack([*below, own]) if below else own
        return _average(components, weights[part.name], power)

    def _normalise_domain(self, scores: np.ndarray, method: Normalisation) -> np.ndarray:
        if isinstance(method, ZScores | MinMax):
            if is_constant(scores):
                return np.zeros(len(scores))
            if isinstance(method, ZScores):
                return (scores - scores.mean()) / scores.std(ddof=1)
            return (scores - scores.min()) / (scores.max() - scores.min())
        ladder = self.exponentials if isinstance(method, Exponential) else self.shares
        order, first, last = find_ties(scores)
        result = np.empty(len(scores))
        result[order] = ladder[first + last]
        return result


def _average(components: np.ndarray, weights: np.ndarray, power: float) -> np.ndarray:
    if power == 1:
        return components @ weights
    low, high = components.min(), components.max()
    positive = components if low > 0 else components - low + FLOOR * (high - low)
    if power == 0:
        return np.exp(np.log(positive) @ weights)
    return (positive**power @ weights) ** (1 / power)


def _pick(options: Sequence[T], point: float) -> T:
    return options[min(int(point * len(options)), len(options) - 1)]


def _check_errors(errors: pd.DataFrame | None, *, values: pd.DataFrame) -> pd.DataFrame | None:
    if errors is None:
        return None
    unknown = [name for name in errors.columns if name not in values]
    if unknown:
        raise TableError(
            f"standard errors name '{unknown[0]}', which is not an indicator of the index; it has "
            f"{', '.join(values.columns)}. Name the columns as the indicators."
        )
    aligned = convert_to_floats(errors.reindex(values.index))
    bad = aligned[~(aligned >= 0).all(axis=1)]
    if not bad.empty:
        raise TableError(
            f"a standard error must be 0 or more for every area; it is not for {bad.index[0]}. "
            "Complete the standard errors; 0 means known exactly."
        )
    return aligned
