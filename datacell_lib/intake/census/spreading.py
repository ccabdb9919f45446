"""Giving the neighbourhoods of a larger area what is known for all of it together."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from datacell_lib.intake.census.carrying import CARRIED, COUNT, are_in
from datacell_lib.schema import AREA_CODE, MSOA_CODE, TableError
from datacell_lib.table_sources import tell_origin
from datacell_lib.wording import name_first


def spread_table(
    table: pd.DataFrame,
    *,
    members: pd.DataFrame,
    quantities: Mapping[str, str],
    weights: pd.Series,
) -> pd.DataFrame:
    """Spread a table of MSOAs over their neighbourhoods, each column by its quantity.

    Parameters
    ----------
    table : pandas.DataFrame
        One row an MSOA, by `area_code`.
    members : pandas.DataFrame
        `area_code` (a neighbourhood) and `msoa_code`, one row a neighbourhood.
    quantities : mapping of str to str
        For every other column "count", "rate" or "score".
    weights : pandas.Series
        Residents by neighbourhood, to share counts by.

    Returns
    -------
    pandas.DataFrame
        One row for each neighbourhood of the MSOAs, sorted by `area_code`.

    Raises
    ------
    TableError
        If a column has a quantity that can't be spread, an MSOA has no neighbourhoods or several
        rows, or residents are not known or not above zero.

    Notes
    -----
    Counts are shared by residents, so that their total stays; rates and scores are copied. Either
    way the neighbourhoods of an MSOA come out alike: the result says nothing about which of
    them has more, and is no ground to rank or draw them by.

    Examples
    --------
    >>> members = pd.DataFrame({"area_code": ["E01000001", "E01000002"], "msoa_code": "E02000001"})
    >>> spread_table(
    ...     pd.DataFrame({"area_code": ["E02000001"], "beds": [60], "rate": [0.5]}),
    ...     members=members, quantities={"beds": "count", "rate": "rate"},
    ...     weights=pd.Series({"E01000001": 1000, "E01000002": 2000}),
    ... )
       area_code  beds  rate
    0  E01000001  20.0   0.5
    1  E01000002  40.0   0.5
    """
    _require_spreadable(table, members, quantities)
    held = members[are_in(members[MSOA_CODE], table[AREA_CODE])]
    residents = held[AREA_CODE].map(weights).astype("float64")
    lacking = held.loc[~(residents > 0), AREA_CODE]
    if len(lacking):
        raise TableError(
            f"residents must be known and above zero to share by; they are not for {len(lacking)} "
            f"neighbourhoods, such as {lacking.iloc[0]}. Check the population file"
            f"{tell_origin(weights)}."
        )
    share = residents / residents.groupby(held[MSOA_CODE]).transform("sum")
    known = table.set_index(AREA_CODE).loc[held[MSOA_CODE]]
    spread = {AREA_CODE: held[AREA_CODE].to_numpy()}
    for column in known:
        values = known[column].to_numpy()
        spread[column] = values * share.to_numpy() if quantities[column] == COUNT else values
    return pd.DataFrame(spread).sort_values(AREA_CODE, ignore_index=True)


def _require_spreadable(
    table: pd.DataFrame, members: pd.DataFrame, quantities: Mapping[str, str]
) -> None:
    for column in table.columns.drop(AREA_CODE):
        if quantities.get(column) not in CARRIED:
            raise TableError(
                f"column {column} must be {', '.join(sorted(CARRIED))} to be spread; found "
                f"{quantities.get(column)!r}. Leave it out: ranks and labels are of the MSOA alone."
            )
    repeated = table.loc[table[AREA_CODE].duplicated(), AREA_CODE]
    if len(repeated):
        raise TableError(
            f"a table to spread has one row an MSOA; {repeated.iloc[0]} has several. Spread one "
            "period or group at a time."
        )
    unknown = table.loc[~are_in(table[AREA_CODE], members[MSOA_CODE]), AREA_CODE]
    if len(unknown):
        raise TableError(
            f"{len(unknown)} codes are no MSOA with neighbourhoods, such as "
            f"{name_first(unknown)}. Is the table of the other census?"
        )
