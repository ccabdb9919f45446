"""How an outcome goes with indicators across areas: rate ratios from count regressions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.discrete.diagnostic import PoissonDiagnostic
from statsmodels.discrete.discrete_model import PoissonResults

from datacell_lib.analysis.rates.count_models import (
    INTERCEPT,
    fit_negative_binomial,
    fit_poisson,
    read_count_data,
)
from datacell_lib.schema import (
    CONFIDENCE,
    LOWER_CI,
    METHOD,
    NOTE,
    P_VALUE,
    STATISTIC,
    TERM,
    UPPER_CI,
    VALUE,
)
from datacell_lib.table_checks import check_confidence

DISPERSION = "(dispersion)"
TOO_NARROW = "counts vary more than Poisson allows: intervals too narrow, use negative binomial"
OVERDISPERSION_TESTS = {  # statsmodels' names
    "Dean B": "score test of Dean and Lawless",
    "CT nb2": "regression test of Cameron and Trivedi",
}


def calculate_poisson_rate_ratios(
    table: pd.DataFrame, *, indicators: Sequence[str], confidence: float = 0.95
) -> pd.DataFrame:
    """Estimate how the rate of an outcome changes per unit of each indicator.

    Parameters
    ----------
    table : DataFrame
        ``area_code``, ``numerator`` (events), ``denominator`` (population, or events expected
        after standardisation) and the indicators, a row per area.
    indicators : sequence of str
        Columns of the table. Divide one by its standard deviation first to have ratios that
        can be compared.
    confidence : float
        Of the intervals, such as 0.95.

    Returns
    -------
    DataFrame
        A row per term, the intercept first: ``term``, ``value`` (rate ratio per unit; for the
        intercept the rate where every indicator is zero), ``lower_ci``, ``upper_ci``,
        ``confidence``, ``coefficient`` and ``standard_error`` (on the log scale), ``p_value``
        (two-sided, of no association), ``areas``, ``statistic``, ``method``, ``note`` (says so
        where `calculate_overdispersion` finds the intervals too narrow).

    Raises
    ------
    ParameterError
        When no indicator is named, or the confidence is not a share.
    TableError
        When a value is missing or impossible, areas are too few, an indicator is constant or
        made up of the others, or the model does not converge.

    Notes
    -----
    log E(xᵢ) = log nᵢ + β₀ + Σβₖzᵢₖ; the rate ratio is exp(βₖ), its interval
    exp(βₖ ± z·se). It describes areas, not people, and no cause: a ratio between areas can
    differ from, or run against, the one between persons. Neighbouring areas are not
    independent; test the residuals of `association_diagnostics` for clustering.

    References
    ----------
    McCullagh P, Nelder JA (1989). Generalized linear models, 2nd edition. Chapman and Hall.

    Examples
    --------
    >>> table = pd.DataFrame({"area_code": list("ABCD"), "numerator": [10, 12, 19, 41]})
    >>> table = table.assign(denominator=100, deprived=[0, 0, 1, 1])
    >>> ratios = calculate_poisson_rate_ratios(table, indicators=["deprived"])
    >>> ratios.set_index("term")["value"].round(3).to_dict()
    {'(intercept)': 0.11, 'deprived': 2.727}
    """
    check_confidence(confidence)
    data = read_count_data(table, indicators)
    fit = fit_poisson(data)
    tests = _test_overdispersion(fit)
    overdispersed = ((tests["statistic"] > 0) & (tests["pvalue"] < 0.05)).any()
    result = _tabulate(fit.params, fit.bse, confidence, len(table))
    return result.assign(
        **{METHOD: "Poisson regression", NOTE: TOO_NARROW if overdispersed else ""}
    )


def calculate_negative_binomial_rate_ratios(
    table: pd.DataFrame, *, indicators: Sequence[str], confidence: float = 0.95
) -> pd.DataFrame:
    """Estimate rate ratios where counts vary more between areas than Poisson allows.

    Parameters
    ----------
    table, indicators, confidence
        As in `calculate_poisson_rate_ratios`.

    Returns
    -------
    DataFrame
        As in `calculate_poisson_rate_ratios`, and a last row for the dispersion α, its
        interval from log α.

    Raises
    ------
    ParameterError, TableError
        As in `calculate_poisson_rate_ratios`, and a TableError when the counts vary no more
        than Poisson.

    Notes
    -----
    As in `calculate_poisson_rate_ratios`, with variance μ + αμ² (NB2) and α estimated by
    maximum likelihood. With fewer than about 30 areas α is poorly known and the intervals are
    still somewhat narrow.

    References
    ----------
    Cameron AC, Trivedi PK (2013). Regression analysis of count data, 2nd edition. Cambridge.

    Examples
    --------
    >>> table = pd.DataFrame({"area_code": list("ABCDEF"), "numerator": [5, 10, 30, 20, 40, 90]})
    >>> table = table.assign(denominator=100, deprived=[0, 0, 0, 1, 1, 1])
    >>> ratios = calculate_negative_binomial_rate_ratios(table, indicators=["deprived"])
    >>> ratios.set_index("term")["value"].round(2).to_dict()
    {'(intercept)': 0.15, 'deprived': 3.33, '(dispersion)': 0.38}
    """
    check_confidence(confidence)
    fit = fit_negative_binomial(read_count_data(table, indicators))
    result = _tabulate(fit.params[:-1], fit.bse[:-1], confidence, len(table))
    alpha, error = fit.params.iloc[-1], fit.bse.iloc[-1]
    spread = np.exp(stats.norm.isf((1 - confidence) / 2) * error / alpha)
    dispersion = {
        TERM: DISPERSION,
        VALUE: alpha,
        LOWER_CI: alpha / spread,
        UPPER_CI: alpha * spread,
        CONFIDENCE: confidence,
        "coefficient": np.log(alpha),
        "standard_error": error / alpha,
        P_VALUE: np.nan,
        "areas": len(table),
        STATISTIC: "dispersion",
    }
    result.loc[len(result)] = dispersion
    return result.assign(**{METHOD: "negative binomial regression (NB2)", NOTE: ""})


def calculate_overdispersion(table: pd.DataFrame, *, indicators: Sequence[str]) -> pd.DataFrame:
    """Test whether counts vary more between areas than a Poisson model allows.

    Parameters
    ----------
    table, indicators
        As in `calculate_poisson_rate_ratios`.

    Returns
    -------
    DataFrame
        A row per test: ``value`` (standard normal if there is none; above zero when counts
        vary more), ``lower_ci``, ``upper_ci``, ``confidence`` (all missing: it is a test),
        ``p_value`` (two-sided), ``areas``, ``statistic``, ``method``, ``note``.

    Raises
    ------
    ParameterError, TableError
        As in `calculate_poisson_rate_ratios`.

    Notes
    -----
    Both tests are of variance μ against μ + αμ². Score test: Σ((y-μ)²-y) / √(2Σμ²). Regression
    test: the t-value of ((y-μ)²-y)/μ regressed on μ without intercept; one extreme area
    weakens it. A missing indicator and clustered events look the same to them.

    References
    ----------
    Dean C, Lawless JF (1989). Tests for detecting overdispersion in Poisson regression models.
    JASA 84, 467-472.
    Cameron AC, Trivedi PK (1990). Regression-based tests for overdispersion in the Poisson
    model. Journal of Econometrics 46, 347-364.

    Examples
    --------
    >>> table = pd.DataFrame({"area_code": list("ABCDEF"), "numerator": [5, 10, 30, 20, 40, 90]})
    >>> table = table.assign(denominator=100, deprived=[0, 0, 0, 1, 1, 1])
    >>> calculate_overdispersion(table, indicators=["deprived"])["value"].round(2).tolist()
    [21.55, 3.03]
    """
    tests = _test_overdispersion(fit_poisson(read_count_data(table, indicators)))
    return pd.DataFrame(
        {
            VALUE: tests["statistic"].to_numpy(),
            LOWER_CI: np.nan,
            UPPER_CI: np.nan,
            CONFIDENCE: np.nan,
            P_VALUE: tests["pvalue"].to_numpy(),
            "areas": len(table),
            STATISTIC: "overdispersion",
            METHOD: list(OVERDISPERSION_TESTS.values()),
            NOTE: np.where(
                tests["pvalue"] >= 0.05,
                "no sign that Poisson is wrong",
                np.where(tests["statistic"] > 0, TOO_NARROW, "counts vary less than Poisson"),
            ),
        }
    )


def _test_overdispersion(fit: PoissonResults) -> pd.DataFrame:
    frame = PoissonDiagnostic(fit).test_dispersion().summary_frame()
    return frame.set_index("method").loc[list(OVERDISPERSION_TESTS)]


def _tabulate(
    coefficients: pd.Series, errors: pd.Series, confidence: float, areas: int
) -> pd.DataFrame:
    margin = stats.norm.isf((1 - confidence) / 2) * errors
    is_intercept = coefficients.index == INTERCEPT
    return pd.DataFrame(
        {
            TERM: list(coefficients.index),
            VALUE: np.exp(coefficients.to_numpy()),
            LOWER_CI: np.exp((coefficients - margin).to_numpy()),
            UPPER_CI: np.exp((coefficients + margin).to_numpy()),
            CONFIDENCE: confidence,
            "coefficient": coefficients.to_numpy(),
            "standard_error": errors.to_numpy(),
            P_VALUE: 2 * stats.norm.sf(np.abs(coefficients / errors)),
            "areas": areas,
            STATISTIC: np.where(is_intercept, "baseline rate", "rate ratio"),
        }
    )
