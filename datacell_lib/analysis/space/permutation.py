"""How often chance alone would do as much: seeded permutations over a map."""

from __future__ import annotations

import numpy as np
import scipy.sparse

from datacell_lib.schema import ParameterError

TOLERANCE = 1e-9  # sums of the same numbers in another order are the same


def check_permutations(permutations: int) -> None:
    """Refuse fewer permutations than can show anything at the 5% level."""
    if permutations < 99:
        raise ParameterError(
            f"permutations must be 99 or more; found {permutations}. Use 9999 for a report."
        )


def calculate_two_sided_p_value(observed: float, shuffled: np.ndarray) -> float:
    """Twice the share of the shuffles in the smaller tail, the observed map counted among them.

    Parameters
    ----------
    observed : float
        The statistic of the map as it is.
    shuffled : ndarray
        The statistic of each shuffled map, shape (permutations,).

    Returns
    -------
    float
        Between 2 / (permutations + 1) and 1.

    References
    ----------
    Phipson B, Smyth GK (2010). Permutation p-values should never be zero. Stat Appl Genet Mol
    Biol 9, 39.

    Examples
    --------
    >>> calculate_two_sided_p_value(5.0, np.array([1.0, 2.0, 3.0, 4.0]))
    0.4
    """
    slack = TOLERANCE * max(1.0, abs(observed))
    tail = min((shuffled >= observed - slack).sum(), (shuffled <= observed + slack).sum())
    return min(1.0, 2 * (int(tail) + 1) / (len(shuffled) + 1))


def permute_neighbour_means(
    values: np.ndarray, matrix: scipy.sparse.csr_array, *, permutations: int, seed: int
) -> np.ndarray:
    """Test each area's neighbours against as many areas drawn from all the others.

    Parameters
    ----------
    values : ndarray
        A value per area, shape (areas,).
    matrix : scipy.sparse.csr_array
        Ones where two areas are neighbours, shape (areas, areas), zeros on the diagonal.
    permutations : int
        How often neighbours are drawn.
    seed : int
        Makes the draws repeatable; numpy's global state is not touched.

    Returns
    -------
    ndarray
        A two-sided p-value per area, shape (areas,). Local Moran's I and G* with equal weights
        both rise with the neighbours' mean when the area itself is held, so that this one test
        serves both.

    References
    ----------
    Anselin L (1995). Local indicators of spatial association. Geographical Analysis 27, 93-115.

    Examples
    --------
    >>> pair = scipy.sparse.csr_array([[0, 1], [1, 0]])
    >>> permute_neighbour_means(np.array([1.0, 2.0]), pair, permutations=99, seed=1)
    array([1., 1.])
    """
    counts = np.diff(matrix.indptr)
    scaled = (values - values.mean()) / values.std()
    observed = matrix @ scaled
    picks = draw_without_replacement(
        np.random.default_rng([seed, *b"local"]),
        draws=permutations,
        size=int(counts.max()),
        population=len(values) - 1,
    )
    p_values = np.empty(len(values))
    for area, count in enumerate(counts):
        others = np.delete(scaled, area)
        p_values[area] = calculate_two_sided_p_value(
            observed[area], others[picks[:, :count]].sum(axis=1)
        )
    return p_values


def draw_without_replacement(
    rng: np.random.Generator, *, draws: int, size: int, population: int
) -> np.ndarray:
    """Draw positions, none twice in a draw, for many draws at once.

    Parameters
    ----------
    rng : numpy.random.Generator
    draws : int
        How many draws.
    size : int
        How many positions in each, at most ``population``.
    population : int
        Positions run from 0 to ``population`` - 1.

    Returns
    -------
    ndarray
        Shape (draws, size). Any first columns of it are a draw without replacement, too.

    Notes
    -----
    Each column is drawn among the positions that are left, then moved up past those taken
    before it: memory grows with ``size``, never with ``population``.

    Examples
    --------
    >>> picks = draw_without_replacement(np.random.default_rng(1), draws=2, size=3, population=3)
    >>> np.sort(picks, axis=1)
    array([[0, 1, 2],
           [0, 1, 2]])
    """
    picks = np.empty((draws, size), dtype=np.int64)
    for column in range(size):
        pick = rng.integers(population - column, size=draws)
        for taken in np.sort(picks[:, :column], axis=1).T:
            pick += pick >= taken
        picks[:, column] = pick
    return picks
