"""What is in the book, and in which order: its contents are the one list of pages."""

from __future__ import annotations

from pathlib import Path

from datacell_lib.config import ROOT
from datacell_lib.files.plain_yaml import read_yaml
from datacell_lib.schema import RunError

CONTENTS = "_toc.yml"
NOTEBOOKS = "notebooks"


def list_pages(tree: Path) -> tuple[str, ...]:
    """List the pages that a book's contents name.

    Parameters
    ----------
    tree : Path
        The book's sources, with `_toc.yml`.

    Returns
    -------
    tuple of str
        The root page first, the others in their order; globs are resolved.

    Raises
    ------
    RunError
        If a page is not there, or a glob matches none.
    """
    pages = [page for entry in _list_entries(tree) for page in _resolve(tree, entry)]
    for page in pages:
        if not any((tree / f"{page}{ending}").is_file() for ending in (".md", ".ipynb")):
            raise RunError(f"{CONTENTS} names the page {page!r}, which is not there. Add it.")
    return tuple(pages)


def _resolve(tree: Path, entry: dict[str, str]) -> list[str]:
    if "file" in entry:
        return [entry["file"]]
    found = sorted(
        path.relative_to(tree).with_suffix("").as_posix()
        for path in tree.glob(entry["glob"])
        if path.suffix in {".md", ".ipynb"}
    )
    if not found:
        raise RunError(f"{CONTENTS} asks for pages like {entry['glob']!r}; there are none.")
    return found


def list_area_notebooks(tree: Path = ROOT) -> tuple[str, ...]:
    """List the notebooks that a book's contents name one by one: those of the whole area.

    Parameters
    ----------
    tree : Path
        Where the contents are, `_toc.yml`.

    Returns
    -------
    tuple of str
        Names of notebooks, in the order of the contents. Those of districts are not among them:
        the contents ask for them by a glob.

    Examples
    --------
    >>> list_area_notebooks()[0]
    'overview'
    """
    pages = [Path(entry["file"]) for entry in _list_entries(tree) if "file" in entry]
    return tuple(page.name for page in pages if page.parent == Path(NOTEBOOKS))


def _list_entries(tree: Path) -> list[dict[str, str]]:
    """List the root page and every entry below it, in their order."""
    contents = read_yaml(tree / CONTENTS, called=CONTENTS)
    waiting = [chapter for part in contents["parts"] for chapter in part["chapters"]]
    entries = [{"file": contents["root"]}]
    while waiting:
        entry = waiting.pop(0)
        waiting = entry.get("sections", []) + waiting
        entries.append(entry)
    return entries
