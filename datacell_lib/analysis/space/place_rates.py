"""Rates of the places that an outcome is known for, over all that is published of it."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from datacell_lib.analysis.space.hot_spots import arrange_places
from datacell_lib.schema import (
    AREA_CODE,
    AREA_NAME,
    DENOMINATOR,
    FIRST_PERIOD,
    LAST_PERIOD,
    NUMERATOR,
    PERIOD,
    VALUE,
)
from datacell_lib.table_sources import carry_sources

COLUMNS = [AREA_CODE, AREA_NAME, NUMERATOR, DENOMINATOR, VALUE]


def list_place_rates(counts: pd.DataFrame, *, neighbourhoods: gpd.GeoDataFrame) -> pd.DataFrame:
    """List the rate of each place that an outcome is known for, and the time that it is of.

    Parameters
    ----------
    counts, neighbourhoods
        As for `arrange_places`.

    Returns
    -------
    pandas.DataFrame
        One row an MSOA: `area_code`, `area_name`, `numerator`, `denominator` (people), `value`
        (per 100,000 people over the whole time), `first_period` and `last_period`. No rows where
        there are no counts.

    Raises
    ------
    TableError
        As `arrange_places`.
    """
    places = arrange_places(counts, neighbourhoods=neighbourhoods)
    periods = {FIRST_PERIOD: counts[PERIOD].min(), LAST_PERIOD: counts[PERIOD].max()}
    return carry_sources(pd.DataFrame(places[COLUMNS]).assign(**periods), counts, neighbourhoods)
