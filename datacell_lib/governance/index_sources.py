"""What the catalogue knows of an index's indicators: their columns, directions and geography."""

from __future__ import annotations

from collections.abc import Collection

from datacell_lib.governance.catalogue import load_dataset
from datacell_lib.index_checks import check_directions
from datacell_lib.index_spec import IndexSpec
from datacell_lib.schema import ConfigError


def check_against_catalogue(spec: IndexSpec, *, datasets: Collection[str]) -> None:
    """Refuse an index that the catalogue contradicts.

    Parameters
    ----------
    spec : IndexSpec
        The index.
    datasets : collection of str
        Catalogue ids; indicators of other datasets are not looked at.

    Raises
    ------
    ConfigError
        If an entry is missing, lacks a column that the index names, or declares another direction
        of it; names file, key and remedy.

    Examples
    --------
    >>> from datacell_lib.index_spec import draft_index_spec
    >>> check_against_catalogue(draft_index_spec({"a": "lower_is_more_vulnerable"}), datasets=[])
    """
    declared: dict[tuple[str, str], str] = {}
    for indicator in spec.list_indicators():
        if indicator.dataset not in datasets:
            continue
        columns = load_dataset(indicator.dataset).columns
        for key, name in (("column", indicator.column), ("denominator", indicator.denominator)):
            if name is not None and name not in columns:
                raise ConfigError(
                    f"{spec.file}: {indicator.name}.{key}: dataset {indicator.dataset} has no "
                    f"column {name!r}; it has {', '.join(columns)}. Name one of these, or add it "
                    f"to data/catalogue/{indicator.dataset}.yml."
                )
        if columns[indicator.column].direction != "none":
            declared[indicator.dataset, indicator.column] = columns[indicator.column].direction
    check_directions(spec, declared=declared)


def list_native_indicators(spec: IndexSpec) -> tuple[str, ...]:
    """List the indicators whose source is published for the index's own geography.

    Parameters
    ----------
    spec : IndexSpec
        The index; every dataset that it names is in the catalogue.

    Returns
    -------
    tuple of str
        Names of indicators; the others come from larger areas.

    Raises
    ------
    ConfigError
        If a dataset has no catalogue entry.
    """
    return tuple(
        indicator.name
        for indicator in spec.list_indicators()
        if load_dataset(indicator.dataset).native_geography == spec.geography
    )
