"""The neighbourhood table: every indicator of an index, linked to every neighbourhood."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from datacell_lib.config import INDICES, Area, ColumnSource, find_named_file
from datacell_lib.governance.catalogue import load_dataset
from datacell_lib.governance.index_sources import check_against_catalogue
from datacell_lib.index_spec import IndexSpec, Indicator, load_index_spec
from datacell_lib.intake.cases import load_daily_cases
from datacell_lib.intake.geography import (
    VINTAGES,
    list_boundary_datasets,
    load_boundaries,
    load_district_outlines,
    load_places,
    select_area,
)
from datacell_lib.intake.reading import read_dataset
from datacell_lib.schema import AREA_CODE, POPULATION, ConfigError, SourceError

DEPRIVATION_RANK = "deprivation_rank"
NUMERATOR_SUFFIX = "_numerator"
DENOMINATOR_SUFFIX = "_denominator"
CODES_NAMED = 5


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
        One row a dataset: what arrived, what matched, what did not.
    cases : pandas.DataFrame
        Daily cases of the area's local authority districts; empty where it has none.
    boundaries : tuple of str
        The catalogue ids of the shapes.
    """

    nation: pd.DataFrame
    neighbourhoods: gpd.GeoDataFrame
    districts: gpd.GeoDataFrame
    coverage: pd.DataFrame
    cases: pd.DataFrame
    boundaries: tuple[str, ...]

    @property
    def datasets(self) -> tuple[str, ...]:
        """The catalogue ids of the datasets that were linked."""
        return tuple(self.coverage["dataset"])


def load_index(area: Area) -> IndexSpec:
    """Load the specification of the area's index.

    Parameters
    ----------
    area : Area
        The area.

    Returns
    -------
    IndexSpec
        Its index.

    Raises
    ------
    ConfigError
        If there is no such index, it is of another geography, or it contradicts the catalogue.
    """
    spec = load_index_spec(find_named_file(INDICES, area.index, "index"))
    geography = VINTAGES[area.census].geography
    if spec.geography != geography:
        raise ConfigError(
            f"data/indices/{area.index}.yml is for {spec.geography}, but data/areas/"
            f"{area.name}.yml reports on {geography}. Choose an index of that geography."
        )
    check_against_catalogue(spec, datasets={part.dataset for part in spec.list_indicators()})
    return spec


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
        If a dataset lacks more areas, or holds more unknown codes, than its entry tolerates.
    """
    spec = load_index(area)
    places = load_places(area)
    linker = _Linker(area, places)
    population = linker.find_column(area.population)
    columns = {POPULATION: population, DEPRIVATION_RANK: linker.find_column(area.deprivation_rank)}
    for indicator in spec.list_indicators():
        columns |= linker.find_indicator(indicator)
    nation = places.assign(**columns)
    own = select_area(nation, area=area).reset_index(drop=True)
    neighbourhoods = load_boundaries(own, area=area)
    return Linked(
        nation=nation,
        neighbourhoods=neighbourhoods,
        districts=load_district_outlines(neighbourhoods, area=area),
        coverage=linker.describe_coverage(),
        cases=load_daily_cases(area),
        boundaries=list_boundary_datasets(area),
    )


class _Linker:
    """Joins datasets to one list of neighbourhoods, counting what does not match."""

    def __init__(self, area: Area, places: pd.DataFrame) -> None:
        self._area = area
        self._codes = pd.Index(places[AREA_CODE])
        self._tables: dict[str, pd.DataFrame] = {}
        self._coverage: list[dict[str, object]] = []

    def find_column(self, source: ColumnSource) -> pd.Series:
        """Return a dataset's column, one value a neighbourhood, in the order of the places."""
        table = self._find_table(source.dataset)
        if source.column not in table:
            raise ConfigError(
                f"data/areas/{self._area.name}.yml: dataset {source.dataset} has no column "
                f"{source.column!r}; it has {', '.join(table)}."
            )
        return table[source.column].reset_index(drop=True)

    def find_indicator(self, indicator: Indicator) -> dict[str, pd.Series]:
        """Return an indicator's value and, where it is a share, what it is a share of."""
        table = self._find_table(indicator.dataset)
        numerator = table[indicator.column].reset_index(drop=True)
        if indicator.denominator is None:
            return {indicator.name: numerator}
        denominator = table[indicator.denominator].reset_index(drop=True)
        if (denominator <= 0).any():
            code = self._codes[(denominator <= 0).to_numpy()][0]
            raise SourceError(
                f"{indicator.dataset}: {indicator.denominator} must be above zero; found "
                f"{denominator.min():g} in {code}. Check the file."
            )
        return {
            indicator.name: numerator / denominator,
            indicator.name + NUMERATOR_SUFFIX: numerator,
            indicator.name + DENOMINATOR_SUFFIX: denominator,
        }

    def describe_coverage(self) -> pd.DataFrame:
        """Return what each dataset's codes matched, sorted by dataset."""
        return pd.DataFrame(self._coverage).sort_values("dataset", ignore_index=True)

    def _find_table(self, dataset_id: str) -> pd.DataFrame:
        if dataset_id not in self._tables:
            table = read_dataset(dataset_id, area=self._area).set_index(AREA_CODE)
            self._count_matches(dataset_id, pd.Index(table.index))
            self._tables[dataset_id] = table.reindex(self._codes)
        return self._tables[dataset_id]

    def _count_matches(self, dataset_id: str, found: pd.Index) -> None:
        missing = self._codes.difference(found)
        unmatched = found.difference(self._codes)
        tolerance = load_dataset(dataset_id).tolerance
        self._coverage.append(
            {
                "dataset": dataset_id,
                "areas": len(self._codes),
                "rows": len(found),
                "matched": len(found.intersection(self._codes)),
                "missing": len(missing),
                "missing_codes": ", ".join(missing),
                "unmatched": len(unmatched),
                "unmatched_codes": ", ".join(unmatched),
            }
        )
        geography = VINTAGES[self._area.census].geography
        for what, codes, allowed in (
            (f"codes that are not {geography}", unmatched, tolerance.unmatched_codes),
            (f"no row for {geography} areas", missing, tolerance.missing_areas),
        ):
            if len(codes) > allowed * len(self._codes):
                raise SourceError(
                    f"{dataset_id} has {what}: {len(codes)}, such as "
                    f"{', '.join(codes[:CODES_NAMED])}; its catalogue entry tolerates "
                    f"{allowed:.1%} of {len(self._codes)}. Is the file of another census, or cut "
                    "short? Use the right one, or raise the tolerance in the entry and say why."
                )
