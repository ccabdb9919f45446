"""What a page's head says of it: to whoever finds or shares it, and to paper."""

from __future__ import annotations

from html import escape
from urllib.parse import urljoin

from datacell_lib.presentation.page_status import PENDING, escape_for_style, list_status_forms

LONGEST = 300


def write_running_words(*, area: str, day: str, note: str, status: str = PENDING) -> str:
    """Write what stands at the head and foot of every printed page; the style sheet places it.

    Parameters
    ----------
    area : str
        What the report is about.
    day : str
        A sentence on the day that it is of; may be empty.
    note : str
        What else a reader must know, such as that the data are invented; may be empty.
    status : str
        How the report stands with its approval; empty where what it is about says that.

    Returns
    -------
    str
        Two style elements; the second holds the status, so that an approval can replace it.

    Examples
    --------
    >>> write_running_words(area="Moor", day="", note="").splitlines()[0]
    '<style>html{--report-area:"Moor";--report-day:"";--report-note:""}</style>'
    """
    words = {"area": area, "day": day, "note": note}
    settings = ";".join(
        f'--report-{name}:"{escape_for_style(text)}"' for name, text in words.items()
    )
    return f"<style>html{{{settings}}}</style>\n{list_status_forms(status)['paper']}\n"


def write_description(
    *, title: str, report: str, finding: str, address: str = "", picture: str = ""
) -> str:
    """Write what search engines and messages show of a page.

    Parameters
    ----------
    title, report : str
        What the page and the report are called.
    finding : str
        What the page says first; what is longer than 300 characters is cut at a word.
    address : str
        Where the page is published; nothing where that is not known.
    picture : str
        The picture to share of it, from the page's own folder; messages show it where the page
        has an address, as they ask for it from outside.

    Returns
    -------
    str
        `meta` elements; none for a description where the page says nothing.
    """
    text = finding
    if len(text) > LONGEST:
        text = text[:LONGEST].rpartition(" ")[0] + "…"
    shown = {"og:title": title, "og:site_name": report, "og:type": "article"}
    said = {"og:description": text} if text else {}
    if address:
        shown["og:url"] = address
    if address and picture:
        said |= {"og:image": urljoin(address, picture), "og:image:alt": text}
    lines = [
        f'<meta property="{name}" content="{escape(value)}" />'
        for name, value in {**shown, **said}.items()
    ]
    if text:
        lines.append(f'<meta name="description" content="{escape(text)}" />')
    return "\n".join(lines) + "\n"
