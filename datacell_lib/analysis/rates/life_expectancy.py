"""Life expectancy from an abridged life table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from datacell_lib.analysis.rates.age_bands import (
    MISSING_BAND,
    NOBODY_IN_BAND,
    find_short_groups,
    read_bands,
)
from datacell_lib.analysis.rates.counts import NO_DENOMINATOR, SUPPRESSED, UNKNOWN
from datacell_lib.analysis.rates.doors import COUNT_COLUMNS, takes_columns
from datacell_lib.analysis.rates.intervals import Interval, calculate_normal_quantile
from datacell_lib.analysis.rates.results import build_result
from datacell_lib.schema import AGE_BAND, ParameterError, TableError
from datacell_lib.table_checks import name_rows

ABRIDGED_BANDS = ("0", "1-4", *(f"{age}-{age + 4}" for age in range(5, 90, 5)), "90+")
SMALLEST_POPULATION = 5000
WIDEST_INTERVAL = 20  # years, at 95%
INFANT_SHARE = 0.1  # of the year that those who die in their first year live
TOO_SMALL = f"population of {SMALLEST_POPULATION:,} or fewer"
TOO_MANY_DEATHS = "more deaths than people in an age band"
TOO_HIGH = "a death rate above what a band of its width can hold"
NO_LAST_DEATHS = "no deaths in the last age band"
TOO_WIDE = f"95% interval wider than {WIDEST_INTERVAL} years"


@takes_columns(*COUNT_COLUMNS, AGE_BAND)
def calculate_life_expectancy(
    table: pd.DataFrame,
    *,
    by: str | Sequence[str] | None = None,
    age_bands: Sequence[str] = ABRIDGED_BANDS,
    confidence: float | Sequence[float] = 0.95,
) -> pd.DataFrame:
    r"""Calculate life expectancy at the start of each age band, by Chiang's and Silcocks' methods.

    Parameters
    ----------
    table : pandas.DataFrame
        Key columns with ``age_band``, ``numerator`` (deaths) and ``denominator`` (people, or
        person-years).
    by : str or sequence of str, optional
        Key columns of the answer, beside ``age_band``. Left out, all the table's.
    age_bands : sequence of str, default "0", "1-4", "5-9", ..., "90+"
        Every band of the life table, youngest first, the last one open: "0", "1-4", "90+".
    confidence : float or sequence of float, default 0.95
        Coverage of the intervals as a share. Several, such as (0.95, 0.998), give limits for each:
        ``lower_ci_95``, ``upper_ci_95``, ``lower_ci_99_8``, ``upper_ci_99_8``.
    area_code, numerator, denominator, numerator_lower, numerator_upper, age_band : str
        What the table calls those columns.

    Returns
    -------
    pandas.DataFrame
        The key columns and ``age_band``, a row for each band in the order of ``age_bands``;
        ``value`` (years left to live at the band's start), ``lower_ci``, ``upper_ci``,
        ``confidence``, ``statistic``, ``method``, ``note``. Not reported, with the reason in
        ``note``: a missing band or count, nobody in a band, a population of 5,000 or fewer,
        more deaths than people in a band, no deaths in the last band, a 95% interval wider than
        20 years. An area without an answer leaves the others theirs.

    Raises
    ------
    TableError
        If the counts are unfit, or an age band is not among ``age_bands``.
    ParameterError
        If ``by`` names no key, ``age_bands`` do not follow on from each other, or
        ``confidence`` is out of range.

    Notes
    -----
    With band width n, death rate M and share a of the band lived by those who die in it (0.1
    in the first year of life, else 0.5), :math:`q = nM/(1 + nM(1-a))` and
    :math:`Var(q) = q^2(1-q)/d`. In the last band q = 1, n = 2/M and :math:`Var = 4/(dM^2)`. It
    is the mean of today's death rates, not a forecast for anyone; pool years for small areas.

    References
    ----------
    Chiang CL. The life table and its construction. 1968. Silcocks PBS et al. Life expectancy as
    a summary of mortality in a population. Journal of Epidemiology and Community Health
    2001;55:38-43.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"age_band": ["0-64", "65+"], "numerator": [200, 900],
    ...                       "denominator": [80_000, 18_000]})
    >>> calculate_life_expectancy(table, age_bands=["0-64", "65+"])["value"].round(2).tolist()
    [77.11, 20.0]
    """
    z = calculate_normal_quantile(confidence)
    starts = _read_starts(age_bands)
    keys, deaths, people, note = _spread_bands(table, by=by, age_bands=list(age_bands))
    alive = np.where(people > 0, people, np.nan)
    dying_at_once = deaths / alive * np.append(np.diff(starts), 0) / 2
    note = np.where((note == "") & (dying_at_once >= 1).any(axis=1), TOO_HIGH, note)
    reported = note == ""
    safe_deaths = np.where(reported[:, None], deaths, 1.0)
    safe_people = np.where(reported[:, None], people, 1000.0)
    value, error = _build_life_table(safe_deaths, safe_people, starts)
    too_wide = 2 * calculate_normal_quantile(0.95) * error > WIDEST_INTERVAL
    notes = np.where(too_wide & reported[:, None], TOO_WIDE, note[:, None]).ravel()
    value, error = (np.where(notes == "", a.ravel(), np.nan) for a in (value, error))
    return build_result(
        keys,
        value=value,
        interval=Interval(value - z * error, value + z * error),
        confidence=confidence,
        statistic="life expectancy",
        method="Chiang, with Silcocks' last band",
        note=notes,
    )


def _read_starts(age_bands: Sequence[str]) -> np.ndarray:
    """Give the first age of each band, having seen that they follow on from each other."""
    parts = pd.Series(list(age_bands), dtype="str").str.extract(r"^(\d+)(?:-(\d+))?(\+)?$")
    starts = pd.to_numeric(parts[0])
    ends = pd.to_numeric(parts[1]).fillna(starts)
    is_open = parts[2].notna().to_numpy()
    follows = (ends.shift() + 1 == starts).to_numpy()[1:]
    open_last = is_open.any() and not is_open[:-1].any()
    if len(starts) < 2 or starts.isna().any() or not (follows.all() and open_last):
        raise ParameterError(
            "age_bands must follow on from each other, the last one open, as in "
            f"'0', '1-4', '5+'; found {', '.join(map(str, age_bands))}."
        )
    return starts.to_numpy(dtype=float)


def _spread_bands(
    table: pd.DataFrame, *, by: Sequence[str] | None, age_bands: list[str]
) -> tuple[pd.DataFrame, np.ndarray, np.ndarray, np.ndarray]:
    """Give the answer's keys, deaths and people by group and band, and why a group has none."""
    groups, group, counts = read_bands(table, by=by)
    column = pd.Index(age_bands).get_indexer(counts.keys[AGE_BAND])
    if (column < 0).any():
        raise TableError(
            f"{AGE_BAND} must be one of {', '.join(age_bands)}; found others for "
            f"{name_rows(counts.keys, column < 0)}. Regroup the ages, or name the table's own in "
            "age_bands."
        )
    low, high, people = (np.full((len(groups), len(age_bands)), np.nan) for _ in range(3))
    low[group, column] = counts.low
    high[group, column] = counts.high
    people[group, column] = counts.denominator
    reasons = {
        MISSING_BAND: find_short_groups(group, bands=len(age_bands)),
        NO_DENOMINATOR: np.isnan(people).any(axis=1),
        UNKNOWN: np.isnan(low).any(axis=1),
        SUPPRESSED: (low < high).any(axis=1),
        TOO_MANY_DEATHS: (low > people).any(axis=1),
        NOBODY_IN_BAND: (people == 0).any(axis=1),
        TOO_SMALL: people.sum(axis=1) <= SMALLEST_POPULATION,
        NO_LAST_DEATHS: low[:, -1] == 0,
    }
    keys = groups.loc[groups.index.repeat(len(age_bands))].reset_index(drop=True)
    keys = keys.assign(**{AGE_BAND: age_bands * len(groups)})
    return keys, low, people, np.select(list(reasons.values()), list(reasons), "")


def _build_life_table(
    deaths: np.ndarray, people: np.ndarray, starts: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Give life expectancy and its standard error, by group (row) and band (column)."""
    rate = deaths / people
    width = np.append(np.diff(starts), np.nan)
    lived = np.where((starts == 0) & (width == 1), INFANT_SHARE, 0.5)
    dying = width * rate / (1 + width * rate * (1 - lived))
    dying[:, -1] = 1
    alive = np.cumprod(np.insert(1 - dying[:, :-1], 0, 1, axis=1), axis=1)
    years = width * alive * (1 - dying * (1 - lived))
    years[:, -1] = alive[:, -1] / rate[:, -1]
    expectancy = np.cumsum(years[:, ::-1], axis=1)[:, ::-1] / alive
    variance = dying**2 * (1 - dying) / np.maximum(deaths, 1)
    after = np.append(expectancy[:, 1:], np.zeros((len(deaths), 1)), axis=1)
    terms = variance * alive**2 * ((1 - lived) * width + after) ** 2
    terms[:, -1] = alive[:, -1] ** 2 / (deaths[:, -1] * rate[:, -1] ** 2)
    return expectancy, np.sqrt(np.cumsum(terms[:, ::-1], axis=1)[:, ::-1]) / alive
