"""Where are there more events than chance explains, or fewer? Kulldorff's scan."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd

from datacell_lib.analysis.space.area_centres import locate_areas
from datacell_lib.analysis.space.scan_inputs import check_scan_counts, check_scan_parameters
from datacell_lib.analysis.space.scan_search import search_circles
from datacell_lib.analysis.space.scan_windows import Direction, Window
from datacell_lib.schema import (
    AREA_CODE,
    CLUSTER,
    CONFIDENCE,
    DENOMINATOR,
    EXPECTED,
    LOWER_CI,
    METHOD,
    NOTE,
    NUMERATOR,
    P_VALUE,
    STATISTIC,
    UPPER_CI,
    VALUE,
)

DIRECTION = "direction"


def scan_for_circles(
    table: pd.DataFrame,
    *,
    areas: gpd.GeoDataFrame,
    maximum_share: float = 0.5,
    replicates: int = 999,
    seed: int = 1,
    significance: float = 0.05,
    direction: Direction = "high",
) -> pd.DataFrame:
    """Find the circles with more events than chance explains, or with fewer.

    Parameters
    ----------
    table : DataFrame
        ``area_code``, ``numerator`` (whole events) and ``denominator`` (population, or events
        expected after standardisation), a row per area.
    areas : GeoDataFrame
        ``area_code`` with polygons or, better, population-weighted centroids, in a projected
        coordinate system (metres).
    maximum_share : float
        The largest circle's share of the denominator, at most 0.5.
    replicates : int
        Maps made by chance, to compare with.
    seed : int
        Makes those maps repeatable.
    significance : float
        Circles after the first are given while their p-value is at most this.
    direction : {"high", "low", "both"}
        Whether to look for circles with more events than expected, with fewer, or for either in
        one test. Choose before looking: to scan for high and then for low, each at 5%, finds
        something by chance in nearly one map of ten.

    Returns
    -------
    DataFrame
        A row per area, in the table's order: ``area_code``, ``cluster`` (1 is the most likely,
        always given where any circle has more than expected, or fewer if that is looked for;
        missing is in none), and of its circle: ``direction`` (high or low), ``value`` (relative
        risk, inside against outside), ``lower_ci``, ``upper_ci``, ``confidence`` (all missing:
        see Notes), ``observed``, ``expected``, ``log_likelihood_ratio``, ``p_value``,
        ``centre_code``, ``radius`` (in the coordinates'
        unit), ``statistic``, ``method``, ``note``.

    Raises
    ------
    TableError
        When counts are missing, negative or not whole, denominators not above zero, codes
        repeat, an area has no place, or the places are in degrees.
    ParameterError
        When a share, the number of replicates, the significance or the direction is out of its
        range.

    Notes
    -----
    For c events observed and e expected of C in all, a circle scores
    c·ln(c/e) + (C-c)·ln((C-c)/(C-e)) if c > e (high), c < e (low) or either (both). Its p-value
    is the share of chance maps (the same C, spread by denominator) whose best circle, looked for
    in the same direction, scores as high, the real one counted among them: many circles are
    tried, one test is made. That is how SaTScan scans for high, low, or high and low rates.
    Circles share no area. A relative risk found by searching is too far from 1, and has no honest
    interval. Circles fit long or winding groups of areas badly, and a wide ``maximum_share`` may
    merge distinct ones. Events that come in
    outbreaks vary more than Poisson, which makes the p-values too small.

    References
    ----------
    Kulldorff M (1997). A spatial scan statistic. Communications in Statistics: Theory and
    Methods 26, 1481-1496.
    Kulldorff M (2022). SaTScan user guide for version 10.1: scan for high or low rates.

    Examples
    --------
    >>> places = gpd.points_from_xy(range(6), [0] * 6)
    >>> areas = gpd.GeoDataFrame({"area_code": list("ABCDEF")}, geometry=places)
    >>> table = pd.DataFrame({"area_code": list("ABCDEF"), "numerator": [9, 8, 1, 2, 1, 1]})
    >>> scan = scan_for_circles(table.assign(denominator=100), areas=areas, replicates=99)
    >>> scan["cluster"].tolist()
    [1, 1, <NA>, <NA>, <NA>, <NA>]
    """
    check_scan_parameters(maximum_share, replicates, significance, direction)
    check_scan_counts(table)
    points = locate_areas(table[AREA_CODE], areas)
    counts = table[NUMERATOR].to_numpy(dtype=float)
    circles, p_values = search_circles(
        points,
        counts,
        table[DENOMINATOR].to_numpy(dtype=float),
        maximum_share=maximum_share,
        replicates=replicates,
        seed=seed,
        significance=significance,
        direction=direction,
    )
    result = _tabulate(table[AREA_CODE], circles, p_values, total=counts.sum())
    sought = {"high": "", "low": "low ", "both": "high and low "}[direction]
    method = f"Kulldorff's scan, {sought}circles to {maximum_share:.0%}, {replicates} replicates"
    return result.assign(**{STATISTIC: "relative risk", METHOD: method, NOTE: _note(result)})


def _tabulate(
    codes: pd.Series, circles: Sequence[Window], p_values: Sequence[float], *, total: float
) -> pd.DataFrame:
    """Give each area the description of the circle that it is in."""
    names = codes.to_numpy()
    result = pd.DataFrame({AREA_CODE: names})
    rank = pd.array([pd.NA] * len(names), dtype="Int64")
    described = []
    for number, (window, p_value) in enumerate(zip(circles, p_values, strict=True), start=1):
        rank[window.areas] = number
        outside = (total - window.observed) / (total - window.expected)
        described.append(
            {
                CLUSTER: number,
                DIRECTION: "high" if window.observed > window.expected else "low",
                VALUE: window.observed / window.expected / outside if outside else np.nan,
                LOWER_CI: np.nan,
                UPPER_CI: np.nan,
                CONFIDENCE: np.nan,
                "observed": window.observed,
                EXPECTED: window.expected,
                "log_likelihood_ratio": window.log_likelihood_ratio,
                P_VALUE: p_value,
                "centre_code": names[window.centre],
                "radius": window.radius,
            }
        )
    columns = [CLUSTER, DIRECTION, VALUE, LOWER_CI, UPPER_CI, CONFIDENCE, "observed", EXPECTED]
    columns += ["log_likelihood_ratio", P_VALUE, "centre_code", "radius"]
    descriptions = pd.DataFrame(described, columns=columns).astype({CLUSTER: "Int64"})
    return result.assign(**{CLUSTER: rank}).merge(descriptions, on=CLUSTER, how="left")


def _note(result: pd.DataFrame) -> pd.Series:
    everything = result[CLUSTER].notna() & result[VALUE].isna()
    note = pd.Series("", index=result.index)
    note[result[CLUSTER].isna()] = "in no circle"
    note[everything] = "every event is inside: the relative risk has no value"
    return note
