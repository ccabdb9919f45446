"""Poisson and negative binomial models of counts, fitted by statsmodels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy.optimize import minimize_scalar
from statsmodels.discrete.discrete_model import NegativeBinomialResults, PoissonResults
from statsmodels.genmod.generalized_linear_model import GLMResults

from datacell_lib.analysis.rates.complete_counts import check_complete_counts
from datacell_lib.schema import DENOMINATOR, NUMERATOR, ParameterError, TableError

INTERCEPT = "(intercept)"
LOG_DISPERSION_RANGE = (-12.0, 5.0)


@dataclass(frozen=True)
class CountData:
    """Counts, what they are counted among, and the indicators with an intercept before them."""

    counts: np.ndarray
    exposure: np.ndarray
    design: pd.DataFrame


def read_count_data(table: pd.DataFrame, indicators: Sequence[str]) -> CountData:
    """Check a table of counts and indicators, and lay it out for a regression.

    Parameters
    ----------
    table : DataFrame
        ``area_code``, ``numerator``, ``denominator`` and the indicators, a row per area.
    indicators : sequence of str
        Names of columns.

    Returns
    -------
    CountData

    Raises
    ------
    ParameterError
        When no indicator is named, or one twice.
    TableError
        When a value is missing, a count negative, a denominator not above zero, areas too few,
        or an indicator constant or made up of the others.

    Examples
    --------
    >>> table = pd.DataFrame({"area_code": list("ABC"), "numerator": [1, 2, 3]})
    >>> data = read_count_data(table.assign(denominator=9, older=[4, 5, 7]), ["older"])
    >>> list(data.design)
    ['(intercept)', 'older']
    """
    indicators = list(indicators)
    if not indicators or len(set(indicators)) < len(indicators):
        raise ParameterError(f"indicators must be named, each once; found {indicators}.")
    check_complete_counts(table, also=indicators)
    design = table[indicators].astype(float).reset_index(drop=True)
    design.insert(0, INTERCEPT, 1.0)
    if len(design) <= len(design.columns):
        raise TableError(
            f"a model of {len(indicators)} indicators needs more than {len(design.columns)} areas; "
            f"found {len(design)}. Use fewer indicators or a finer geography."
        )
    spread = design / np.sqrt((design**2).sum()).replace(0.0, 1.0)
    if np.linalg.matrix_rank(spread, tol=1e-8) < len(design.columns):
        raise TableError(
            f"the indicators {', '.join(indicators)} must each vary, and none follow from the "
            "others; found that one does not. Leave it out."
        )
    counts, exposure = (table[column].to_numpy(dtype=float) for column in (NUMERATOR, DENOMINATOR))
    return CountData(counts, exposure, design)


def fit_poisson(data: CountData) -> PoissonResults:
    """Fit a Poisson model with the logarithm of the exposure as offset.

    Parameters
    ----------
    data : CountData
        From `read_count_data`.

    Returns
    -------
    PoissonResults
        Of statsmodels.

    Raises
    ------
    TableError
        When the model does not converge.

    Examples
    --------
    >>> design = pd.DataFrame({"(intercept)": [1.0, 1.0, 1.0]})
    >>> data = CountData(np.array([1.0, 2.0, 6.0]), np.array([10.0, 10.0, 10.0]), design)
    >>> fit_poisson(data).predict().round(6)
    array([3., 3., 3.])
    """
    model = sm.Poisson(data.counts, data.design, exposure=data.exposure)
    start = np.zeros(len(data.design.columns))
    start[0] = np.log(max(data.counts.sum(), 0.5) / data.exposure.sum())
    fit = model.fit(start_params=start, maxiter=100, disp=0, warn_convergence=False)
    _check_converged(fit.mle_retvals["converged"], "Poisson")
    return fit


def fit_negative_binomial(data: CountData) -> NegativeBinomialResults:
    """Fit a negative binomial model whose variance is μ + αμ².

    Parameters
    ----------
    data : CountData
        From `read_count_data`.

    Returns
    -------
    NegativeBinomialResults
        Of statsmodels; ``alpha`` is the last parameter.

    Raises
    ------
    TableError
        When the counts vary no more than Poisson, or the model does not converge.

    Notes
    -----
    α is first found by golden search over its profile likelihood, which is safe from any
    start, then refined together with the coefficients by Newton's method, whose information
    matrix gives the standard errors. Where the counts vary no more than Poisson (the score
    Σ((y-μ)²-y) is not above zero) the best α is zero, and the model is refused.

    Examples
    --------
    >>> design = pd.DataFrame({"(intercept)": [1.0, 1.0, 1.0]})
    >>> data = CountData(np.array([1.0, 2.0, 15.0]), np.array([10.0, 10.0, 10.0]), design)
    >>> fit_negative_binomial(data).predict().round(4)
    array([6., 6., 6.])
    """
    poisson = fit_poisson(data)
    expected = poisson.predict()
    if ((data.counts - expected) ** 2 - data.counts).sum() <= 0:
        raise TableError(
            f"{NUMERATOR} must vary more than Poisson for a negative binomial model; found that "
            "it does not, given these indicators. Use the Poisson model."
        )

    def fit_given(log_dispersion: float) -> GLMResults:
        family = sm.families.NegativeBinomial(alpha=np.exp(log_dispersion))
        return sm.GLM(data.counts, data.design, family=family, exposure=data.exposure).fit(
            start_params=poisson.params
        )

    best = minimize_scalar(
        lambda log_dispersion: -fit_given(log_dispersion).llf,
        bounds=LOG_DISPERSION_RANGE,
        method="bounded",
    )
    model = sm.NegativeBinomial(data.counts, data.design, exposure=data.exposure)
    start = np.append(fit_given(best.x).params, np.exp(best.x))
    fit = model.fit(
        start_params=start, method="newton", maxiter=100, disp=0, warn_convergence=False
    )
    _check_converged(fit.mle_retvals["converged"], "negative binomial")
    return fit


def _check_converged(converged: bool, name: str) -> None:
    if not converged:
        raise TableError(
            f"the {name} model must settle on one answer; found that it does not. Check for an "
            "indicator on a huge scale, or one that tells apart all areas without events."
        )
