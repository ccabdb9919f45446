"""Weighting: how much each component counts in what is above it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import statsmodels.api as sm
from statsmodels.multivariate.factor import Factor

from datacell_lib.analysis.index.normalise import calculate_z_scores
from datacell_lib.analysis.index.variation import check_variation
from datacell_lib.files.index_methods import (
    Aggregation,
    EqualWeights,
    ExpertWeights,
    FirstPrincipalComponent,
    GivenWeights,
    MaximumLikelihoodFactor,
    OutcomeWeights,
)
from datacell_lib.files.index_spec import Domain, IndexSpec
from datacell_lib.number_types import convert_to_floats
from datacell_lib.schema import TableError

FEWEST_FOR_FACTOR = 3
START = 1  # the search begins at drawn loadings: the same ones in every run


def weigh_equally(names: list[str], *, aggregation: Aggregation) -> pd.Series:
    """Return the same weight for each component: 1/n in a mean, 1 in a sum.

    Examples
    --------
    >>> from datacell_lib.files.index_methods import SimpleAggregation
    >>> weigh_equally(["a", "b"], aggregation=SimpleAggregation(method="sum")).tolist()
    [1.0, 1.0]
    """
    weight = 1.0 if aggregation.method == "sum" else 1 / len(names)
    return pd.Series(weight, index=names)


def weigh_by_first_component(scores: pd.DataFrame) -> pd.Series:
    """Weigh components by what they share: squared loadings on the first principal component.

    Parameters
    ----------
    scores : DataFrame of float, shape (areas, components)
        Normalised components; their units don't matter.

    Returns
    -------
    Series of float, index components
        They add up to 1.

    Raises
    ------
    TableError
        If a component is constant.

    Notes
    -----
    The eigenvector of the correlation matrix with the greatest eigenvalue has length 1; its
    squared elements are the weights. Components that measure the same thing twice gain weight,
    so don't use it where overlap is an accident of what data exist.

    References
    ----------
    Nicoletti G., Scarpetta S., Boylaud O. (2000). OECD Economics Department working paper 226.

    Examples
    --------
    >>> scores = pd.DataFrame({"a": [1.0, 2.0, 3.0, 4.0], "b": [1.0, 3.0, 2.0, 4.0]})
    >>> weigh_by_first_component(scores).round(6).tolist()
    [0.5, 0.5]
    """
    scores = convert_to_floats(scores)
    for _, column in scores.items():
        check_variation(column, step="weighting by the first principal component")
    _, vectors = np.linalg.eigh(scores.corr().to_numpy())
    return pd.Series(vectors[:, -1] ** 2, index=scores.columns)


def weigh_by_factor(scores: pd.DataFrame) -> pd.Series:
    """Weigh components by their loadings on one maximum-likelihood factor.

    Parameters
    ----------
    scores : DataFrame of float, shape (areas, components)
        At least three normalised components.

    Returns
    -------
    Series of float, index components
        Absolute loadings divided by their sum.

    Raises
    ------
    TableError
        If there are fewer than three components, or one is constant.

    Notes
    -----
    One factor is assumed to cause all components. Don't use it where they form need rather
    than reflect it: age and crowding both add to risk without sharing a cause.

    References
    ----------
    Lawley D. N., Maxwell A. E. (1971). Factor analysis as a statistical method.

    Examples
    --------
    >>> scores = pd.DataFrame({"a": [1, 2, 3, 4, 5, 6, 7, 8], "b": [4, 1.5, 5, 1.5, 6, 8, 3, 7],
    ...                        "c": [3.5, 5, 1.5, 7, 3.5, 7, 1.5, 7]})
    >>> weigh_by_factor(scores).round(4).tolist()
    [0.4545, 0.3658, 0.1797]
    """
    if scores.shape[1] < FEWEST_FOR_FACTOR:
        raise TableError(
            f"a factor needs at least {FEWEST_FOR_FACTOR} components; found "
            f"{', '.join(scores.columns)}. Use equal or given weights."
        )
    standardised = convert_to_floats(scores).apply(calculate_z_scores)
    fit = Factor(standardised.to_numpy(), n_factor=1, method="ml").fit(rng=START)
    loadings = np.abs(fit.loadings[:, 0])
    return pd.Series(loadings / loadings.sum(), index=scores.columns)


def weigh_by_outcome(
    scores: pd.DataFrame, *, events: pd.Series, exposure: pd.Series, zero_negative: bool = False
) -> pd.Series:
    """Weigh components by how strongly each predicts an outcome, as SAVI does.

    Parameters
    ----------
    scores : DataFrame of float, shape (areas, components)
    events : Series of int, shape (areas,)
        Number of outcomes, such as deaths.
    exposure : Series of float, shape (areas,)
        Expected events, or person-years; above zero.
    zero_negative : bool
        Whether a component that predicts fewer events gets weight 0 instead of an error.

    Returns
    -------
    Series of float, index components
        Coefficients over their sum.

    Raises
    ------
    TableError
        If an exposure is not above zero, a component is constant, or a coefficient is negative.

    Notes
    -----
    Poisson regression with log link and log exposure as offset, on standardised components.
    The weights are for this outcome, in these data: validate them elsewhere before use.

    References
    ----------
    Daras K. et al. (2021). How does vulnerability to COVID-19 vary between communities in
    England? Journal of Epidemiology and Community Health 75(8), 729-734.

    Examples
    --------
    >>> scores = pd.DataFrame({"a": [0.0, 0.0, 1.0, 1.0], "b": [0.0, 1.0, 0.0, 1.0]})
    >>> events = pd.Series([11, 20, 20, 41])
    >>> weigh_by_outcome(scores, events=events, exposure=pd.Series([1.0] * 4)).round(6).tolist()
    [0.5, 0.5]
    """
    events, exposure = convert_to_floats(events), convert_to_floats(exposure)
    if not (exposure > 0).all():
        raise TableError(
            f"the exposure '{exposure.name}' must be above zero everywhere; found "
            f"{exposure.min():g}. Leave out areas with nobody at risk."
        )
    standardised = convert_to_floats(scores).apply(calculate_z_scores)
    design = sm.add_constant(standardised, has_constant="add")
    model = sm.GLM(events, design, family=sm.families.Poisson(), offset=np.log(exposure))
    coefficients = model.fit().params[list(scores.columns)]
    negative = coefficients[coefficients < 0]
    if not negative.empty and not zero_negative:
        raise TableError(
            f"'{negative.index[0]}' predicts fewer events (coefficient {negative.iloc[0]:.3g}), "
            "so it cannot have a weight. Review its direction, remove it, or choose "
            "'negative_coefficients: zero'."
        )
    kept = coefficients.clip(lower=0)
    return kept / kept.sum()


def weigh(
    scores: pd.DataFrame, *, part: IndexSpec | Domain, spec: IndexSpec, extras: pd.DataFrame
) -> pd.Series:
    """Return the weights of one domain's (or the index's) components.

    Parameters
    ----------
    scores : DataFrame of float, shape (areas, components)
        The normalised components.
    part : IndexSpec or Domain
        Whose components they are.
    spec : IndexSpec
        The whole index.
    extras : DataFrame, one row per area
        The whole table, which holds an outcome if weights rest on one.

    Returns
    -------
    Series of float, index components

    Raises
    ------
    TableError
        If the table lacks the outcome or the exposure.

    Examples
    --------
    >>> from datacell_lib.files.index_spec import draft_index_spec
    >>> spec = draft_index_spec(
    ...     {"a": "higher_is_more_vulnerable", "b": "lower_is_more_vulnerable"})
    >>> table = pd.DataFrame({"area_code": ["x", "y", "z"], "a": [1, 2, 3], "b": [9, 7, 8]})
    >>> weigh(table[["a", "b"]], part=spec, spec=spec, extras=table).tolist()
    [0.5, 0.5]
    """
    names = list(scores.columns)
    complete = scores.dropna()
    match spec.weighting_of(part):
        case EqualWeights():
            return weigh_equally(names, aggregation=spec.aggregation_of(part))
        case GivenWeights():
            return pd.Series({child.name: float(child.weight) for child in part.children})
        case ExpertWeights(sets=sets):
            return pd.DataFrame(sets).mean(axis=1)[names]
        case FirstPrincipalComponent():
            return weigh_by_first_component(complete)
        case MaximumLikelihoodFactor():
            return weigh_by_factor(complete)
        case OutcomeWeights() as method:
            columns = [method.outcome, method.exposure]
            lacking = [column for column in columns if column not in extras]
            if lacking:
                raise TableError(
                    f"{spec.file}: weighting of '{part.name}' needs the column "
                    f"'{lacking[0]}', which the table lacks. Add it, or choose other weights."
                )
            return weigh_by_outcome(
                complete,
                events=extras.loc[complete.index, method.outcome],
                exposure=extras.loc[complete.index, method.exposure],
                zero_negative=method.negative_coefficients == "zero",
            )
