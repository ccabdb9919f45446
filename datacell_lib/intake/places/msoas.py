"""Which MSOA each neighbourhood is part of, and what it is called."""

from __future__ import annotations

import pandas as pd

from datacell_lib.files.area import Area
from datacell_lib.intake.places.vintages import Vintage
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.schema import AREA_CODE, AREA_NAME, MSOA_CODE, MSOA_NAME, PLACE_NAME, SourceError


def load_msoas(vintage: Vintage, *, area: Area) -> pd.DataFrame:
    """Load the MSOA of every neighbourhood of one census.

    Parameters
    ----------
    vintage : Vintage
        Which census.
    area : Area
        The area it is read for.

    Returns
    -------
    pandas.DataFrame
        One row a neighbourhood: `area_code`, `area_name`, `msoa_code`, `msoa_name`,
        `place_name`.

    Raises
    ------
    SourceError
        If a neighbourhood's MSOA has no name, or two have the same.

    Notes
    -----
    ONS names a neighbourhood after its MSOA with a letter added ("Tendring 018A" is in
    "Tendring 018"), which is how one of 2021 is put in its MSOA; the tests compare this with
    geometry. For 2011 there is a lookup.
    """
    names = read_dataset(vintage.names, area=area)
    _refuse_repeated_names(names, vintage.names)
    names = names.rename(columns={AREA_CODE: MSOA_CODE, AREA_NAME: MSOA_NAME})
    if vintage.msoas is None:
        members = read_dataset(vintage.places, area=area)[[AREA_CODE, AREA_NAME]]
        members = members.assign(**{MSOA_NAME: members[AREA_NAME].str.slice(stop=-1)})
        key = MSOA_NAME
    else:
        members = read_dataset(vintage.msoas, area=area)
        key = MSOA_CODE
    named = members.merge(names, on=key, how="left", validate="many_to_one")
    unnamed = named.loc[named[MSOA_CODE].isna() | named[PLACE_NAME].isna(), AREA_CODE]
    if len(unnamed):
        raise SourceError(
            f"{len(unnamed)} neighbourhoods belong to no named MSOA, {unnamed.iloc[0]} among "
            f"them. Are {vintage.places} and {vintage.names} of the same census?"
        )
    return named[[AREA_CODE, AREA_NAME, MSOA_CODE, MSOA_NAME, PLACE_NAME]]


def _refuse_repeated_names(names: pd.DataFrame, dataset: str) -> None:
    twice = names.loc[names[AREA_NAME].duplicated(), AREA_NAME]
    if len(twice):
        raise SourceError(
            f"{dataset} names {twice.iloc[0]!r} twice, with different codes. Use a file in "
            "which each MSOA has a name of its own."
        )
