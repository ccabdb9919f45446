"""A council's own file of groups, brought into the form in which an area file names it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd

from datacell_lib.files.given_table import read_given_table
from datacell_lib.intake.places.grouping import GROUP_COLUMNS
from datacell_lib.intake.read.codes import trim_codes
from datacell_lib.schema import (
    AREA_CODE,
    CODE_PATTERNS,
    MSOA_CODE,
    WARD_CODE,
    ConfigError,
    TableError,
)
from datacell_lib.wording import count_being, make_slug, name_first, quote_names

LONGEST_CODE = 32
FORMS = {  # what a file may be by, and its codes
    AREA_CODE: CODE_PATTERNS["LSOA 2021"],
    MSOA_CODE: CODE_PATTERNS["MSOA 2021"],
    WARD_CODE: CODE_PATTERNS["ward 2024"],
}
LARGER = {MSOA_CODE: "MSOA", WARD_CODE: "ward"}


@dataclass(frozen=True)
class GivenGroups:
    """The groups that a file gives.

    Parameters
    ----------
    table : pandas.DataFrame
        `area_code`, `group_code` and `group_name`.
    fit : "exact" or "best"
        Best where they are of wards, each the one that a neighbourhood lies in mostly.
    """

    table: pd.DataFrame
    fit: Literal["exact", "best"]


def read_groups(path: Path, *, places: pd.DataFrame) -> GivenGroups:
    """Read which group each neighbourhood is in, from a file as a council keeps it.

    Parameters
    ----------
    path : Path
        A CSV file or workbook with a row a neighbourhood, MSOA or ward: `area_code`, `group_code`
        and `group_name`, or one column of LSOA, MSOA or ward codes and one of the groups' names,
        whatever their headings.
    places : pandas.DataFrame
        Every neighbourhood by `area_code`, with the `msoa_code` and the `ward_code` that it is in.

    Returns
    -------
    GivenGroups
        Codes are made from the names where there are none. All neighbourhoods of an MSOA or a ward
        are in its group.

    Raises
    ------
    ConfigError
        If the file can't be read, it can't be told which columns are meant, or an MSOA or ward is
        unknown or listed twice.
    """
    try:
        table = read_given_table(path).reset_index(drop=True)
    except TableError as error:
        raise ConfigError(str(error)) from error
    if set(GROUP_COLUMNS) <= set(table):
        groups = table[GROUP_COLUMNS]
        trimmed = groups.assign(**{AREA_CODE: trim_codes(groups[AREA_CODE])[0]})
        return GivenGroups(trimmed, "exact")
    return _find_groups(table, path, places)


def _find_groups(table: pd.DataFrame, path: Path, places: pd.DataFrame) -> GivenGroups:
    by = {name: kind for kind in FORMS for name in table if _holds_codes(table[name], kind)}
    others = [name for name in table if name not in by]
    if len(by) != 1 or len(others) != 1:
        raise ConfigError(
            f"{path} must have one column of codes, of LSOAs, MSOAs or wards, and one of the "
            f"groups' names, or the columns {', '.join(GROUP_COLUMNS)}; found "
            f"{quote_names(table)}. Leave these two, and mend what is no such code."
        )
    ((column, kind),) = by.items()
    names = table[others[0]].str.strip()
    codes = names.map(lambda name: make_slug(name)[:LONGEST_CODE].strip("-"))
    places_of = trim_codes(table[column])[0]
    groups = pd.concat([places_of, codes, names], axis=1).set_axis(
        [kind, *GROUP_COLUMNS[1:]], axis=1
    )
    if kind != AREA_CODE:
        groups = _look_up_neighbourhoods(groups, kind, path, places)
    return GivenGroups(groups, "best" if kind == WARD_CODE else "exact")


def _look_up_neighbourhoods(
    groups: pd.DataFrame, kind: str, path: Path, places: pd.DataFrame
) -> pd.DataFrame:
    """Put all neighbourhoods of an MSOA or ward in its group."""
    for wrong, what, advice in (
        (groups[kind].duplicated(), "listed more than once", "Leave one row of each."),
        (~groups[kind].isin(places[kind]), "unknown", "Give those of 2024 (wards) or 2021."),
    ):
        if wrong.any():
            found = count_being(wrong.sum(), f"{LARGER[kind]} code")
            raise ConfigError(
                f"{path}: {found} {what}, such as {name_first(groups.loc[wrong, kind])}. {advice}"
            )
    found = places[[AREA_CODE, kind]].merge(groups, on=kind, validate="many_to_one")
    return found[GROUP_COLUMNS].sort_values(AREA_CODE, ignore_index=True)


def _holds_codes(cells: pd.Series, kind: str) -> bool:
    return len(cells) > 0 and bool(cells.str.strip().str.fullmatch(FORMS[kind]).all())
