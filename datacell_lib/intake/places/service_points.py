"""Where services are: surgeries, pharmacies and the like, each as a point."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from datacell_lib.files.area import Area
from datacell_lib.files.services import ServiceList
from datacell_lib.governance.catalogue.entries import Dataset, load_dataset
from datacell_lib.intake.places.placed_postcodes import POSTCODES
from datacell_lib.intake.read.fetch import locate_files
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.schema import (
    AREA_CODE,
    AT_HAND,
    AUTHORITIES,
    COVERS,
    EASTING,
    KIND,
    LATITUDE,
    LONGITUDE,
    NORTHING,
    PERIOD,
    POSTCODE,
    SERVICE,
    TITLE,
    UNPLACED,
    SourceError,
)
from datacell_lib.table_sources import mark_sources

WORLD, NATIONAL_GRID = "EPSG:4326", "EPSG:27700"
DEGREES = {LONGITUDE, LATITUDE}
BRITAIN = {LONGITUDE: (-9.0, 2.5), LATITUDE: (49.0, 61.5)}
REACH = 30_000.0  # metres beyond the area within which its people may go to a service
POINT_COLUMNS = [KIND, SERVICE, POSTCODE, EASTING, NORTHING]
LIST_COLUMNS = {KIND: "str", TITLE: "str", PERIOD: "str", COVERS: "str", AUTHORITIES: "str"}
LIST_COLUMNS |= {AT_HAND: "bool", UNPLACED: "int64"}
LETTERS = r"^([A-Z]+)"  # with which a postcode begins: those of its part of the country


def load_services(area: Area, *, around: gpd.GeoDataFrame) -> dict[str, pd.DataFrame]:
    """Load the services that an area's file lists, as far as their files are at hand.

    Parameters
    ----------
    area : Area
        Its `services` name the lists; it may name none.
    around : geopandas.GeoDataFrame
        The area's neighbourhoods, with `geometry` in EPSG:27700.

    Returns
    -------
    dict of str to pandas.DataFrame
        "points", one row a service within `REACH` of the area: `kind`, `service` (its name),
        `postcode`, `easting` and `northing` in metres; what is listed twice under one name at one
        point stands once. "lists", one row a list: `kind`, `title`, `period`, `covers` and
        `authorities` (joined by blanks; empty where it covers all), `at_hand`, and how many of its
        services are `unplaced`, of those without a postcode or with one of the area's parts of
        the country. Nothing is downloaded for either: a list whose file is not at hand, or that
        says where by postcode alone and the postcodes are not, has none.

    Raises
    ------
    SourceError
        If a list has no such column, or not one of its services can be placed.

    Notes
    -----
    A point outside Great Britain, or at sea beyond `REACH`, is where no service is. A postcode's
    point is not a building: it lies among some 15 addresses.
    """
    found, lists, used = [], [], set()
    for one in area.services:
        needed = list_service_datasets(one)
        entry = needed[0]
        at_hand = all(locate_files(each, area=area) for each in needed)
        listed = _select_listed(one, area) if at_hand else pd.DataFrame(columns=[POSTCODE])
        placed = _place(listed, one, area) if at_hand else pd.DataFrame(columns=POINT_COLUMNS)
        used |= {each.id for each in needed if at_hand}
        period = "invented" if area.invented else entry.period
        covered = (one.covers or "", " ".join(one.authorities))
        unplaced = _count_unplaced(listed, placed, around)
        lists.append((one.kind, entry.title, period, *covered, at_hand, unplaced))
        found.append(placed)
    points = pd.concat([pd.DataFrame(columns=POINT_COLUMNS), *found])
    once = points[_is_near(points, around, REACH)].drop_duplicates(POINT_COLUMNS)
    ordered = once.sort_values(POINT_COLUMNS, ignore_index=True)[POINT_COLUMNS]
    typed = ordered.astype({KIND: "str", SERVICE: "str", POSTCODE: "str"})
    typed = typed.astype({EASTING: "float64", NORTHING: "float64"})
    table = pd.DataFrame(lists, columns=list(LIST_COLUMNS)).astype(LIST_COLUMNS)
    behind = used or {area.population.dataset}
    return {"points": mark_sources(typed, behind), "lists": mark_sources(table, behind)}


def list_service_datasets(one: ServiceList) -> tuple[Dataset, ...]:
    """List the datasets that say where the services of a list are.

    Parameters
    ----------
    one : ServiceList
        The list.

    Returns
    -------
    tuple of Dataset
        The list itself; and the postcodes, where it says by these alone.
    """
    entry = load_dataset(one.dataset)
    return (entry,) if set(entry.columns) >= DEGREES else (entry, load_dataset(POSTCODES))


def _is_near(points: pd.DataFrame, around: gpd.GeoDataFrame, reach: float) -> pd.Series:
    west, south, east, north = around.total_bounds
    inside = points[EASTING].between(west - reach, east + reach)
    return inside & points[NORTHING].between(south - reach, north + reach)


def _count_unplaced(listed: pd.DataFrame, placed: pd.DataFrame, around: gpd.GeoDataFrame) -> int:
    """Count the services of a list that may be in the area, but nobody says where."""
    own = placed[_is_near(placed, around, 0)][POSTCODE].str.extract(LETTERS)[0]
    lost = listed.loc[~listed.index.isin(placed.index), POSTCODE]
    letters = lost.str.extract(LETTERS)[0]
    return int((letters.isna() | letters.isin(own.dropna())).sum())


def _select_listed(one: ServiceList, area: Area) -> pd.DataFrame:
    """Select the services of a list that its area wants: those that have not closed."""
    table = read_dataset(one.dataset, area=area)
    if absent := sorted({"name", POSTCODE, *one.where} - set(table)):
        raise SourceError(
            f"{one.dataset} has no column {', '.join(absent)}; it has {', '.join(table)}. "
            f"Correct 'services' in data/areas/{area.name}.yml."
        )
    for column, value in one.where.items():
        table = table[table[column] == value]
    return table


def _place(listed: pd.DataFrame, one: ServiceList, area: Area) -> pd.DataFrame:
    """Place services by their coordinates, or else by their postcodes."""
    has_degrees = set(listed) >= DEGREES
    placed = _place_by_degrees(listed) if has_degrees else _place_by_postcode(listed, area)
    if len(listed) and placed.empty:
        raise SourceError(
            f"not one of the {len(listed)} services of {one.dataset} lies in Great Britain. Are "
            "longitude and latitude exchanged, or the postcodes of another list?"
        )
    return placed.assign(**{KIND: one.kind, SERVICE: placed["name"].str.strip()})


def _place_by_degrees(listed: pd.DataFrame) -> pd.DataFrame:
    inside = pd.Series(True, index=listed.index)
    for column, (lowest, highest) in BRITAIN.items():
        inside &= listed[column].between(lowest, highest)
    known = listed[inside]
    points = gpd.points_from_xy(known[LONGITUDE], known[LATITUDE], crs=WORLD).to_crs(NATIONAL_GRID)
    return known.assign(**{EASTING: points.x, NORTHING: points.y})


def _place_by_postcode(listed: pd.DataFrame, area: Area) -> pd.DataFrame:
    known = read_dataset(POSTCODES, area=area).rename(columns={AREA_CODE: POSTCODE})
    known = known[known[POSTCODE].isin(listed[POSTCODE].unique())]  # of 1.7 million, some thousand
    return listed.join(known.set_index(POSTCODE), on=POSTCODE, how="inner")
