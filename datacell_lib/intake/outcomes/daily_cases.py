"""Cases by day of the area's local authority districts, and what earlier files said of them."""

from __future__ import annotations

import pandas as pd

from datacell_lib.files.area import Area
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.intake.outcomes.outcome_totals import require_apart, require_snapshots
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.schema import AREA_CODE, KNOWN_ON, SourceError
from datacell_lib.table_sources import mark_sources

TYPES = {AREA_CODE: "str", "date": "datetime64[us]", "cases": "float64"}
COLUMNS = list(TYPES)


def load_daily_cases(area: Area) -> pd.DataFrame:
    """Load the daily cases of an area, where it has any.

    Parameters
    ----------
    area : Area
        Its `cases` names the dataset; where it names none there are none. Its `as_of` is the
        last day of them, or what its `surveillance` looks at afterwards.

    Returns
    -------
    pandas.DataFrame
        `area_code` (local authority district), `date`, `cases`; empty where there are none.

    Raises
    ------
    SourceError
        If the dataset lacks one of the area's authorities.
    ConfigError
        If its days overlap or accumulate: weeks are added up of them.
    """
    if area.cases is None:
        return pd.DataFrame(columns=COLUMNS).astype(TYPES)
    require_apart(load_dataset(area.cases), "date")
    cases = read_dataset(area.cases, area=area)
    own = _find_own(cases, area, dataset=area.cases, named="cases")
    if area.as_of is not None:
        last = max(area.as_of, area.surveillance.until or area.as_of)
        own &= cases["date"] <= pd.Timestamp(last)
    return cases.loc[own, COLUMNS].reset_index(drop=True)


def load_snapshots(area: Area) -> pd.DataFrame:
    """Load what weekly files of an area's daily cases said when they came out.

    Parameters
    ----------
    area : Area
        Its `surveillance` names the dataset of `snapshots`; where it names none there are none.
        Files that came out after its `as_of` are left out: nobody had them then.

    Returns
    -------
    pandas.DataFrame
        `area_code` (local authority district), `date`, `cases`, `known_on` (the day that the file
        came out); empty where there are none.

    Raises
    ------
    SourceError
        If the dataset lacks one of the area's authorities.
    ConfigError
        If its days overlap or accumulate, or its files are not snapshots.

    Examples
    --------
    >>> from datacell_lib.files.area import load_area
    >>> load_snapshots(load_area("sample"))["known_on"].nunique()
    4
    """
    named = area.surveillance.snapshots
    types = TYPES | {KNOWN_ON: TYPES["date"]}
    if named is None:
        nothing = pd.DataFrame(columns=list(types)).astype(types)
        return mark_sources(nothing, [area.population.dataset])
    require_apart(load_dataset(named), "date")
    require_snapshots(load_dataset(named), KNOWN_ON)
    rows = read_dataset(named, area=area)
    own = _find_own(rows, area, dataset=named, named="snapshots")
    if area.as_of is not None:
        own &= rows[KNOWN_ON] <= pd.Timestamp(area.as_of)
    return rows.loc[own, list(types)].reset_index(drop=True)


def _find_own(rows: pd.DataFrame, area: Area, *, dataset: str, named: str) -> pd.Series:
    """Find the rows of an area's authorities, each of which must have some."""
    absent = sorted(set(area.authorities) - set(rows[AREA_CODE].unique()))
    if absent:
        raise SourceError(
            f"{dataset} has no cases for {', '.join(absent)}. Use a file that has them, or "
            f"take the key '{named}' out of data/areas/{area.name}.yml."
        )
    return rows[AREA_CODE].isin(area.authorities)
