"""The gate: what is about to be shown is read back and compared with what was released."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd

from datacell_lib.governance.recall import read_released
from datacell_lib.pipeline.execute.runner import INJECTED_TAG
from datacell_lib.pipeline.execute.templates import describe_place
from datacell_lib.presentation.published import METADATA_KEY, digest_shown
from datacell_lib.schema import DisclosureError, RunError
from datacell_lib.wording import name_first

SHOWING = {"execute_result", "display_data"}
# Tags whose attribute makes a browser fetch something by itself.
FETCHING = {
    "script": "src",
    "img": "src",
    "link": "href",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "object": "data",
}


def check_notebook(path: Path, *, ledger: Path) -> None:
    """Check that every output of an executed notebook is a released one.

    Parameters
    ----------
    path : Path
        The executed notebook.
    ledger : Path
        The run's ledger.

    Raises
    ------
    DisclosureError
        If an output is an error, a stream, or shows what was never released; names the cell.
    """
    notebook = nbformat.read(path, as_version=4)
    released: dict[str, pd.DataFrame] = {}
    cells = [cell for cell in notebook.cells if INJECTED_TAG not in cell.metadata.get("tags", [])]
    for number, cell in enumerate(cells, start=1):
        for output in cell.get("outputs", []):
            fault = _find_fault(output, ledger, released)
            if fault:
                below = describe_place(cells[:number])
                raise DisclosureError(
                    f"{path.name}, cell {number}{below}: {fault}. End the cell with something "
                    "made by datacell_lib.presentation from a released table, and with nothing "
                    "else: book/methods/adding-to-it.md, A figure on a page, has examples."
                )


def _find_fault(
    output: nbformat.NotebookNode, ledger: Path, released: dict[str, pd.DataFrame]
) -> str | None:
    if output.output_type not in SHOWING:
        text = output.get("text") or output.get("evalue", "")
        return f"it has an output of kind {output.output_type!r} ({text.strip()[:80]!r})"
    about = output.metadata.get(METADATA_KEY)
    if not about or not about["shown"]:
        return "its output was not released"
    if "image/png" in output.data and not about["alt"].strip():
        return "its figure has no alt text"
    return find_false_figure(about["shown"], ledger=ledger, released=released)


def find_false_figure(
    shown: Iterable[Mapping[str, Any]], *, ledger: Path, released: dict[str, pd.DataFrame]
) -> str | None:
    """Find what an output shows that was not released.

    Parameters
    ----------
    shown : iterable of mapping
        For each release that it shows: its id, the columns and rows, their digest.
    ledger : Path
        The run's ledger.
    released : dict of str to DataFrame
        Those that have been read; more are added.

    Returns
    -------
    str or None
        The fault, in words.

    Raises
    ------
    DisclosureError
        If the ledger knows of no such release.
    """
    for about in shown:
        name = about["release"]
        if name not in released:
            released[name] = read_released(ledger, name)
        part = released[name]
        columns = list(about["columns"])
        lacking = [column for column in columns if column not in part]
        if lacking or digest_shown(part[columns].head(about["rows"])) != about["digest"]:
            return f"its output shows other values than release {name}"
    return None


def check_pages(folder: Path, *, expected: Iterable[str]) -> None:
    """Check built pages: all there, none besides, every picture described, nothing from outside.

    Parameters
    ----------
    folder : Path
        The built HTML.
    expected : iterable of str
        The pages that must be there, relative to the folder, without their ending.

    Raises
    ------
    RunError
        If a page is missing or unexpected, a picture has no alt text, or a page would make the
        reader's browser ask somebody else for something.
    """
    built = {
        page.relative_to(folder).with_suffix("").as_posix()
        for page in folder.rglob("*.html")
        if not page.relative_to(folder).parts[0].startswith("_")
    } - {"genindex", "search", "index"}
    wanted = set(expected) - {"index"}
    if built != wanted:
        raise RunError(
            f"The book does not hold the pages it should. Missing: "
            f"{', '.join(sorted(wanted - built)) or 'none'}; unexpected: "
            f"{', '.join(sorted(built - wanted)) or 'none'}. Compare _toc.yml with the notebooks."
        )
    faults = [
        f"{page.relative_to(folder).as_posix()}: {fault}"
        for page in sorted(folder.rglob("*.html"))
        for fault in list_page_faults(page.read_text(encoding="utf-8"))
    ]
    if faults:
        raise RunError(f"Pages can't be shown: {name_first(faults, between='; ')}.")


def list_page_faults(html: str) -> list[str]:
    """List what keeps a page from being shown.

    Parameters
    ----------
    html : str
        The page.

    Returns
    -------
    list of str
        One fault each.

    Examples
    --------
    >>> list_page_faults('<img src="_images/a.png" alt="Map. Two districts.">')
    []
    >>> list_page_faults('<script src="https://example.org/a.js"></script>')
    ["it asks 'https://example.org/a.js' for something"]
    """
    reader = _PageReader()
    reader.feed(html)
    return reader.faults


class _PageReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        address = values.get(FETCHING.get(tag, "")) or ""
        canonical = tag == "link" and values.get("rel") in {"canonical", "next", "prev"}
        if re.match(r"(https?:)?//", address) and not canonical:
            self.faults.append(f"it asks {address!r} for something")
        if tag == "img" and not _describes(values):
            self.faults.append(f"its picture {values.get('src')!r} has no alt text")


def _describes(values: dict[str, str | None]) -> bool:
    """Tell whether an image has alt text; docutils writes the file's name where it has none."""
    if values.get("role") == "presentation" or ("alt" in values and values["alt"] == ""):
        return True
    alt = values.get("alt") or ""
    return bool(alt) and not alt.endswith((".png", ".svg", ".jpg"))
