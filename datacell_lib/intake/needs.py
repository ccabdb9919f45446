"""Which datasets an area's report needs."""

from __future__ import annotations

from datacell_lib.config import Area
from datacell_lib.governance.catalogue import Dataset, load_dataset
from datacell_lib.intake.geography import list_boundary_datasets
from datacell_lib.intake.linkage import load_index
from datacell_lib.intake.vintages import LOOKUP, VINTAGES, find_other_vintage, list_place_datasets


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
    ids = {*list_place_datasets(area), *list_boundary_datasets(area)}
    ids |= {area.population.dataset, area.deprivation_rank.dataset}
    ids |= {indicator.dataset for indicator in load_index(area).list_indicators()}
    ids |= {*area.further_datasets}
    other = find_other_vintage(area).geography
    if any(load_dataset(name).native_geography == other for name in ids):
        ids |= {LOOKUP, *(vintage.residents.dataset for vintage in VINTAGES.values())}
    return tuple(load_dataset(name) for name in sorted(ids))
