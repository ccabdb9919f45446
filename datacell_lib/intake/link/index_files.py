"""Which index files an area's report uses: the nation's, and those within the area alone."""

from __future__ import annotations

from datacell_lib.config import Written, find_written
from datacell_lib.files.area import Area
from datacell_lib.files.index_spec import IndexSpec, load_index_spec
from datacell_lib.files.reader import find_named_file
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.governance.index_sources import check_against_catalogue
from datacell_lib.intake.places.vintages import find_vintage
from datacell_lib.schema import ConfigError, ParameterError

PARTNER = "partner data"


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
        If there is no such index, it is of another geography, it ranks within an area alone, or
        it contradicts the catalogue.
    """
    spec = _load_spec(area, area.index)
    if spec.within != "nation":
        raise ConfigError(
            f"data/indices/{area.index}.yml ranks within an area alone ('within: area'), but "
            f"'index' in data/areas/{area.name}.yml compares with the nation. Name it under "
            "'local_indices' there."
        )
    return spec


def load_local_index(area: Area, *, name: str) -> IndexSpec:
    """Load the specification of an index that ranks within the area alone.

    Parameters
    ----------
    area : Area
        The area.
    name : str
        One of its `local_indices`.

    Returns
    -------
    IndexSpec
        The index.

    Raises
    ------
    ParameterError
        If it is none of the area's.
    ConfigError
        As `load_index`; if the index is not within the area, or needs partner data.
    """
    if name not in area.local_indices:
        known = ", ".join(area.local_indices) or "none"
        raise ParameterError(
            f"{name!r} is no index of {area.title}'s own; it has {known}. Name it under "
            f"'local_indices' in data/areas/{area.name}.yml."
        )
    spec = _load_spec(area, name)
    if spec.within != "area":
        raise ConfigError(
            f"data/indices/{name}.yml ranks among the whole nation, but 'local_indices' in "
            f"data/areas/{area.name}.yml are of the area alone. Give it the key 'within: area'."
        )
    behind = sorted(spec.list_datasets())
    if partners := [one for one in behind if load_dataset(one).kind == PARTNER]:
        raise ConfigError(
            f"data/indices/{name}.yml is made of partner data: {', '.join(partners)}. Ranks would "
            "tell of counts that must be protected first, so an index within an area is made of "
            "published statistics only. Leave them out."
        )
    return spec


def list_local_datasets(area: Area) -> frozenset[str]:
    """List the datasets that the area's local indices are made from.

    Parameters
    ----------
    area : Area
        The area; it may have none.

    Returns
    -------
    frozenset of str
        Catalogue ids.

    Raises
    ------
    ConfigError
        As `load_local_index`.
    """
    specs = [load_local_index(area, name=name) for name in area.local_indices]
    return frozenset(dataset for spec in specs for dataset in spec.list_datasets())


def _load_spec(area: Area, name: str) -> IndexSpec:
    spec = load_index_spec(find_named_file(find_written(Written.INDICES), name, "index"))
    geography = find_vintage(area).geography
    if spec.geography != geography:
        raise ConfigError(
            f"data/indices/{name}.yml is for {spec.geography}, but data/areas/"
            f"{area.name}.yml reports on {geography}. Choose an index of that geography."
        )
    check_against_catalogue(spec, datasets=spec.list_datasets())
    return spec
