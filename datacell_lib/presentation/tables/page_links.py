"""Names of report districts in tables, as links to their pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from markupsafe import Markup

from datacell_lib.presentation.tables.column import Column
from datacell_lib.presentation.word_formats import format_text
from datacell_lib.schema import DISTRICT_NAME


def link_district(name: str, *, pages: Mapping[str, str]) -> str:
    """Write the name of a report district as a link, if it has a page.

    Parameters
    ----------
    name : str
        Its name.
    pages : mapping of str to str
        Where the pages of report districts are, by name.

    Returns
    -------
    str
        The name, plain text; or a link, as HTML.

    Examples
    --------
    >>> pages = {"Fen & Moor": "district-fen-and-moor.html"}
    >>> link_district("Fen & Moor", pages=pages)
    Markup('<a href="district-fen-and-moor.html">Fen &amp; Moor</a>')
    >>> link_district("Hill", pages=pages)
    'Hill'
    """
    if name not in pages:
        return format_text(name)
    return Markup('<a href="{}">{}</a>').format(pages[name], name)


def link_districts(column: Column, *, pages: Mapping[str, str]) -> Column:
    """Make links of a column that holds the names of report districts; leave any other.

    Parameters
    ----------
    column : Column
        A column of a table.
    pages : mapping of str to str
        Where the pages of report districts are, by name.

    Returns
    -------
    Column
        The column.
    """
    if column.sources != DISTRICT_NAME or not pages:
        return column
    return replace(column, write=partial(link_district, pages=pages))
