"""What pages say of who answers for a report, how to challenge a figure, and how to cite it."""

from __future__ import annotations

from html import escape

from datacell_lib.files.contact import Contact
from datacell_lib.presentation.page_status import PENDING, list_status_forms
from datacell_lib.presentation.plain_text import upper_first

NOBODY = (
    "Nobody is named to answer for this report yet, so nobody can tell you whether a figure is "
    "right. It can't be published before somebody is."
)
FOOTER = '<p id="report-contact">{}</p>'  # nothing else on a page is written like this
LICENCE = "Contains public sector information licensed under the Open Government Licence v3.0."


def write_contact(contact: Contact | None) -> str:
    """Write who answers for a report, for the foot of every page.

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
    >>> write_contact(None).startswith('<p id="report-contact">Nobody is named to answer')
    True
    """
    if contact is None:
        return FOOTER.format(NOBODY)
    wrong = f"Is a figure wrong? {escape(contact.challenge)}"
    return FOOTER.format(f"{_name_owner(contact)} {_say_how_to_reach(contact)} {wrong}")


def write_last_section(
    contact: Contact | None,
    *,
    report: str,
    page: str,
    day: str,
    invented: bool,
    pending: bool = True,
) -> str:
    """Write the last section of a page that people act on: who answers for it, how to cite it.

    Parameters
    ----------
    contact : Contact, optional
        Who answers; none where the area file names nobody.
    report, page : str
        What the report and the page are called.
    day : str
        A sentence on the day that the report is of; may be empty.
    invented : bool
        Whether the data are the embedded sample's.
    pending : bool
        Whether it waits for approval, as all do but those that are never published.

    Returns
    -------
    str
        HTML, with the status marked, so that an approval can replace it.
    """
    answers = NOBODY
    if contact is not None:
        answers = f"{_name_owner(contact)} {_say_how_to_reach(contact)}"
    parts = ["<h2>Who answers for this report?</h2>", f"<p>{answers}</p>"]
    if contact is not None:
        parts.append(f"<p><strong>Is a figure wrong?</strong> {escape(contact.challenge)}</p>")
    status = f"{list_status_forms(PENDING)['citation']} " if pending else ""
    source = "Invented data." if invented else LICENCE
    cited = f"{escape(report)}. {escape(page)}. {f'{escape(day)} ' if day else ''}{status}{source}"
    parts.append(f"<p><strong>Cite it as:</strong> {cited}</p>")
    return '<section id="who-answers">\n' + "\n".join(parts) + "\n</section>\n"


def _name_owner(contact: Contact) -> str:
    return f"{escape(contact.owner)} ({escape(contact.role)}) answers for this report."


def _say_how_to_reach(contact: Contact) -> str:
    ways = []
    if contact.email:
        email = escape(contact.email)
        ways.append(f'write to <a href="mailto:{email}">{email}</a>')
    if contact.page:
        page = escape(contact.page)
        ways.append(f'go to <a href="{page}">{page}</a>')
    return f"{upper_first(' or '.join(ways))}."
