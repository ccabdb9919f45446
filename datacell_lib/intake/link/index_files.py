"""Which index files an area's report uses: the nation's, and those within the area alone."""

from __future__ import annotations

from datacell_lib.config import Written, find_written
from datacell_lib.files.area import Area
from datacell_lib.files.index_spec import IndexSpec, load_index_spec
from datacell_lib.files.reader import find_named_file
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.governance.index_sources import check_against_catalogue
from datacell_lib.governance.used_datasets import is_partner_data
from datacell_lib.intake.places.vintages import find_vintage
from datacell_lib.schema import ConfigError, ParameterError


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
    spec = _load_own_spec(area, name)
    if partners := _list_partner_data(spec):
        raise ConfigError(
            f"data/indices/{name}.yml is made of partner data: {', '.join(partners)}. The order of "
            "neighbourhoods would tell of small counts that must not be shown, so the report "
            "leaves this index out. Make it of published statistics only to have it ranked."
        )
    return spec


def list_shown_indices(area: Area) -> tuple[str, ...]:
    """List the area's local indices that its report may show.

    Parameters
    ----------
    area : Area
        The area; it may have none.

    Returns
    -------
    tuple of str
        Their names, in the order of the area file.

    Raises
    ------
    ConfigError
        As `load_local_index`, but for partner data.
    """
    specs = _load_local_specs(area)
    return tuple(name for name, spec in specs.items() if not _list_partner_data(spec))


def list_withheld_indices(area: Area) -> dict[str, tuple[str, ...]]:
    """List the area's local indices that its report leaves out, because of partner data.

    Parameters
    ----------
    area : Area
        The area; it may have none.

    Returns
    -------
    dict of str to tuple of str
        For the title of each the titles of the partner data that it is made of.

    Raises
    ------
    ConfigError
        As `load_local_index`, but for partner data.
    """
    found = {spec.title: _list_partner_data(spec) for spec in _load_local_specs(area).values()}
    titles = {title: [load_dataset(one).title for one in behind] for title, behind in found.items()}
    return {title: tuple(behind) for title, behind in titles.items() if behind}


def list_local_datasets(area: Area) -> frozenset[str]:
    """List the datasets that the area's local indices, those that are shown, are made from.

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
    specs = [load_local_index(area, name=name) for name in list_shown_indices(area)]
    return frozenset(dataset for spec in specs for dataset in spec.list_datasets())


def _load_local_specs(area: Area) -> dict[str, IndexSpec]:
    return {name: _load_own_spec(area, name) for name in area.local_indices}


def _load_own_spec(area: Area, name: str) -> IndexSpec:
    spec = _load_spec(area, name)
    if spec.within != "area":
        raise ConfigError(
            f"data/indices/{name}.yml ranks among the whole nation, but 'local_indices' in "
            f"data/areas/{area.name}.yml are of the area alone. Give it the key 'within: area'."
        )
    return spec


def _list_partner_data(spec: IndexSpec) -> list[str]:
    return [one for one in sorted(spec.list_datasets()) if is_partner_data(one)]


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
