"""How well a count regression fits: as a whole, and area by area."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import statsmodels.api as sm
from statsmodels.genmod.generalized_linear_model import GLMResults

from datacell_lib.analysis.rates.count_models import (
    CountData,
    fit_negative_binomial,
    fit_poisson,
    read_count_data,
)
from datacell_lib.schema import (
    AREA_CODE,
    CONFIDENCE,
    EXPECTED,
    LOWER_CI,
    METHOD,
    NOTE,
    STATISTIC,
    UPPER_CI,
    VALUE,
)

FAR_OFF = 3.0  # a deviance residual beyond this is seldom chance


def diagnose_poisson_fit(table: pd.DataFrame, *, indicators: Sequence[str]) -> pd.DataFrame:
    """Show where a Poisson model fits badly, and which areas it leans on.

    Parameters
    ----------
    table, indicators
        As in `association.calculate_poisson_rate_ratios`.

    Returns
    -------
    DataFrame
        A row per area, in the table's order: ``area_code``, ``expected``, ``value`` (the
        deviance residual), ``lower_ci``, ``upper_ci``, ``confidence`` (all missing),
        ``pearson_residual``, ``leverage``, ``cooks_distance``, ``statistic``, ``method``,
        ``note`` (names areas far off, or with undue influence).

    Raises
    ------
    ParameterError, TableError
        As in `association.calculate_poisson_rate_ratios`.

    Notes
    -----
    Influence is undue where Cook's distance is above 1. Give the residuals to
    `clusters.calculate_global_moran`: where they cluster, the intervals of the rate ratios are
    too narrow and something that varies over the map is missing from the model.

    References
    ----------
    McCullagh P, Nelder JA (1989). Generalized linear models, 2nd edition. Chapman and Hall.

    Examples
    --------
    >>> table = pd.DataFrame({"area_code": list("ABCD"), "numerator": [10, 12, 19, 41]})
    >>> table = table.assign(denominator=100, deprived=[0, 0, 1, 1])
    >>> diagnose_poisson_fit(table, indicators=["deprived"])["expected"].round(1).tolist()
    [11.0, 11.0, 30.0, 30.0]
    """
    data = read_count_data(table, indicators)
    result = _diagnose(table, _as_glm(data, sm.families.Poisson()))
    return result.assign(**{METHOD: "Poisson regression"})


def diagnose_negative_binomial_fit(
    table: pd.DataFrame, *, indicators: Sequence[str]
) -> pd.DataFrame:
    """Show where a negative binomial model fits badly, and which areas it leans on.

    Parameters
    ----------
    table, indicators
        As in `association.calculate_negative_binomial_rate_ratios`.

    Returns
    -------
    DataFrame
        As in `diagnose_poisson_fit`.

    Raises
    ------
    ParameterError, TableError
        As in `association.calculate_negative_binomial_rate_ratios`.

    Notes
    -----
    As in `diagnose_poisson_fit`, with the dispersion held at its estimate.

    References
    ----------
    Cameron AC, Trivedi PK (2013). Regression analysis of count data, 2nd edition. Cambridge.

    Examples
    --------
    >>> table = pd.DataFrame({"area_code": list("ABCDEF"), "numerator": [5, 10, 30, 20, 40, 90]})
    >>> table = table.assign(denominator=100, deprived=[0, 0, 0, 1, 1, 1])
    >>> diagnose_negative_binomial_fit(table, indicators=["deprived"])["value"].round(1).tolist()
    [-1.3, -0.6, 1.2, -1.2, -0.3, 1.0]
    """
    data = read_count_data(table, indicators)
    alpha = fit_negative_binomial(data).params.iloc[-1]
    result = _diagnose(table, _as_glm(data, sm.families.NegativeBinomial(alpha=alpha)))
    return result.assign(**{METHOD: "negative binomial regression (NB2)"})


def summarise_fits(table: pd.DataFrame, *, indicators: Sequence[str]) -> pd.DataFrame:
    """Compare the Poisson and the negative binomial model of the same counts.

    Parameters
    ----------
    table, indicators
        As in `association.calculate_negative_binomial_rate_ratios`.

    Returns
    -------
    DataFrame
        A row per model: ``method``, ``value`` (Akaike's information criterion, lower is
        better), ``lower_ci``, ``upper_ci``, ``confidence`` (all missing), ``log_likelihood``,
        ``deviance``, ``pearson_chi_squared``, ``degrees_of_freedom``, ``areas``,
        ``statistic``, ``note``.

    Raises
    ------
    ParameterError, TableError
        As in `association.calculate_negative_binomial_rate_ratios`.

    Notes
    -----
    A Pearson χ² near its degrees of freedom is a good sign. The dispersion counts as a
    parameter in Akaike's criterion.

    References
    ----------
    Akaike H (1974). A new look at the statistical model identification. IEEE Transactions on
    Automatic Control 19, 716-723.

    Examples
    --------
    >>> table = pd.DataFrame({"area_code": list("ABCDEF"), "numerator": [5, 10, 30, 20, 40, 90]})
    >>> table = table.assign(denominator=100, deprived=[0, 0, 0, 1, 1, 1])
    >>> summarise_fits(table, indicators=["deprived"])["value"].round(1).tolist()
    [107.4, 55.8]
    """
    data = read_count_data(table, indicators)
    poisson, negative_binomial = fit_poisson(data), fit_negative_binomial(data)
    alpha = negative_binomial.params.iloc[-1]
    rows = []
    for method, fit, family in (
        ("Poisson regression", poisson, sm.families.Poisson()),
        (
            "negative binomial regression (NB2)",
            negative_binomial,
            sm.families.NegativeBinomial(alpha=alpha),
        ),
    ):
        glm = _as_glm(data, family)
        rows.append(
            {
                METHOD: method,
                VALUE: 2 * len(fit.params) - 2 * fit.llf,
                LOWER_CI: np.nan,
                UPPER_CI: np.nan,
                CONFIDENCE: np.nan,
                "log_likelihood": fit.llf,
                "deviance": glm.deviance,
                "pearson_chi_squared": glm.pearson_chi2,
                "degrees_of_freedom": int(glm.df_resid),
                "areas": len(table),
                STATISTIC: "Akaike's information criterion",
                NOTE: "",
            }
        )
    return pd.DataFrame(rows)


def _as_glm(data: CountData, family: sm.families.Family) -> GLMResults:
    return sm.GLM(data.counts, data.design, family=family, exposure=data.exposure).fit()


def _diagnose(table: pd.DataFrame, fit: GLMResults) -> pd.DataFrame:
    influence = fit.get_influence(observed=False)
    cooks_distance = influence.cooks_distance[0]
    off = np.where(np.abs(fit.resid_deviance) > FAR_OFF, "far from what the model expects", "")
    return pd.DataFrame(
        {
            AREA_CODE: table[AREA_CODE].to_numpy(),
            EXPECTED: fit.fittedvalues.to_numpy(),
            VALUE: np.asarray(fit.resid_deviance),
            LOWER_CI: np.nan,
            UPPER_CI: np.nan,
            CONFIDENCE: np.nan,
            "pearson_residual": np.asarray(fit.resid_pearson),
            "leverage": influence.hat_matrix_diag,
            "cooks_distance": cooks_distance,
            STATISTIC: "deviance residual",
            NOTE: np.where(cooks_distance > 1, "the model leans heavily on this area", off),
        }
    )
