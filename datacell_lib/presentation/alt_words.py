"""What a picture of numbers says by default: how many, the highest, the lowest."""

from __future__ import annotations

import pandas as pd

from datacell_lib.presentation.formats import format_number
from datacell_lib.presentation.measures import Measure
from datacell_lib.presentation.plain_text import join_names

MOST_TOLD = 3  # names that share the highest or lowest value


def tell_extremes(measure: Measure, names: pd.Series | None) -> str:
    """Tell which rows are highest and lowest, and how many are not known.

    Parameters
    ----------
    measure : Measure
        The numbers.
    names : pandas.Series, optional
        What the rows are called.

    Returns
    -------
    str
        Sentences.

    Examples
    --------
    >>> values = pd.Series([3.0, 1.0, None])
    >>> tell_extremes(Measure("n", "Beds", values, format_number), pd.Series(["a", "b", "c"]))
    'Highest: a, 3; lowest: b, 1. Not known for 1.'
    """
    known = measure.numbers.dropna()
    lacking = len(measure.numbers) - len(known)
    missing = f" Not known for {format_number(lacking)}." if lacking else ""
    if known.empty:
        return missing.strip()
    high, low = (_tell(measure, names, value) for value in (known.max(), known.min()))
    if known.max() == known.min():
        return f"All the same: {measure.write(known.max())}.{missing}"
    return f"Highest: {high}; lowest: {low}.{missing}"


def _tell(measure: Measure, names: pd.Series | None, value: float) -> str:
    figure = measure.write(value)
    if names is None:
        return figure
    called = list(dict.fromkeys(names[measure.numbers == value]))
    told = join_names(called) if len(called) <= MOST_TOLD else f"{len(called):,} of them"
    return f"{told}, {figure}"
