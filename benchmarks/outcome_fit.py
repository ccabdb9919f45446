"""Validation: does an index find the areas where an outcome really happened?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import statsmodels.api as sm

from datacell_lib.schema import AREA_CODE, DISTRICT_CODE, POPULATION, TableError

EVENTS = "events"
EXPECTED = "expected"
PREDICTED = "predicted"
FOLD = "fold"


def calculate_expected_events(
    population_by_age: pd.DataFrame, *, total: float, doubling_years: float
) -> pd.Series:
    """Share out events among areas by their residents' ages alone.

    Parameters
    ----------
    population_by_age : DataFrame of float, shape (areas, ages)
        Residents; the columns are ages in years.
    total : float
        Events of all areas together.
    doubling_years : float
        Years of age by which the risk doubles.

    Returns
    -------
    Series of float, shape (areas,), named expected
        They add up to ``total``.

    Raises
    ------
    TableError
        If there are no residents, or ``doubling_years`` is not above zero.

    Notes
    -----
    Expected events are proportional to the sum over ages of residents x 2^(age / doubling). Use
    observed rates by age instead wherever they are known.

    Examples
    --------
    >>> people = pd.DataFrame({60: [100, 0], 70: [0, 100]})
    >>> calculate_expected_events(people, total=30, doubling_years=10).tolist()
    [10.0, 20.0]
    """
    if doubling_years <= 0 or population_by_age.to_numpy().sum() <= 0:
        raise TableError(
            f"expected events need residents, and a doubling above 0 years; found "
            f"{doubling_years:g} years. Check the population file."
        )
    risk = 2 ** (population_by_age.columns.to_numpy(float) / doubling_years)
    weight = population_by_age.to_numpy(float) @ risk
    return pd.Series(total * weight / weight.sum(), index=population_by_age.index, name=EXPECTED)


def assign_folds(districts: pd.Series, *, folds: int, seed: int) -> pd.Series:
    """Put whole districts into folds at random.

    Parameters
    ----------
    districts : Series of str, shape (areas,)
    folds : int
    seed : int

    Returns
    -------
    Series of int, shape (areas,), named fold
        From 0; each has as many districts as the others, or one more.

    Raises
    ------
    TableError
        If there are fewer districts than folds, or fewer than two folds.

    Examples
    --------
    >>> assign_folds(pd.Series(["d", "d", "e"]), folds=2, seed=1).nunique()
    2
    """
    names = np.sort(districts.unique())
    if not 2 <= folds <= len(names):
        raise TableError(
            f"folds must be from 2 to the number of districts ({len(names)}); found {folds}."
        )
    shuffled = np.random.default_rng(seed).permutation(names)
    return districts.map({name: i % folds for i, name in enumerate(shuffled)}).rename(FOLD)


def predict_left_out(
    table: pd.DataFrame, *, predictors: list[str], folds: int = 10, seed: int
) -> pd.DataFrame:
    """Predict events in each district by a model that has not seen that district.

    Parameters
    ----------
    table : DataFrame, one row per area
        area_code, district_code, events, expected, and the predictors.
    predictors : list of str
        Columns; for an index just its score.
    folds : int
        Groups of whole districts that are left out in turn.
    seed : int
        Of the folds.

    Returns
    -------
    DataFrame, one row per area
        area_code, fold, predicted (events by the model), expected (the null model's: the table's
        expected events times the ratio of all events to all expected ones in the training
        districts), dispersion (of the negative binomial, from the training districts).

    Raises
    ------
    TableError
        If a column or value is missing, or expected is not above zero.

    Notes
    -----
    Negative binomial regression with log link and log expected events as offset. Predictors are
    standardised by the training districts. The null model is not that regression without
    predictors, whose intercept weighs areas by the dispersion, but the plain ratio, as a
    standardised ratio has it: the fit of a Poisson regression. The dispersion is estimated by
    moments from it in the training districts, so that it is the same for every index compared.

    References
    ----------
    Hilbe J. M. (2011). Negative binomial regression. Cambridge University Press.

    Examples
    --------
    >>> table = pd.DataFrame({"area_code": list("uvwxyz"), "district_code": list("ddeeff"),
    ...                       "events": [9, 21, 11, 19, 8, 22], "expected": [15.0] * 6,
    ...                       "imd": [10, 30, 11, 29, 9, 31]})
    >>> predictions = predict_left_out(table, predictors=["imd"], folds=3, seed=1)
    >>> (predictions["predicted"] > 15).tolist()
    [False, True, False, True, False, True]
    """
    _check(table, [DISTRICT_CODE, EVENTS, EXPECTED, *predictors])
    fold = assign_folds(table[DISTRICT_CODE], folds=folds, seed=seed)
    blocks = []
    for left_out in range(folds):
        train, test = table[fold != left_out], table[fold == left_out]
        scale = train[EVENTS].sum() / train[EXPECTED].sum()
        usual = train[EXPECTED] * scale
        dispersion = ((train[EVENTS] - usual) ** 2 - usual).sum() / (usual**2).sum()
        family = sm.families.NegativeBinomial(alpha=max(float(dispersion), 1e-8))
        centre, spread = train[predictors].mean(), train[predictors].std(ddof=1)
        design = sm.add_constant((train[predictors] - centre) / spread)
        model = sm.GLM(train[EVENTS], design, family=family, offset=np.log(train[EXPECTED]))
        unseen = sm.add_constant((test[predictors] - centre) / spread, has_constant="add")
        predicted = model.fit().predict(unseen, offset=np.log(test[EXPECTED]))
        blocks.append(
            pd.DataFrame(
                {
                    AREA_CODE: test[AREA_CODE],
                    FOLD: left_out,
                    PREDICTED: predicted,
                    EXPECTED: test[EXPECTED] * scale,
                    "dispersion": family.alpha,
                }
            )
        )
    return pd.concat(blocks).loc[table.index]


def calculate_deviance_explained(events: pd.Series, *, predictions: pd.DataFrame) -> float:
    """Calculate what share of the deviance beyond age a model explains where it was not fitted.

    Parameters
    ----------
    events : Series of float, shape (areas,)
    predictions : DataFrame
        From ``predict_left_out``, with the same index.

    Returns
    -------
    float
        At most 1; below 0 where the model predicts worse than age alone.

    Notes
    -----
    1 - D(predicted) / D(expected), with D the negative binomial deviance
    2 sum [y ln(y / m) - (y + 1/a) ln((y + 1/a) / (m + 1/a))].

    Examples
    --------
    >>> predictions = pd.DataFrame(
    ...     {"predicted": [10.0, 30.0], "expected": [20.0, 20.0], "dispersion": 0.1})
    >>> calculate_deviance_explained(pd.Series([10, 30]), predictions=predictions)
    1.0
    """
    dispersion = predictions["dispersion"]
    explained = _measure_deviance(events, predictions[PREDICTED], dispersion)
    usual = _measure_deviance(events, predictions[EXPECTED], dispersion)
    return float(1 - explained / usual)


def calculate_concentration(table: pd.DataFrame, *, score: str, share: float = 0.2) -> float:
    """Calculate how concentrated events are in the areas that an index ranks first.

    Parameters
    ----------
    table : DataFrame, one row per area
        area_code, population, events, and the score (higher is ranked first).
    score : str
        Column.
    share : float
        0.2 for the areas ranked first that hold a fifth of the people.

    Returns
    -------
    float
        Share of events over share of people: 1 is no better than chance.

    Raises
    ------
    TableError
        If a column or value is missing.

    Notes
    -----
    Areas are taken from the first on until they hold the share or just more. Equal scores are
    taken in the order of area codes.

    Examples
    --------
    >>> table = pd.DataFrame({"area_code": ["a", "b"], "population": [50, 50],
    ...                       "events": [30, 10], "score": [2.0, 1.0]})
    >>> calculate_concentration(table, score="score", share=0.5)
    1.5
    """
    _check(table, [POPULATION, EVENTS, score])
    ordered = table.sort_values([score, AREA_CODE], ascending=[False, True])
    people = ordered[POPULATION].cumsum() / ordered[POPULATION].sum()
    count = int((people < share - 1e-12).sum()) + 1
    first = ordered.head(count)
    held = first[POPULATION].sum() / ordered[POPULATION].sum()
    return float(first[EVENTS].sum() / ordered[EVENTS].sum() / held)


def _measure_deviance(events: pd.Series, means: pd.Series, dispersion: pd.Series) -> float:
    y, m, a = (part.to_numpy(float) for part in (events, means, dispersion))
    own = np.where(y > 0, y * np.log(np.where(y > 0, y, 1) / m), 0)
    return float(2 * (own - (y + 1 / a) * np.log((y + 1 / a) / (m + 1 / a))).sum())


def _check(table: pd.DataFrame, needed: list[str]) -> None:
    lacking = [column for column in (AREA_CODE, *needed) if column not in table]
    if lacking:
        raise TableError(f"the table lacks {', '.join(lacking)}. Join them on {AREA_CODE}.")
    for column in needed:
        gaps = table.loc[table[column].isna(), AREA_CODE]
        if not gaps.empty:
            raise TableError(
                f"'{column}' is missing for {len(gaps)} areas, such as {gaps.iloc[0]}. "
                "Complete it, or leave these areas out and say so."
            )
    if EXPECTED in needed and not (table[EXPECTED] > 0).all():
        area = table.loc[~(table[EXPECTED] > 0), AREA_CODE].iloc[0]
        raise TableError(f"expected events must be above zero; they are not for {area}.")
