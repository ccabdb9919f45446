"""Which datasets an area's report needs, and which it is only better with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from datacell_lib.files.area import Area
from datacell_lib.governance.catalogue.entries import Dataset, load_dataset, trace_inputs
from datacell_lib.intake.link.index_files import list_local_datasets, load_index
from datacell_lib.intake.places.placed_postcodes import POSTCODES
from datacell_lib.intake.places.service_points import list_service_datasets
from datacell_lib.intake.places.vintages import (
    LOOKUP,
    VINTAGES,
    find_other_vintage,
    find_vintage,
    list_place_datasets,
)
from datacell_lib.intake.read.fetch import locate_files
from datacell_lib.wording import make_plural

NO_POSTCODES = "no postcodes in the atlas"


@dataclass(frozen=True)
class SpareDataset:
    """A dataset that a report is better with, and is made without where it is not at hand.

    Parameters
    ----------
    dataset : Dataset
        The catalogue entry.
    lacking : str
        What the report lacks without it, such as "no nearest pharmacies".
    """

    dataset: Dataset
    lacking: str

    def describe(self) -> str:
        """Name it, with what the report lacks without it."""
        return f"{self.dataset.title} ({self.lacking})"


def list_needed_datasets(area: Area) -> tuple[Dataset, ...]:
    """List the datasets that an area's report needs.

    Parameters
    ----------
    area : Area
        The area.

    Returns
    -------
    tuple of Dataset
        Catalogue entries, by id.

    Raises
    ------
    ConfigError
        If the area, its index or an entry is wrong.
    """
    ids = {*list_place_datasets(area), find_vintage(area).boundaries}
    ids |= {area.population.dataset, area.deprivation_rank.dataset}
    ids |= {*load_index(area).list_datasets(), *list_local_datasets(area)}
    ids |= {*area.further_datasets}
    ids |= _list_bridges({load_dataset(name).native_geography for name in ids}, area)
    entries = [load_dataset(name) for name in sorted(trace_inputs(ids))]
    return tuple(entry for entry in entries if entry.copies)


def list_spare_datasets(area: Area) -> tuple[SpareDataset, ...]:
    """List the datasets that an area's report can do without: lists of services, postcodes.

    Parameters
    ----------
    area : Area
        The area.

    Returns
    -------
    tuple of SpareDataset
        By id, but for those that the report needs anyway.

    Raises
    ------
    ConfigError
        If the area, its index or an entry is wrong.
    """
    kinds: dict[str, list[str]] = {}
    for one in area.services:
        for entry in list_service_datasets(one):
            kinds.setdefault(entry.id, []).append(make_plural(one.kind))
    lacking = {name: f"no nearest {' or '.join(many)}" for name, many in kinds.items()}
    lacking[POSTCODES] = ", ".join(filter(None, (NO_POSTCODES, lacking.get(POSTCODES))))
    needed = {dataset.id for dataset in list_needed_datasets(area)}
    return tuple(
        SpareDataset(load_dataset(name), lacking[name]) for name in sorted({*lacking} - needed)
    )


def select_absent(spare: Iterable[SpareDataset], *, area: Area) -> tuple[SpareDataset, ...]:
    """Select the datasets of which no copy is at hand, without asking any server.

    Parameters
    ----------
    spare : iterable of SpareDataset
        What `list_spare_datasets` returns.
    area : Area
        The area.

    Returns
    -------
    tuple of SpareDataset
        In the order given.
    """
    return tuple(one for one in spare if not locate_files(one.dataset, area=area))


def _list_bridges(geographies: set[str], area: Area) -> set[str]:
    """List what brings datasets of other areas to the area's neighbourhoods."""
    own, other = find_vintage(area), find_other_vintage(area)
    found: set[str] = set()
    if own.msoa_geography in geographies:
        found |= {own.residents.dataset}
    if {other.geography, other.msoa_geography} & geographies:
        found |= {LOOKUP, *(vintage.residents.dataset for vintage in VINTAGES.values())}
    if other.msoa_geography in geographies:
        found |= {other.msoas or other.places, other.names}
    return found
