"""What a map of an index says to those who don't see it."""

from __future__ import annotations

import geopandas as gpd
import numpy as np

from datacell_lib.equal_values import SAME_STEP
from datacell_lib.presentation.formats import format_number
from datacell_lib.presentation.plain_text import join_names
from datacell_lib.presentation.titles import Title
from datacell_lib.schema import FIFTH, PLACE_NAME, POSITION, TENTH
from datacell_lib.wording import count_things

MOST_TOLD = 3  # places of the list
ACROSS, UP = ("west", "", "east"), ("south", "", "north")


def describe_map(title: Title, shares: np.ndarray, *, nation: str, listed: gpd.GeoDataFrame) -> str:
    """Say how many neighbourhoods are most vulnerable, and where the first places lie.

    Parameters
    ----------
    title : Title
        The map's title.
    shares : numpy.ndarray of float
        Where each neighbourhood stands in the nation; missing where it has no rank.
    nation : str
        What the shares are of.
    listed : geopandas.GeoDataFrame
        The listed places in their order, with `position`, `place_name` and `lies`.

    Returns
    -------
    str
        Sentences.
    """
    unranked = int(np.isnan(shares).sum())
    tenth, fifth = (int((shares <= part + SAME_STEP).sum()) for part in (TENTH, FIFTH))
    left_out = f" {_are(unranked)} not ranked." if unranked else ""
    of_all = f"{title.tell('Map')} Of {count_things(len(shares), 'neighbourhood')}"
    if not fifth:
        return f"{of_all} none is among the most vulnerable 20% in {nation}.{left_out}"
    told = (
        f"{of_all} {_are(tenth)} among the most vulnerable 10% in {nation} and "
        f"{format_number(fifth)} among the most vulnerable 20%; the darker, the more vulnerable."
    )
    return f"{told}{_tell_first(listed)}{left_out}"


def tell_side(bounds: np.ndarray, *, x: float, y: float) -> str:
    """Say in which part of a map a point lies.

    Parameters
    ----------
    bounds : numpy.ndarray, shape (4,)
        The map's left, bottom, right and top.
    x, y : float
        The point.

    Returns
    -------
    str
        "in the south-east", or "in the middle".

    Examples
    --------
    >>> tell_side(np.array([0, 0, 9, 9]), x=8, y=1), tell_side(np.array([0, 0, 9, 9]), x=5, y=4)
    ('in the south-east', 'in the middle')
    """
    left, bottom, right, top = bounds
    across = ACROSS[min(2, int(3 * (x - left) / (right - left)))]
    up = UP[min(2, int(3 * (y - bottom) / (top - bottom)))]
    return f"in the {'-'.join(part for part in (up, across) if part) or 'middle'}"


def _tell_first(listed: gpd.GeoDataFrame) -> str:
    if listed.empty:
        return ""
    first = listed.head(MOST_TOLD)
    told = [
        f"{format_number(row[POSITION])} {row[PLACE_NAME]} ({row['lies']})"
        for _, row in first.iterrows()
    ]
    if len(listed) == 1:
        return f" The one place listed is {told[0]}."
    return f" The first places of the list: {join_names(told)}."


def _are(number: int) -> str:
    return {0: "none is", 1: "1 is"}.get(number, f"{format_number(number)} are")
