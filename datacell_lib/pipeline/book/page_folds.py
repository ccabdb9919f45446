"""A Sphinx extension: what only analysts need stands on a page closed, and opens at a click."""

from __future__ import annotations

from html import escape

from docutils import nodes
from sphinx.application import Sphinx

PAGES = "notebooks/"
FOR_ANALYSTS = "For analysts"


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the extension to Sphinx.

    Parameters
    ----------
    app : Sphinx
        The application.

    Returns
    -------
    dict
        That pages may be read and written in parallel.
    """
    app.connect("doctree-resolved", _fold_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _fold_page(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    if docname.startswith(PAGES):
        fold_for_analysts(doctree)


def fold_for_analysts(page: nodes.document) -> None:
    """Close, in place, each part below a page's heading "For analysts".

    Parameters
    ----------
    page : docutils.nodes.document
        A page. Each section below that heading becomes an HTML `details` element, which browsers
        open without a script; its heading is what is clicked, its address stays.
    """
    for section in list(page.findall(nodes.section)):
        if isinstance(section[0], nodes.title) and section[0].astext() == FOR_ANALYSTS:
            for part in section.children:
                if isinstance(part, nodes.section):
                    _fold(part)


def _fold(part: nodes.section) -> None:
    """Close one section: its title is written before the rest, which is the body of the fold."""
    title = escape(part[0].astext())
    opened = f'<details class="for-analysts"><summary>{title}</summary>'
    part[0] = nodes.raw("", opened, format="html")
    part += nodes.raw("", "</details>", format="html")
