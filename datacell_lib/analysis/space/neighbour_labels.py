"""What an area among its neighbours is called, and what that means in plain words."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import false_discovery_control

from datacell_lib.schema import (
    ADJUSTED_P_VALUE,
    AREA_CODE,
    CONFIDENCE,
    LABEL,
    LOWER_CI,
    MEANING,
    NOTE,
    P_VALUE,
    UPPER_CI,
    VALUE,
    ParameterError,
)

NOT_SIGNIFICANT = "not significant"
NO_NEIGHBOURS = "no neighbours"
MEANINGS = {
    "high-high": "a high area among high neighbours: part of a hot spot",
    "low-low": "a low area among low neighbours: part of a cold spot",
    "high-low": "a high area among low neighbours: stands out from those around it",
    "low-high": "a low area among high neighbours: spared what surrounds it",
    "hot spot": "this area and its neighbours are together higher than chance would make them",
    "cold spot": "this area and its neighbours are together lower than chance would make them",
    NOT_SIGNIFICANT: "no more like, or unlike, its neighbours than chance would make it",
    NO_NEIGHBOURS: "has no neighbour in the table, so it has nothing to be compared with",
}


def label_areas(
    table: pd.DataFrame,
    *,
    islands: np.ndarray,
    statistics: np.ndarray,
    p_values: np.ndarray,
    labels: np.ndarray,
    false_discovery_rate: float,
    permutations: int,
) -> pd.DataFrame:
    """Correct for having tested every area, and say in words what was found.

    Parameters
    ----------
    table : DataFrame
        ``area_code``, a row per area.
    islands : ndarray
        Whether each area is without neighbours, shape (areas,).
    statistics, p_values, labels : ndarray
        What was found for the other areas, in the table's order.
    false_discovery_rate : float
        Share of the labelled areas that may be chance findings, such as 0.05.
    permutations : int
        Behind the p-values, which cannot be smaller than 2 / (permutations + 1).

    Returns
    -------
    DataFrame
        A row per area: ``area_code``, ``value``, ``lower_ci``, ``upper_ci``, ``confidence``
        (these three missing), ``p_value``, ``adjusted_p_value``, ``label``, ``meaning``,
        ``note``.

    Raises
    ------
    ParameterError
        When the false discovery rate is not a share between 0 and 1.

    References
    ----------
    Benjamini Y, Hochberg Y (1995). Controlling the false discovery rate. JRSS B 57, 289-300.

    Examples
    --------
    >>> table = pd.DataFrame({"area_code": ["A", "B", "C"]})
    >>> label_areas(
    ...     table,
    ...     islands=np.array([False, True, False]),
    ...     statistics=np.array([3.1, 0.2]),
    ...     p_values=np.array([0.01, 0.6]),
    ...     labels=np.array(["hot spot", "hot spot"]),
    ...     false_discovery_rate=0.05,
    ...     permutations=999,
    ... )["label"].tolist()
    ['hot spot', 'no neighbours', 'not significant']
    """
    if not 0 < false_discovery_rate < 1:
        raise ParameterError(
            "false_discovery_rate must lie between 0 and 1; found "
            f"{false_discovery_rate}. Write 5% as 0.05."
        )
    adjusted = false_discovery_control(p_values, method="bh")
    names = np.full(len(table), NO_NEIGHBOURS, dtype=object)
    names[~islands] = np.where(adjusted <= false_discovery_rate, labels, NOT_SIGNIFICANT)
    result = table[[AREA_CODE]].reset_index(drop=True)
    for column, found in ((VALUE, statistics), (P_VALUE, p_values), (ADJUSTED_P_VALUE, adjusted)):
        result[column] = np.nan
        result.loc[~islands, column] = found
    result[[LOWER_CI, UPPER_CI, CONFIDENCE]] = np.nan
    result[LABEL] = names
    result[MEANING] = result[LABEL].map(MEANINGS)
    enough = int(np.ceil(2 * len(p_values) / false_discovery_rate)) - 1
    too_few = f"{permutations} permutations cannot single out one area; {enough} could"
    result[NOTE] = "" if permutations >= enough else too_few
    result.loc[islands, NOTE] = MEANINGS[NO_NEIGHBOURS]
    return result
