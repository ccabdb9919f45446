"""Archives whose address changes with every issue, found on their publication's page."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

from datacell_lib.governance.catalogue.interfaces import Publication
from datacell_lib.intake.live.answers import require_columns, require_count
from datacell_lib.intake.live.http import Client
from datacell_lib.intake.live.request import Request
from datacell_lib.schema import SourceError
from datacell_lib.table_rows import iterate_rows
from datacell_lib.whole_files import extract_member

LISTED = 5


def download(request: Request, *, client: Client) -> None:
    """Download the archive that a publication's page links to, and take one file out of it.

    Parameters
    ----------
    request : Request
        What to ask for; its copy's interface is a `Publication`.
    client : Client
        The session to ask in.

    Raises
    ------
    SourceError
        If not exactly one link or one file fits, the archive is damaged, or the file lacks a
        column or rows.
    """
    interface = request.copy.interface
    download_member(interface, target=request.target, client=client)
    with request.target.open(encoding=request.copy.encoding, newline="") as lines:
        rows = iterate_rows(lines, origin=interface.page)
        _, header = next(rows, (0, []))
        require_columns(header, wanted=request.copy.source_columns, origin=interface.page)
        count = sum(1 for _ in rows)
    require_count(count, rows=interface.rows, what="rows", origin=interface.page)


def download_member(interface: Publication, *, target: Path, client: Client) -> None:
    """Download an archive that a page links to, and take one file out of it, whatever it holds.

    Parameters
    ----------
    interface : Publication
        The page, and patterns for the link and for the file.
    target : Path
        Where to write the file.
    client : Client
        The session to ask in.

    Raises
    ------
    SourceError
        If not exactly one link or one file fits, or the archive is damaged.
    """
    archive = target.with_name(f"{target.name}.zip")
    link = _find_link(interface, client)
    client.save(link, target=archive)
    try:
        extract_member(archive, pattern=interface.member, target=target)
    except SourceError as error:
        raise SourceError(f"{link}: {error}") from error


def _find_link(interface: Publication, client: Client) -> str:
    reader = _LinkReader()
    reader.feed(client.get_text(interface.page))
    links = list(dict.fromkeys(urljoin(interface.page, link) for link in reader.links))
    fitting = [link for link in links if re.search(interface.link, link)]
    if len(fitting) != 1:
        archives = [link for link in links if link.lower().endswith(".zip")]
        shown = ", ".join((fitting or archives)[:LISTED]) or "none"
        raise SourceError(
            f"{interface.page} must have one link like {interface.link!r}; found {len(fitting)}. "
            f"The {'links that fit' if fitting else 'archives it links to'}: {shown}. "
            "If the publisher has renamed it, mend 'page' or 'link' in the catalogue entry."
        )
    return fitting[0]


class _LinkReader(HTMLParser):
    """Gathers where a page's links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links.extend(value for name, value in attrs if tag == "a" and name == "href" and value)
