"""How many residents are expected to need a kind of help, with an interval."""

from __future__ import annotations

import numpy as np
import pandas as pd

from datacell_lib.files.purpose_risks import STANDING, AgeRisk, PlaceRatio
from datacell_lib.files.purposes import Purpose
from datacell_lib.schema import (
    AREA_CODE,
    CONFIDENCE,
    EXPECTED_NEED,
    LOWER_CI,
    NEED_PER_HOUR,
    UPPER_CI,
    TableError,
)
from datacell_lib.table_checks import check_columns
from datacell_lib.table_sources import carry_sources, tell_origin

CONCERNED = "people_concerned"  # residents of the ages that help is for
BETWEEN_FIFTHS = 0.8  # from the middle of the most deprived fifth to that of the least deprived
MIDDLE = 0.5
Z_95 = 1.959963984540054  # of the standard normal distribution
CONFIDENCE_95, ENDS = 0.95, [0.025, 0.975]
DRAWS, SEED = 1_000, 20_200_323


def estimate_need(
    table: pd.DataFrame, *, purpose: Purpose, by: str = AREA_CODE, draws: int = DRAWS
) -> pd.DataFrame:
    """Estimate how many residents will need a kind of help, by neighbourhood or place.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a neighbourhood: `area_code`, `deprivation_standing` (0 is the nation's most
        deprived, 1 its least) and for each age of the purpose how many residents are of it, in a
        column such as `aged_65_and_over`.
    purpose : Purpose
        What they need: see `datacell_lib.files.purposes`.
    by : str
        The column to add neighbourhoods up by.
    draws : int
        How many draws the interval is made of.

    Returns
    -------
    pandas.DataFrame
        One row for each value of that column, sorted by it: `people_concerned` (residents of the
        purpose's ages), `expected_need` (how many of them are expected to need it), `lower_ci`,
        `upper_ci`, `confidence`, and `need_per_hour` (how many of them an hour of turning to these
        people, one after the other, is expected to find). All are missing where a number behind
        them is.

    Raises
    ------
    TableError
        If a column is missing, there are fewer than no people, or a standing is not from 0 to 1.

    Notes
    -----
    The expected number of a neighbourhood is

        people of an age × risk of the age × place, added up over ages, where
        place = ratio ^ ((0.5 − standing) / 0.8) / c

    `ratio` is the purpose's: the risk in the most deprived fifth of neighbourhoods divided by that
    in the least deprived one, whose middles lie 0.8 apart. Between them the risk's logarithm is
    taken to be a straight line. c is the average over all standings, so that a nation keeps its
    risk. A risk never passes 1. Without a ratio, place is 1.

    The interval holds what the purpose's file says that the risks' intervals and the ratio's hold,
    and that the number who need help in a place is a matter of chance (Poisson). In a draw all
    risks are off in the same direction, everywhere: so the intervals of places are not
    independent, and that of a sum is not their sum. It doesn't hold errors of the counts of
    residents, nor that a place is unlike others of its age and deprivation.

    Don't use it to say who needs help: it counts people in places. Don't add up purposes: the same
    people may need several kinds. It knows nothing of help that people have already.

    Examples
    --------
    Of 1,000 people aged 65 and over in the middle of the order of deprivation, where c is 1.03:

    >>> from datacell_lib.files.purposes import load_purposes
    >>> table = pd.DataFrame({"area_code": ["E01000001"], "deprivation_standing": [0.5],
    ...                       "aged_65_and_over": [1000]})
    >>> found = estimate_need(table, purpose=load_purposes().find("heatwave"))
    >>> found[["people_concerned", "expected_need"]].round(0).values.tolist()  # 1000 × 0.22 / 1.03
    [[1000.0, 213.0]]
    """
    check_columns(table, [by])
    expected = expect_need(table, purpose=purpose)
    drawn = draw_need(table, purpose=purpose, draws=draws)
    places = table[by].to_numpy()
    summed = expected.groupby(places)[[CONCERNED, EXPECTED_NEED]].sum(skipna=False)
    # a draw of a place is the sum of its neighbourhoods' draws; one that isn't known is none
    numbers, names = pd.factorize(pd.Series(places), sort=True)
    sums = np.zeros((len(names), draws))
    np.add.at(sums, numbers, np.nan_to_num(drawn.to_numpy()).T)
    known = summed[EXPECTED_NEED].notna().to_numpy()
    lower, upper = np.where(known, np.quantile(sums, ENDS, axis=1), np.nan)
    found = summed.assign(
        **{
            LOWER_CI: lower,
            UPPER_CI: upper,
            CONFIDENCE: CONFIDENCE_95,
            NEED_PER_HOUR: summed[EXPECTED_NEED] / (summed[CONCERNED] * purpose.hours),
        }
    )
    return carry_sources(found.rename_axis(by).reset_index(), table)


def expect_need(table: pd.DataFrame, *, purpose: Purpose) -> pd.DataFrame:
    """Expect how many residents of each neighbourhood will need a kind of help, without interval.

    Parameters
    ----------
    table : pandas.DataFrame
        As `estimate_need` takes it.
    purpose : Purpose
        What they need.

    Returns
    -------
    pandas.DataFrame
        In the order of the table: `area_code`, `people_concerned` (residents of the purpose's
        ages), `expected_need`.

    Raises
    ------
    TableError
        As `estimate_need`.
    """
    people, standing = _read(table, purpose)
    risks = np.array([band.risk for band in purpose.bands])
    place = _weigh_place(standing, np.array([purpose.place.ratio if purpose.place else 1.0]))
    need = _expect(people, risks[np.newaxis], place)[0]
    columns = {AREA_CODE: table[AREA_CODE], CONCERNED: people.sum(axis=1), EXPECTED_NEED: need}
    return carry_sources(pd.DataFrame(columns, index=table.index), table)


def draw_need(
    table: pd.DataFrame, *, purpose: Purpose, draws: int = DRAWS, seed: int = SEED
) -> pd.DataFrame:
    """Draw how many residents of each neighbourhood may turn out to need a kind of help.

    Parameters
    ----------
    table : pandas.DataFrame
        As `estimate_need` takes it.
    purpose : Purpose
        What they need.
    draws : int
        How many draws.
    seed : int
        Of the random numbers: the same draws come out again.

    Returns
    -------
    pandas.DataFrame
        A row a draw, a column a neighbourhood by its code, in the order of the table: whole
        numbers of people, missing in a neighbourhood where a number behind them is.

    Raises
    ------
    TableError
        As `estimate_need`.

    Notes
    -----
    Each draw takes one error for all risks and one for the ratio, both standard normal, so that
    of either 95 draws in 100 lie inside its interval; a Poisson number around the need that
    comes out is then drawn for each neighbourhood.
    """
    people, standing = _read(table, purpose)
    generator = np.random.default_rng(seed)
    errors, of_ratio = generator.standard_normal((2, draws))
    risks = np.column_stack([_stretch(band.risk, band, errors) for band in purpose.bands])
    ratio = purpose.place
    ratios = np.ones(draws) if ratio is None else _stretch(ratio.ratio, ratio, of_ratio)
    expected = _expect(people, np.minimum(risks, 1), _weigh_place(standing, ratios))
    known = np.isfinite(expected).all(axis=0)
    drawn = np.full(expected.shape, np.nan)
    drawn[:, known] = generator.poisson(expected[:, known])
    return pd.DataFrame(drawn, columns=pd.Index(table[AREA_CODE], name=AREA_CODE))


def _read(table: pd.DataFrame, purpose: Purpose) -> tuple[np.ndarray, np.ndarray]:
    """Read people by neighbourhood and age, and each neighbourhood's standing."""
    columns = [band.column for band in purpose.bands]
    check_columns(table, [AREA_CODE, STANDING, *columns])
    people, standing = table[columns].to_numpy("float64"), table[STANDING].to_numpy("float64")
    if (few := (people < 0).any(axis=1)).any():
        raise TableError(
            f"people must not be fewer than none; found {np.nanmin(people):,.0f} in "
            f"{table[AREA_CODE][few].iloc[0]}. Check the file of residents by "
            f"age{tell_origin(table)}."
        )
    if (outside := (standing < 0) | (standing > 1)).any():
        raise TableError(
            f"{STANDING} must lie from 0, the most deprived, to 1; found "
            f"{standing[outside][0]:g} in {table[AREA_CODE][outside].iloc[0]}. Divide the rank by "
            "how many neighbourhoods the nation has."
        )
    return people, standing


def _weigh_place(standing: np.ndarray, ratios: np.ndarray) -> np.ndarray:
    """Weigh places by their standing, a row for each ratio; a nation's average is 1."""
    slopes = np.log(ratios)[:, np.newaxis] / BETWEEN_FIFTHS
    half = slopes / 2
    level = np.abs(half) < 1e-9  # sinh(x) / x is 1 at 0
    average = np.where(level, 1.0, np.sinh(half) / np.where(level, 1.0, half))
    return np.exp(slopes * (MIDDLE - standing)) / average


def _expect(people: np.ndarray, risks: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Expect need: a row for each row of risks and places, a column a neighbourhood."""
    need = np.zeros(place.shape)
    for age in range(people.shape[1]):
        need += people[:, age] * np.minimum(risks[:, age, np.newaxis] * place, 1)
    return need


def _stretch(value: float, given: AgeRisk | PlaceRatio, errors: np.ndarray) -> np.ndarray:
    """Move a figure by standard normal errors: 1.96 of them reach an end of its interval."""
    up, down = np.log(given.upper / value), np.log(value / given.lower)
    return value * np.exp(np.where(errors > 0, up, down) * errors / Z_95)
