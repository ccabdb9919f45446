"""Places that are called like a report district in which they do not lie."""

from __future__ import annotations

import pandas as pd

from datacell_lib.files.area import Area
from datacell_lib.schema import AUTHORITY_CODE, DISTRICT_NAME, MSOA_CODE, PLACE_NAME

THE_PLACE = "the place "


def tell_places_apart(places: pd.DataFrame, *, area: Area) -> pd.DataFrame:
    """Say of places that they are places, where a report district has the same name.

    Parameters
    ----------
    places : pandas.DataFrame
        Neighbourhoods with `msoa_code`, `place_name`, `district_name` and `authority_code`.
    area : Area
        The area: names clash with those of its own report districts.

    Returns
    -------
    pandas.DataFrame
        The same rows. A place's name has "the place" before it wherever a report district of the
        area is called the same and not all of the place lies in it, so that nobody who is sent to
        the place goes to the district.
    """
    here = places[AUTHORITY_CODE].isin(area.authorities) & places[DISTRICT_NAME].notna()
    named = places[here]
    districts = _simplify(named[DISTRICT_NAME])
    called = _simplify(named[PLACE_NAME])
    elsewhere = called.isin(set(districts)) & called.ne(districts)
    clashing = here & places[MSOA_CODE].isin(set(named.loc[elsewhere, MSOA_CODE]))
    told = places[PLACE_NAME].where(~clashing, THE_PLACE + places[PLACE_NAME])
    return places.assign(**{PLACE_NAME: told})


def _simplify(names: pd.Series) -> pd.Series:
    """Write names alike that people say alike."""
    plain = names.astype("str").str.casefold().str.replace("&", "and", regex=False)
    return plain.str.replace(r"[^\w]+", " ", regex=True).str.strip()
