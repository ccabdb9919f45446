"""Which choice of method moves ranks most, and whether that is sure."""

from __future__ import annotations

import pandas as pd

from datacell_lib.schema import CHOICE, COMPARISON, LOWER_CI, TOTAL, TOTAL_MARGIN, UPPER_CI
from datacell_lib.table_checks import check_columns
from datacell_lib.table_sources import carry_sources

RUNNER_UP = "runner_up"


def compare_leading_choices(instability: pd.DataFrame) -> pd.DataFrame:
    """Compare the choice that moves ranks most with the next.

    Parameters
    ----------
    instability : DataFrame
        What ``apportion_instability`` returns: the greatest total effect first, two rows or more.

    Returns
    -------
    DataFrame, one row
        choice, total (the share of differences that it has a part in), lower_ci and upper_ci
        (95%, not below 0), runner_up (the next choice), comparison ("higher" if their intervals
        are apart, otherwise "similar").

    Raises
    ------
    TableError
        If a column is missing.

    Notes
    -----
    Intervals that overlap can still belong to effects that differ: "similar" means not known.

    Examples
    --------
    >>> effects = pd.DataFrame({"choice": ["aggregation", "weights"], "total": [0.6, 0.3],
    ...                         "total_margin": [0.1, 0.1]})
    >>> compare_leading_choices(effects)["comparison"].tolist()
    ['higher']
    """
    check_columns(instability, [CHOICE, TOTAL, TOTAL_MARGIN])
    first, second = instability.iloc[0], instability.iloc[1]
    lower, upper = first[TOTAL] - first[TOTAL_MARGIN], first[TOTAL] + first[TOTAL_MARGIN]
    apart = lower > second[TOTAL] + second[TOTAL_MARGIN]
    row = {
        CHOICE: first[CHOICE],
        TOTAL: first[TOTAL],
        LOWER_CI: max(lower, 0.0),
        UPPER_CI: upper,
        RUNNER_UP: second[CHOICE],
        COMPARISON: "higher" if apart else "similar",
    }
    return carry_sources(pd.DataFrame([row]), instability)
