"""Which index files an area's report uses: the nation's, and those within the area alone."""

from __future__ import annotations

from datacell_lib.config import Edition, Written, find_edition, find_written
from datacell_lib.files.area import Area
from datacell_lib.files.index_copies import find_copied_words
from datacell_lib.files.index_spec import HANDBOOKS, IndexSpec, load_index_spec
from datacell_lib.files.reader import find_named_file
from datacell_lib.governance.index_sources import check_against_catalogue
from datacell_lib.governance.partner_terms import (
    Withheld,
    find_obstacle,
    list_partner_data,
    name_common_parties,
)
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
        Its index. What it says of its purpose, its test or what it misses in the words of an index
        of the handbook's is left out: it was true of the file that it was copied from.

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
    return _leave_out_copied(spec)


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
        As `load_index`; if the index is not within the area, or needs partner data that the
        edition of this run may not show.
    """
    if name not in area.local_indices:
        known = ", ".join(area.local_indices) or "none"
        raise ParameterError(
            f"{name!r} is no index of {area.title}'s own; it has {known}. Name it under "
            f"'local_indices' in data/areas/{area.name}.yml."
        )
    spec = _load_own_spec(area, name)
    if partners := list_partner_data(spec):
        if _may_show_fifths(spec):
            return spec
        listed = ", ".join(one.id for one in partners)
        raise ConfigError(
            f"data/indices/{name}.yml is made of partner data: {listed}. The order of "
            "neighbourhoods would tell of small counts that must not be shown, so the report "
            "leaves this index out. Make it of published statistics only to have it ranked."
        )
    return spec


def list_ranked_indices(area: Area) -> tuple[str, ...]:
    """List the area's local indices that are made of published statistics alone.

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
    return tuple(name for name, spec in specs.items() if not list_partner_data(spec))


def list_partner_indices(area: Area) -> tuple[str, ...]:
    """List the area's local indices of partner data that the edition of this run may show.

    Parameters
    ----------
    area : Area
        The area; it may have none.

    Returns
    -------
    tuple of str
        Their names, in the order of the area file; none in the open edition.

    Raises
    ------
    ConfigError
        As `load_local_index`, but for partner data.
    """
    return tuple(n for n, spec in _load_local_specs(area).items() if _may_show_fifths(spec))


def list_withheld_indices(area: Area) -> dict[str, Withheld]:
    """List the area's local indices that the edition of this run leaves out: all of partner data.

    Parameters
    ----------
    area : Area
        The area; it may have none.

    Returns
    -------
    dict of str to Withheld
        For the title of each what it is made of, and what keeps it out.

    Raises
    ------
    ConfigError
        As `load_local_index`, but for partner data.
    """
    found = {}
    for spec in _load_local_specs(area).values():
        partners = list_partner_data(spec)
        if partners and not _may_show_fifths(spec):
            titles = tuple(one.title for one in partners)
            found[spec.title] = Withheld(titles, find_obstacle(spec))
    return found


def name_parties(area: Area) -> tuple[str, ...]:
    """Name those whom the edition of this run is for, where it isn't for everyone.

    Parameters
    ----------
    area : Area
        The area.

    Returns
    -------
    tuple of str
        The parties that all agreements behind its partner data name; none in the open edition.

    Raises
    ------
    ConfigError
        If this is an edition for partners and the area has nothing for one.
    LawfulnessError
        If no party is named by all agreements.
    """
    if find_edition() is Edition.OPEN:
        return ()
    specs = [load_local_index(area, name=name) for name in list_partner_indices(area)]
    if not specs:
        raise ConfigError(
            f"data/areas/{area.name}.yml has nothing for a partner edition: none of its "
            "'local_indices' is made of partner counts whose agreement names that edition. Make "
            "the open edition, or see book/methods/adding-to-it.md, Partner data."
        )
    return name_common_parties(one for spec in specs for one in list_partner_data(spec))


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
    names = (*list_ranked_indices(area), *list_partner_indices(area))
    specs = [load_local_index(area, name=name) for name in names]
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
    return _leave_out_copied(spec)


def _may_show_fifths(spec: IndexSpec) -> bool:
    """Tell whether an index is of partner data, and the edition of this run may show its fifths."""
    partner = find_edition() is Edition.PARTNER and list_partner_data(spec)
    return bool(partner) and not find_obstacle(spec)


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


def _leave_out_copied(spec: IndexSpec) -> IndexSpec:
    """Leave out what an index says of itself in the words of one of the handbook's."""
    if spec.comes_with_handbook:
        return spec
    folder = find_written(Written.INDICES)
    paths = [folder / name for name in sorted(HANDBOOKS) if (folder / name).is_file()]
    copied = find_copied_words(spec, others=map(load_index_spec, paths))
    return spec.model_copy(update=dict.fromkeys(copied, ""))
