"""Where the districts of a nation stand: how many of their neighbourhoods come first."""

from __future__ import annotations

import pandas as pd

from datacell_lib.schema import (
    DISTRICT_CODE,
    DISTRICT_NAME,
    FIFTH,
    IN_FIFTH_SUFFIX,
    NEIGHBOURHOODS,
)
from datacell_lib.table_sources import carry_sources


def summarise_districts(
    standing: pd.DataFrame, *, standings: list[str], counts: list[str]
) -> pd.DataFrame:
    """Summarise neighbourhoods by district.

    Parameters
    ----------
    standing : pandas.DataFrame
        One row a neighbourhood: `district_code`, `district_name` and the columns named.
    standings : list of str
        Columns of a place in the nation as a share of it, from 0 to 1; low is vulnerable.
    counts : list of str
        Columns of counts.

    Returns
    -------
    pandas.DataFrame
        One row a district, by name: `neighbourhoods` (how many it has); for each standing
        `<name>_in_fifth`, the share, from 0 to 1, of those with a rank that are among the nation's
        most vulnerable fifth; under each name of a count its sum, missing where a part of it is.

    Examples
    --------
    >>> places = pd.DataFrame({
    ...     "district_code": ["a", "a", "a"], "district_name": "A",
    ...     "most_vulnerable_share": [0.1, 0.9, None], "people": [2, 3, 4],
    ... })
    >>> made = summarise_districts(
    ...     places, standings=["most_vulnerable_share"], counts=["people"]
    ... )
    >>> made["most_vulnerable_share_in_fifth"].tolist(), made["people"].tolist()
    ([0.5], [9])
    """
    numbers = standing[[*standings, *counts]].astype("float64")
    inside = (numbers[standings] <= FIFTH).astype("float64").where(numbers[standings].notna())
    by = [standing[DISTRICT_NAME], standing[DISTRICT_CODE]]
    shares = inside.add_suffix(IN_FIFTH_SUFFIX).groupby(by).mean()
    sums = numbers[counts].groupby(by).agg(lambda parts: parts.sum(skipna=False))
    sizes = numbers.groupby(by).size().rename(NEIGHBOURHOODS)
    made = pd.concat([sizes, shares, sums.convert_dtypes()], axis=1).reset_index()
    order = [DISTRICT_CODE, DISTRICT_NAME, NEIGHBOURHOODS, *shares, *counts]
    return carry_sources(made[order], standing)
