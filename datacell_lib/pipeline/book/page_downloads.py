"""The figures of each page as files: made from the run's releases, linked where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from datacell_lib.files.area import Area
from datacell_lib.governance.ledger import find_ledger
from datacell_lib.governance.recall import load_released
from datacell_lib.presentation.downloads.links import (
    describe_release,
    write_handouts,
    write_items,
    write_links,
    write_list,
)
from datacell_lib.presentation.downloads.offering import keep_table
from datacell_lib.presentation.plain_text import lower_first, remove_escapes
from datacell_lib.presentation.published import METADATA_KEY
from datacell_lib.presentation.run_files import RunFile
from datacell_lib.presentation.source_line import describe_sources
from datacell_lib.wording import make_slug

DOWNLOADS = "downloads"  # the page that lists what others offer
DISTRICT = "district-"  # how the names of districts' pages begin
LINKED = ("table", "figure")  # what has its figures' link below it; sentences have the list
HEADING = (
    "## Figures to take away\n\nEvery figure on this page is in one of these files. "
    "[How to open, read and cite them](../book/methods/taking-figures-away.md)."
)

TO_HAND_OUT = (
    "## Sheets to print, pictures to send\n\nThe Monday sheet has the places to go first on one "
    "page of A4, with room to write who went. A picture has a page's finding, for a message."
)
LISTING = "# links to this page's files"  # a cell without a word is left out of the book


@dataclass(frozen=True)
class PageDownloads:
    """The files of one page.

    Parameters
    ----------
    tables : dict of str to tuple of RunFile
        For each release that the page shows, its CSV file and its metadata.
    offered : tuple of RunFile
        What the page itself offers, with links of its own.
    datasets : tuple of str
        The catalogue ids behind what it shows.
    handouts : tuple of RunFile
        Its sheet and picture, linked below its first table.
    of_others : tuple of RunFile
        Sheets and pictures of other pages, which it lists.
    sources : dict of str to list of str
        For each source line the names of the figures on the page that it is of.
    """

    tables: dict[str, tuple[RunFile, ...]] = field(default_factory=dict)
    offered: tuple[RunFile, ...] = ()
    datasets: tuple[str, ...] = ()
    handouts: tuple[RunFile, ...] = ()
    of_others: tuple[RunFile, ...] = ()
    sources: dict[str, list[str]] = field(default_factory=dict)

    @property
    def files(self) -> tuple[RunFile, ...]:
        """All of them."""
        tables = (file for files in self.tables.values() for file in files)
        return (*self.offered, *self.handouts, *tables)


def keep_page_downloads(
    page: str, notebook: Path, *, area: Area, handouts: Mapping[str, tuple[RunFile, ...]]
) -> PageDownloads:
    """Keep the figures of an executed notebook as files in the run.

    Parameters
    ----------
    page : str
        The page's name, such as "overview" or "district-sandrigby".
    notebook : Path
        The notebook, checked by the gate.
    area : Area
        What the report is about.
    handouts : mapping of str to tuple of RunFile
        The sheets and pictures of pages, by their names; the page of downloads lists them all.

    Returns
    -------
    PageDownloads
        A CSV file and its metadata for each release that an output shows, unless it has no rows;
        what the page itself offers; and whose figures these are.
    """
    executed = nbformat.read(notebook, as_version=4)
    place, heading = f"{area.name} {page}", _read_heading(executed)
    if page.startswith(DISTRICT):
        place = page.removeprefix(DISTRICT)
    else:
        heading = f"{area.title}, {lower_first(heading)}"
    outputs = list_published(executed)
    offered = tuple(dict.fromkeys(file for about in outputs for file in read_files(about)))
    held = {name for file in offered for name in file.releases}
    shown = dict.fromkeys(part["release"] for about in outputs for part in about["shown"])
    tables: dict[str, tuple[RunFile, ...]] = {}
    sources: dict[str, list[str]] = {}
    taken: set[str] = set()
    behind: set[str] = set()
    for name in shown:
        released = load_released(find_ledger(), name)
        behind |= {*released.datasets}
        if released.table.empty:
            continue
        words = describe_release(released)
        sources.setdefault(describe_sources(released), []).append(words)
        if name in held:
            continue
        file = make_slug(f"{place} {words}")
        file = file if file not in taken else f"{file}-{len(taken)}"
        taken.add(file)
        title = f"{heading}: {lower_first(words)}"
        tables[name] = keep_table(released, path=f"{make_slug(page)}/{file}", title=title)
    of_others = [file for files in handouts.values() for file in files] if page == DOWNLOADS else []
    return PageDownloads(
        tables, offered, tuple(sorted(behind)), handouts.get(page, ()), tuple(of_others), sources
    )


def list_published(notebook: nbformat.NotebookNode) -> list[dict[str, Any]]:
    """List what the published outputs of an executed notebook say of themselves.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        The notebook.

    Returns
    -------
    list of dict
        For each output its kind, what it shows, its alt text and its files.
    """
    found = (output.get("metadata", {}).get(METADATA_KEY) for output in _list_outputs(notebook))
    return [about for about in found if about]


def read_files(about: Mapping[str, Any]) -> list[RunFile]:
    """Read which files a published output links to.

    Parameters
    ----------
    about : mapping
        What the output says of itself.

    Returns
    -------
    list of RunFile
        Maybe none.
    """
    rows = about.get("files", [])
    read = {"releases": tuple, "part": lambda part: tuple(part) if part else None}
    return [RunFile(**row | {key: read[key](row[key]) for key in read}) for row in rows]


def _read_heading(notebook: nbformat.NotebookNode) -> str:
    """Read the page's title: the first line of its first Markdown cell."""
    texts = (cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return remove_escapes(next(texts, "").partition("\n")[0].lstrip("# "))


def link_downloads(notebook: nbformat.NotebookNode, downloads: PageDownloads) -> None:
    """Put, in place, the links to a page's files where its figures stand, and a list at its end.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        The executed notebook.
    downloads : PageDownloads
        Its files.
    """
    first = next(filter(_is_table, _list_outputs(notebook)), None)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [
                made
                for output in cell.outputs
                for made in _add_links(
                    output, downloads, handouts=downloads.handouts if output is first else ()
                )
            ]
    files = [file for files in downloads.tables.values() for file in files]
    if downloads.of_others:
        listed = f'<div class="datacell-download">{write_items(downloads.of_others)}</div>'
        _add_section(notebook, TO_HAND_OUT, listed, name="handed-out")
    if files:
        _add_section(notebook, HEADING, write_list(files), name="taken-away")


def _list_outputs(notebook: nbformat.NotebookNode) -> Iterator[nbformat.NotebookNode]:
    return (output for cell in notebook.cells for output in cell.get("outputs", []))


def _is_table(output: nbformat.NotebookNode) -> bool:
    return (output.get("metadata", {}).get(METADATA_KEY) or {}).get("kind") == "table"


def _add_section(notebook: nbformat.NotebookNode, heading: str, listed: str, *, name: str) -> None:
    """Add a heading and a list of links at the end of a page."""
    outputs = [_write_output(listed)]
    notebook.cells += [new_markdown_cell(heading), new_code_cell(LISTING, outputs=outputs)]
    for place, cell in enumerate(notebook.cells[-2:]):
        cell.id = f"{name}-{place}"  # the same in every run


def _add_links(
    output: nbformat.NotebookNode, downloads: PageDownloads, *, handouts: Sequence[RunFile]
) -> Iterator[nbformat.NotebookNode]:
    """Yield an output, and after one of figures the lines that lead to their files."""
    yield output
    about = output.get("metadata", {}).get(METADATA_KEY) or {}
    if about.get("kind") in LINKED:
        shown = dict.fromkeys(part["release"] for part in about["shown"])
        files = [downloads.tables[name][0] for name in shown if name in downloads.tables]
        if files:
            yield _write_output(write_links(files))
    if handouts:
        yield _write_output(write_handouts(handouts))


def _write_output(html: str) -> nbformat.NotebookNode:
    return new_output("display_data", data={"text/html": html, "text/plain": ""})
