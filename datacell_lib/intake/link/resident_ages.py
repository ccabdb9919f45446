"""Residents by age and standing in deprivation: what the need of a place is worked out from."""

from __future__ import annotations

import pandas as pd

from datacell_lib.config import PURPOSES
from datacell_lib.files.area import Area
from datacell_lib.files.purpose_risks import STANDING
from datacell_lib.files.purposes import Purposes
from datacell_lib.intake.census.bridging import Bridge
from datacell_lib.schema import AREA_CODE, DEPRIVATION_RANK, ConfigError
from datacell_lib.table_sources import mark_sources
from datacell_lib.wording import ask_whether_meant, quote_names

MIDDLE = 0.5  # a neighbourhood's rank stands for it in its middle


def load_resident_ages(
    area: Area, *, purposes: Purposes, neighbourhoods: pd.DataFrame, nation: pd.DataFrame
) -> pd.DataFrame:
    """Load how many residents of a neighbourhood are of which age, and how deprived it is.

    Parameters
    ----------
    area : Area
        Names the dataset of residents.
    purposes : Purposes
        Say which ages that dataset has.
    neighbourhoods : pandas.DataFrame
        The area's, with `area_code` and `deprivation_rank`.
    nation : pandas.DataFrame
        The nation's, with the same.

    Returns
    -------
    pandas.DataFrame
        One row a neighbourhood, in their order: `area_code`, a column such as `aged_65_and_over`
        for each age (missing where the file has no row), and `deprivation_standing` (0 is the
        nation's most deprived, 1 its least). Without rows where the purposes say nothing of the
        ages that the dataset has.

    Raises
    ------
    ConfigError
        If the dataset has no column that the purposes name.
    """
    source = purposes.find_ages(area.population.dataset)
    codes = neighbourhoods[AREA_CODE]
    if source is None:
        return mark_sources(pd.DataFrame({AREA_CODE: codes.head(0)}), [area.population.dataset])
    counted = Bridge(area).read(source.dataset).table.set_index(AREA_CODE)
    named = {band.column: band.counted_in for band in source.bands}
    for column in named.values():
        if column not in counted:
            raise ConfigError(
                f"{PURPOSES}: dataset {source.dataset} has no column {column!r}."
                f"{ask_whether_meant(column, list(counted))} It has {quote_names(counted)}."
            )
    ages = {column: codes.map(counted[given]) for column, given in named.items()}
    ranked = nation[DEPRIVATION_RANK].notna().sum()
    standing = (neighbourhoods[DEPRIVATION_RANK] - MIDDLE) / ranked
    found = pd.DataFrame({AREA_CODE: codes, **ages, STANDING: standing})
    behind = mark_sources(found, [source.dataset, area.deprivation_rank.dataset])
    return behind.reset_index(drop=True)
