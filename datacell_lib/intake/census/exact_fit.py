"""The exact-fit lookup between the neighbourhoods of 2011 and those of 2021."""

from __future__ import annotations

import pandas as pd

from datacell_lib.files.area import Area
from datacell_lib.intake.places.vintages import LOOKUP
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.schema import AREA_CODE, CHANGE, LSOA2011_CODE, LSOA2021_CODE, TableError

COLUMNS = [LSOA2011_CODE, LSOA2021_CODE, CHANGE]
UNCHANGED, SPLIT, MERGED, IRREGULAR = "U", "S", "M", "X"
WORDS = {UNCHANGED: "unchanged", SPLIT: "split", MERGED: "merged", IRREGULAR: "irregular"}


def load_exact_fit(area: Area) -> pd.DataFrame:
    """Load the exact-fit lookup of the whole nation.

    Parameters
    ----------
    area : Area
        The area that it is read for.

    Returns
    -------
    pandas.DataFrame
        `lsoa2011_code`, `lsoa2021_code`, `change`: one row for each pair of neighbourhoods that
        share ground.

    Raises
    ------
    SourceError
        If it can't be had.
    TableError
        If it is not an exact fit.
    """
    lookup = read_dataset(LOOKUP, area=area).rename(columns={AREA_CODE: LSOA2011_CODE})
    require_exact_fit(lookup)
    return lookup[COLUMNS]


def require_exact_fit(lookup: pd.DataFrame) -> None:
    """Refuse a lookup that is not the exact fit: best fits lose what was split or merged.

    Parameters
    ----------
    lookup : pandas.DataFrame
        Should have `lsoa2011_code`, `lsoa2021_code` and `change` (U, S, M or X).

    Raises
    ------
    TableError
        If a column or a letter is wrong, a pair is repeated, or a letter contradicts how often
        a code occurs, as it does in a best-fit lookup.

    Examples
    --------
    >>> require_exact_fit(pd.DataFrame(
    ...     {"lsoa2011_code": ["E01000001"], "lsoa2021_code": ["E01000001"], "change": ["U"]}
    ... ))
    """
    absent = [name for name in COLUMNS if name not in lookup]
    if absent:
        raise TableError(
            f"the lookup between the censuses has no column {', '.join(absent)}; found "
            f"{', '.join(map(str, lookup))}. Use the exact-fit lookup with its change indicator, "
            "never a best fit."
        )
    unknown = sorted(set(lookup[CHANGE].dropna().unique()) - set(WORDS))
    if unknown or lookup[COLUMNS].isna().any(axis=None):
        raise TableError(
            f"the column {CHANGE} of a lookup must be {', '.join(WORDS)} and no cell empty; found "
            f"{unknown or 'empty cells'}. Fetch the lookup again."
        )
    repeated = lookup.duplicated([LSOA2011_CODE, LSOA2021_CODE])
    if repeated.any():
        pair = lookup.loc[repeated, [LSOA2011_CODE, LSOA2021_CODE]].iloc[0]
        raise TableError(f"the lookup repeats the pair {', '.join(pair)}. Fetch it again.")
    _require_letters_that_fit(lookup)


def _require_letters_that_fit(lookup: pd.DataFrame) -> None:
    parts = lookup.groupby(LSOA2011_CODE)[LSOA2021_CODE].transform("size")
    sources = lookup.groupby(LSOA2021_CODE)[LSOA2011_CODE].transform("size")
    alone = (parts == 1) & (sources == 1)
    wrong = (
        (alone != (lookup[CHANGE] == UNCHANGED))
        | ((lookup[CHANGE] == SPLIT) & ((parts == 1) | (sources > 1)))
        | ((lookup[CHANGE] == MERGED) & ((parts > 1) | (sources == 1)))
        | ((lookup[CHANGE] == UNCHANGED) & (lookup[LSOA2011_CODE] != lookup[LSOA2021_CODE]))
    )
    if wrong.any():
        row = lookup[wrong].iloc[0]
        raise TableError(
            f"{int(wrong.sum())} rows of the lookup contradict their change indicator: "
            f"{row[LSOA2011_CODE]} to {row[LSOA2021_CODE]} is called {WORDS[row[CHANGE]]}, but "
            f"the lookup gives the former {parts[wrong].iloc[0]} and the latter "
            f"{sources[wrong].iloc[0]} counterparts. Is it a best fit, or cut short? "
            "Use the whole exact-fit lookup."
        )
