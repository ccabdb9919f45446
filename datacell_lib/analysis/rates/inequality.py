"""The slope and the relative index of inequality, weighted by population."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
import pandas as pd
from scipy import special

from datacell_lib.analysis.rates.intervals import Interval
from datacell_lib.analysis.rates.results import build_result
from datacell_lib.schema import (
    CONFIDENCE,
    DENOMINATOR,
    LOWER_CI,
    QUANTILE,
    RELIABILITY,
    UPPER_CI,
    VALUE,
    ParameterError,
    TableError,
)
from datacell_lib.table_checks import (
    check_columns,
    check_confidence,
    check_denominators,
    check_numbers,
    check_unique,
    name_rows,
)

FEWEST_GROUPS = 3
TOO_FEW_GROUPS = f"fewer than {FEWEST_GROUPS} groups"
MISSING_GROUP = "a group's value or limits are not known"
NO_RATIO = "the fitted line reaches zero at the most vulnerable end"
SETS = 10  # of simulations, to see how far the limits move between them
SCALES = {
    "identity": (lambda y: y, lambda y: y),
    "log": (np.log, np.exp),
    "logit": (special.logit, special.expit),
}
Statistic = Callable[[np.ndarray, np.ndarray], np.ndarray]


def calculate_slope_index_of_inequality(
    table: pd.DataFrame,
    *,
    by: Sequence[str] = (),
    scale: Literal["identity", "log", "logit"] = "identity",
    confidence: float = 0.95,
    repetitions: int = 100_000,
    seed: int = 0,
) -> pd.DataFrame:
    r"""Calculate the slope index of inequality, with simulated limits.

    Parameters
    ----------
    table : pandas.DataFrame
        ``quantile`` (1 the most vulnerable), ``denominator`` (the group's population),
        ``value``, ``lower_ci``, ``upper_ci`` and their ``confidence``.
    by : sequence of str, default ()
        Key columns: an index for each of their groups.
    scale : {"identity", "log", "logit"}
        On which a group's interval is symmetrical: log for rates, logit for proportions.
    confidence : float, default 0.95
        Coverage of the simulated interval as a share.
    repetitions : int, default 100,000
        Simulations in a set.
    seed : int, default 0
        Of the simulations, so that the answer can be had again.

    Returns
    -------
    pandas.DataFrame
        The ``by`` columns, ``value`` (the fitted difference from the most to the least
        vulnerable end; positive where values rise towards the least vulnerable), ``lower_ci``,
        ``upper_ci``, ``confidence``, ``statistic``, ``method``, ``note`` and ``reliability``
        (how far a limit moves, on average, between ten sets of simulations).

    Raises
    ------
    TableError
        If a column is missing, a group appears twice, or limits are not around their value.
    ParameterError
        If an argument is out of range.

    Notes
    -----
    With a the population shares and b the midpoints of their running sum, least squares of
    :math:`\sqrt{a} y` on :math:`\sqrt{a}` and :math:`b\sqrt{a}` without an intercept: the index
    is the coefficient of b. Limits are percentiles of the index refitted to values drawn from
    each group's interval. Not where values do not rise or fall steadily over the groups.

    References
    ----------
    Low A, Low A. Measuring the gap: quantifying and comparing local health inequalities.
    Journal of Public Health 2004;26:388-95.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"quantile": [1, 2, 3], "denominator": [100, 100, 100],
    ...     "value": [76.0, 78.0, 80.0], "lower_ci": [75.0, 77.0, 79.0],
    ...     "upper_ci": [77.0, 79.0, 81.0], "confidence": 0.95})
    >>> calculate_slope_index_of_inequality(table)["value"].round(6).tolist()
    [6.0]
    """
    return _calculate(
        table,
        by=by,
        scale=scale,
        confidence=confidence,
        repetitions=repetitions,
        seed=seed,
        statistic="slope index of inequality",
        formula=lambda intercept, slope: slope,
    )


def calculate_relative_index_of_inequality(
    table: pd.DataFrame,
    *,
    by: Sequence[str] = (),
    scale: Literal["identity", "log", "logit"] = "identity",
    confidence: float = 0.95,
    repetitions: int = 100_000,
    seed: int = 0,
) -> pd.DataFrame:
    r"""Calculate the relative index of inequality, with simulated limits.

    Parameters
    ----------
    table, by, scale, confidence, repetitions, seed
        As for ``calculate_slope_index_of_inequality``.

    Returns
    -------
    pandas.DataFrame
        As ``calculate_slope_index_of_inequality``; ``value`` is the fitted value at the least
        vulnerable end over that at the most vulnerable.

    Raises
    ------
    TableError
        If a column is missing, a group appears twice, or limits are not around their value.
    ParameterError
        If an argument is out of range.

    Notes
    -----
    :math:`(\alpha + \beta)/\alpha`, with the intercept and slope of the slope index. Not where
    the fitted line comes near zero: it is then not reported.

    References
    ----------
    Mackenbach JP, Kunst AE. Measuring the magnitude of socio-economic inequalities in health.
    Social Science and Medicine 1997;44:757-71.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"quantile": [1, 2, 3], "denominator": [100, 100, 100],
    ...     "value": [76.0, 78.0, 80.0], "lower_ci": [75.0, 77.0, 79.0],
    ...     "upper_ci": [77.0, 79.0, 81.0], "confidence": 0.95})
    >>> calculate_relative_index_of_inequality(table)["value"].round(6).tolist()
    [1.08]
    """
    return _calculate(
        table,
        by=by,
        scale=scale,
        confidence=confidence,
        repetitions=repetitions,
        seed=seed,
        statistic="relative index of inequality",
        formula=_divide_ends,
    )


def _divide_ends(intercept: np.ndarray, slope: np.ndarray) -> np.ndarray:
    ends = intercept + slope
    return np.divide(ends, intercept, out=np.full_like(ends, np.nan), where=intercept > 0)


def _calculate(
    table: pd.DataFrame,
    *,
    by: Sequence[str],
    scale: str,
    confidence: float,
    repetitions: int,
    seed: int,
    statistic: str,
    formula: Statistic,
) -> pd.DataFrame:
    check_confidence(confidence)
    if repetitions < 1000:
        raise ParameterError(f"repetitions must be at least 1,000; found {repetitions}.")
    keys, groups = _read_groups(table, by=list(by), scale=scale)
    rows = []
    for _, group in groups:
        random = np.random.default_rng(seed)  # the same for each, whatever else is in the table
        rows.append(_estimate(group, scale, confidence, repetitions, random, formula))
    numbers = np.array([row[:4] for row in rows], dtype=float).reshape(-1, 4)
    value, lower, upper, reliability = numbers.T
    return build_result(
        keys,
        value=value,
        interval=Interval(lower, upper),
        confidence=confidence,
        statistic=statistic,
        method="weighted least squares, simulated limits",
        note=np.array([row[4] for row in rows], dtype="str"),
    ).assign(**{RELIABILITY: reliability})


def _read_groups(
    table: pd.DataFrame, *, by: list[str], scale: str
) -> tuple[pd.DataFrame, pd.api.typing.DataFrameGroupBy]:
    if scale not in SCALES:
        raise ParameterError(f"scale must be one of {', '.join(SCALES)}; found {scale!r}.")
    measures = [VALUE, LOWER_CI, UPPER_CI]
    check_columns(table, [*by, QUANTILE, DENOMINATOR, *measures, CONFIDENCE])
    check_unique(table, keys=[*by, QUANTILE])
    check_numbers(table, [QUANTILE, *measures, CONFIDENCE])
    check_denominators(table)
    crossed = (table[VALUE] < table[LOWER_CI]) | (table[VALUE] > table[UPPER_CI])
    to_link, _ = SCALES[scale]
    with np.errstate(divide="ignore", invalid="ignore"):
        off_scale = ~np.isfinite(to_link(table[measures].to_numpy(dtype=float))).all(axis=1)
    faulty = crossed | (off_scale & table[measures].notna().all(axis=1))
    if faulty.any():
        raise TableError(
            f"limits must lie around their value and on the {scale} scale; not so for "
            f"{name_rows(table, faulty)}. Choose another scale, or larger groups."
        )
    if not by:
        return pd.DataFrame(index=range(1)), table.groupby(lambda _: 0)
    groups = table.groupby(by, sort=False, observed=True, dropna=False)
    return table[by].drop_duplicates(ignore_index=True), groups


def _estimate(
    group: pd.DataFrame,
    scale: str,
    confidence: float,
    repetitions: int,
    random: np.random.Generator,
    formula: Statistic,
) -> tuple[float, float, float, float, str]:
    """Give the index, its limits, how reliable they are, and a note, for one group."""
    group = group.sort_values(QUANTILE)
    nothing = (np.nan,) * 4
    if len(group) < FEWEST_GROUPS:
        return *nothing, TOO_FEW_GROUPS
    if group[[DENOMINATOR, VALUE, LOWER_CI, UPPER_CI, CONFIDENCE]].isna().any(axis=None):
        return *nothing, MISSING_GROUP
    fit = _fit_weights(group[DENOMINATOR].to_numpy(dtype=float))
    value = float(formula(*(fit @ group[VALUE].to_numpy(dtype=float))[:, None])[0])
    if np.isnan(value):
        return *nothing, NO_RATIO
    to_link, from_link = SCALES[scale]
    centre, lower, upper = (to_link(group[c].to_numpy()) for c in (VALUE, LOWER_CI, UPPER_CI))
    error = (upper - lower) / 2 / special.ndtri((1 + group[CONFIDENCE].to_numpy()) / 2)
    tails = [(1 - confidence) / 2, (1 + confidence) / 2]
    limits = []
    for _ in range(SETS):
        drawn = from_link(centre + error * random.standard_normal((repetitions, len(group))))
        limits.append(np.nanquantile(formula(*(fit @ drawn.T)), tails))
    moved = float(np.abs(np.array(limits[1:]) - limits[0]).mean())
    return value, *map(float, limits[0]), moved, ""


def _fit_weights(population: np.ndarray) -> np.ndarray:
    """Give the matrix that turns a group's values into intercept and slope."""
    share = population / population.sum()
    midpoint = np.cumsum(share) - share / 2
    design = np.column_stack([np.ones_like(share), midpoint])
    return np.linalg.solve(design.T @ (share[:, None] * design), design.T * share)
