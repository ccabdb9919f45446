"""The table that every outbreak detector returns: bounds compared with what was observed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from datacell_lib.analysis.time.series import SeriesMatrix
from datacell_lib.schema import (
    ALARM,
    AREA_CODE,
    EXCEEDANCE_SCORE,
    EXPECTED,
    METHOD,
    NOTE,
    NUMERATOR,
    PERIOD,
    UPPER_BOUND,
)

PROVISIONAL_NOTE = "provisional: never used for an alarm"
MISSING_NOTE = "count missing"
UNDECIDED_NOTE = "suppressed counts leave open whether the count is above its bound"


def tabulate_detection(
    series: SeriesMatrix,
    *,
    columns: np.ndarray,
    expected: np.ndarray,
    upper_bound: np.ndarray,
    reason: np.ndarray,
    method: str,
    score: np.ndarray | None = None,
    least_upper_bound: np.ndarray | None = None,
    enough_cases: np.ndarray | bool = True,
    always: np.ndarray | bool = False,
) -> pd.DataFrame:
    """Compare counts with their bounds, a row per area and assessed period.

    Parameters
    ----------
    series : SeriesMatrix
        The series.
    columns : array of shape (assessed,)
        The assessed periods.
    expected, upper_bound : array of shape (areas, assessed)
        Missing where the detector has no answer.
    reason : array of str, shape (areas, assessed)
        The detector's own note; an empty string where there is nothing to say.
    method : str
        Name of the detector.
    score : array of shape (areas, assessed), optional
        Exceedance score; left out, (count - expected) / (upper bound - expected).
    least_upper_bound : array of shape (areas, assessed), optional
        Lowest value that the bound may have, where suppressed counts leave it open.
    enough_cases : array of bool, shape (areas, assessed), or True
        False rules an alarm out.
    always : array of bool, shape (areas, assessed), or False
        True gives an alarm whatever the count, if there is one.

    Returns
    -------
    DataFrame
        `area_code, period, numerator, expected, upper_bound, alarm, exceedance_score, method,
        note`. `alarm` is missing where there is no answer: the bound or the count is unknown
        or the period is provisional.

    Notes
    -----
    Where counts are suppressed, there is an alarm, or none, only if every count that their
    limits allow gives the same answer.
    """
    lowest, highest = series.lowest[:, columns], series.highest[:, columns]
    provisional = series.provisional[:, columns]
    observed = series.observed[:, columns]
    least = upper_bound if least_upper_bound is None else least_upper_bound
    above = (lowest > upper_bound) | always
    not_above = (highest <= least) & ~above
    no_count = np.isnan(lowest) | np.isnan(highest)
    known = ~provisional & ~no_count & ~np.isnan(upper_bound)
    decided = known & (above | not_above | ~np.broadcast_to(enough_cases, above.shape))
    if score is None:
        score = score_exceedance(observed, expected=expected, upper_bound=upper_bound)
    notes = reason.astype(object)
    notes[known & ~decided] = UNDECIDED_NOTE
    notes[no_count] = MISSING_NOTE
    notes[provisional] = PROVISIONAL_NOTE
    rows, places = np.nonzero(series.listed[:, columns])
    alarm = pd.arrays.BooleanArray((above & enough_cases)[rows, places], ~decided[rows, places])
    return pd.DataFrame(
        {
            AREA_CODE: series.areas.take(rows),
            PERIOD: series.periods.take(columns[places]),
            NUMERATOR: observed[rows, places],
            EXPECTED: expected[rows, places],
            UPPER_BOUND: upper_bound[rows, places],
            ALARM: alarm,
            EXCEEDANCE_SCORE: np.where(provisional, np.nan, score)[rows, places],
            METHOD: method,
            NOTE: notes[rows, places],
        }
    )


def score_exceedance(
    observed: np.ndarray, *, expected: np.ndarray, upper_bound: np.ndarray
) -> np.ndarray:
    """Excess over expected as a share of the bound's excess: above 1 is above the bound.

    Missing where the bound is not above what is expected.
    """
    room = upper_bound - expected
    missing = np.full(observed.shape, np.nan)
    return np.divide(observed - expected, room, out=missing, where=room > 0)
