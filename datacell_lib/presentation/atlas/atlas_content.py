"""What an atlas holds of neighbourhoods: names, ranks and values, as readers see them."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping

import pandas as pd

from datacell_lib.governance.release import Released
from datacell_lib.presentation.formats import PERCENT, round_up_percent
from datacell_lib.schema import (
    AREA_CODE,
    AREAS,
    DISTRICT_CODE,
    DISTRICT_NAME,
    GEOMETRY,
    NEIGHBOURHOOD,
    PLACE_NAME,
    RANK,
    TITLE,
    TableError,
)

PLACE = [AREA_CODE, NEIGHBOURHOOD, PLACE_NAME, DISTRICT_CODE, DISTRICT_NAME]
PLACE += [RANK, AREAS, GEOMETRY]
DIGITS = 4  # that count, of what is neither counted nor a percentage


def require_each_once(released: Released) -> None:
    """Refuse neighbourhoods of which there are none, or one stands twice.

    Parameters
    ----------
    released : Released
        The neighbourhoods, by `area_code`.

    Raises
    ------
    TableError
        If it is so.
    """
    places = released.table
    if places.empty or not places[AREA_CODE].is_unique:
        raise TableError(
            f"{released.id}: an atlas needs each neighbourhood once; found {len(places)} rows of "
            f"{places[AREA_CODE].nunique()} neighbourhoods."
        )


def list_known(layers: Released) -> pd.DataFrame:
    """List the layers that are known for neighbourhoods themselves.

    Parameters
    ----------
    layers : Released
        What `WorkedIndex.layers` returns.

    Returns
    -------
    pandas.DataFrame
        The rows that are `native`.
    """
    return layers.table[layers.table["native"].astype(bool)]


def list_wider(layers: Released) -> list[str]:
    """List the titles of what is known for larger areas only.

    Parameters
    ----------
    layers : Released
        What `WorkedIndex.layers` returns.

    Returns
    -------
    list of str
        Titles.
    """
    return list(layers.table.loc[~layers.table["native"].astype(bool), TITLE])


def list_districts(places: pd.DataFrame) -> list[list[str]]:
    """List the code and name of each district, by name.

    Parameters
    ----------
    places : pandas.DataFrame
        Rows with `district_code` and `district_name`.

    Returns
    -------
    list of list of str
        A pair each.
    """
    districts = places[[DISTRICT_CODE, DISTRICT_NAME]].drop_duplicates()
    return districts.sort_values([DISTRICT_NAME, DISTRICT_CODE]).to_numpy().tolist()


def list_names(places: pd.DataFrame) -> dict[str, list]:
    """List the codes, names, towns and ranks of neighbourhoods.

    Parameters
    ----------
    places : pandas.DataFrame
        Neighbourhoods with the columns of `PLACE`.

    Returns
    -------
    dict of str to list
        `codes`, `names`, `ranks`, the different `towns`, and for each place the number of its
        `town` among these.
    """
    towns, named = pd.factorize(places[PLACE_NAME])
    return {
        "codes": list(places[AREA_CODE]),
        "names": list(places[NEIGHBOURHOOD]),
        "towns": list(named),
        "town": towns.tolist(),
        "ranks": [write_number(rank, "") for rank in places[RANK]],
    }


def describe_layer(layer: Mapping[str, object]) -> dict[str, object]:
    """Describe a layer without its values.

    Parameters
    ----------
    layer : mapping
        A row of `WorkedIndex.layers`.

    Returns
    -------
    dict
        Its column, title, group and unit, and whether low values are the vulnerable ones.
    """
    kept = {key: layer[key] for key in ("column", TITLE, "group", "unit")}
    return {**kept, "low": bool(layer["low"])}


def list_values(layer: Mapping[str, object], places: pd.DataFrame) -> list[float | None]:
    """List a layer's values as readers see them.

    Parameters
    ----------
    layer : mapping
        A row of `WorkedIndex.layers`.
    places : pandas.DataFrame
        Rows with its column.

    Returns
    -------
    list of float or None
        One a row.
    """
    return [write_number(value, str(layer["unit"])) for value in places[layer["column"]]]


def write_number(value: float, unit: str) -> float | None:
    """Write a number as readers see it, so that nothing finer leaves with the page.

    Parameters
    ----------
    value : float
        The number; maybe missing.
    unit : str
        What it is: "standing" and "percent" are shares from 0 to 1.

    Returns
    -------
    float or None
        Whole percent, rounded up, of a standing; one decimal of a percentage; four digits of what
        is not counted.

    Examples
    --------
    >>> write_number(0.101, "standing"), write_number(0.1012, "percent"), write_number(2.0, "")
    (11, 10.1, 2)
    """
    if pd.isna(value) or not math.isfinite(value):
        return None
    if unit == "standing":
        return round_up_percent(value)
    if unit == "percent":
        return round(value * PERCENT, 1)
    number = float(f"{value:.{DIGITS}g}") if value != round(value) else value
    return int(number) if number == int(number) else number


def write_json(value: object) -> str:
    """Write data in as few characters as JSON can be.

    Parameters
    ----------
    value : object
        What JSON can hold.

    Returns
    -------
    str
        The text; not fit for HTML before `UNSAFE` marks are replaced.

    Examples
    --------
    >>> write_json([1, "é", None])
    '[1,"é",null]'
    """
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
