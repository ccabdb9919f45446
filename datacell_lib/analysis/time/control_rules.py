"""The four rules by which a control chart says that something has changed.

They are those of NHS England's Making Data Count programme. A missing point belongs to no run.
"""

from __future__ import annotations

import numpy as np

from datacell_lib.schema import NEAR_LIMIT, OUTSIDE_LIMITS, RISE_OR_FALL, SHIFT

RULES = (OUTSIDE_LIMITS, SHIFT, RISE_OR_FALL, NEAR_LIMIT)
RUN_LENGTH = 7


def mark_signals(value: np.ndarray, centre: np.ndarray, sigma: np.ndarray) -> dict[str, np.ndarray]:
    """Mark the points of one series, in order of time, that break each rule.

    Parameters
    ----------
    value, centre, sigma : numpy.ndarray
        The points, the centre line, and a third of the distance from it to each limit.

    Returns
    -------
    dict of str to numpy.ndarray
        By the rule's column: ``outside_limits``, ``shift`` (7 in a row on one side of the
        centre), ``rise_or_fall`` (7 in a row each above, or each below, the one before),
        ``near_limit`` (2 of 3 in a row within the outer third, on one side).

    Examples
    --------
    >>> import numpy as np
    >>> signals = mark_signals(np.array([0.0, 2.5, 0.0, 2.5, 9.0]), np.zeros(5), np.ones(5))
    >>> signals["near_limit"].tolist()
    [False, True, False, True, False]
    >>> signals["outside_limits"].tolist()
    [False, False, False, False, True]
    """
    away = value - centre
    outside = np.abs(away) > 3 * sigma
    outer = (np.abs(away) > 2 * sigma) & ~outside
    steps = np.sign(np.diff(value, prepend=np.nan))
    rising = _mark_runs(steps, RUN_LENGTH - 1)
    return {
        OUTSIDE_LIMITS: outside,
        SHIFT: _mark_runs(np.sign(away), RUN_LENGTH),
        RISE_OR_FALL: rising | np.append(rising[1:], False),  # and the point it starts from
        NEAR_LIMIT: _mark_pairs(outer & (away > 0)) | _mark_pairs(outer & (away < 0)),
    }


def _mark_runs(signs: np.ndarray, length: int) -> np.ndarray:
    """Mark runs of at least this many equal signs; 0 and missing belong to none."""
    signs = np.nan_to_num(signs)
    starts = np.flatnonzero(np.diff(signs, prepend=np.nan) != 0)
    sizes = np.diff(np.append(starts, len(signs)))
    return np.repeat(sizes >= length, sizes) & (signs != 0)


def _mark_pairs(near: np.ndarray) -> np.ndarray:
    """Mark those that have another one among the two points before or after them."""
    padded = np.concatenate([[False, False], near, [False, False]])
    neighbour = padded[:-4] | padded[1:-3] | padded[3:-1] | padded[4:]
    return near & neighbour
