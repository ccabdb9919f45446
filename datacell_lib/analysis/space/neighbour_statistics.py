"""Do neighbouring areas resemble each other, and where are the hot and cold spots?"""

from __future__ import annotations

import esda
import numpy as np
import pandas as pd
import scipy.sparse
from libpysal.graph import Graph

from datacell_lib.analysis.space.neighbour_labels import label_areas
from datacell_lib.analysis.space.neighbour_matrix import (
    build_neighbour_matrix,
    describe_neighbours,
)
from datacell_lib.analysis.space.permutation import (
    check_permutations,
    permute_neighbour_means,
)
from datacell_lib.equal_values import is_constant
from datacell_lib.schema import (
    AREA_CODE,
    METHOD,
    STATISTIC,
    VALUE,
    TableError,
)
from datacell_lib.table_checks import (
    check_columns,
    check_numbers,
    check_one_geography,
    check_unique,
    name_rows,
)

QUADRANTS = {1: "high-high", 2: "low-high", 3: "low-low", 4: "high-low"}  # esda's numbers
FEWEST_AREAS = 4
LOCAL_METHOD = "{}, {} conditional permutations, Benjamini-Hochberg"


def calculate_local_moran(
    table: pd.DataFrame,
    *,
    neighbours: pd.DataFrame,
    permutations: int = 9_999,
    seed: int = 1,
    false_discovery_rate: float = 0.05,
) -> pd.DataFrame:
    """Find the areas that resemble, or stand out from, their neighbours.

    Parameters
    ----------
    table : DataFrame
        ``area_code`` and ``value``, a row per area.
    neighbours : DataFrame
        Of the same areas, from `find_queen_neighbours`, `find_nearest_neighbours` or
        `find_neighbours_within`.
    permutations : int
        How often each area's neighbours are drawn anew.
    seed : int
        Makes the draws repeatable.
    false_discovery_rate : float
        Share of the labelled areas that may be chance findings, such as 0.05.

    Returns
    -------
    DataFrame
        A row per area, in the table's order: ``area_code``, ``value`` (local Moran's I),
        ``lower_ci``, ``upper_ci``, ``confidence`` (all missing: it is a test), ``p_value``
        (two-sided, by conditional permutation), ``adjusted_p_value`` (Benjamini-Hochberg),
        ``label`` (high-high, low-low, high-low, low-high, not significant, no neighbours),
        ``meaning``, ``note``, ``statistic``, ``method``.

    Raises
    ------
    TableError
        When a value is missing, codes repeat, all values are equal, fewer than four areas have
        neighbours, or the neighbours are of other areas.

    Notes
    -----
    Iᵢ = (n-1)·zᵢ·Σⱼwᵢⱼzⱼ / Σz²; with each area's weights summing to one. Each area's
    neighbours are drawn anew from all other areas, the area itself staying as it is. The
    p-values of neighbouring areas are not independent; the correction stays valid for the
    positive dependence that maps have.

    References
    ----------
    Anselin L (1995). Local indicators of spatial association. Geographical Analysis 27, 93-115.
    Benjamini Y, Hochberg Y (1995). Controlling the false discovery rate. JRSS B 57, 289-300.

    Examples
    --------
    >>> table = pd.DataFrame({"area_code": list("ABCD"), "value": [1.0, 2.0, 3.0, 4.0]})
    >>> pairs = pd.DataFrame({"area_code": list("ABBCCD"), "neighbour_code": list("BACBDC")})
    >>> calculate_local_moran(table, neighbours=pairs)["value"].round(1).tolist()
    [0.4, 0.2, 0.2, 0.4]
    """
    check_permutations(permutations)
    how = describe_neighbours(neighbours)
    values, matrix, islands = _read_map(table, neighbours)
    moran = esda.Moran_Local(values, Graph.from_sparse(matrix), permutations=0)
    p_values = permute_neighbour_means(values, matrix, permutations=permutations, seed=seed)
    labels = np.array([QUADRANTS[quadrant] for quadrant in moran.q], dtype=object)
    return label_areas(
        table,
        islands=islands,
        statistics=moran.Is,
        p_values=p_values,
        labels=labels,
        false_discovery_rate=false_discovery_rate,
        permutations=permutations,
    ).assign(**{STATISTIC: "local Moran's I", METHOD: LOCAL_METHOD.format(how, permutations)})


def calculate_getis_ord(
    table: pd.DataFrame,
    *,
    neighbours: pd.DataFrame,
    permutations: int = 9_999,
    seed: int = 1,
    false_discovery_rate: float = 0.05,
) -> pd.DataFrame:
    """Find hot and cold spots: an area and its neighbours taken together.

    Parameters
    ----------
    table, neighbours, permutations, seed, false_discovery_rate
        As in `calculate_local_moran`.

    Returns
    -------
    DataFrame
        As in `calculate_local_moran`, with ``value`` the standardised G* (a z-score, above zero
        where values are high) and ``label`` hot spot, cold spot, not significant or no
        neighbours.

    Raises
    ------
    TableError
        As in `calculate_local_moran`.

    Notes
    -----
    G*ᵢ = (Σⱼwᵢⱼxⱼ - kᵢx̄) / (s·√((n·kᵢ - kᵢ²)/(n-1))), with w = 1 for the area itself and each
    neighbour, kᵢ their number and s the standard deviation with divisor n. The p-value comes
    from conditional permutation, not from the normal distribution, which small counts do not
    follow. It finds no outliers: use `calculate_local_moran` for those.

    References
    ----------
    Ord JK, Getis A (1995). Local spatial autocorrelation statistics. Geographical Analysis 27,
    286-306.

    Examples
    --------
    >>> table = pd.DataFrame({"area_code": list("ABCD"), "value": [1.0, 2.0, 3.0, 4.0]})
    >>> pairs = pd.DataFrame({"area_code": list("ABBCCD"), "neighbour_code": list("BACBDC")})
    >>> calculate_getis_ord(table, neighbours=pairs)["value"].round(3).tolist()
    [-1.549, -1.342, 1.342, 1.549]
    """
    check_permutations(permutations)
    how = describe_neighbours(neighbours)
    values, matrix, islands = _read_map(table, neighbours)
    graph = Graph.from_sparse(matrix).assign_self_weight()
    above_zero = values - values.min() + np.ptp(values)  # G* stays; esda's sign needs a sum above 0
    getis_ord = esda.G_Local(above_zero, graph, transform="B", star=True, permutations=0)
    p_values = permute_neighbour_means(values, matrix, permutations=permutations, seed=seed)
    labels = np.where(getis_ord.Zs > 0, "hot spot", "cold spot").astype(object)
    return label_areas(
        table,
        islands=islands,
        statistics=getis_ord.Zs,
        p_values=p_values,
        labels=labels,
        false_discovery_rate=false_discovery_rate,
        permutations=permutations,
    ).assign(**{STATISTIC: "Getis-Ord G*", METHOD: LOCAL_METHOD.format(how, permutations)})


def _read_map(
    table: pd.DataFrame, neighbours: pd.DataFrame
) -> tuple[np.ndarray, scipy.sparse.csr_array, np.ndarray]:
    """Check the table; give the values and weights without the islands, and which those are."""
    check_columns(table, [AREA_CODE, VALUE])
    check_unique(table, keys=[AREA_CODE])
    check_one_geography(table)
    check_numbers(table, [VALUE])
    if table[VALUE].isna().any():
        raise TableError(
            f"{VALUE} must not be missing; found it missing for "
            f"{name_rows(table, table[VALUE].isna())}. Leave those areas out and find the "
            "neighbours of the rest."
        )
    matrix = build_neighbour_matrix(table[AREA_CODE], neighbours)
    islands = np.diff(matrix.indptr) == 0
    values = table[VALUE].to_numpy(dtype=float)[~islands]
    if matrix[:, islands].nnz:
        raise TableError(
            "an area that is listed as a neighbour must have neighbours itself; found none for "
            f"{name_rows(table, islands)}. Find the neighbours of all areas together."
        )
    if len(values) < FEWEST_AREAS:
        raise TableError(
            f"at least {FEWEST_AREAS} areas need neighbours; found {len(values)}. "
            "Use a wider map or a finer geography."
        )
    if is_constant(values):
        raise TableError(
            f"{VALUE} must vary; found {values[0]} in every area. There is no pattern to find."
        )
    return values, matrix[~islands][:, ~islands], islands
