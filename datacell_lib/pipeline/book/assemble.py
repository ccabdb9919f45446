"""The book: a private copy of its sources with executed notebooks, built by Jupyter Book."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType

import nbformat

from datacell_lib.config import ROOT, RUN_FACTS, Edition
from datacell_lib.files.area import Area
from datacell_lib.governance.release import Released
from datacell_lib.pipeline.book.atlas_files import list_atlas_files
from datacell_lib.pipeline.book.brand import describe_brand, list_brand_files
from datacell_lib.pipeline.book.contents import CONTENTS, NOTEBOOKS, list_pages
from datacell_lib.pipeline.book.dataset_markup import MARKED, describe_dataset
from datacell_lib.pipeline.book.finding import find_first_sentence
from datacell_lib.pipeline.book.page_downloads import PageDownloads, link_downloads
from datacell_lib.pipeline.book.page_sources import gather_sources
from datacell_lib.pipeline.execute.runner import REMOVED_TAG
from datacell_lib.presentation.downloads.links import UP
from datacell_lib.presentation.plain_text import escape_markdown
from datacell_lib.presentation.published import METADATA_KEY
from datacell_lib.presentation.run_files import PICTURE
from datacell_lib.schema import RunError
from datacell_lib.whole_files import write_changed

CONFIG = "_config.yml"
PAGES = "book"
FRONT_PAGE = Path(PAGES, "index.md")
PAGE_LIST = ".pages.json"
UNFINISHED = ".building"
LINES_SHOWN = 15
SHOW_CODE = "show-code"  # the tag of a cell whose code is on the page
FOLDED = {"hide-input", "hide-cell"}  # tags for code that opens at a click, of which there is none
# Notebooks hold text from files: their Markdown has headings, emphasis, lists and links, and
# nothing that reads a file, runs a template or writes HTML of its own.
MYST_OF_NOTEBOOKS = {
    "enable_extensions": [],
    "disable_syntax": [
        *("html_block", "html_inline", "image", "autolink", "reference", "linkify"),
        *("code", "fence", "table", "front_matter", "footnote_def", "footnote_ref"),
        *("myst_role", "myst_block_break", "myst_line_comment", "myst_target"),
    ],
}


def assemble_book(
    notebooks: dict[str, Path],
    *,
    tree: Path,
    area: Area,
    edition: Edition,
    parties: Sequence[str] = (),
    reconstructed: bool = False,
    made_on: date | None = None,
    postcodes: Released | None = None,
    downloads: Mapping[str, PageDownloads] = MappingProxyType({}),
    root: Path = ROOT,
) -> tuple[str, ...]:
    """Assemble the sources of an area's book; files are written only when they change.

    Parameters
    ----------
    notebooks : dict of str to Path
        For each notebook's name in the book, without its ending, where it was executed.
    tree : Path
        Where to assemble; kept between runs.
    area : Area
        What the book is about.
    edition : Edition
        Who it is for.
    parties : sequence of str
        Whom the agreements behind a partner edition name.
    reconstructed : bool
        Whether it is made with data that came out after the day that it describes.
    made_on : date, optional
        The day on which it is made; pages do not say it unless told.
    postcodes : Released, optional
        In which neighbourhood each lies, as `place_postcodes` returns it.
    downloads : mapping of str to PageDownloads
        For a notebook's name the files that its page offers.
    root : Path
        Where configuration, contents and written pages are.

    Returns
    -------
    tuple of str
        The pages, relative to the tree, without their endings.

    Raises
    ------
    RunError
        If the contents page names a page that is not there.
    """
    wanted = {Path(name): (root / name).read_bytes() for name in (CONFIG, CONTENTS)}
    for path in sorted((root / PAGES).rglob("*")):
        if path.is_file():
            wanted[path.relative_to(root)] = path.read_bytes()
    wanted[FRONT_PAGE] = _name_parts(wanted[FRONT_PAGE], area)
    for name, path in notebooks.items():
        text = prepare_notebook(path, downloads=downloads.get(name))
        wanted[Path(NOTEBOOKS, f"{name}.ipynb")] = text.encode()
    facts = _list_facts(area, edition, reconstructed=reconstructed, made_on=made_on)
    facts["parties"] = [*parties]
    facts["postcodes"] = postcodes is not None
    facts["findings"] = {
        f"{NOTEBOOKS}/{name}": find_first_sentence(path) for name, path in notebooks.items()
    }
    facts["datasets"] = {
        f"{NOTEBOOKS}/{name}": describe_dataset(downloads[name], area=area, made_on=made_on)
        for name in MARKED
        if name in downloads
    }
    facts["pictures"] = {
        f"{NOTEBOOKS}/{name}": UP + file.path
        for name, page in downloads.items()
        for file in page.handouts
        if file.ending == PICTURE
    }
    wanted[Path(RUN_FACTS)] = json.dumps(facts, indent=1).encode()
    wanted |= list_brand_files(area) | list_atlas_files(postcodes)
    for path, content in wanted.items():
        write_changed(tree / path, content)
    for folder in (PAGES, NOTEBOOKS):
        for path in (tree / folder).rglob("*"):
            if path.is_file() and path.relative_to(tree) not in wanted:
                path.unlink()
    return list_pages(tree)


def _name_parts(page: bytes, area: Area) -> bytes:
    """Call the parts of the area what it calls them, on the page that explains its words."""
    return area.noun.rewrite(page.decode(), escape=escape_markdown).encode()


def _list_facts(
    area: Area, edition: Edition, *, reconstructed: bool, made_on: date | None
) -> dict[str, object]:
    return {
        "title": area.title,
        "parts": area.noun.many,
        "edition": edition.value,
        "invented": area.invented,
        "as_of": area.as_of.isoformat() if area.as_of else None,
        "made_on": made_on.isoformat() if made_on else None,
        "reconstructed": reconstructed,
        "branding": describe_brand(area),
        "contact": area.contact.model_dump() if area.contact else None,
    }


def prepare_notebook(path: Path, *, downloads: PageDownloads | None = None) -> str:
    """Prepare an executed notebook for the book: alt text for pictures, plain Markdown, no code.

    Parameters
    ----------
    path : Path
        An executed notebook, whose figures carry their alt text in their output's metadata.
    downloads : PageDownloads, optional
        The files that the page offers.

    Returns
    -------
    str
        The notebook with each alt text in its cell's metadata, where MyST-NB looks for it; its
        own and its outputs' Markdown is read without directives, roles, HTML, images and formulas.
        The code of a cell tagged `show-code` is on the page; no other is, by the book's
        configuration. Links to the page's files stand below its tables and pictures.
    """
    notebook = nbformat.read(path, as_version=4)
    downloads = downloads or PageDownloads()
    gather_sources(notebook, downloads.sources)
    link_downloads(notebook, downloads)
    notebook.metadata["myst"] = MYST_OF_NOTEBOOKS
    notebook.metadata["mystnb"] = {"render_markdown_format": "myst"}  # the same for outputs
    for cell in notebook.cells:
        if cell.cell_type == "code":
            _settle_code(cell)
        for output in cell.get("outputs", []):
            alt = output.get("metadata", {}).get(METADATA_KEY, {}).get("alt")
            if alt:
                cell.metadata.setdefault("mystnb", {})["image"] = {"alt": alt}
    return nbformat.writes(notebook) + "\n"


def _settle_code(cell: nbformat.NotebookNode) -> None:
    """Show a cell's code where that is asked for; leave no empty frame where nothing is shown."""
    tags = cell.metadata.get("tags", [])
    if SHOW_CODE in tags:
        cell.metadata["mystnb"] = {"remove_code_source": False}
        return
    cell.metadata["tags"] = [tag for tag in tags if tag not in FOLDED]
    if not cell.outputs:
        cell.metadata["tags"] = list(dict.fromkeys([*cell.metadata["tags"], REMOVED_TAG]))


def build_book(tree: Path, *, pages: Sequence[str]) -> Path:
    """Build a book's pages, with warnings as errors.

    Parameters
    ----------
    tree : Path
        The assembled sources. What a former build read is used again, unless the list of pages
        has changed since or that build did not end; what it wrote never is.
    pages : sequence of str
        The pages, as `assemble_book` lists them.

    Returns
    -------
    Path
        The folder of the built pages: it holds what this build wrote, and nothing else.

    Raises
    ------
    RunError
        If Jupyter Book fails or warns; shows what it said.
    """
    listed = json.dumps(pages)
    known = tree / PAGE_LIST
    unfinished = tree / UNFINISHED
    afresh = unfinished.exists() or not known.is_file() or known.read_text() != listed
    if afresh:
        shutil.rmtree(tree / "_build", ignore_errors=True)
    shutil.rmtree(built := tree / "_build" / "html", ignore_errors=True)
    unfinished.touch()
    program = shutil.which("jupyter-book", path=str(Path(sys.executable).parent)) or "jupyter-book"
    command = [program, "build", str(tree), "-n", "-W", "--keep-going"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RunError(f"The book could not be built. {_find_complaints(done, tree)}")
    known.write_text(listed)
    unfinished.unlink()
    return built


def _find_complaints(done: subprocess.CompletedProcess[str], tree: Path) -> str:
    text = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr).replace(f"{tree}/", "")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    told = [line for line in lines if re.search(r"WARNING|ERROR|Error|error:", line)]
    return "Jupyter Book said: " + " | ".join((told or lines)[-LINES_SHOWN:])
