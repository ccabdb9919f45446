"""The one place of a page that says whose its figures are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from datacell_lib.pipeline.book.page_downloads import list_published
from datacell_lib.presentation.plain_text import join_names, lower_first, upper_first
from datacell_lib.presentation.published import METADATA_KEY

HEADING = "## Sources"
LISTING = "# whose figures these are"  # a cell without a word is left out of the book
ALL, ALL_BUT = "All figures on this page", "All figures but those named below"
SAME = "as all the others."
SAYS_ITSELF = "atlas"  # it is read apart from its page
_LINE = re.compile(r'<p class="datacell-source">Source: .*?</p>\n?')


def gather_sources(notebook: nbformat.NotebookNode, sources: Mapping[str, Sequence[str]]) -> None:
    """Put, in place, all source lines of a page below its last section, each of them once.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        The executed notebook.
    sources : mapping of str to sequence of str
        For each source line, as `describe_sources` says it, the names of the figures that it is
        of. Without any the notebook stays as it is, and so does a page that is an atlas, which
        says its source itself: but what says the same once more says it no longer.
    """
    if not sources:
        return
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            kind = output.get("metadata", {}).get(METADATA_KEY, {}).get("kind")
            if kind not in (None, SAYS_ITSELF) and "text/html" in output.data:
                output.data["text/html"] = _LINE.sub("", output.data["text/html"])
    if not any(about["kind"] == SAYS_ITSELF for about in list_published(notebook)):
        html = write_sources(sources)
        listed = new_output("display_data", data={"text/html": html, "text/plain": ""})
        notebook.cells += [new_markdown_cell(HEADING), new_code_cell(LISTING, outputs=[listed])]
        for place, cell in enumerate(notebook.cells[-2:]):
            cell.id = f"sources-{place}"  # the same in every run


def write_sources(sources: Mapping[str, Sequence[str]]) -> str:
    """Write the sources of a page, the one behind most of its figures first.

    Parameters
    ----------
    sources : mapping of str to sequence of str
        As `gather_sources` takes them.

    Returns
    -------
    str
        A list, as HTML. A line that says the first and something more says only that.

    Examples
    --------
    >>> print(write_sources({"Source: A.": ["Reach"], "Source: B & C.": ["Map", "Districts"]}))
    <ul class="datacell-sources">
    <li>All figures but those named below: B &amp; C.</li>
    <li>Reach: A.</li>
    </ul>
    """
    ordered = sorted(sources.items(), key=lambda item: -len(item[1]))
    most, lines = ordered[0][0], []
    for number, (line, names) in enumerate(ordered):
        named = upper_first(join_names([lower_first(name) for name in dict.fromkeys(names)]))
        what = named if number else (ALL if len(ordered) == 1 else ALL_BUT)
        told = line.removeprefix("Source: ")
        if number and line.startswith(most):
            told = f"{SAME} {line.removeprefix(most).strip()}"
        lines.append(f"<li>{escape(what)}: {escape(told)}</li>")
    return '<ul class="datacell-sources">\n' + "\n".join(lines) + "\n</ul>"
