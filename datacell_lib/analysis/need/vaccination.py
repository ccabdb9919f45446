"""How many people of each age had a first dose of a vaccine, and where they lived."""

from __future__ import annotations

import pandas as pd

from datacell_lib.analysis.need.fifths_of_places import add_up_fifths
from datacell_lib.analysis.rates.proportions_and_rates import calculate_proportion
from datacell_lib.schema import (
    AGE_BAND,
    AGE_FROM,
    AREA_CODE,
    DENOMINATOR,
    DENOMINATOR_PERIOD,
    HIGHEST_PLACE,
    LOWER_CI,
    LOWEST_PLACE,
    NUMERATOR,
    ORDERED_BY,
    PERIOD,
    QUANTILE,
    UPPER_CI,
    VALUE,
)
from datacell_lib.table_checks import check_columns
from datacell_lib.table_sources import carry_sources

BANDS = [AGE_BAND, AGE_FROM, PERIOD, DENOMINATOR_PERIOD]
COUNTS = [NUMERATOR, DENOMINATOR]
INTERVAL = [LOWER_CI, UPPER_CI]
BY_AGE = [AGE_BAND, PERIOD, *COUNTS, DENOMINATOR_PERIOD, VALUE, LOWEST_PLACE, HIGHEST_PLACE]
BY_FIFTH = [ORDERED_BY, QUANTILE, AGE_BAND, *COUNTS, VALUE, *INTERVAL]


def cover_ages(doses: pd.DataFrame) -> pd.DataFrame:
    """Say what share of an area's residents of each age had a first dose.

    Parameters
    ----------
    doses : pandas.DataFrame
        What `load_first_doses` returns: `area_code`, `age_band`, `age_from`, `period`,
        `numerator`, `denominator`, `denominator_period`; may be empty.

    Returns
    -------
    pandas.DataFrame
        One row an age band, the oldest first: `age_band`, `period`, `numerator`, `denominator`,
        `denominator_period`, `value`, the share, and `lowest_place` and `highest_place`, those of
        single places. They are above 1 where more people had a dose than are thought to live
        there, and missing where nobody says from which age a band is.

    Raises
    ------
    TableError
        If a column is missing.

    Examples
    --------
    >>> doses = pd.DataFrame({"area_code": ["E1", "E2"], "age_band": "80 and over"})
    >>> doses = doses.assign(age_from=80.0, period=pd.NaT, denominator_period="30 June 2020")
    >>> doses = doses.assign(numerator=[90, 102], denominator=100)
    >>> cover_ages(doses)["value"].tolist()
    [0.96]
    """
    check_columns(doses, [AREA_CODE, *BANDS, *COUNTS])
    bands = doses.assign(**{VALUE: _share(doses)}).groupby(BANDS, dropna=False)
    sums = bands[COUNTS].sum(skipna=False)
    single = {LOWEST_PLACE: bands[VALUE].min(), HIGHEST_PLACE: bands[VALUE].max()}
    covered = sums.assign(**{VALUE: _share(sums)}, **single).reset_index()
    oldest_first = covered.sort_values(AGE_FROM, ascending=False, ignore_index=True)
    return carry_sources(oldest_first[BY_AGE], doses)


def cover_oldest_by_fifth(doses: pd.DataFrame, *, standing: pd.DataFrame) -> pd.DataFrame:
    """Compare the share of the oldest residents with a first dose between fifths of places.

    Parameters
    ----------
    doses : pandas.DataFrame
        As for `cover_ages`.
    standing : pandas.DataFrame
        The area's neighbourhoods, as for `add_up_fifths`.

    Returns
    -------
    pandas.DataFrame
        `ordered_by`, `quantile`, `numerator` and `denominator` as `add_up_fifths` returns them,
        `age_band` (the oldest there is), and `value`, `lower_ci`, `upper_ci`: the share with
        Wilson's 95% interval, which there is none of above 1.

    Raises
    ------
    TableError
        As `add_up_fifths`.

    Notes
    -----
    Everyone with a dose is counted, so an interval holds chance alone. How many people live
    somewhere is an estimate; where few of them are old, its error is the greater one.
    """
    check_columns(doses, [AREA_CODE, *BANDS, *COUNTS])
    oldest = doses[doses[AGE_FROM] == doses[AGE_FROM].max()]
    sums = add_up_fifths(oldest, standing=standing)
    whole = sums[sums[NUMERATOR].le(sums[DENOMINATOR])]
    shares = calculate_proportion(whole[COUNTS].reset_index(drop=True)).set_index(whole.index)
    table = sums.join(shares[INTERVAL])
    band = oldest[AGE_BAND].iloc[0] if len(oldest) else ""
    return carry_sources(
        table.assign(**{AGE_BAND: band, VALUE: _share(sums)})[BY_FIFTH], doses, standing
    )


def _share(counts: pd.DataFrame) -> pd.Series:
    """Divide, where anybody is to divide by."""
    people = counts[DENOMINATOR].astype("float64")
    return counts[NUMERATOR].astype("float64") / people.where(people.gt(0))
