"""Writing an area file for a place that has none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pandas as pd
import yaml
from pydantic import ValidationError

from datacell_lib import config
from datacell_lib.files.area import Area, ColumnSource, Groups, load_area
from datacell_lib.files.explanation import explain
from datacell_lib.files.services import ServiceList
from datacell_lib.intake.places.former_districts import load_former_districts
from datacell_lib.intake.places.geography import load_places
from datacell_lib.intake.places.grouping import check_groups, group_places
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.pipeline.group_file import GivenGroups, read_groups
from datacell_lib.pipeline.named_districts import find_districts
from datacell_lib.schema import AREA_CODE, AUTHORITY_CODE, AUTHORITY_NAME, ConfigError
from datacell_lib.whole_files import write_whole
from datacell_lib.wording import make_slug

SCHEMA_LINE = "# yaml-language-server: $schema=area.schema.json"  # editors complete by it
CASES = "covid-cases-daily"
# The lists of the whole nation; a page says which of them are not at hand.
SERVICES = (
    ServiceList(dataset="gp-practices-2022", kind="GP surgery", where={"status": "Active"}),
    ServiceList(dataset="dispensaries-2025", kind="pharmacy", where={"status": "A"}),
    ServiceList(dataset="hospitals-2020", kind="hospital"),
)
# what the file is written without: by key what it is for
FURTHER = {
    "contact": "who answers for the report; without it nothing can be published",
    "branding": "your council's name, logo and colour",
    "local_indices": "indices of what is known for this area alone, such as food-bank parcels",
    "services": "more lists of services that are near, such as your own libraries",
    "surveillance": "deaths, cases and the serial interval that the page on surveillance shows",
}
NAME = re.compile(r"[a-z][a-z0-9-]*")
ANY_DISTRICT = ("E09000001",)  # the lookup is of all of England, whichever asks for it


def write_area_file(
    title: str,
    *,
    authorities: Sequence[str],
    report_by: str = "district",
    groups: Path | None = None,
    noun: str = "group",
    folder: Path | None = None,
) -> Path:
    """Write the area file of any English local authority, or of several together.

    Parameters
    ----------
    title : str
        What the area is called on a page; the file is named after it.
    authorities : sequence of str
        Its local authority districts of 2024, by code or by name, as `find_districts` reads them.
    report_by : "district", "ward", "msoa" or "group"
        How its neighbourhoods are grouped into report districts.
    groups : Path, optional
        Where it reports by groups of its own, the file that `read_groups` reads; its rows are
        written beside the area file.
    noun : str
        What one of these groups is called, such as "hub patch".
    folder : Path, optional
        Where to write it; `data/areas` unless told.

    Returns
    -------
    Path
        The file, which loads.

    Raises
    ------
    ConfigError
        If the title makes no file name, one is no English district of today, the groups' file is
        missing or not one, or there is such a file already.
    SourceError
        If the lookup of places or the series of cases can't be had; or a neighbourhood is in no
        group, or in several.

    Notes
    -----
    The area reports on the neighbourhoods of 2021 with the handbook's own index and policy; its
    cases are left out, and the file says so, where the published series lacks a district.
    """
    folder = folder or config.AREAS
    path = folder / f"{make_area_name(title)}.yml"
    if path.exists():
        raise _say_taken(path)
    if (groups is None) != (report_by != "group"):
        raise ConfigError(
            "an area reports by groups where their file is given, and by nothing else: give "
            "--report-by group and --groups FILE together."
        )
    area = describe_area(path.stem, title)
    places = load_places(area)
    known = _list_names(places)
    former = partial(load_former_districts, area, places=places)
    found = find_districts(authorities, known=known, load_former=former)
    area = area.model_copy(update={"authorities": found})
    if not area.authorities:
        raise ConfigError(f"{title} must have a local authority district at least; none was given.")
    given = read_groups(groups, places=places) if groups else None
    own = Groups(noun=noun, file=f"{path.stem}-groups.csv", fit=given.fit) if given else None
    area = area.model_copy(update={"report_by": report_by, "groups": own})
    names = {code: known[code] for code in area.authorities}
    without_cases = _find_without_cases(area)
    cases = None if without_cases else area.cases
    text = _write_text(area.model_copy(update={"cases": cases}), names, without_cases)
    if given:
        where = config.show_path(groups)
        check_groups(given.table, area=area, known=places[AREA_CODE], where=where)
        group_places(places, area=area, groups=given.table)
    with _writing_groups(given, area, folder=folder):
        try:
            with write_whole(path, replace=False) as part:
                part.write_text(text, encoding="utf-8")
                load_area(part.stem, folder=part.parent)
        except FileExistsError as error:
            raise _say_taken(path) from error
    return path


def describe_further_keys() -> tuple[str, ...]:
    """Describe what can be added to an area file that was just written, a line a key.

    Returns
    -------
    tuple of str
        A heading with the page that lists the keys, then the keys.
    """
    heading = "What else can be filled in (every key is listed in book/developers/keys.md, Area):"
    return (heading, *(f"- {key}: {use}" for key, use in FURTHER.items()))


@contextmanager
def _writing_groups(given: GivenGroups | None, area: Area, *, folder: Path) -> Iterator[None]:
    """Write the groups beside the area file; nothing of them stays where that can't be written."""
    if given is None:
        yield
        return
    path = folder / area.groups.file
    text = given.table.to_csv(index=False, lineterminator="\n")
    try:
        with write_whole(path, replace=False) as part:
            part.write_text(text, encoding="utf-8")
    except FileExistsError as error:
        raise _say_taken(path) from error
    try:
        yield
    except BaseException:
        path.unlink()
        raise


def make_area_name(title: str) -> str:
    """Make the name of an area file from a title.

    Parameters
    ----------
    title : str
        What the area is called on a page.

    Returns
    -------
    str
        What `make_slug` makes of it.

    Raises
    ------
    ConfigError
        If nothing that begins with a letter is left.

    Examples
    --------
    >>> make_area_name("Southend-on-Sea & Thurrock")
    'southend-on-sea-and-thurrock'
    """
    name = make_slug(title)
    if not NAME.fullmatch(name):
        raise ConfigError(
            f"an area's title must begin with a letter to name a file; found {title!r}. "
            "Call it by the name that people know."
        )
    return name


def describe_area(name: str, title: str) -> Area:
    """Describe an area before it is known which districts it has and what it reports by.

    Parameters
    ----------
    name, title : str
        What its file and its pages call it.

    Returns
    -------
    Area
        With the handbook's own index and policy, and a district that stands for any.

    Raises
    ------
    ConfigError
        If its title is not one.
    """
    try:
        return Area(
            name=name,
            title=title,
            nation="England",
            census=2021,
            authorities=ANY_DISTRICT,
            report_by="district",
            population=ColumnSource(dataset="census2021-age", column="usual_residents"),
            deprivation_rank=ColumnSource(dataset="iod2025-scores", column="imd_rank"),
            cases=CASES,
            services=SERVICES,
            index="community-vulnerability",
            policy="open",
        )
    except ValidationError as error:
        raise ConfigError(
            f"no area file was written: {' '.join(explain(error, model=Area))}"
        ) from error


def _list_names(places: pd.DataFrame) -> dict[str, str]:
    named = places[[AUTHORITY_CODE, AUTHORITY_NAME]].drop_duplicates()
    return named.set_index(AUTHORITY_CODE)[AUTHORITY_NAME].to_dict()


def _find_without_cases(area: Area) -> list[str]:
    with_cases = set(read_dataset(CASES, area=area)[AREA_CODE])
    return [code for code in area.authorities if code not in with_cases]


def _write_text(area: Area, names: dict[str, str], without_cases: list[str]) -> str:
    content = area.model_dump(mode="json", exclude_defaults=True)
    lines = yaml.safe_dump(content, sort_keys=False, allow_unicode=True).splitlines()
    noted = [
        f"{line}  # {names[code]}" if (code := line.removeprefix("- ")) in names else line
        for line in lines
    ]
    heading = [SCHEMA_LINE, "#", f"# {', '.join(names.values())}: reported by {area.report_by}."]
    if without_cases:
        lacking = ", ".join(names[code] for code in without_cases)
        heading.append(f"# No cases are reported: the published series has none for {lacking}.")
    return "\n".join([*heading, *noted]) + "\n"


def _say_taken(path: Path) -> ConfigError:
    return ConfigError(
        f"{config.show_path(path)} is there already and was left as it is. Choose another name, "
        "or remove the file first."
    )
