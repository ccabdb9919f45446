"""Sharing whole numbers out without losing or making any."""

from __future__ import annotations

import numpy as np
import pandas as pd

from datacell_lib.schema import TableError

CLOSE = 1e-6


def apportion_whole_numbers(shares: pd.Series, *, within: pd.Series) -> pd.Series:
    """Round shares of whole numbers so that each whole still adds up: largest remainders.

    Parameters
    ----------
    shares : pandas.Series
        What each part would get exactly; parts of one whole add up to a whole number. Missing
        where the whole is missing.
    within : pandas.Series
        Which whole each part is of; same index.

    Returns
    -------
    pandas.Series
        Whole numbers (as floats, so that missing ones can stay missing), each less than 1 from
        the exact share; of equal remainders the earlier row is served first.

    Raises
    ------
    TableError
        If the parts of a whole add up to anything but a whole number.

    Notes
    -----
    Every part gets its share rounded down; what is left goes one by one to the parts with the
    largest remainders (Hamilton's method). Not for values that are not counts.

    Examples
    --------
    >>> shares = pd.Series([3.5, 3.5, 3.0])
    >>> apportion_whole_numbers(shares, within=pd.Series(["a", "a", "a"])).tolist()
    [4.0, 3.0, 3.0]
    """
    totals = shares.groupby(within).transform("sum", skipna=False)
    broken = (totals - totals.round()).abs() > CLOSE
    if broken.any():
        raise TableError(
            f"only whole numbers can be shared out whole; found {totals[broken].iloc[0]:g} in "
            f"{within[broken].iloc[0]}. Share it without rounding, or correct the count."
        )
    nearest = shares.round()
    # shares that are whole but for the last bit of a division
    exact = shares.where((shares - nearest).abs() > CLOSE, nearest)
    floors = np.floor(exact)
    left = (totals - floors.groupby(within).transform("sum", skipna=False)).round()
    place = (exact - floors).groupby(within).rank(method="first", ascending=False)
    return floors + (place <= left).astype("float64")
