"""Classes for a map of standing, which tell the neighbourhoods of each district apart."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from datacell_lib.equal_values import SAME_STEP
from datacell_lib.schema import DISTRICT_CODE, FIFTH, MOST_VULNERABLE_SHARE, TENTH
from datacell_lib.table_checks import check_columns

# The upper ends of the classes that every map has, and those that may be added, of the nation.
ALWAYS = (TENTH, FIFTH, 0.4, 0.6, 1.0)
FURTHER = (0.01, 0.02, 0.05, 0.8)
MOST_CLASSES = 7
CROWD = 0.4  # of a district's neighbourhoods: more in one class look all the same

FEWEST = 1  # neighbourhoods out of their crowd: a class that helps fewer isn't worth its colour


def choose_classes(standing: pd.DataFrame) -> tuple[float, ...]:
    """Choose the classes of an area's maps, the same for every page of its report.

    Parameters
    ----------
    standing : pandas.DataFrame
        All of the area's neighbourhoods, with `district_code` and `most_vulnerable_share`.

    Returns
    -------
    tuple of float
        The upper end of each class as a share of the nation, rising to 1; each includes its end.

    Raises
    ------
    TableError
        If a column is missing.

    Notes
    -----
    The nation's most vulnerable 10%, the next 10%, two times 20% and the rest. Where in some
    district more than 40% of the neighbourhoods are in one class, classes are divided, at 1%, 2%,
    5% or 80%, as long as that takes neighbourhoods out of the crowds and there are no more than
    seven.

    Examples
    --------
    >>> crowded = pd.DataFrame({"district_code": "d", "most_vulnerable_share": [0.01, 0.04, 0.08]})
    >>> choose_classes(crowded)
    (0.01, 0.1, 0.2, 0.4, 0.6, 1.0)
    """
    check_columns(standing, [DISTRICT_CODE, MOST_VULNERABLE_SHARE])
    known = standing[standing[MOST_VULNERABLE_SHARE].notna()]
    districts = [
        rows.to_numpy(dtype=float)
        for _, rows in known.groupby(DISTRICT_CODE)[MOST_VULNERABLE_SHARE]
    ]
    chosen = ALWAYS
    while len(chosen) < MOST_CLASSES:
        finer = [tuple(sorted((*chosen, end))) for end in FURTHER if end not in chosen]
        best = min(finer, key=lambda ends: _count_crowded(districts, ends))
        if _count_crowded(districts, best) > _count_crowded(districts, chosen) - FEWEST:
            break
        chosen = best
    return chosen


def _count_crowded(districts: Sequence[np.ndarray], ends: Sequence[float]) -> float:
    """Count how many neighbourhoods are too many in their class, in all districts."""
    crowded = 0.0
    for shares in districts:
        counts = np.bincount(np.searchsorted(ends, shares - SAME_STEP), minlength=len(ends))
        crowded += float(np.clip(counts - CROWD * len(shares), 0, None).sum())
    return round(crowded, 6)
