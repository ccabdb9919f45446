"""What agreements on partner data say of an index made of them: where it may appear, for whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from datacell_lib.config import Edition
from datacell_lib.files.index_spec import IndexSpec
from datacell_lib.governance.catalogue.entries import Dataset, load_dataset
from datacell_lib.governance.used_datasets import PARTNER, is_partner_data
from datacell_lib.schema import LawfulnessError

COUNT = "count"


@dataclass(frozen=True)
class Withheld:
    """Why an index of partner data is left out of an edition.

    Parameters
    ----------
    datasets : tuple of str
        The titles of the partner data that it is made of.
    obstacle : str
        What keeps it out of the partner edition as well, in a sentence; empty where nothing does.
    """

    datasets: tuple[str, ...]
    obstacle: str = ""


def list_index_columns(spec: IndexSpec) -> tuple[tuple[str, str], ...]:
    """List the columns of datasets that an index is made of, denominators among them.

    Parameters
    ----------
    spec : IndexSpec
        The index.

    Returns
    -------
    tuple of (str, str)
        Dataset and column of each, without repetition.
    """
    columns: list[tuple[str, str]] = []
    for part in spec.list_indicators():
        columns.append((part.dataset, part.column))
        if part.denominator is not None:
            columns.append((part.divided_by_dataset, part.denominator))
    return tuple(dict.fromkeys(columns))


def list_partner_columns(spec: IndexSpec) -> tuple[tuple[str, str], ...]:
    """List those of these columns that are of partner data.

    Parameters
    ----------
    spec : IndexSpec
        The index.

    Returns
    -------
    tuple of (str, str)
        As `list_index_columns` lists them.
    """
    return tuple(one for one in list_index_columns(spec) if is_partner_data(one[0]))


def list_partner_data(spec: IndexSpec) -> tuple[Dataset, ...]:
    """List the partner data that an index is made of.

    Parameters
    ----------
    spec : IndexSpec
        The index.

    Returns
    -------
    tuple of Dataset
        Their entries, by id.
    """
    names = sorted({dataset for dataset, _ in list_partner_columns(spec)})
    return tuple(load_dataset(name) for name in names)


def find_obstacle(spec: IndexSpec) -> str:
    """Find what keeps an index of partner data out of the partner edition.

    Parameters
    ----------
    spec : IndexSpec
        The index.

    Returns
    -------
    str
        A sentence; empty where its agreements name that edition, and all that it takes of partner
        data are counts of its own neighbourhoods: others can't be protected before they are used.
    """
    for name, column in list_partner_columns(spec):
        entry = load_dataset(name)
        if entry.kind != PARTNER:
            return f"{entry.title} is modelled from partner data, and is no count."
        if entry.agreement is not None and Edition.PARTNER not in entry.agreement.editions:
            named = ", ".join(entry.agreement.editions)
            return f"Agreement {entry.agreement.reference} lets it appear in the {named} edition."
        if entry.columns[column].quantity != COUNT:
            return f"Of {entry.title} it takes {column!r}, which is no count."
        if entry.find_geography(column) != spec.geography:
            return f"{entry.title} is known for {entry.find_geography(column)}."
    return ""


def describe_givers(datasets: Iterable[Dataset]) -> str:
    """Say who gave partner data, under which agreement.

    Parameters
    ----------
    datasets : iterable of Dataset
        Their entries, each with an agreement.

    Returns
    -------
    str
        Such as "A food bank (agreement DSA-7)"; of several, one after the other.
    """
    given = ((one.publisher, one.agreement) for one in datasets)
    named = (f"{who} (agreement {paper.reference})" for who, paper in given if paper is not None)
    return "; ".join(dict.fromkeys(named))


def name_common_parties(datasets: Iterable[Dataset]) -> tuple[str, ...]:
    """Name those who may see partner data of several agreements on the same pages.

    Parameters
    ----------
    datasets : iterable of Dataset
        Their entries.

    Returns
    -------
    tuple of str
        The parties that every agreement names, in the order of the first; none without agreements.

    Raises
    ------
    LawfulnessError
        If no party is named by all of them.
    """
    entries = [one for one in datasets if one.agreement is not None]
    agreements = [one.agreement for one in entries]
    if not agreements:
        return ()
    common = tuple(
        party
        for party in agreements[0].parties
        if all(party in other.parties for other in agreements[1:])
    )
    if not common:
        references = ", ".join(sorted({paper.reference for paper in agreements}))
        files = ", ".join(sorted(f"data/catalogue/{one.id}.yml" for one in entries))
        raise LawfulnessError(
            f"no party is named by all of the agreements {references}, so nobody may see pages "
            "that hold the data of all of them. Take an index off the area's 'local_indices', or "
            f"correct 'agreement.parties' in {files}."
        )
    return common
