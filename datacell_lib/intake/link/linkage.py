"""The neighbourhood table: every indicator of an index, linked to every neighbourhood."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from datacell_lib.files.area import Area
from datacell_lib.governance.catalogue.entries import trace_inputs
from datacell_lib.governance.used_datasets import list_used, note_use
from datacell_lib.intake.link.hindsight import list_later_inputs
from datacell_lib.intake.link.index_files import list_local_datasets, load_index
from datacell_lib.intake.link.matching import Matcher
from datacell_lib.intake.outcomes.daily_cases import load_daily_cases
from datacell_lib.intake.places.geography import (
    load_boundaries,
    load_places,
    outline_districts,
    select_area,
)
from datacell_lib.intake.places.vintages import find_vintage, list_place_datasets
from datacell_lib.intake.read.once import reading_once
from datacell_lib.schema import (
    AREA_CODE,
    AUTHORITY_CODE,
    AUTHORITY_NAME,
    DEPRIVATION_RANK,
    DISTRICT_CODE,
    DISTRICT_NAME,
    GEOMETRY,
    MSOA_CODE,
    PLACE_NAME,
    POPULATION,
)
from datacell_lib.table_sources import mark_sources

# What is known of a neighbourhood besides its indicators.
RESIDENTS = [AREA_CODE, AUTHORITY_CODE, AUTHORITY_NAME, DISTRICT_CODE, DISTRICT_NAME]
RESIDENTS += [MSOA_CODE, PLACE_NAME, POPULATION, GEOMETRY]
LINKED_FROM = "linked_from"  # in the nation's attrs: everything that was read to link it


@dataclass(frozen=True)
class Nation:
    """The neighbourhoods of the whole nation, without their shapes.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a neighbourhood, as in `Linked`.
    coverage : pandas.DataFrame
        One row a dataset, as in `Linked`.
    """

    table: pd.DataFrame
    coverage: pd.DataFrame


@dataclass(frozen=True)
class Linked:
    """An area's linked tables.

    Parameters
    ----------
    nation : pandas.DataFrame
        One row for each neighbourhood of the nation: names, `population`, `deprivation_rank`,
        each indicator by its name and, where it is a share, its numerator and denominator.
    neighbourhoods : geopandas.GeoDataFrame
        The area's rows of it, with `geometry` in EPSG:27700.
    districts : geopandas.GeoDataFrame
        Outlines of the report districts.
    coverage : pandas.DataFrame
        One row a dataset: what arrived, what matched, what did not, whether it was carried
        from the other census.
    cases : pandas.DataFrame
        Daily cases of the area's local authority districts; empty where it has none.
    boundaries : str
        The catalogue id of the shapes.
    reconstructed_from : tuple of str
        The catalogue ids of what came out after the area's as-of date.
    """

    nation: pd.DataFrame
    neighbourhoods: gpd.GeoDataFrame
    districts: gpd.GeoDataFrame
    coverage: pd.DataFrame
    cases: pd.DataFrame
    boundaries: str
    reconstructed_from: tuple[str, ...] = ()

    @property
    def reconstructed(self) -> bool:
        """Whether a page must say that it is reconstructed from later data."""
        return bool(self.reconstructed_from)

    @property
    def datasets(self) -> tuple[str, ...]:
        """The catalogue ids of the datasets that were linked."""
        return tuple(self.coverage["dataset"])


def link_nation(area: Area) -> Nation:
    """Link every neighbourhood of the nation to every indicator of an area's index.

    Parameters
    ----------
    area : Area
        Names the census, the index and the datasets.

    Returns
    -------
    Nation
        The table sorted by `area_code`, and what each dataset covered.

    Raises
    ------
    SourceError
        If a dataset lacks more areas, or holds more unknown codes, than its entry tolerates.
    """
    spec = load_index(area)
    with reading_once():
        places = load_places(area)
        matcher = Matcher(area, places)
        columns = {
            POPULATION: matcher.find_column(area.population),
            DEPRIVATION_RANK: matcher.find_column(area.deprivation_rank),
        }
        for indicator in spec.list_indicators():
            columns |= matcher.find_indicator(indicator)
    coverage = matcher.describe_coverage()
    behind = coverage["dataset"]
    return Nation(mark_sources(places.assign(**columns), behind), mark_sources(coverage, behind))


def link_area(area: Area) -> Linked:
    """Link an area's neighbourhoods to every indicator of its index.

    Parameters
    ----------
    area : Area
        The area.

    Returns
    -------
    Linked
        The tables, each sorted by its code: the same for the same files in any order.

    Raises
    ------
    SourceError
        If a dataset lacks more areas, or holds more unknown codes, than its entry tolerates; or
        came out after the area's as-of date and the area refuses that.
    """
    nation = link_nation(area)
    own = select_area(nation.table, area=area).reset_index(drop=True)
    shaped = load_boundaries(own, area=area, nation=nation.table)
    outlines = outline_districts(shaped)
    behind, boundaries = nation.coverage["dataset"], find_vintage(area).boundaries
    cases = load_daily_cases(area)
    note_use(behind)
    nation.table.attrs[LINKED_FROM] = " ".join(
        list_used()
    )  # for whoever reads it when it is stored
    return Linked(
        nation=nation.table,
        neighbourhoods=mark_sources(shaped, behind),
        districts=mark_sources(outlines, {*behind, boundaries}),
        coverage=nation.coverage,
        cases=cases,
        boundaries=boundaries,
        reconstructed_from=list_reconstructed(nation.coverage, area=area),
    )


def list_reconstructed(coverage: pd.DataFrame, *, area: Area) -> tuple[str, ...]:
    """List what an area's linked tables hold that came out after its as-of date.

    Parameters
    ----------
    coverage : pandas.DataFrame
        One row a linked `dataset`.
    area : Area
        The area.

    Returns
    -------
    tuple of str
        Catalogue ids: of linked datasets and what they are modelled from, places, shapes, cases,
        outcomes, registrations and local indices.

    Raises
    ------
    SourceError
        If there are any and the area refuses them.
    """
    used = {*coverage["dataset"], *list_place_datasets(area), find_vintage(area).boundaries}
    used |= {*area.further_datasets, *list_local_datasets(area)}
    return list_later_inputs(trace_inputs(used), area=area)
