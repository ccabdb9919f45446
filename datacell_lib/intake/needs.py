"""Which datasets an area's report needs."""

from __future__ import annotations

from datacell_lib.config import Area
from datacell_lib.governance.catalogue import Dataset, load_dataset
from datacell_lib.intake.geography import VINTAGES, list_boundary_datasets
from datacell_lib.intake.linkage import load_index


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
    vintage = VINTAGES[area.census]
    ids = {vintage.places, vintage.names, *list_boundary_datasets(area)}
    ids |= {area.population.dataset, area.deprivation_rank.dataset}
    ids |= {indicator.dataset for indicator in load_index(area).list_indicators()}
    if area.cases:
        ids.add(area.cases)
    return tuple(load_dataset(name) for name in sorted(ids))
