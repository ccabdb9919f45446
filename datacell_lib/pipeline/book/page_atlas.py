"""A Sphinx extension: the atlas's whole table is there without scripts, and costs none with them.

A browser that runs scripts would lay out a thousand rows before the map could be drawn; the
scripts make the same table, and draw the rows that are seen.
"""

from __future__ import annotations

import re

from sphinx.application import Sphinx

PAGE = "notebooks/atlas"
_TABLE = re.compile(r'(id="atlas-data">.*?)(<div class="datacell-table".*?</table>\s*</div>)', re.S)


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
    app.connect("html-page-context", _set_aside)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _set_aside(
    app: Sphinx, pagename: str, templatename: str, context: dict, doctree: object
) -> None:
    if pagename == PAGE:
        context["body"] = set_table_aside(context["body"])


def set_table_aside(body: str) -> str:
    """Set the table that follows an atlas aside, for browsers without scripts.

    Parameters
    ----------
    body : str
        A page's HTML.

    Returns
    -------
    str
        The same with a place for the scripts' table, and the table itself in a `noscript`; a page
        without an atlas as it is.

    Examples
    --------
    >>> body = '<p id="atlas-data"></p><div class="datacell-table"><table></table></div>'
    >>> set_table_aside(body).endswith("<noscript>" + body[23:] + "</noscript>")
    True
    >>> set_table_aside("<p>No atlas.</p>")
    '<p>No atlas.</p>'
    """
    aside = r'\1<div class="atlas-rows"></div><noscript>\2</noscript>'
    return _TABLE.sub(aside, body, count=1)
