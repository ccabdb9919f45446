"""How much of a neighbourhood of one census lies in each of the other's."""

from __future__ import annotations

import numpy as np
import pandas as pd

from datacell_lib.intake.census.exact_fit import (
    IRREGULAR,
    MERGED,
    SPLIT,
    UNCHANGED,
    require_exact_fit,
)
from datacell_lib.schema import CHANGE, LSOA2011_CODE, LSOA2021_CODE, METHOD, WEIGHT, TableError
from datacell_lib.table_sources import tell_origin
from datacell_lib.wording import name_first

ROUNDS = 50
BY_RESIDENTS = "residents"
EQUALLY = "equal shares"
WHOLE = "whole"


def estimate_parts(lookup: pd.DataFrame, *, residents: pd.Series | None) -> pd.DataFrame:
    """Estimate how many people live in each part that two neighbourhoods share.

    Parameters
    ----------
    lookup : pandas.DataFrame
        The exact-fit lookup: `lsoa2011_code`, `lsoa2021_code`, `change`.
    residents : pandas.Series or None
        People by code, of either census or of both; None where nothing is known.

    Returns
    -------
    pandas.DataFrame
        The lookup with `weight` (people, comparable within a neighbourhood) and `method`:
        "whole" (one for one), "residents" or "equal shares".

    Raises
    ------
    TableError
        If the lookup is not an exact fit, residents are not above zero, or are known for some
        of one census's changed neighbourhoods and not for others.

    Notes
    -----
    Parts start equal and are scaled in turn to the residents of 2021 and of 2011 (iterative
    proportional fitting, 50 rounds). The parts of a split neighbourhood then weigh as their
    own residents do, those of a merged one likewise; irregular ones as both margins together
    allow. The two margins are of different years, so weights are shares, not a head count.

    References
    ----------
    Deming WE, Stephan FF. On a least squares adjustment of a sampled frequency table when the
    expected marginal totals are known. Ann Math Stat 1940; 11: 427-444.

    Examples
    --------
    >>> lookup = pd.DataFrame({
    ...     "lsoa2011_code": ["E01000001", "E01000001"],
    ...     "lsoa2021_code": ["E01000011", "E01000012"],
    ...     "change": ["S", "S"],
    ... })
    >>> residents = pd.Series({"E01000011": 1000, "E01000012": 2000})
    >>> estimate_parts(lookup, residents=residents)["weight"].tolist()
    [1000.0, 2000.0]
    """
    require_exact_fit(lookup)
    known = pd.Series(dtype="float64") if residents is None else residents.astype("float64")
    changed = lookup[lookup[CHANGE] != UNCHANGED].copy()
    margins = {}
    for code in (LSOA2021_CODE, LSOA2011_CODE):
        margin = changed[code].map(known).astype("float64")
        _require_residents(margin, changed[code], tell_origin(known))
        if margin.notna().all():
            margins[code] = margin
    changed[WEIGHT] = _fit(changed, margins)
    parts = lookup.assign(**{WEIGHT: changed[WEIGHT].reindex(lookup.index).fillna(1.0)})
    return parts.assign(**{METHOD: _name_methods(lookup, margins)})


def _fit(changed: pd.DataFrame, margins: dict[str, pd.Series]) -> np.ndarray:
    weight = np.ones(len(changed))
    wholes = {code: pd.factorize(changed[code])[0] for code in margins}
    for _ in range(ROUNDS):
        for code, margin in margins.items():
            sums = np.bincount(wholes[code], weights=weight)
            weight = weight * margin.to_numpy() / sums[wholes[code]]
    return weight


def _require_residents(margin: pd.Series, codes: pd.Series, origin: str) -> None:
    lacking = codes[margin.isna()].unique()
    if len(lacking) and margin.notna().any():
        raise TableError(
            f"residents are known for some changed neighbourhoods of {codes.name} but not for "
            f"{len(lacking)}, such as {name_first(lacking)}. Give them for all of "
            "that census or for none."
        )
    empty = codes[margin <= 0].unique()
    if len(empty):
        raise TableError(
            f"residents must be above zero to share by; found {margin.min():g} in {empty[0]}. "
            f"Check the population file{origin}."
        )


def _name_methods(lookup: pd.DataFrame, margins: dict[str, pd.Series]) -> pd.Series:
    letter = lookup[CHANGE]
    shared = {SPLIT} if LSOA2021_CODE in margins else set()
    shared |= {MERGED} if LSOA2011_CODE in margins else set()
    shared |= {IRREGULAR} if len(margins) == 2 else set()
    methods = pd.Series(EQUALLY, index=lookup.index).mask(letter.isin(shared), BY_RESIDENTS)
    return methods.mask(letter == UNCHANGED, WHOLE)
