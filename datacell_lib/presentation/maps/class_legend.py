"""The classes of a map of standing: their colours, their words, and how many are in each."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from matplotlib.patches import Patch

from datacell_lib.equal_values import SAME_STEP
from datacell_lib.presentation.formats import format_number, format_weight
from datacell_lib.presentation.style import INK, SHADES
from datacell_lib.schema import TableError

# A neighbourhood without a rank isn't one that is safe: it has its own colour, and is hatched.
NOT_RANKED = "#ffffff"
HATCH = {"hatch": "////", "edgecolor": "#9a92ab"}


def sort_into_classes(shares: np.ndarray, *, classes: Sequence[float]) -> np.ndarray:
    """Sort shares into classes.

    Parameters
    ----------
    shares : numpy.ndarray of float
        From 0 to 1; missing where there is no rank.
    classes : sequence of float
        The upper end of each class, rising to 1; each includes its end.

    Returns
    -------
    numpy.ndarray of int
        The number of the class of each, from 0; the number of classes for what is missing.

    Raises
    ------
    TableError
        If the ends do not rise to 1, or there are more or fewer than can be told apart.

    Examples
    --------
    >>> sort_into_classes(np.array([0.1, 0.11, 1.0]), classes=(0.1, 0.2, 0.4, 0.6, 1.0)).tolist()
    [0, 1, 4]
    """
    if len(classes) not in SHADES or classes[0] <= 0 or classes[-1] != 1:
        raise TableError(
            f"the classes of a map are {min(SHADES)} to {max(SHADES)} shares that rise to 1; "
            f"found {', '.join(map(str, classes))}. Use `choose_classes`."
        )
    if (np.diff(classes) <= 0).any():
        raise TableError(
            f"the classes of a map must rise; found {', '.join(map(str, classes))}. Sort them."
        )
    return np.searchsorted(classes, shares - SAME_STEP)


def name_classes(classes: Sequence[float]) -> list[str]:
    """Name the classes.

    Parameters
    ----------
    classes : sequence of float
        The upper end of each.

    Returns
    -------
    list of str
        From the most vulnerable.

    Examples
    --------
    >>> name_classes((0.1, 0.2, 1.0))
    ['Most vulnerable 10%', 'Next 10% (to 20%)', 'Least vulnerable 80%']
    """
    between = [
        f"Next {format_weight(upper - lower)} (to {format_weight(upper)})"
        for lower, upper in pairwise(classes[:-1])
    ]
    first = f"Most vulnerable {format_weight(classes[0])}"
    return [first, *between, f"Least vulnerable {format_weight(1 - classes[-2])}"]


def make_legend(numbers: np.ndarray, *, classes: Sequence[float]) -> list[Patch]:
    """Make the entries of the legend: every class, and how many neighbourhoods are in it.

    Parameters
    ----------
    numbers : numpy.ndarray of int
        What `sort_into_classes` returns.
    classes : sequence of float
        The upper end of each class.

    Returns
    -------
    list of matplotlib.patches.Patch
        With their labels.
    """
    counts = np.bincount(numbers, minlength=len(classes) + 1)
    entries = [
        Patch(facecolor=colour, edgecolor=INK, linewidth=0.4, label=f"{words}: {count:,}")
        for colour, words, count in zip(
            SHADES[len(classes)], name_classes(classes), counts, strict=False
        )
    ]
    unranked = counts[len(classes)]
    if unranked:
        label = f"Not ranked: {format_number(unranked)}"
        entries.append(Patch(facecolor=NOT_RANKED, **HATCH, linewidth=0.4, label=label))
    return entries
