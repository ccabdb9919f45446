"""Stability: how far the ranks of an index agree under other defensible choices."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
from SALib.analyze import sobol as sobol_analysis
from SALib.sample import sobol as sobol_sample

from datacell_lib import schema
from datacell_lib.analysis.index.calculate import tabulate_index
from datacell_lib.analysis.index.draws import Choices, Drawer
from datacell_lib.analysis.index.steps import Steps
from datacell_lib.equal_values import is_constant, rank_values
from datacell_lib.schema import (
    CHOICE,
    FIRST_ORDER,
    LABELS,
    STABILITY,
    TOTAL,
    TOTAL_MARGIN,
    TableError,
)
from datacell_lib.table_sources import carry_sources

MEDIAN_RANK = "median_rank"
LOWER_RANK = "lower_rank"
UPPER_RANK = "upper_rank"
SHARE_IN_10 = "share_of_draws_in_most_vulnerable_10"
SHARE_IN_20 = "share_of_draws_in_most_vulnerable_20"
DRAWS = "draws"
INTERVAL = "interval"
FIRST_ORDER_MARGIN = "first_order_margin"
OFTEN, SELDOM = 0.95, 0.05
BLOCK = 2048


def assess_stability(
    steps: Steps,
    *,
    seed: int,
    draws: int = 1000,
    interval: float = 0.9,
    choices: Choices | None = None,
    standard_errors: pd.DataFrame | None = None,
    workers: int = 2,
) -> pd.DataFrame:
    """Rank all areas many times, each time by other defensible choices.

    Parameters
    ----------
    steps : Steps
        What ``follow_steps`` returns.
    seed : int
        Of the random numbers; the same seed gives the same result.
    draws : int
        How many times.
    interval : float
        0.9 for the ranks that nine draws in ten lie between.
    choices : Choices, optional
        What varies: normalisation, weights, aggregation, an indicator left out.
    standard_errors : DataFrame of float, index area_code, columns indicators, optional
        Sampling errors of modelled indicators, in their units.
    workers : int
        Threads; the result doesn't depend on it.

    Returns
    -------
    DataFrame, one row per area, sorted by area_code
        area_code, rank (of the index as declared), median_rank, lower_rank, upper_rank (1 is
        the most vulnerable), share_of_draws_in_most_vulnerable_10 and _20 (0 to 1), stability
        (in words), draws, interval. Areas left unranked have no ranks.

    Raises
    ------
    TableError
        If draws or interval are out of range.

    Notes
    -----
    Agreement among methods, not truth: a fault that all methods share is not seen.

    References
    ----------
    Saisana M., Saltelli A., Tarantola S. (2005). Uncertainty and sensitivity analysis
    techniques as tools for the quality assessment of composite indicators. Journal of the Royal
    Statistical Society A 168(2), 307-323.

    Examples
    --------
    >>> from datacell_lib.analysis.index.steps import follow_steps
    >>> from datacell_lib.files.index_spec import draft_index_spec
    >>> spec = draft_index_spec(
    ...     {"a": "higher_is_more_vulnerable", "b": "lower_is_more_vulnerable"})
    >>> table = pd.DataFrame({"area_code": ["x", "y", "z"], "a": [1, 2, 3], "b": [9, 8, 7]})
    >>> assess_stability(follow_steps(table, spec=spec), seed=1, draws=20)["median_rank"].tolist()
    [3, 2, 1]
    """
    if draws < 1 or not 0 < interval < 1:
        raise TableError(
            f"draws must be 1 or more and interval between 0 and 1; found {draws} and {interval}."
        )
    drawer = Drawer(steps, choices=choices or Choices(), standard_errors=standard_errors)
    points = np.random.default_rng(seed).random((draws, len(drawer.axes)))
    summary = _summarise(_rank_all(drawer, points, workers=workers), interval=interval)
    summary.index = drawer.area_codes
    result = tabulate_index(steps).query("level == 'index'")
    declared = result.set_index(schema.AREA_CODE)[[schema.RANK]]
    result = declared.join(summary).assign(draws=draws, interval=interval).reset_index()
    return carry_sources(result, steps.filled)


def apportion_instability(
    steps: Steps,
    *,
    seed: int,
    samples: int = 128,
    choices: Choices | None = None,
    standard_errors: pd.DataFrame | None = None,
    workers: int = 2,
) -> pd.DataFrame:
    """Say which choice moves ranks most: Sobol first-order and total effects.

    Parameters
    ----------
    steps : Steps
        What ``follow_steps`` returns.
    seed : int
    samples : int
        A power of 2; the index is calculated samples x (choices + 2) times.
    choices, standard_errors, workers
        As for ``assess_stability``.

    Returns
    -------
    DataFrame, one row per choice, the greatest total effect first
        choice, first_order (share of the variance it explains alone), first_order_margin,
        total (with all interactions), total_margin (half-widths of 95% intervals), statistic,
        method.

    Raises
    ------
    TableError
        If ``samples`` is not a power of 2, or if no choice moves a rank.

    Notes
    -----
    What is explained is the mean absolute change of rank, against the index as declared.

    References
    ----------
    Saltelli A. et al. (2010). Variance based sensitivity analysis of model output. Computer
    Physics Communications 181(2), 259-270.

    Examples
    --------
    >>> from datacell_lib.analysis.index.steps import follow_steps
    >>> from datacell_lib.files.index_spec import draft_index_spec
    >>> spec = draft_index_spec(
    ...     {"a": "higher_is_more_vulnerable", "b": "lower_is_more_vulnerable"})
    >>> values = np.random.default_rng(1).gamma(2, size=(50, 2))
    >>> table = pd.DataFrame(values, columns=["a", "b"]).assign(area_code=range(50))
    >>> len(apportion_instability(follow_steps(table, spec=spec), seed=1, samples=8))
    5
    """
    if samples < 2 or samples & (samples - 1):
        raise TableError(f"samples must be a power of 2 such as 128; found {samples}.")
    drawer = Drawer(steps, choices=choices or Choices(), standard_errors=standard_errors)
    problem = {
        "num_vars": len(drawer.axes),
        "names": [f"{axis}_{i}" for i, axis in enumerate(drawer.axes)],
        "groups": drawer.axes,
        "bounds": [[0.0, 1.0]] * len(drawer.axes),
    }
    points = sobol_sample.sample(problem, samples, calc_second_order=False, seed=seed)
    scores = steps.scores[steps.spec.name].reindex(drawer.area_codes)
    declared = rank_values(scores, ascending=False)
    ranks = _rank_all(drawer, points, workers=workers)
    shift = np.array([np.abs(row - declared.to_numpy()).mean() for row in ranks])
    if is_constant(shift):
        raise TableError(
            "no choice moves any rank, so there is nothing to apportion. Allow more choices, or "
            "give more areas or indicators."
        )
    effects = sobol_analysis.analyze(problem, shift, calc_second_order=False, seed=seed)
    result = pd.DataFrame(
        {
            CHOICE: list(dict.fromkeys(drawer.axes)),
            FIRST_ORDER: effects["S1"],
            FIRST_ORDER_MARGIN: effects["S1_conf"],
            TOTAL: effects["ST"],
            TOTAL_MARGIN: effects["ST_conf"],
            schema.STATISTIC: "share_of_variance_of_mean_absolute_rank_change",
            schema.METHOD: "Sobol",
        }
    )
    ordered = result.sort_values(TOTAL, ascending=False, ignore_index=True)
    return carry_sources(ordered, steps.filled)


def describe_stability(share_in_10: float, *, share_in_20: float) -> str:
    """Say in plain English how steady an area's place is.

    Parameters
    ----------
    share_in_10, share_in_20 : float
        Share of draws in the most vulnerable 10% and 20%.

    Returns
    -------
    str
        The first of ``LABELS`` that it reaches: "almost always" is 95 draws in 100 or more,
        "usually" half or more, "sometimes" more than 5 in 100.

    Examples
    --------
    >>> describe_stability(0.97, share_in_20=1.0)
    'almost always in the most vulnerable 10%'
    """
    reached = (
        share_in_10 >= OFTEN,
        share_in_10 >= 0.5,
        share_in_20 >= OFTEN,
        share_in_20 >= 0.5,
        share_in_20 > SELDOM,
        True,
    )
    return LABELS[reached.index(True)]


def _rank_all(drawer: Drawer, points: np.ndarray, *, workers: int) -> np.ndarray:
    """Return ranks, shape (draws, areas)."""
    ranks = np.empty((len(points), len(drawer.area_codes)), dtype=np.int32)

    def draw(row: int) -> None:
        ranks[row] = drawer.rank(points[row])

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(draw, range(len(points))))
    return ranks


def _summarise(ranks: np.ndarray, *, interval: float) -> pd.DataFrame:
    """Summarise each area's ranks over the draws, a block of areas at a time."""
    draws, areas = ranks.shape
    tail = (1 - interval) / 2
    places = [max(int(np.ceil(q * draws)) - 1, 0) for q in (tail, 0.5, 1 - tail)]
    within = {SHARE_IN_10: areas // 10, SHARE_IN_20: areas // 5}
    blocks = []
    for start in range(0, areas, BLOCK):
        ordered = np.sort(ranks[:, start : start + BLOCK].T, axis=1)
        columns = dict(
            zip([LOWER_RANK, MEDIAN_RANK, UPPER_RANK], ordered[:, places].T, strict=True)
        )
        columns |= {name: (ordered <= most).mean(axis=1) for name, most in within.items()}
        blocks.append(pd.DataFrame(columns))
    summary = pd.concat(blocks, ignore_index=True)
    summary[STABILITY] = [
        describe_stability(in_10, share_in_20=in_20)
        for in_10, in_20 in zip(summary[SHARE_IN_10], summary[SHARE_IN_20], strict=True)
    ]
    order = [MEDIAN_RANK, LOWER_RANK, UPPER_RANK, SHARE_IN_10, SHARE_IN_20, STABILITY]
    return summary[order]
