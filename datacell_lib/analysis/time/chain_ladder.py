"""The chain ladder: how counts that are reported late grow from one age to the next."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from datacell_lib.schema import (
    AREA_CODE,
    COMPARED,
    FELL,
    KNOWN_SHARE,
    KNOWN_SHARE_LOWER,
    KNOWN_SHARE_UPPER,
    LOWER_CI,
    NUMERATOR,
    PERIOD,
    UPPER_CI,
    VALUE,
    WEEKS_AFTER,
    TableError,
)
from datacell_lib.table_checks import (
    check_columns,
    check_confidence,
    check_not_negative,
    check_unique,
)
from datacell_lib.table_sources import carry_sources

VARIANCE, WEEKS_SEEN, STANDARD_ERROR = "variance", "weeks_seen", "standard_error"


def fit_development_factors(known: pd.DataFrame) -> pd.DataFrame:
    r"""Fit by how much counts grow from each age to the next, and how much that varies.

    Parameters
    ----------
    known : pandas.DataFrame
        The triangle, a row for each count as it was known at one age: `area_code`, `period`,
        `weeks_after` (the age, whole numbers from 0), `numerator` (all that was known by then).
        Cells may be missing: only counts seen at both of two ages that follow are compared.

    Returns
    -------
    pandas.DataFrame
        A row for each age but the last: `weeks_after`, `value` (the factor), `variance`,
        `numerator` (what was known at that age of the counts compared), `compared` (how many that
        were not zero), `weeks_seen` (how many periods those are of), `fell` (how many were lower
        at the next age). Factor and variance are missing where they can't be fitted.

    Raises
    ------
    TableError
        If a column is missing, a count is negative or not known, or stands there twice.

    Notes
    -----
    With :math:`C_{ik}` the count of row :math:`i` at age :math:`k`, over the :math:`n` rows seen
    at both ages: :math:`f_k = \sum C_{i,k+1} / \sum C_{ik}` and
    :math:`\sigma_k^2 = \frac{1}{n-1} \sum C_{ik} (C_{i,k+1}/C_{ik} - f_k)^2`. Rows that were zero
    at the earlier age enter the factor alone. It assumes that rows grow independently and alike:
    what delays all places in one week, or changes in how fast is reported, is not seen.

    References
    ----------
    Mack T. Distribution-free calculation of the standard error of chain ladder reserve estimates.
    ASTIN Bulletin 1993;23:213-25.

    Examples
    --------
    >>> known = pd.DataFrame({"area_code": "E1", "period": [1, 1, 2, 2],
    ...                       "weeks_after": [0, 1, 0, 1], "numerator": [80.0, 100, 40, 50]})
    >>> fit_development_factors(known)[["value", "variance", "compared"]].values.tolist()
    [[1.25, 0.0, 2.0]]
    """
    check_columns(known, [AREA_CODE, PERIOD, WEEKS_AFTER, NUMERATOR])
    check_unique(known, keys=[AREA_CODE, PERIOD, WEEKS_AFTER])
    if len(known):
        check_not_negative(known, [NUMERATOR])
    if known[NUMERATOR].isna().any():
        raise TableError(
            f"{NUMERATOR} must be known in every row; found {int(known[NUMERATOR].isna().sum())} "
            "without. Leave out what nobody knew: it is not zero."
        )
    oldest = int(known[WEEKS_AFTER].max()) if len(known) else 0
    wide = known.pivot(index=[AREA_CODE, PERIOD], columns=WEEKS_AFTER, values=NUMERATOR)
    wide = wide.reindex(columns=range(oldest + 1)).astype("float64")
    rows = [_compare(wide[[age, age + 1]].dropna()) for age in range(oldest)]
    names = [VALUE, VARIANCE, NUMERATOR, COMPARED, WEEKS_SEEN, FELL]
    fitted = pd.DataFrame(rows, columns=names).astype("float64")
    fitted.insert(0, WEEKS_AFTER, range(oldest))
    return carry_sources(fitted, known)


def _compare(pair: pd.DataFrame) -> tuple[float, ...]:
    earlier, later = pair.to_numpy().T
    some = earlier > 0
    weeks = pair.index[some].get_level_values(PERIOD).nunique()
    counts = (earlier.sum(), some.sum(), weeks, (later < earlier).sum())
    if not some.any():
        return (np.nan, np.nan, *counts)
    factor = later.sum() / earlier.sum()
    away = (later - factor * earlier)[some] ** 2 / earlier[some]
    return factor, away.sum() / (some.sum() - 1) if some.sum() > 1 else np.nan, *counts


def project_counts(
    counts: pd.DataFrame, *, factors: pd.DataFrame, confidence: float = 0.95
) -> pd.DataFrame:
    r"""Project counts to what they are expected to reach at the last age.

    Parameters
    ----------
    counts : pandas.DataFrame
        `weeks_after` and `numerator`: what is known so far, of one row of the triangle or of
        several of one age together. Other columns are kept.
    factors : pandas.DataFrame
        What `fit_development_factors` returns; counts of its last age or later are whole.
    confidence : float
        Coverage of the intervals as a share.

    Returns
    -------
    pandas.DataFrame
        Their columns, `value` (the count expected in the end), `standard_error`, `lower_ci`,
        `upper_ci` (of the count that will be known), `known_share`, `known_share_lower`,
        `known_share_upper` (the share that is usually known by that age, with the interval of
        that share).

    Raises
    ------
    TableError
        If a column is missing, or a count negative.
    ParameterError
        If `confidence` is no share.

    Notes
    -----
    :math:`F = \prod_{k \ge a} f_k` for a count :math:`N` of age :math:`a`; it is expected to reach
    :math:`NF`, with mean squared error :math:`F^2 \sum_{k \ge a} \frac{\sigma_k^2}{f_k^2}
    (\frac{N}{g_k} + \frac{N^2}{S_k})`, where :math:`g_k = \prod_{j=a}^{k-1} f_j` and :math:`S_k`
    is what was known at age :math:`k` of the counts compared: Mack's formula, which holds for the
    sum of rows of one age, too. Limits by Student's t with one degree fewer than the rows of the
    age with the fewest, missing where that is one; where no count ever fell, none lies below what
    is known. The share is :math:`1/F`, its limits by the part of the error that lies in
    :math:`F`. Not for counts too small to grow by a factor: none known so far stays none.

    References
    ----------
    Mack T. Distribution-free calculation of the standard error of chain ladder reserve estimates.
    ASTIN Bulletin 1993;23:213-25.

    Examples
    --------
    >>> factors = pd.DataFrame({"weeks_after": [0], "value": 1.25, "variance": 0.0,
    ...                         "numerator": 120.0, "compared": 2, "weeks_seen": 2, "fell": 0})
    >>> counts = pd.DataFrame({"weeks_after": [0, 1], "numerator": [60.0, 90.0]})
    >>> project_counts(counts, factors=factors)[["value", "known_share"]].values.tolist()
    [[75.0, 0.8], [90.0, 1.0]]
    """
    check_confidence(confidence)
    check_columns(counts, [WEEKS_AFTER, NUMERATOR])
    check_columns(factors, [WEEKS_AFTER, VALUE, VARIANCE, NUMERATOR, COMPARED, FELL])
    if len(counts):
        check_not_negative(counts, [NUMERATOR])
    pairs = counts[[WEEKS_AFTER, NUMERATOR]].itertuples(index=False)
    names = [VALUE, STANDARD_ERROR, LOWER_CI, UPPER_CI]
    names += [KNOWN_SHARE, KNOWN_SHARE_LOWER, KNOWN_SHARE_UPPER]
    found = [
        _project(count, factors[factors[WEEKS_AFTER] >= age], confidence) for age, count in pairs
    ]
    added = pd.DataFrame(found, columns=names, index=counts.index, dtype="float64")
    return carry_sources(counts.join(added), counts, factors)


def _project(count: float, ahead: pd.DataFrame, confidence: float) -> tuple[float, ...]:
    """Project one count by the factors of the ages ahead of it."""
    factor, known = (ahead[name].to_numpy(dtype=float) for name in (VALUE, NUMERATOR))
    whole = factor.prod()
    relative = ahead[VARIANCE].to_numpy(dtype=float) / factor**2
    grown = np.concatenate([[1.0], factor.cumprod()])[: len(factor)]
    own, shared = (relative / grown).sum(), (relative / known).sum()
    error = whole * np.sqrt(count * own + count**2 * shared)
    varying = ahead.loc[ahead[VARIANCE] > 0, COMPARED]
    times = stats.t.ppf((1 + confidence) / 2, varying.min() - 1) if len(varying) else 0.0
    only_grew = not (ahead[FELL] > 0).any()
    value, share = count * whole, 1 / whole
    lower, upper = value - times * error, value + times * error
    low, high = share * np.exp(np.array([-1, 1]) * times * np.sqrt(shared))
    if only_grew:
        lower, high = max(lower, count), min(high, 1.0)
    return value, error, max(lower, 0.0), upper, share, low, high
