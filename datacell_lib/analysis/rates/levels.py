"""Several confidence levels in one answer: a pair of limits for each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from datacell_lib.schema import CONFIDENCE, LOWER_CI, RELIABILITY, UPPER_CI, ParameterError
from datacell_lib.table_checks import check_confidence


def read_levels(confidence: float | Sequence[float]) -> list[float]:
    """List the levels asked for, one or several.

    Parameters
    ----------
    confidence : float or sequence of float
        Coverage as a share, between 0 and 1.

    Returns
    -------
    list of float
        In the order given.

    Raises
    ------
    ParameterError
        If one is not between 0 and 1, one is there twice, or none is.

    Examples
    --------
    >>> read_levels((0.95, 0.998))
    [0.95, 0.998]
    """
    several = isinstance(confidence, Sequence | np.ndarray | pd.Series)
    levels = list(confidence) if several else [confidence]
    if isinstance(confidence, str) or not levels:
        raise ParameterError(
            f"confidence must be a share, or several; found {confidence!r}. Write 95% as 0.95."
        )
    for level in levels:
        check_confidence(level)
    if len(set(levels)) < len(levels):
        raise ParameterError(f"each confidence must be named once; found {levels}.")
    return levels


def name_level(column: str, level: float) -> str:
    """Name a limit by its level.

    Parameters
    ----------
    column : str
        The limit.
    level : float
        Coverage as a share.

    Returns
    -------
    str

    Examples
    --------
    >>> name_level("lower_ci", 0.998)
    'lower_ci_99_8'
    """
    return f"{column}_{level * 100:.10g}".replace(".", "_")


def join_levels(answers: Sequence[pd.DataFrame], levels: Sequence[float]) -> pd.DataFrame:
    """Put the limits of answers that differ in their level alone beside each other.

    Parameters
    ----------
    answers : sequence of pandas.DataFrame
        One for each level, of the same rows.
    levels : sequence of float
        Coverage as a share.

    Returns
    -------
    pandas.DataFrame
        The only answer as it is; or the first, with ``lower_ci_95``, ``upper_ci_95`` and so on
        in place of ``lower_ci``, ``upper_ci`` and ``confidence``.

    Examples
    --------
    >>> one = pd.DataFrame({"value": [5], "lower_ci": [4], "upper_ci": [6], "confidence": 0.95})
    >>> other = one.assign(lower_ci=3, upper_ci=7, confidence=0.998)
    >>> list(join_levels([one, other], [0.95, 0.998]))
    ['value', 'lower_ci_95', 'upper_ci_95', 'lower_ci_99_8', 'upper_ci_99_8']
    """
    first = answers[0]
    if len(answers) == 1:
        return first
    varying = [column for column in (LOWER_CI, UPPER_CI, RELIABILITY) if column in first]
    limits = {
        name_level(column, level): answer[column]
        for answer, level in zip(answers, levels, strict=True)
        for column in varying
    }
    at = list(first).index(LOWER_CI)
    left = [column for column in first if column not in {*varying, CONFIDENCE}]
    joined = first[left].assign(**limits)
    return joined[[*left[:at], *limits, *left[at:]]]
