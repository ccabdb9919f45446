"""Growth rates and doubling times of epidemic series."""

from __future__ import annotations

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import optimize, stats

from datacell_lib.analysis.rates.counts import find_keys
from datacell_lib.analysis.rates.intervals import Interval
from datacell_lib.analysis.rates.results import build_result
from datacell_lib.analysis.time.settings import check_whole
from datacell_lib.schema import (
    AREA_CODE,
    ARROW,
    CONFIDENCE,
    LOWER_CI,
    NOTE,
    NUMERATOR,
    PERIOD,
    PROVISIONAL,
    TREND,
    UPPER_CI,
    VALUE,
    ParameterError,
    TableError,
)
from datacell_lib.table_checks import (
    check_columns,
    check_confidence,
    check_not_negative,
    check_numbers,
    check_one_geography,
    check_regular_series,
)
from datacell_lib.uk_days import use_uk_days

FEWEST_EVENTS = 10
FEWEST_PERIODS = 7
DISPERSION_RANGE = (1e-6, 10.0)  # from Poisson, in effect, to wilder than any case count
DAYS_OF_WEEK = 7
TOO_SHORT = "the series is shorter than the periods asked for"
NOT_KNOWN = "a count in the periods asked for is not known"
TOO_FEW = f"fewer than {FEWEST_EVENTS} events, or all in one period"
EMPTY_DAY = "a day of the week without events"
NO_DOUBLING = "the interval of the growth rate includes none"
ARROWS = {"growing": "↑", "shrinking": "↓", "no clear change": "→", "cannot be calculated": ""}


def calculate_growth_rate(
    table: pd.DataFrame,
    *,
    periods: int = 21,
    day_of_week: bool = False,
    confidence: float = 0.95,
) -> pd.DataFrame:
    r"""Calculate the growth rate of counts over the latest settled periods.

    Parameters
    ----------
    table : pandas.DataFrame
        Key columns with ``period``, ``numerator``, and ``provisional`` from
        ``reporting_delay.mark_provisional``, whose rows are left out; each series in order and
        without gaps. Counts by day or week, not rolling sums.
    periods : int, default 21
        How many settled periods to fit, at least 7.
    day_of_week : bool, default False
        Allow a level of its own to each day of the week; for daily counts of 14 days or more.
    confidence : float, default 0.95
        Coverage of the intervals as a share.

    Returns
    -------
    pandas.DataFrame
        The key columns, ``period`` (the latest fitted), ``value`` (0.1 is growth by about a
        tenth per period), ``lower_ci``, ``upper_ci``, ``confidence``, ``statistic``, ``method``,
        ``note``, ``trend`` ("growing", "shrinking", "no clear change", "cannot be calculated")
        and ``arrow``, by whether the interval leaves zero out.

    Raises
    ------
    TableError
        If a column is missing, a count negative, or a series unsorted or gapped.
    ParameterError
        If ``periods`` or ``confidence`` is out of range, or ``day_of_week`` is asked of series
        that are not daily or of fewer than 14 days.

    Notes
    -----
    Negative binomial regression :math:`\log \mu_t = a + rt`, variance
    :math:`\mu + \alpha\mu^2`, its dispersion by maximum likelihood; limits from the slope's
    standard error by Student's t. Strongly overdispersed counts over few periods are covered a
    little less often than asked for: about 93% for 95% in ``benchmarks/coverage.py``. Not for
    fewer than 10 events, nor for events in one period alone, nor across a peak: one rate is
    fitted to all the periods.

    References
    ----------
    Lawless JF. Negative binomial and mixed Poisson regression. Canadian Journal of Statistics
    1987;15:209-25.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"period": range(7), "provisional": False,
    ...                       "numerator": [10, 20, 40, 80, 160, 320, 640]})
    >>> calculate_growth_rate(table, periods=7)[["value", "trend"]].round(3).values.tolist()
    [[0.693, 'growing']]
    """
    check_confidence(confidence)
    keys, groups = _read_series(table, periods=periods, day_of_week=day_of_week)
    latest = [rows.loc[~rows[PROVISIONAL]].tail(periods) for _, rows in groups]
    fits = [_fit(rows, periods=periods, day_of_week=day_of_week) for rows in latest]
    value, error = np.array([fit[:2] for fit in fits], dtype=float).reshape(-1, 2).T
    terms = DAYS_OF_WEEK + 1 if day_of_week else 2
    half = stats.t.ppf((1 + confidence) / 2, periods - terms) * error
    last = pd.array([rows[PERIOD].iloc[-1] if len(rows) else pd.NA for rows in latest])
    result = build_result(
        keys.assign(**{PERIOD: last}),
        value=value,
        interval=Interval(value - half, value + half),
        confidence=confidence,
        statistic="growth rate per period",
        method="negative binomial regression",
        note=np.array([fit[2] for fit in fits], dtype="str"),
    )
    words = np.select(
        [np.isnan(value), result[LOWER_CI] > 0, result[UPPER_CI] < 0],
        ["cannot be calculated", "growing", "shrinking"],
        "no clear change",
    )
    return result.assign(**{TREND: words, ARROW: [ARROWS[word] for word in words]})


def calculate_doubling_time(growth: pd.DataFrame) -> pd.DataFrame:
    r"""Turn growth rates into doubling times, or halving times where they are negative.

    Parameters
    ----------
    growth : pandas.DataFrame
        As ``calculate_growth_rate`` gives it.

    Returns
    -------
    pandas.DataFrame
        The key columns, ``value`` (periods until counts double; below zero, the periods in
        which they halve), ``lower_ci``, ``upper_ci``, ``confidence``, ``statistic``, ``method``,
        ``note``. Where the growth rate's interval includes zero there are no limits, since
        counts may as well not be doubling at all.

    Raises
    ------
    TableError
        If a column is missing, or a rate or limit is no finite number.

    Notes
    -----
    :math:`\log 2 / r`, at the rate and at its limits. For a forecast it needs the rate to last,
    which it seldom does.

    Examples
    --------
    >>> import pandas as pd
    >>> growth = pd.DataFrame({"value": [0.1], "lower_ci": [0.05], "upper_ci": [0.2],
    ...                        "confidence": [0.95], "note": [""]})
    >>> calculate_doubling_time(growth)[["value", "lower_ci", "upper_ci"]].round(2)
       value  lower_ci  upper_ci
    0   6.93      3.47     13.86
    """
    check_columns(growth, [VALUE, LOWER_CI, UPPER_CI, CONFIDENCE, NOTE])
    check_numbers(growth, [VALUE, LOWER_CI, UPPER_CI])
    rate, lower, upper = (growth[c].to_numpy(dtype=float) for c in (VALUE, LOWER_CI, UPPER_CI))
    clear = lower * upper > 0
    notes = np.where(~clear & ~np.isnan(rate), NO_DOUBLING, growth[NOTE].astype("str"))
    times = [
        np.log(2) / np.where(defined, r, np.nan)
        for r, defined in ((rate, rate != 0), (upper, clear), (lower, clear))
    ]
    return build_result(
        growth[find_keys(growth)],
        value=times[0],
        interval=Interval(times[1], times[2]),
        confidence=growth[CONFIDENCE],
        statistic="doubling time in periods",
        method="negative binomial regression",
        note=notes,
    )


def _read_series(
    table: pd.DataFrame, *, periods: int, day_of_week: bool
) -> tuple[pd.DataFrame, pd.api.typing.DataFrameGroupBy]:
    check_whole(periods, name="periods", least=FEWEST_PERIODS)
    check_columns(table, [PERIOD, NUMERATOR, PROVISIONAL])
    check_not_negative(table, [NUMERATOR])
    table = use_uk_days(table)
    by = [key for key in find_keys(table) if key != PERIOD]
    if AREA_CODE in by:
        check_one_geography(table)
    check_regular_series(table, keys=by)
    if day_of_week:
        _check_daily(table, by=by, periods=periods)
    if not by:
        return pd.DataFrame(index=range(1)), table.groupby(lambda _: 0)
    groups = table.groupby(by, sort=False, observed=True, dropna=False)
    return table[by].drop_duplicates(ignore_index=True), groups


def _check_daily(table: pd.DataFrame, *, by: list[str], periods: int) -> None:
    if periods < 2 * DAYS_OF_WEEK:
        raise ParameterError(
            f"periods must be at least {2 * DAYS_OF_WEEK} with day_of_week; found {periods}."
        )
    if not pd.api.types.is_datetime64_any_dtype(table[PERIOD]):
        raise TableError(f"{PERIOD} must be dates with day_of_week; found {table[PERIOD].dtype}.")
    periods_of_each = table.groupby(by, sort=False)[PERIOD] if by else table[PERIOD]
    steps = periods_of_each.diff().dropna()
    if steps.ne(pd.Timedelta(days=1)).any():
        raise TableError(
            f"{PERIOD} must be daily with day_of_week; found steps of {steps.max().days} days."
        )


def _fit(latest: pd.DataFrame, *, periods: int, day_of_week: bool) -> tuple[float, float, str]:
    """Give the growth rate, its standard error, and why there is none."""
    counts = latest[NUMERATOR].to_numpy(dtype=float, na_value=np.nan)
    if len(counts) < periods:
        return np.nan, np.nan, TOO_SHORT
    if np.isnan(counts).any():
        return np.nan, np.nan, NOT_KNOWN
    if counts.sum() < FEWEST_EVENTS or np.count_nonzero(counts) < 2:
        return np.nan, np.nan, TOO_FEW
    time = np.arange(periods) - (periods - 1) / 2
    design = np.column_stack([np.ones(periods), time])
    if day_of_week:
        day = latest[PERIOD].dt.day_of_week.to_numpy()
        if (np.bincount(day, weights=counts) == 0).any():
            return np.nan, np.nan, EMPTY_DAY
        design = np.column_stack([design, day[:, None] == np.arange(1, DAYS_OF_WEEK)])
    start = np.linalg.lstsq(design, np.log(counts + 0.5))[0]

    def fit_with(log_dispersion: float) -> sm.GLM:
        family = sm.families.NegativeBinomial(alpha=np.exp(log_dispersion))
        return sm.GLM(counts, design, family=family).fit(
            start_params=start, method="newton", max_start_irls=0, disp=False
        )

    likeliest = optimize.minimize_scalar(
        lambda dispersion: -fit_with(dispersion).llf,
        bounds=np.log(DISPERSION_RANGE),
        method="bounded",
    )
    fitted = fit_with(likeliest.x)
    return float(fitted.params[1]), float(fitted.bse[1]), ""
