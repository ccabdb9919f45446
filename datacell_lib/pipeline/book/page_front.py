"""What stands at the top of the first page besides its finding: who answers, and where to look."""

from __future__ import annotations

from html import escape

from datacell_lib.files.contact import Contact
from datacell_lib.presentation.who_answers import NOBODY

FRONT, ATLAS = "notebooks/overview", "notebooks/atlas"
# it reads the address before the scripts of the atlas, which come last, write it anew
SCRIPT = '<script src="../atlas/asked.js"></script>\n'
_HEADING, _SECTION = "</h1>", '<section id="'


def write_answering(contact: Contact | None) -> str:
    """Write who answers, in a line that leads to how to reach them.

    Parameters
    ----------
    contact : Contact, optional
        Who does; none where the area file names nobody.

    Returns
    -------
    str
        A paragraph of HTML.

    Examples
    --------
    >>> write_answering(None).startswith('<p class="answering">Nobody is named to answer')
    True
    """
    if contact is None:
        return f'<p class="answering">{NOBODY}</p>'
    named = f"{escape(contact.owner)} ({escape(contact.role)})"
    return f'<p class="answering">{named} answers: <a href="#who-answers">how to ask</a>.</p>'


def write_find_box(*, postcodes: bool) -> str:
    """Write the box that finds a place in the atlas; it needs no script.

    Parameters
    ----------
    postcodes : bool
        Whether the report can find postcodes, too.

    Returns
    -------
    str
        A form of HTML.

    Examples
    --------
    >>> "Find your place<" in write_find_box(postcodes=False)
    True
    """
    label = "Find your postcode or place" if postcodes else "Find your place"
    return (
        '<form class="find-place" role="search" action="atlas.html" method="get">\n'
        f'<label for="find-place">{label}</label>\n'
        '<input type="search" id="find-place" name="find" autocomplete="off" required>\n'
        '<button type="submit">Find</button>\n</form>\n'
    )


def add_front(body: str, *, contact: Contact | None, postcodes: bool) -> str:
    """Add to the first page who answers, below its name, and the box, below its finding.

    Parameters
    ----------
    body : str
        The page's HTML.
    contact : Contact, optional
        Who answers.
    postcodes : bool
        Whether the report can find postcodes.

    Returns
    -------
    str
        The same with both; a page without sections has the box at its end.

    Examples
    --------
    >>> page = '<section id="a"><h1>A</h1><p>Finding.</p><section id="b"><h2>B</h2></section>'
    >>> added = add_front(page, contact=None, postcodes=True)
    >>> [added.index(part) for part in ("answering", "Finding", "<form", "<h2>")] == sorted(
    ...     added.index(part) for part in ("answering", "Finding", "<form", "<h2>"))
    True
    """
    before, heading, after = body.partition(_HEADING)
    finding, section, rest = after.partition(_SECTION)
    box = write_find_box(postcodes=postcodes)
    return f"{before}{heading}\n{write_answering(contact)}{finding}{box}{section}{rest}"
