"""Deaths where places are most and least vulnerable, within the area."""

from __future__ import annotations

import pandas as pd

from datacell_lib.analysis.index.within_area import FIFTHS
from datacell_lib.analysis.need.fifths_of_places import add_up_fifths
from datacell_lib.analysis.rates.inequality import (
    calculate_relative_index_of_inequality,
    calculate_slope_index_of_inequality,
)
from datacell_lib.analysis.rates.proportions_and_rates import calculate_crude_rate
from datacell_lib.schema import (
    DENOMINATOR,
    DIFFERENCE,
    DIFFERENCE_LOWER,
    DIFFERENCE_UPPER,
    LOWER_CI,
    NUMERATOR,
    ORDERED_BY,
    QUANTILE,
    RATIO,
    RATIO_LOWER,
    RATIO_UPPER,
    UPPER_CI,
    VALUE,
)
from datacell_lib.table_sources import carry_sources

SLOPE = (DIFFERENCE, DIFFERENCE_LOWER, DIFFERENCE_UPPER)
RELATIVE = (RATIO, RATIO_LOWER, RATIO_UPPER)


def compare_deaths_by_fifth(places: pd.DataFrame, *, standing: pd.DataFrame) -> pd.DataFrame:
    """Compare death rates between fifths of an area's places, by vulnerability and deprivation.

    Parameters
    ----------
    places : pandas.DataFrame
        What `space.arrange_places` returns: `area_code` (MSOA), `numerator`, `denominator`.
    standing : pandas.DataFrame
        The area's neighbourhoods: `msoa_code`, `population`, `most_vulnerable_share` and
        `deprivation_rank`, of which low is vulnerable.

    Returns
    -------
    pandas.DataFrame
        `ordered_by` ("vulnerability" or "deprivation"), `quantile` (1 the most vulnerable fifth of
        the area's places), `numerator`, `denominator`, and `value`, `lower_ci`, `upper_ci`, the
        crude rate per 100,000 people with its 95% interval. Empty below ten places. An order in
        which a place has no standing at all is left out.

    Raises
    ------
    TableError
        If a column is missing, or the counts are unfit.

    Notes
    -----
    See `add_up_fifths`. The rates are crude: small areas' deaths are not published by age, and
    where more old people live more die.

    Examples
    --------
    >>> codes = [f"E{number}" for number in range(10)]
    >>> places = pd.DataFrame({"area_code": codes, "numerator": [9.0] * 5 + [3.0] * 5})
    >>> places["denominator"] = 1000.0
    >>> standing = pd.DataFrame({"msoa_code": codes, "population": 1000.0})
    >>> standing["most_vulnerable_share"] = standing["deprivation_rank"] = range(10)
    >>> compare_deaths_by_fifth(places, standing=standing)["value"].tolist()[:5]
    [900.0, 900.0, 600.0, 300.0, 300.0]
    """
    sums = add_up_fifths(places, standing=standing)
    rates = calculate_crude_rate(sums[[NUMERATOR, DENOMINATOR]])[[VALUE, LOWER_CI, UPPER_CI]]
    return carry_sources(sums.join(rates), places, standing)


def measure_gaps(fifths: pd.DataFrame) -> pd.DataFrame:
    """Measure how much more people die where places are most vulnerable.

    Parameters
    ----------
    fifths : pandas.DataFrame
        What `compare_deaths_by_fifth` returns.

    Returns
    -------
    pandas.DataFrame
        `ordered_by`, `difference`, `difference_lower`, `difference_upper` (the slope index of
        inequality, deaths per 100,000 more at the most vulnerable end of a line fitted through
        the fifths than at the least) and `ratio`, `ratio_lower`, `ratio_upper` (the relative
        index: so many times). Missing where nobody died in a fifth, or the line can't
        say. Empty without fifths.

    Raises
    ------
    TableError
        As `calculate_slope_index_of_inequality`.

    Notes
    -----
    Both are turned round: 1 is the least vulnerable fifth here, so that more deaths among the
    vulnerable are a difference above zero and a ratio above one.
    """
    columns = [ORDERED_BY, *SLOPE, *RELATIVE]
    gaps = fifths[[ORDERED_BY]].drop_duplicates().reset_index(drop=True)
    fewest = fifths.groupby(ORDERED_BY)[NUMERATOR].transform("min")
    turned = fifths.assign(**{QUANTILE: FIFTHS + 1 - fifths[QUANTILE]})[fewest > 0]
    if turned.empty:
        return carry_sources(gaps.reindex(columns=columns), fifths)
    how = {"by": ORDERED_BY, "quantiles": FIFTHS, "limits_confidence": 0.95, "scale": "log"}
    for names, calculate in (
        (SLOPE, calculate_slope_index_of_inequality),
        (RELATIVE, calculate_relative_index_of_inequality),
    ):
        ends = calculate(turned.drop(columns=NUMERATOR), **how)
        ends = ends[[ORDERED_BY, VALUE, LOWER_CI, UPPER_CI]].set_axis([ORDERED_BY, *names], axis=1)
        gaps = gaps.merge(ends, on=ORDERED_BY, how="left", validate="1:1")
    return carry_sources(gaps, fifths)
