"""How unequal a district is inside: its own most and least vulnerable neighbourhoods."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from datacell_lib.analysis.index.within_area import FIFTHS
from datacell_lib.analysis.need.similar_districts import add_up_shares
from datacell_lib.analysis.rates.quantiles import assign_quantiles
from datacell_lib.schema import (
    AREA_CODE,
    INDICATOR,
    MOST_VULNERABLE_SHARE,
    OWN_GAP,
    OWN_LEAST,
    OWN_LEAST_AREAS,
    OWN_MOST,
    OWN_MOST_AREAS,
    QUANTILE,
)
from datacell_lib.table_checks import check_columns
from datacell_lib.table_sources import carry_sources

COLUMNS = [INDICATOR, OWN_MOST, OWN_LEAST, OWN_GAP, OWN_MOST_AREAS, OWN_LEAST_AREAS]


def compare_own_fifths(standing: pd.DataFrame, *, titles: Mapping[str, str]) -> pd.DataFrame:
    """Compare a district's own most and least vulnerable fifths of neighbourhoods.

    Parameters
    ----------
    standing : pandas.DataFrame
        The district's neighbourhoods, with `area_code`, `most_vulnerable_share` (missing where
        one has no rank: it is left out), and for each title `<name>_numerator` and
        `<name>_denominator`.
    titles : mapping of str to str
        The shares that are compared, and a title for each.

    Returns
    -------
    pandas.DataFrame
        One row a share that is known at both ends, the widest gap first: `indicator` (title),
        `own_most` and `own_least` (0 to 1: counts added up over all neighbourhoods of the most
        and of the least vulnerable fifth), `own_gap` (the first less the second), and
        `own_most_areas` and `own_least_areas` (how many neighbourhoods each holds). No rows
        where fewer than five have a rank, or all have the same.

    Raises
    ------
    TableError
        If a column is missing.

    Notes
    -----
    Fifths are of neighbourhoods, by the rule of `assign_quantiles`. A gap tells of places, not of
    people: within each neighbourhood people differ more than neighbourhoods do.

    Examples
    --------
    >>> standing = pd.DataFrame({
    ...     "area_code": [f"E0100000{n}" for n in range(5)],
    ...     "most_vulnerable_share": [0.1, 0.2, 0.3, 0.4, 0.5],
    ...     "older_numerator": [50, 30, 30, 30, 20], "older_denominator": [100] * 5})
    >>> gaps = compare_own_fifths(standing, titles={"older": "Older people"})
    >>> gaps[["own_most", "own_least", "own_gap"]].round(2).iloc[0].tolist()
    [0.5, 0.2, 0.3]
    """
    check_columns(standing, [AREA_CODE, MOST_VULNERABLE_SHARE])
    ranked = pd.DataFrame(standing[standing[MOST_VULNERABLE_SHARE].notna()])
    how = {"most_vulnerable": "lowest", "quantiles": FIFTHS, "column": MOST_VULNERABLE_SHARE}
    fifth = assign_quantiles(ranked, **how)[QUANTILE]
    most, least = ranked[fifth == 1], ranked[fifth == FIFTHS]
    if most.empty or least.empty:
        return carry_sources(pd.DataFrame(columns=COLUMNS), standing)
    table = pd.DataFrame(
        {
            OWN_MOST: add_up_shares(most, titles).iloc[0],
            OWN_LEAST: add_up_shares(least, titles).iloc[0],
        }
    ).dropna()
    table[OWN_GAP] = table[OWN_MOST] - table[OWN_LEAST]
    widest_first = table[OWN_GAP].abs().sort_values(ascending=False, kind="stable").index
    ordered = table.loc[widest_first].reset_index(names=INDICATOR)
    ordered[INDICATOR] = ordered[INDICATOR].map(dict(titles)).astype("str")
    counted = ordered.assign(**{OWN_MOST_AREAS: len(most), OWN_LEAST_AREAS: len(least)})
    return carry_sources(counted[COLUMNS], standing)
