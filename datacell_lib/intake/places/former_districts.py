"""Districts that are no longer: which of today's their neighbourhoods lie in."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from datacell_lib.files.area import Area
from datacell_lib.intake.places.vintages import LOOKUP
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.schema import (
    AREA_CODE,
    AUTHORITY_CODE,
    AUTHORITY_NAME,
    LSOA2021_CODE,
    SourceError,
)
from datacell_lib.table_checks import check_columns
from datacell_lib.wording import make_slug

DISTRICTS_OF_2020 = "lsoa2011-districts-2020"
SUCCESSOR_CODE, SUCCESSOR_NAME = "successor_code", "successor_name"


def load_former_districts(area: Area, *, places: pd.DataFrame) -> pd.DataFrame:
    """Load the districts of 2020 that are gone, each with those that took its place.

    Parameters
    ----------
    area : Area
        Any area on the neighbourhoods of 2021.
    places : pandas.DataFrame
        Every neighbourhood of the nation by `area_code`, with `authority_code` and
        `authority_name`.

    Returns
    -------
    pandas.DataFrame
        `authority_code` and `authority_name` of the former district, `successor_code` and
        `successor_name`: a row for each district that holds neighbourhoods of it now.

    Raises
    ------
    SourceError
        If the districts of 2020, or the lookup between the censuses, can't be had.
    """
    former = read_dataset(DISTRICTS_OF_2020, area=area)
    lookup = read_dataset(LOOKUP, area=area)
    return trace_former_districts(former, lookup=lookup, places=places)


def trace_former_districts(
    former: pd.DataFrame, *, lookup: pd.DataFrame, places: pd.DataFrame
) -> pd.DataFrame:
    """Trace former districts to today's, neighbourhood by neighbourhood.

    Parameters
    ----------
    former : pandas.DataFrame
        Neighbourhoods of 2011 by `area_code`, with `authority_code` and `authority_name`.
    lookup : pandas.DataFrame
        Pairs of `area_code` (2011) and `lsoa2021_code`.
    places : pandas.DataFrame
        Neighbourhoods of 2021 by `area_code`, with today's `authority_code` and
        `authority_name`.

    Returns
    -------
    pandas.DataFrame
        As `load_former_districts`. A district that kept its code isn't in it.

    Examples
    --------
    >>> former = pd.DataFrame({"area_code": ["A"], "authority_code": ["E07000028"],
    ...                        "authority_name": ["Carlisle"]})
    >>> lookup = pd.DataFrame({"area_code": ["A"], "lsoa2021_code": ["B"]})
    >>> places = pd.DataFrame({"area_code": ["B"], "authority_code": ["E06000063"],
    ...                        "authority_name": ["Cumberland"]})
    >>> trace_former_districts(former, lookup=lookup, places=places)["successor_name"].tolist()
    ['Cumberland']
    """
    named = [AREA_CODE, AUTHORITY_CODE, AUTHORITY_NAME]
    for table in (former, places):
        check_columns(table, named)
    check_columns(lookup, [AREA_CODE, LSOA2021_CODE])
    gone = former.loc[~former[AUTHORITY_CODE].isin(places[AUTHORITY_CODE]), named]
    now = places[named].rename(
        columns={
            AREA_CODE: LSOA2021_CODE,
            AUTHORITY_CODE: SUCCESSOR_CODE,
            AUTHORITY_NAME: SUCCESSOR_NAME,
        }
    )
    traced = gone.merge(lookup[[AREA_CODE, LSOA2021_CODE]], on=AREA_CODE)
    traced = traced.merge(now, on=LSOA2021_CODE).drop(columns=[AREA_CODE, LSOA2021_CODE])
    return traced.drop_duplicates().sort_values([AUTHORITY_CODE, SUCCESSOR_CODE], ignore_index=True)


def describe_former(text: str, *, load_former: Callable[[], pd.DataFrame]) -> str:
    """Say which districts took the place of one that is gone.

    Parameters
    ----------
    text : str
        A code or a name.
    load_former : callable
        Loads what `load_former_districts` does.

    Returns
    -------
    str
        Two sentences; nothing where it never was a district, or the lookups are not at hand.

    Examples
    --------
    >>> former = pd.DataFrame({"authority_code": ["E07000028"], "authority_name": ["Carlisle"],
    ...                        "successor_code": ["E06000063"], "successor_name": ["Cumberland"]})
    >>> describe_former("carlisle", load_former=lambda: former).split(".")[0]
    'Carlisle was one in 2020; its neighbourhoods are in Cumberland (E06000063) now'
    """
    try:
        former = load_former()
    except SourceError:
        return ""
    named = former[AUTHORITY_NAME].map(make_slug).eq(make_slug(text))
    own = former[named | former[AUTHORITY_CODE].eq(text.upper())]
    if own.empty:
        return ""
    now = [f"{name} ({code})" for code, name in own[[SUCCESSOR_CODE, SUCCESSOR_NAME]].to_numpy()]
    return (
        f"{own[AUTHORITY_NAME].iloc[0]} was one in 2020; its neighbourhoods are in "
        f"{' and '.join(now)} now. Give {'that' if len(now) == 1 else 'those'} instead; reported "
        "by ward or by groups of your own, its places have pages of their own."
    )
