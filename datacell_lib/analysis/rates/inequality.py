"""The slope and the relative index of inequality, weighted by population."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from datacell_lib.analysis.rates.arguments import check_choice, check_whole
from datacell_lib.analysis.rates.doors import takes_columns
from datacell_lib.analysis.rates.inequality_groups import read_groups
from datacell_lib.analysis.rates.intervals import Interval
from datacell_lib.analysis.rates.results import build_result
from datacell_lib.analysis.rates.slope_fit import SCALES, Estimate, Method, estimate_index
from datacell_lib.schema import (
    CONFIDENCE,
    DENOMINATOR,
    INTERCEPT,
    LOWER_CI,
    QUANTILE,
    RELIABILITY,
    UPPER_CI,
    VALUE,
    ParameterError,
    TableError,
)
from datacell_lib.table_checks import check_confidence

NO_RATIO = "the fitted line reaches zero at one end"
NO_LIMITS = "no limits: simulated lines reach zero at one end"
COLUMNS = (QUANTILE, DENOMINATOR, VALUE, LOWER_CI, UPPER_CI)
FEWEST_REPETITIONS = 1000


@takes_columns(*COLUMNS)
def calculate_slope_index_of_inequality(
    table: pd.DataFrame,
    *,
    by: str | Sequence[str] = (),
    scale: Literal["identity", "log", "logit"] = "identity",
    transform: bool = False,
    quantiles: int | None = None,
    limits_confidence: float | None = None,
    confidence: float | Sequence[float] = 0.95,
    repetitions: int = 100_000,
    seed: int = 0,
) -> pd.DataFrame:
    r"""Calculate the slope index of inequality, with simulated limits.

    Parameters
    ----------
    table : pandas.DataFrame
        ``quantile`` (1 the most vulnerable), ``denominator`` (the group's population),
        ``value``, ``lower_ci``, ``upper_ci`` and their ``confidence``.
    by : str or sequence of str, default ()
        Key columns: an index for each of their groups.
    scale : {"identity", "log", "logit"}
        On which a group's interval is symmetrical: log for rates, logit for proportions.
    transform : bool, default False
        Whether the line is fitted on that scale too, for values that don't go straight up or
        down. The index is given in the values' own units either way.
    quantiles : int, optional
        How many groups there must be; left out, the highest number in the table.
    limits_confidence : float, optional
        Coverage of the table's own limits, where it has no column ``confidence``.
    confidence : float or sequence of float, default 0.95
        Coverage of the simulated interval as a share; several give limits for each.
    repetitions : int, default 100,000
        Simulations in a set.
    seed : int, default 0
        Of the simulations, so that the answer can be had again.
    quantile, denominator, value, lower_ci, upper_ci : str
        What the table calls those columns.

    Returns
    -------
    pandas.DataFrame
        The ``by`` columns, ``value`` (the fitted difference from the most to the least
        vulnerable end; positive where values rise towards the least vulnerable), ``lower_ci``,
        ``upper_ci``, ``confidence``, ``statistic``, ``method``, ``note``, ``reliability`` (how
        far a limit moves, on average, between ten sets of simulations) and ``intercept`` (the
        fitted value at the most vulnerable end). A set of groups that lacks one, or has nobody
        in one, or a value that is missing or not on the scale, has no index, with the reason
        in ``note``.

    Raises
    ------
    TableError
        If a column is missing, a group appears twice or has no number, limits are not around
        their value, or no set of groups is on the scale.
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
        quantiles=quantiles,
        limits_confidence=limits_confidence,
        statistic="slope index of inequality",
        method=Method(
            index=lambda most, least: least - most,
            scale=scale,
            transform=transform,
            needs_sign=False,
            confidence=confidence,
            repetitions=repetitions,
            seed=seed,
        ),
    )


@takes_columns(*COLUMNS)
def calculate_relative_index_of_inequality(
    table: pd.DataFrame,
    *,
    by: str | Sequence[str] = (),
    scale: Literal["identity", "log", "logit"] = "identity",
    transform: bool = False,
    quantiles: int | None = None,
    limits_confidence: float | None = None,
    confidence: float | Sequence[float] = 0.95,
    repetitions: int = 100_000,
    seed: int = 0,
) -> pd.DataFrame:
    r"""Calculate the relative index of inequality, with simulated limits.

    Parameters
    ----------
    table, by, scale, transform, quantiles, limits_confidence, confidence, repetitions, seed
        As for ``calculate_slope_index_of_inequality``.
    quantile, denominator, value, lower_ci, upper_ci : str
        What the table calls those columns.

    Returns
    -------
    pandas.DataFrame
        As ``calculate_slope_index_of_inequality``; ``value`` is the fitted value at the least
        vulnerable end over that at the most vulnerable.

    Raises
    ------
    TableError
        If a column is missing, a group appears twice or has no number, limits are not around
        their value, or no set of groups is on the scale.
    ParameterError
        If an argument is out of range.

    Notes
    -----
    :math:`(\alpha + \beta)/\alpha`, with the intercept and slope of the slope index. A ratio
    needs a sign: where the fitted line is at zero or below at either end there is none, and
    where too many simulated lines are there are no limits, with the reason in ``note``.

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
        quantiles=quantiles,
        limits_confidence=limits_confidence,
        statistic="relative index of inequality",
        method=Method(
            index=_divide,
            scale=scale,
            transform=transform,
            needs_sign=True,
            confidence=confidence,
            repetitions=repetitions,
            seed=seed,
        ),
    )


def _divide(most: np.ndarray, least: np.ndarray) -> np.ndarray:
    """Give the ratio of the ends; beyond any ratio where the line starts at zero or below."""
    return np.divide(least, most, out=np.full_like(least, np.inf), where=most > 0)


def _calculate(
    table: pd.DataFrame,
    *,
    by: Sequence[str],
    quantiles: int | None,
    limits_confidence: float | None,
    statistic: str,
    method: Method,
) -> pd.DataFrame:
    _check_method(method)
    table = _add_confidence(table, limits_confidence)
    keys, groups, notes = read_groups(table, by=list(by), scale=method.scale, quantiles=quantiles)
    found = [
        Estimate() if note else estimate_index(group, method)
        for group, note in zip(groups, notes, strict=True)
    ]
    reasons = [_explain(each, note) for each, note in zip(found, notes, strict=True)]
    columns = {
        name: np.array([getattr(each, name) for each in found], dtype=float)
        for name in ("value", "lower", "upper", "reliability", "intercept")
    }
    return build_result(
        keys,
        value=columns["value"],
        interval=Interval(columns["lower"], columns["upper"]),
        confidence=method.confidence,
        statistic=statistic,
        method="weighted least squares, simulated limits",
        note=np.array(reasons, dtype="str"),
    ).assign(**{RELIABILITY: columns["reliability"], INTERCEPT: columns["intercept"]})


def _explain(estimate: Estimate, note: str) -> str:
    if note or not estimate.has_sign:
        return note or NO_RATIO
    return "" if estimate.has_limits else NO_LIMITS


def _check_method(method: Method) -> None:
    check_whole("repetitions", method.repetitions, at_least=FEWEST_REPETITIONS)
    check_whole("seed", method.seed, at_least=0)
    check_choice("scale", method.scale, allowed=tuple(SCALES))
    if method.transform and method.scale == "identity":
        raise ParameterError(
            "transform fits the line on a scale; found scale='identity', the values' own. Write "
            "scale='log' for rates, or scale='logit' for proportions."
        )


def _add_confidence(table: pd.DataFrame, limits_confidence: float | None) -> pd.DataFrame:
    if limits_confidence is None:
        return table
    check_confidence(limits_confidence)
    if CONFIDENCE in table:
        raise TableError(
            f"the table has a column {CONFIDENCE}; found limits_confidence={limits_confidence} "
            "too. Leave out the argument, or the column."
        )
    return table.assign(**{CONFIDENCE: limits_confidence})
