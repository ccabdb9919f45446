"""Sharing unit by unit: exact where one rule holds, or one floor."""

from __future__ import annotations

import numpy as np

from datacell_lib.analysis.plan.effort import Effort, find_density


def help_most(need: np.ndarray, *, people: np.ndarray, effort: Effort, capacity: int) -> np.ndarray:
    """Give the most people that can be helped, for each of many states of need.

    Parameters
    ----------
    need : ndarray, shape (draws, neighbourhoods)
        People who need help.
    people : ndarray, shape (neighbourhoods,)
        Residents who could be reached.
    effort : Effort
        What is shared.
    capacity : int
        How many there are.

    Returns
    -------
    ndarray, shape (draws,)
        People helped.

    Notes
    -----
    Exact: each further unit in a neighbourhood helps no more than the one before it, so that
    taking the best next unit again and again can't be bettered (a greedy algorithm on a sum of
    concave functions).

    Examples
    --------
    >>> help_most(np.array([[5.0, 6.0]]), people=np.array([10, 30]), effort=Effort(), capacity=20)
    array([7.])
    """
    density = find_density(need, people)
    each = effort.count_contacts(density)
    full, rest = split_units(people, each)
    gains = np.concatenate([density * each, density * rest], axis=1)
    counts = np.concatenate([full, np.ones_like(full)], axis=1)
    order = np.argsort(-gains, axis=1, kind="stable")
    gains, counts = (np.take_along_axis(part, order, axis=1) for part in (gains, counts))
    before = np.cumsum(counts, axis=1) - counts
    return (gains * np.clip(capacity - before, 0, counts)).sum(axis=1)


def meet_floor(
    floor: float, *, density: np.ndarray, each: np.ndarray, people: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Help as many people as a floor says with the fewest units.

    Parameters
    ----------
    floor : float
        People, no more than need help.
    density, each, people : ndarray, shape (neighbourhoods,)
        The share that need help, the residents that one unit reaches, and all residents.

    Returns
    -------
    ndarray of float, ndarray of int
        Residents to reach in each neighbourhood, just enough for the floor; and units.

    Examples
    --------
    >>> parts = {"density": np.array([0.5, 0.2]), "each": np.ones(2), "people": np.array([10, 30])}
    >>> meet_floor(5.1, **parts)
    (array([10. ,  0.5]), array([10,  1]))
    """
    full, rest = split_units(people, each)
    gains = np.concatenate([density * each, density * rest])
    counts = np.concatenate([full, (rest > 0).astype(float)])
    order = np.argsort(-gains, kind="stable")
    taken, left, last = np.zeros(len(gains)), floor, 0
    for at in order:
        if left <= floor * 1e-9 or gains[at] == 0:
            break
        last, taken[at] = at, min(counts[at], np.ceil(left / gains[at] - 1e-9))
        left -= taken[at] * gains[at]
    units = taken.reshape(2, -1).sum(axis=0)
    contacts = np.minimum(people, units * each)
    if left < 0:  # the last one taken need not be fully in use
        contacts[last % len(density)] += left / density[last % len(density)]
    return contacts, units.astype(int)


def split_units(people: np.ndarray, each: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Split what reaches everyone into units with all hours in use, and residents left over.

    Parameters
    ----------
    people, each : ndarray
        Residents, and those that one unit reaches.

    Returns
    -------
    ndarray, ndarray
        Whole units, and the residents whom one more reaches.

    Examples
    --------
    >>> split_units(np.array([10.0]), np.array([4.0]))
    (array([2.]), array([2.]))
    """
    full = np.floor(people / each + 1e-9)
    rest = people - full * each
    return full, np.where(rest > 1e-6, rest, 0.0)
