"""Which report district each neighbourhood is in."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from datacell_lib import config
from datacell_lib.files.area import Area
from datacell_lib.files.given_table import read_given_table
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.intake.places.vintages import find_vintage
from datacell_lib.intake.read.codes import require_form, trim_codes
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.names import check_names
from datacell_lib.schema import (
    AREA_CODE,
    AUTHORITY_CODE,
    AUTHORITY_NAME,
    CODE_PATTERNS,
    DISTRICT_CODE,
    DISTRICT_NAME,
    GROUP_CODE,
    GROUP_NAME,
    GROUP_PATTERN,
    INDICATOR,
    MSOA_CODE,
    PLACE_NAME,
    WARD_CODE,
    WARD_NAME,
    ConfigError,
    SourceError,
    TableError,
)
from datacell_lib.wording import count_being, count_things, name_first

REPORT_COLUMNS = {
    "district": (AUTHORITY_CODE, AUTHORITY_NAME),
    "ward": (WARD_CODE, WARD_NAME),
    "msoa": (MSOA_CODE, PLACE_NAME),
    "group": (GROUP_CODE, GROUP_NAME),
}
GROUP_COLUMNS = [AREA_CODE, GROUP_CODE, GROUP_NAME]
KEY_HEADINGS = (INDICATOR, "unit")  # what key figures have beside places


def group_places(
    places: pd.DataFrame, *, area: Area, groups: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Put every neighbourhood in its report district.

    Parameters
    ----------
    places : pandas.DataFrame
        Neighbourhoods by `area_code`, with `authority_code` and what else they lie in.
    area : Area
        Says what it reports by.
    groups : pandas.DataFrame, optional
        What `check_groups` returns, where it reports by groups that are not in its file yet.

    Returns
    -------
    pandas.DataFrame
        The same rows with `district_code` and `district_name`; missing outside the groups.

    Raises
    ------
    ConfigError
        If there are no wards for the area's census, its groups are not of its neighbourhoods, or
        one of several report districts is called like what it is compared with.
    SourceError
        If a neighbourhood of the area is in no group, one that isn't is in a group of its file, or
        a group's codes or names are wrong.
    """
    code, name = REPORT_COLUMNS[area.report_by]
    grouped = places
    if area.report_by == "group":
        if groups is None:
            groups = load_groups(area, known=places[AREA_CODE])
        grouped = places.merge(groups, on=AREA_CODE, how="left", validate="one_to_one")
        _require_whole_area(grouped, area)
        if area.groups.file is not None:
            _refuse_strangers(grouped, area)
    if grouped[code].isna().all():
        raise ConfigError(
            f"data/areas/{area.name}.yml: key 'report_by' must not be {area.report_by!r} with "
            f"neighbourhoods of {area.census}: no lookup puts them in one. Report by district, "
            "by msoa, or by a group of your own."
        )
    _refuse_taken_names(grouped, area, name)
    return grouped.assign(**{DISTRICT_CODE: grouped[code], DISTRICT_NAME: grouped[name]})


def load_groups(
    area: Area, *, known: pd.Series | None = None, folder: Path | None = None
) -> pd.DataFrame:
    """Load an area's own groups of neighbourhoods.

    Parameters
    ----------
    area : Area
        Its `groups` say where from.
    known : pandas.Series, optional
        Codes of all neighbourhoods that there are; what is none is not told without.
    folder : Path, optional
        Where the groups' file is; `data/areas` unless told.

    Returns
    -------
    pandas.DataFrame
        `area_code`, `group_code`, `group_name`.

    Raises
    ------
    ConfigError
        If the file is missing, has other columns, or the lookup is of other neighbourhoods.
    SourceError
        As `check_groups`.
    """
    if area.groups.file is None:
        groups, where = _read_lookup(area), area.groups.dataset
    else:
        path = (folder or config.find_written(config.Written.AREAS)) / area.groups.file
        groups, where = _read_file(path, area), config.show_path(path)
    return check_groups(groups, area=area, known=known, where=where)


def check_groups(groups: pd.DataFrame, *, area: Area, known: pd.Series, where: str) -> pd.DataFrame:
    """Refuse groups of neighbourhoods that an area can't report by.

    Parameters
    ----------
    groups : pandas.DataFrame
        `area_code`, `group_code`, `group_name`.
    area : Area
        The area.
    known : pandas.Series, optional
        Codes of all neighbourhoods that there are; what is none is not told without.
    where : str
        What they were read from, for messages.

    Returns
    -------
    pandas.DataFrame
        The same.

    Raises
    ------
    SourceError
        If a neighbourhood is unknown, in several groups or listed twice, its code is damaged, or a
        group's is not fit to name a page.
    """
    require_form(groups[AREA_CODE], form=CODE_PATTERNS[find_vintage(area).geography], called=where)
    _check_members(groups, known=known, where=where)
    _check_codes(groups, where=where)
    return groups


def _read_file(path: Path, area: Area) -> pd.DataFrame:
    if not path.is_file():
        raise ConfigError(
            f"data/areas/{area.name}.yml names {config.show_path(path)}, which is not there. "
            f"Write it as CSV with the columns {', '.join(GROUP_COLUMNS)}."
        )
    try:
        groups = read_given_table(path).reset_index(drop=True)
    except TableError as error:
        raise ConfigError(str(error)) from error
    if list(groups) != GROUP_COLUMNS:
        raise ConfigError(
            f"{config.show_path(path)} must have the columns {', '.join(GROUP_COLUMNS)}; found "
            f"{', '.join(groups)}."
        )
    return groups.assign(**{AREA_CODE: trim_codes(groups[AREA_CODE])[0]})


def _read_lookup(area: Area) -> pd.DataFrame:
    groups, geography = area.groups, find_vintage(area).geography
    dataset = load_dataset(groups.dataset)
    where = f"data/areas/{area.name}.yml, key 'groups'"
    if dataset.native_geography != geography:
        raise ConfigError(
            f"{where}: {dataset.id} is of {dataset.native_geography}, but the report is of "
            f"{geography}. Choose a lookup of that geography."
        )
    absent = [name for name in (groups.code, groups.name) if name not in dataset.columns]
    if absent:
        raise ConfigError(
            f"{where}: {dataset.id} has no column {', '.join(absent)}; it has "
            f"{', '.join(dataset.columns)}."
        )
    table = read_dataset(dataset.id, area=area)[[AREA_CODE, groups.code, groups.name]]
    return table.set_axis(GROUP_COLUMNS, axis="columns")


def _check_members(groups: pd.DataFrame, *, known: pd.Series | None, where: str) -> None:
    codes = groups[AREA_CODE]
    again = codes.duplicated()
    # what differs in its name alone is refused with the codes of groups
    several = codes.isin(
        groups.loc[~groups[[AREA_CODE, GROUP_CODE]].duplicated(), AREA_CODE][again]
    )
    own = "A neighbourhood is in one group, under its code of that census."
    for wrong, what, advice in (
        (again & several, "in more than one group", own),
        (again, "listed more than once, in the same group", "Leave one row of each."),
        (
            ~codes.isin(codes if known is None else known),
            "of no neighbourhood of the area's census",
            own,
        ),
    ):
        if wrong.any():
            found = codes[wrong].unique()
            rows = count_things(codes.isin(found).sum(), "row")
            raise SourceError(
                f"{where}: {count_being(len(found), 'code')} {what} ({rows}), such as "
                f"{name_first(found)}. {advice}"
            )


def _refuse_strangers(grouped: pd.DataFrame, area: Area) -> None:
    """Refuse neighbourhoods of other districts in an area's own groups: nobody would miss them."""
    strange = grouped[~grouped[AUTHORITY_CODE].isin(area.authorities)].dropna(subset=[GROUP_CODE])
    if strange.empty:
        return
    named = [
        f"{row[AREA_CODE]} (in {row[AUTHORITY_NAME]}, group {row[GROUP_NAME]})"
        for row in strange.head(3).to_dict("records")
    ]
    raise SourceError(
        f"The groups of {area.title} hold {count_things(len(strange), 'neighbourhood')} of other "
        f"local authority districts, such as {name_first(named)}. They would be left out without a "
        "word. Take these rows out of the groups' file, or give the area those districts as well."
    )


def _check_codes(groups: pd.DataFrame, *, where: str) -> None:
    column = f"{where}, column '{GROUP_NAME}'"
    check_names(groups[GROUP_NAME], codes=groups[AREA_CODE], where=column)
    wrong = ~groups[GROUP_CODE].str.fullmatch(GROUP_PATTERN) | (
        groups[GROUP_NAME].str.strip().str.len() == 0
    )
    if wrong.any():
        row = groups[wrong].iloc[0]
        raise SourceError(
            f"{where}: a group has a name, and a code of letters, digits and hyphens, 32 at most, "
            f"since it names a page; found {row[GROUP_CODE]!r}, {row[GROUP_NAME]!r}."
        )
    pairs = groups[[GROUP_CODE, GROUP_NAME]].drop_duplicates()
    repeated = pairs[GROUP_CODE].str.lower().duplicated(keep=False)
    if repeated.any():
        named = "; ".join(
            f"{row[GROUP_CODE]} {row[GROUP_NAME]}" for _, row in pairs[repeated].iterrows()
        )
        raise SourceError(f"{where}: a code stands for one group, under one name; found {named}.")


def _refuse_taken_names(grouped: pd.DataFrame, area: Area, name: str) -> None:
    """Refuse a report district whose figures would stand under the heading of another place's."""
    names = set(grouped.loc[grouped[AUTHORITY_CODE].isin(area.authorities), name].dropna())
    headings = {area.title, area.nation, *(total.title for total in area.totals), *KEY_HEADINGS}
    if len(names) > 1 and (taken := sorted(names & headings)):
        raise ConfigError(
            f"data/areas/{area.name}.yml: one of its {area.report_by}s is called {taken[0]!r}, as "
            "is something that it stands beside in a table. Give the area another 'title', or "
            "the group another name."
        )


def _require_whole_area(grouped: pd.DataFrame, area: Area) -> None:
    own = grouped[AUTHORITY_CODE].isin(area.authorities)
    lacking = grouped.loc[own & grouped[GROUP_CODE].isna(), AREA_CODE]
    if len(lacking):
        raise SourceError(
            f"{len(lacking)} neighbourhoods of {area.title} are in no group, such as "
            f"{name_first(lacking)}. Every one needs a report district: add them "
            "to a group, or to one for the rest."
        )
