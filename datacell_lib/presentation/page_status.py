"""What a page says of its day and its approval, on the screen, on paper and in its citation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from datacell_lib.presentation.plain_text import join_names
from datacell_lib.wording import write_day

INVENTED = "Invented data: no place or person on this page is real."
PENDING = "Pending: nobody has approved this report yet."
# Nothing else on a page is written like these: an approval replaces each of them, and no more.
STATUS = '<span id="report-status">{}</span>'
CITED = '<span id="cited-status">{}</span>'
PRINTED = '<style id="printed-status">html{{--report-status:"{}"}}</style>'
PLAIN = " .,:;()-"  # what a style sheet's string may hold besides letters and digits


def escape_for_style(text: str) -> str:
    """Write text so that a style sheet's string holds it, and nothing in it ends the string.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        The same, with all but letters, digits and a few marks written by their numbers.

    Examples
    --------
    >>> escape_for_style('Bo Łęcki <"b">')
    'Bo Łęcki \\\\3c \\\\22 b\\\\22 \\\\3e '
    """
    return "".join(one if one.isalnum() or one in PLAIN else f"\\{ord(one):x} " for one in text)


def list_status_forms(words: str) -> dict[str, str]:
    """List the marked elements in which a page says how it stands with its approval.

    Parameters
    ----------
    words : str
        A sentence of plain text, such as `PENDING`.

    Returns
    -------
    dict of str to str
        HTML: `screen`, in the bar at the top; `paper`, for the foot of every printed page; and
        `citation`, where a page says how it is cited.

    Examples
    --------
    >>> list_status_forms("Approved by A & B.")["screen"]
    '<span id="report-status">Approved by A &amp; B.</span>'
    """
    return {
        "screen": STATUS.format(escape(words)),
        "paper": PRINTED.format(escape_for_style(words)),
        "citation": CITED.format(escape(words)),
    }


def describe_day(
    *, as_of: str | None = None, made_on: str | None = None, reconstructed: bool = False
) -> str:
    """Say which day a report is of.

    Parameters
    ----------
    as_of : str, optional
        The last day that the report knows of, as in an ISO date; none for the latest there is.
    made_on : str, optional
        The day on which it was made, likewise; told where it knows of the latest there is.
    reconstructed : bool
        Whether it is made with data that came out after its last day.

    Returns
    -------
    str
        A sentence of plain text; nothing where no day is known.

    Examples
    --------
    >>> describe_day(as_of="2020-07-31", reconstructed=True)
    'As of 31 July 2020, reconstructed from later data.'
    >>> describe_day(made_on="2026-11-26")
    'Made on 26 November 2026.'
    """
    if as_of:
        known = ", reconstructed from later data" if reconstructed else ""
        return f"As of {write_day(date.fromisoformat(as_of))}{known}."
    return f"Made on {write_day(date.fromisoformat(made_on))}." if made_on else ""


def describe_edition(parties: Sequence[str]) -> str:
    """Say whom an edition is for, where it isn't for everyone.

    Parameters
    ----------
    parties : sequence of str
        Whom its agreements name; none for the open edition.

    Returns
    -------
    str
        Two sentences of plain text; nothing for the open edition.

    Examples
    --------
    >>> describe_edition(["Ann's food bank", "the council"])
    "Partner edition: for Ann's food bank and the council only. Not for publication."
    """
    if not parties:
        return ""
    return f"Partner edition: for {join_names(parties)} only. Not for publication."
