"""Standard populations, as tables to join on the age band."""

from __future__ import annotations

import pandas as pd

from datacell_lib.schema import AGE_BAND, POPULATION

# Eurostat 2013, per 100,000; the 95 and over are in the last band, as UK sources have them.
EUROPEAN_2013 = {
    "0-4": 5000,
    "5-9": 5500,
    "10-14": 5500,
    "15-19": 5500,
    "20-24": 6000,
    "25-29": 6000,
    "30-34": 6500,
    "35-39": 7000,
    "40-44": 7000,
    "45-49": 7000,
    "50-54": 7000,
    "55-59": 6500,
    "60-64": 6000,
    "65-69": 5500,
    "70-74": 5000,
    "75-79": 4000,
    "80-84": 2500,
    "85-89": 1500,
    "90+": 1000,
}


def get_european_standard_population() -> pd.DataFrame:
    """Give the European Standard Population 2013 in its 19 bands, 0-4 to 90+.

    Returns
    -------
    pandas.DataFrame
        ``age_band`` and ``population``, which adds up to 100,000; a new table each time.

    Notes
    -----
    The same for both sexes. Not to be mixed with the 1976 standard, which is much younger:
    rates on the two do not compare.

    References
    ----------
    Eurostat. Revision of the European Standard Population. 2013.

    Examples
    --------
    >>> get_european_standard_population().tail(2)
       age_band  population
    17    85-89        1500
    18      90+        1000
    """
    return pd.DataFrame({AGE_BAND: EUROPEAN_2013.keys(), POPULATION: EUROPEAN_2013.values()})
