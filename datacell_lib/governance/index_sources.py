"""What the catalogue knows of an index's indicators: their columns, directions and geography."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from datacell_lib.files.index_spec import IndexSpec
from datacell_lib.governance.catalogue.entries import Column, load_dataset
from datacell_lib.schema import ConfigError

ERROR_UNKNOWN = "The error of this count is not known."


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
    >>> from datacell_lib.files.index_spec import draft_index_spec
    >>> check_against_catalogue(draft_index_spec({"a": "lower_is_more_vulnerable"}), datasets=[])
    """
    declared: dict[tuple[str, str], str] = {}
    for indicator in spec.list_indicators():
        if indicator.denominator and indicator.divided_by_dataset in datasets:
            key = f"{indicator.name}.denominator"
            _find_column(spec, key, indicator.divided_by_dataset, indicator.denominator)
        if indicator.dataset in datasets:
            key = f"{indicator.name}.column"
            column = _find_column(spec, key, indicator.dataset, indicator.column)
            if column.direction != "none":
                declared[indicator.dataset, indicator.column] = column.direction
    check_directions(spec, declared=declared)


def check_directions(spec: IndexSpec, *, declared: Mapping[tuple[str, str], str]) -> None:
    """Refuse an index that turns a column against the direction that the catalogue declares.

    Parameters
    ----------
    spec : IndexSpec
        The index.
    declared : mapping from (dataset, column) to direction
        Columns that the catalogue gives no direction are left out of it.

    Raises
    ------
    ConfigError
        Naming the file, the indicator, both directions and the remedy.

    Examples
    --------
    >>> from datacell_lib.files.index_spec import draft_index_spec
    >>> spec = draft_index_spec({"crowding": "higher_is_more_vulnerable"})
    >>> check_directions(spec, declared={("draft", "crowding"): "higher_is_more_vulnerable"})
    """
    for indicator in spec.list_indicators():
        expected = declared.get((indicator.dataset, indicator.column), indicator.direction)
        if indicator.direction != expected:
            raise ConfigError(
                f"{spec.file}: {indicator.name}.direction: is '{indicator.direction}', but the "
                f"catalogue says '{expected}' of column '{indicator.column}' in "
                f"'{indicator.dataset}'. Correct whichever is wrong."
            )


def _find_column(spec: IndexSpec, key: str, dataset: str, name: str) -> Column:
    try:
        columns = load_dataset(dataset).columns
    except ConfigError as error:
        raise ConfigError(f"{spec.file}: {key}: {error}") from error
    if name not in columns:
        raise ConfigError(
            f"{spec.file}: {key}: dataset {dataset} has no column {name!r}; it has "
            f"{', '.join(columns)}. Name one of these, or add it to data/catalogue/{dataset}.yml."
        )
    return columns[name]


def list_share_titles(spec: IndexSpec) -> dict[str, str]:
    """List the indicators that are shares: people of people, households of households.

    Parameters
    ----------
    spec : IndexSpec
        The index; every dataset that it names is in the catalogue.

    Returns
    -------
    dict of str to str
        For each its title, in the order of the file. A ratio of two units, such as beds by
        people, is not among them.

    Raises
    ------
    ConfigError
        If a dataset has no catalogue entry.
    """
    found = {}
    for indicator in spec.list_indicators():
        if indicator.denominator is None:
            continue
        counted = load_dataset(indicator.dataset).columns[indicator.column].unit
        among = load_dataset(indicator.divided_by_dataset).columns[indicator.denominator].unit
        if counted == among:
            found[indicator.name] = spec.titles[indicator.name]
    return found


def describe_errors(spec: IndexSpec) -> dict[str, str]:
    """Say of each count of people to reach what is known of its error.

    Parameters
    ----------
    spec : IndexSpec
        The index; every dataset that it names is in the catalogue.

    Returns
    -------
    dict of str to str
        For each indicator of `people_to_reach` a sentence.

    Raises
    ------
    ConfigError
        If a dataset has no catalogue entry.
    """
    sources = {indicator.name: indicator for indicator in spec.list_indicators()}
    counted = [sources[name] for name in spec.people_to_reach]
    return {
        indicator.name: load_dataset(indicator.dataset).columns[indicator.column].error
        or ERROR_UNKNOWN
        for indicator in counted
    }


def list_modelled_indicators(spec: IndexSpec) -> tuple[str, ...]:
    """List the indicators that are modelled here, from datasets of something else.

    Parameters
    ----------
    spec : IndexSpec
        The index; every dataset that it names is in the catalogue.

    Returns
    -------
    tuple of str
        Names of indicators.

    Raises
    ------
    ConfigError
        If a dataset has no catalogue entry.
    """
    indicators = spec.list_indicators()
    return tuple(part.name for part in indicators if load_dataset(part.dataset).made_from)


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
        if load_dataset(indicator.dataset).find_geography(indicator.column) == spec.geography
    )
