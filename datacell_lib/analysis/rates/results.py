"""Build the one shape of table that statistics come back in."""

from __future__ import annotations

import numpy as np
import pandas as pd

from datacell_lib.analysis.rates.intervals import Interval
from datacell_lib.schema import CONFIDENCE, LOWER_CI, METHOD, NOTE, STATISTIC, UPPER_CI, VALUE


def build_result(
    keys: pd.DataFrame,
    *,
    value: np.ndarray,
    interval: Interval,
    confidence: float,
    statistic: str,
    method: str,
    note: pd.Categorical | np.ndarray,
) -> pd.DataFrame:
    """Put a statistic beside its keys, in a new table.

    The texts are categories, so that a table of millions of rows stays small.
    """
    texts = {
        STATISTIC: pd.Categorical.from_codes(np.zeros(len(keys), dtype=np.int8), [statistic]),
        METHOD: pd.Categorical.from_codes(np.zeros(len(keys), dtype=np.int8), [method]),
        NOTE: note if isinstance(note, pd.Categorical) else pd.Categorical(note),
    }
    return keys.assign(
        **{
            VALUE: value,
            LOWER_CI: interval.lower,
            UPPER_CI: interval.upper,
            CONFIDENCE: confidence,
        },
        **texts,
    )
