"""What a CSV file holds, beside it: its columns, sources and terms, as "CSV on the Web" says it."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from datacell_lib.config import find_parties
from datacell_lib.governance.catalogue.dataset_ages import list_vintages
from datacell_lib.governance.catalogue.entries import load_dataset
from datacell_lib.governance.release import Released
from datacell_lib.presentation.downloads.column_meanings import (
    DOMAIN,
    MEANINGS,
    OF_DOMAINS,
    Meaning,
)
from datacell_lib.presentation.downloads.plain_cells import (
    MISSING,
    choose_kind,
    find_mark,
    list_columns,
)
from datacell_lib.presentation.measures import put_in_words
from datacell_lib.presentation.not_released import refuse_unreleased
from datacell_lib.presentation.page_status import describe_edition
from datacell_lib.presentation.source_line import describe_sources
from datacell_lib.schema import GEOMETRY
from datacell_lib.spreadsheet import neutralise_text

CONTEXT = ["http://www.w3.org/ns/csvw", {"@language": "en"}]
ENDING = "-metadata.json"  # added to the CSV file's name, where readers of CSVW look for it
NAME_CHARACTERS = 120
INVENTED = "Invented data, licensed as this project is (MIT): no place or person is real."


@refuse_unreleased
def write_csv_metadata(released: Released, *, file: str, title: str) -> bytes:
    """Write the metadata of a released table's CSV file.

    Parameters
    ----------
    released : Released
        The table.
    file : str
        The CSV file's name, in the same folder.
    title : str
        What the table is about.

    Returns
    -------
    bytes
        JSON by the W3C's "CSV on the Web": columns with their meanings, kinds and units, sources
        with licence and period, and what stands for cells that are not known or suppressed.

    Raises
    ------
    DisclosureError
        If the table was not released.

    References
    ----------
    W3C, Metadata Vocabulary for Tabular Data. https://www.w3.org/TR/tabular-metadata/
    """
    about = {
        "@context": CONTEXT,
        "url": quote(file),
        "dc:title": title,
        "dc:identifier": released.id,
        "dc:source": _list_sources(released),
        "dc:rights": list_attributions(released),
        "dc:description": describe_sources(released),
        "rdfs:comment": describe_cells(released),
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ",", "quoteChar": '"'},
        "tableSchema": {"columns": [_describe(released, name) for name in list_columns(released)]},
    }
    return (json.dumps(about, ensure_ascii=False, indent=1) + "\n").encode()


def _describe(released: Released, name: str) -> dict[str, Any]:
    meaning = find_meaning(released, name)
    described = {
        "name": quote(name, safe="")[:NAME_CHARACTERS],
        "titles": neutralise_text(name),
        "datatype": choose_kind(released.table[name]),
        "dc:title": put_in_words(name),
    }
    if name in released.suppressed:
        described["null"] = [MISSING, find_mark(released)]
    if meaning.words:
        described["dc:description"] = meaning.words
    if meaning.unit:
        described["schema:unitText"] = meaning.unit
    return described


def find_meaning(released: Released, column: str) -> Meaning:
    """Find what a column of a released table means.

    Parameters
    ----------
    released : Released
        The table.
    column : str
        The column's name.

    Returns
    -------
    Meaning
        The library's own words; else those of a dataset behind the table; else none.
    """
    if column in MEANINGS:
        return MEANINGS[column]
    for dataset in released.datasets:
        described = load_dataset(dataset).columns.get(column)
        if described is not None:
            return Meaning(described.meaning, described.unit)
    return DOMAIN if column.startswith(OF_DOMAINS) else Meaning("")


def list_attributions(released: Released) -> list[str]:
    """List what must be said with a released table: whom it is for, what its licences ask.

    Parameters
    ----------
    released : Released
        The table.

    Returns
    -------
    list of str
        Each sentence once: in an edition for partners, for whom; then the data's attributions, or
        that they are invented, of the sample county.
    """
    edition = describe_edition(find_parties())
    first = [edition] if edition else []
    if released.invented:
        return [
            *first,
            "Invented data, licensed as this project is (MIT): no place or person is real.",
        ]
    return [*first, *sorted({load_dataset(name).attribution for name in released.datasets})]


def describe_cells(released: Released) -> list[str]:
    """Say what was done to cells as they were written, so that nothing is changed in silence.

    Parameters
    ----------
    released : Released
        The table.

    Returns
    -------
    list of str
        A sentence each: what empty cells are, what is suppressed, apostrophes, shapes left out.
    """
    said = ["An empty cell is a value that is not known; it is never zero."]
    hidden = sum(map(len, released.suppressed.values()))
    if hidden:
        said.append(
            f"{find_mark(released)} stands for a count that is too small to publish: {hidden:,} "
            f"of the cells, under the policy {released.policy!r}."
        )
    names = list_columns(released)
    quoted = sum(_count_formulas(released, name) for name in names) + sum(map(_is_run, names))
    if quoted:
        said.append(
            "An apostrophe was put before text that a spreadsheet would run as a formula: in "
            f"{quoted:,} of the cells and headings. Take it away to have the text as it was."
        )
    if GEOMETRY in released.table:
        said.append("The shapes are left out of this file; its codes join to those of boundaries.")
    return said


def _count_formulas(released: Released, name: str) -> int:
    return sum(isinstance(value, str) and _is_run(value) for value in released.table[name])


def _is_run(text: str) -> bool:
    return neutralise_text(text) != text


def _list_sources(released: Released) -> list[dict[str, str]]:
    listed = list_vintages(released.datasets, invented=released.invented)
    return [
        {
            "dc:title": row.title,
            "dc:publisher": row.publisher,
            "dc:temporal": row.period,
            "dc:issued": row.published,
            "dc:license": row.licence,
        }
        for row in listed.itertuples(index=False)
    ]
