"""Cases by day of the area's local authority districts."""

from __future__ import annotations

import pandas as pd

from datacell_lib.files.area import Area
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.intake.outcomes.outcome_totals import require_apart
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.schema import AREA_CODE, SourceError

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
    absent = sorted(set(area.authorities) - set(cases[AREA_CODE].unique()))
    if absent:
        raise SourceError(
            f"{area.cases} has no cases for {', '.join(absent)}. Use a file that has them, or "
            f"take the key 'cases' out of data/areas/{area.name}.yml."
        )
    own = cases[AREA_CODE].isin(area.authorities)
    if area.as_of is not None:
        last = max(area.as_of, area.surveillance.until or area.as_of)
        own &= cases["date"] <= pd.Timestamp(last)
    return cases.loc[own, COLUMNS].reset_index(drop=True)
