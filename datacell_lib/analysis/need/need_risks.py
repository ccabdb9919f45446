"""What expected need is made from: every risk and ratio, with what its interval holds."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from datacell_lib.files.purposes import Purpose
from datacell_lib.schema import AGE_BAND, LOWER_CI, NOTE, TITLE, UPPER_CI, VALUE

RATIO_OF = "most over least deprived fifth"
COLUMNS = [TITLE, AGE_BAND, VALUE, LOWER_CI, UPPER_CI, NOTE]


def list_risks(purposes: Sequence[Purpose]) -> pd.DataFrame:
    """List the risks and ratios that expected need is made from.

    Parameters
    ----------
    purposes : sequence of Purpose
        What help may be for.

    Returns
    -------
    pandas.DataFrame
        For each purpose a row for each age, then one for the ratio if it has any: `title`,
        `age_band` (in words), `value` (people of 100 who are expected to need it; or how many times
        as many), `lower_ci`, `upper_ci`, and `note`, what these hold.

    Examples
    --------
    >>> from datacell_lib.files.purposes import load_purposes
    >>> list_risks([load_purposes().find("heatwave")])[["age_band", "value"]].values.tolist()
    [['65 and over', 22.0], ['most over least deprived fifth', 2.0]]
    """
    rows: list[tuple[str, str, float, float, float, str]] = []
    for purpose in purposes:
        for band in purpose.bands:
            shares = (100 * share for share in (band.risk, band.lower, band.upper))
            rows.append((purpose.title, band.title, *shares, purpose.risks.holds))
        if (ratio := purpose.place) is not None:
            figures = (ratio.ratio, ratio.lower, ratio.upper)
            rows.append((purpose.title, RATIO_OF, *figures, ratio.holds))
    return pd.DataFrame(rows, columns=COLUMNS)
