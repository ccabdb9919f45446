"""Whether a step leaves an indicator or a domain anything by which to tell areas apart."""

from __future__ import annotations

import numpy as np
import pandas as pd

from datacell_lib.equal_values import is_constant
from datacell_lib.schema import TableError


def check_variation(values: pd.Series, *, step: str) -> None:
    """Refuse a column that cannot be divided by its spread: empty, infinite or constant.

    Parameters
    ----------
    values : Series of float, shape (areas,)
        Before the step.
    step : str
        What is to be done, such as "normalisation 'z_score'".

    Raises
    ------
    TableError
        Naming the step, the column, what was found and the remedy.

    Examples
    --------
    >>> check_variation(pd.Series([1.0, 2.0], name="crowding"), step="normalisation 'z_score'")
    """
    _refuse_infinite(values, said=f"{step} of {_name(values)} is not possible: it")
    if is_constant(values):
        raise TableError(
            f"{step} of {_name(values)} is not possible: it is constant ({_describe(values)}), "
            "so that it cannot tell areas apart. Leave it out, or check what it is made from."
        )


def check_still_varies(after: pd.Series, *, before: pd.Series, step: str, remedy: str) -> None:
    """Refuse what a step made of a column if it lost all that told areas apart.

    Parameters
    ----------
    after, before : Series of float, shape (areas,)
        What the step made, and of what.
    step : str
        What was done, such as "outliers.treatment 'winsorise'".
    remedy : str
        What to do instead: an imperative sentence.

    Raises
    ------
    TableError
        If the result is infinite, lacks a value that there was, or is constant where its column
        was not.

    Examples
    --------
    >>> values = pd.Series([0.0, 1.0], name="crowding")
    >>> check_still_varies(values, before=values, step="normalisation 'none'", remedy="Stop.")
    """
    said = f"{step} of {_name(before)}"
    _refuse_infinite(after, said=f"{said} leaves it unusable: the result", remedy=remedy)
    lost = np.flatnonzero(np.isnan(after.to_numpy()) & ~np.isnan(before.to_numpy()))
    if len(lost):
        raise TableError(
            f"{said} leaves {len(lost)} areas without a value, such as {before.index[lost[0]]} "
            f"({before.iloc[lost[0]]:g} before). {remedy}"
        )
    if is_constant(after) and not is_constant(before):
        raise TableError(
            f"{said} leaves it constant: {_describe(after)} afterwards, so that it cannot tell "
            f"areas apart; it ran from {before.min():g} to {before.max():g}. {remedy}"
        )


def _refuse_infinite(
    values: pd.Series, *, said: str, remedy: str = "Check its numbers and denominators."
) -> None:
    infinite = np.isinf(values.to_numpy())
    if infinite.any():
        raise TableError(f"{said} is infinite for {values.index[infinite][0]}. {remedy}")


def _name(values: pd.Series) -> str:
    return "the values" if values.name is None else f"'{values.name}'"


def _describe(values: pd.Series) -> str:
    known = values.dropna()
    return f"only {known.iloc[0]:g} in {len(known)} areas" if len(known) else "no values"
