"""Match the age bands of a table with those of a standard or a reference, by name."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from datacell_lib.analysis.rates.counts import Counts, find_keys, read_counts
from datacell_lib.schema import AGE_BAND, TableError
from datacell_lib.table_checks import check_columns, name_rows

MISSING_BAND = "an age band is missing"
NOBODY_IN_BAND = "nobody in an age band"


def read_bands(
    table: pd.DataFrame, *, by: Sequence[str] | None
) -> tuple[pd.DataFrame, np.ndarray, Counts]:
    """Give the answer's keys, which of them each band belongs to, and the bands' counts."""
    check_columns(table, [AGE_BAND])
    by = [key for key in find_keys(table) if key != AGE_BAND] if by is None else list(by)
    bands = read_counts(table, by=[*by, AGE_BAND], may_be_empty=True)
    if not by:
        return pd.DataFrame(index=range(1)), np.zeros(len(bands.low), dtype=int), bands
    groups = bands.keys.groupby(by, sort=False, observed=True, dropna=False).ngroup().to_numpy()
    return bands.keys[by].drop_duplicates(ignore_index=True), groups, bands


def match_bands(
    bands: pd.DataFrame, standard: pd.DataFrame, column: str, *, groups: np.ndarray
) -> np.ndarray:
    """Look up each band in the standard; it must have them all, and some group all of it."""
    wanted = standard[AGE_BAND]
    foreign = ~bands[AGE_BAND].isin(wanted)
    short = find_short_groups(groups, bands=len(standard))[groups]
    if not short.all():
        short[:] = False  # the others are as they should be: those groups alone have no answer
    for faulty, fault in ((foreign, "found others"), (short, "some are not there")):
        if faulty.any():
            raise TableError(
                f"{AGE_BAND} must be those of the standard or reference, "
                f"{', '.join(map(str, wanted))}; {fault}, for {name_rows(bands, faulty)}. "
                "Regroup the ages; give a band without events its 0."
            )
    return bands[AGE_BAND].map(standard.set_index(AGE_BAND)[column]).to_numpy(dtype=float)


def find_short_groups(groups: np.ndarray, *, bands: int) -> np.ndarray:
    """Say of each group whether it lacks one of so many bands."""
    return np.bincount(groups) < bands
