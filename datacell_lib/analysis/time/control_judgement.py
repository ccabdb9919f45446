"""What a control chart says of each point: is it usual, is it good, will it meet the target?

The names are those of NHS England's Making Data Count programme.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from datacell_lib.analysis.time.control_rules import RULES
from datacell_lib.analysis.time.recent_trend import HigherIs
from datacell_lib.analysis.time.settings import check_target
from datacell_lib.schema import (
    ASSURANCE,
    CENTRE,
    LOWER_LIMIT,
    MEANING,
    PERIOD,
    TARGET,
    UPPER_LIMIT,
    VALUE,
    VARIATION,
    ParameterError,
    TableError,
)
from datacell_lib.table_checks import check_columns, check_numbers, name_rows

COMMON = "common cause"
IMPROVING = "special cause, improving"
CONCERNING = "special cause, concerning"
NEITHER = "special cause, neither"
HITS, MISSES, EITHER = "consistently hits", "consistently misses", "hit or miss"
UNKNOWN = "not known"
BETTER_SIDE = {"better": 1, "worse": -1, "neither": 0}
VARIATION_SENTENCES = {
    COMMON: "This is the usual variation: nothing shows that anything has changed.",
    IMPROVING: "Something has changed for the better: it is {side} than usual variation explains.",
    CONCERNING: "Something has changed for the worse: it is {side} than usual variation explains.",
    NEITHER: "Something has changed: it is {side} than usual variation explains.",
    UNKNOWN: "The value or its limits are not known.",
}
ASSURANCE_SENTENCES = {
    HITS: " By these limits the target will be hit.",
    MISSES: " By these limits the target will be missed.",
    EITHER: " By these limits it is chance whether the target is hit.",
    "": "",
}


def judge_control_chart(
    charted: pd.DataFrame, *, higher_is: HigherIs, target: float | None = None
) -> pd.DataFrame:
    """Say of each point of a control chart what kind of variation it is, and of the target.

    Parameters
    ----------
    charted : pandas.DataFrame
        What ``calculate_xmr_chart``, ``calculate_p_chart`` or ``calculate_u_chart`` returns.
    higher_is : {"better", "worse", "neither"}
        What a higher value means; the direction of improvement.
    target : float, optional
        What the values should reach, or stay below where higher is worse.

    Returns
    -------
    pandas.DataFrame
        The chart's columns, ``target``, ``variation`` ("common cause"; "special cause,
        improving", "special cause, concerning" or "special cause, neither"; "not known"),
        ``assurance`` ("consistently hits", "consistently misses", "hit or miss"; empty without
        a target, a direction or limits) and ``meaning``, a sentence of both. The last row of a
        series is its present state.

    Raises
    ------
    TableError
        If a column of a chart is missing, or not numbers, or limits are upside down.
    ParameterError
        If ``higher_is`` is not one of its three words, or the target is not a finite number.

    Notes
    -----
    A point is special cause where it breaks any of the four rules; whether that is better or
    worse goes by the side of the centre line that it lies on, as in NHSRplotthedots, also for a
    run that rises or falls. Limits that lie wholly on the better side of the target hit it,
    wholly on the worse side miss it. Not a promise: limits describe what has been, and a special
    cause may take the series out of them.

    References
    ----------
    NHS England. Making data count. 2019. NHS-R community. NHSRplotthedots.

    Examples
    --------
    >>> from datacell_lib.analysis.time import calculate_xmr_chart
    >>> values = [10.0, 12, 9, 11, 10, 12, 11, 9, 10, 12, 11, 10, 20]
    >>> chart = calculate_xmr_chart(pd.DataFrame({"period": range(13), "value": values}))
    >>> judged = judge_control_chart(chart, higher_is="better", target=25)
    >>> judged[["variation", "assurance"]].iloc[-1].tolist()
    ['special cause, improving', 'consistently misses']
    """
    if higher_is not in BETTER_SIDE:
        raise ParameterError(
            f"higher_is must be one of {', '.join(BETTER_SIDE)}; found {higher_is!r}."
        )
    numbers = [VALUE, CENTRE, LOWER_LIMIT, UPPER_LIMIT]
    check_columns(charted, [PERIOD, *numbers, *RULES])
    check_numbers(charted, numbers)
    value, centre, lower, upper = (charted[name].to_numpy(dtype=float) for name in numbers)
    if (lower > upper).any():
        raise TableError(
            f"{LOWER_LIMIT} must not be above {UPPER_LIMIT}; found it for "
            f"{name_rows(charted, lower > upper)}. Calculate the chart again."
        )
    side, better = np.sign(value - centre), BETTER_SIDE[higher_is]
    special = charted[list(RULES)].to_numpy(dtype=bool).any(axis=1)
    variation = np.select(
        [np.isnan(value - centre), ~special, side * better > 0, side * better < 0],
        [UNKNOWN, COMMON, IMPROVING, CONCERNING],
        NEITHER,
    )
    assurance = _assure(lower, upper, target=target, better=better)
    sides = np.select([side > 0, side < 0], ["higher", "lower"], "other")
    meaning = [
        VARIATION_SENTENCES[kind].format(side=word) + ASSURANCE_SENTENCES[assured]
        for kind, word, assured in zip(variation, sides, assurance, strict=True)
    ]
    return charted.assign(
        **{
            TARGET: np.nan if target is None else float(target),
            VARIATION: variation,
            ASSURANCE: assurance,
            MEANING: meaning,
        }
    )


def _assure(
    lower: np.ndarray, upper: np.ndarray, *, target: float | None, better: int
) -> np.ndarray:
    """Whether limits lie wholly on one side of the target; empty where that cannot be said."""
    if target is None:
        return np.full(len(lower), "")
    check_target(target)
    above, below = (HITS, MISSES) if better > 0 else (MISSES, HITS)
    return np.select(
        [np.isnan(lower + upper) | (better == 0), lower > target, upper < target],
        ["", above, below],
        EITHER,
    )
