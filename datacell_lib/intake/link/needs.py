"""Which datasets an area's report needs."""

from __future__ import annotations

from datacell_lib.files.area import Area
from datacell_lib.governance.catalogue.entries import Dataset, load_dataset, trace_inputs
from datacell_lib.intake.link.index_files import list_local_datasets, load_index
from datacell_lib.intake.places.vintages import (
    LOOKUP,
    VINTAGES,
    find_other_vintage,
    find_vintage,
    list_place_datasets,
)


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
