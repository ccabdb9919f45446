"""The ONS Postcode Directory, whose columns change their names with the edition."""

from __future__ import annotations

import csv

from datacell_lib.intake.live.answers import require_count
from datacell_lib.intake.live.http import Client
from datacell_lib.intake.live.nhs import download_member
from datacell_lib.intake.live.request import Request
from datacell_lib.schema import SourceError
from datacell_lib.table_rows import iterate_rows

SHOWN = 12


def download(request: Request, *, client: Client) -> None:
    """Download an edition, keeping the columns wanted under names that don't change.

    Parameters
    ----------
    request : Request
        What to ask for; its copy's interface is a `PostcodeDirectory`.
    client : Client
        The session to ask in.

    Raises
    ------
    SourceError
        If the archive or the file can't be had whole, or not exactly one of a column's names
        is in it.

    Notes
    -----
    Every postcode is kept, terminated ones too: whoever reads it decides by their date.
    """
    interface = request.copy.interface
    edition = request.target.with_name(f"edition-{request.target.name}")
    download_member(interface, target=edition, client=client)
    count = 0
    with (
        edition.open(encoding=request.copy.encoding, newline="") as lines,
        request.target.open("w", encoding="utf-8", newline="") as sink,
    ):
        rows = iterate_rows(lines, origin=interface.page)
        _, header = next(rows, (0, []))
        places = map_columns(header, aliases=interface.aliases)
        writer = csv.writer(sink)
        writer.writerow(places)
        for _, row in rows:
            writer.writerow([row[place] for place in places.values()])
            count += 1
    require_count(count, rows=interface.rows, what="postcodes", origin=interface.page)


def map_columns(header: list[str], *, aliases: dict[str, tuple[str, ...]]) -> dict[str, int]:
    """Find the columns wanted in an edition's header, whatever it calls them.

    Parameters
    ----------
    header : list of str
        The edition's columns.
    aliases : dict
        For each column wanted, the names that editions have given it; case does not matter.

    Returns
    -------
    dict
        The place of each column wanted, counted from 0.

    Raises
    ------
    SourceError
        If an edition has none of a column's names, or more than one.

    Examples
    --------
    >>> map_columns(["PCDS", "lsoa21"], aliases={"area": ("lsoa21cd", "lsoa21")})
    {'area': 1}
    """
    names = [name.strip().lower() for name in header]
    places = {}
    for column, known in aliases.items():
        lowered = {alias.lower() for alias in known}
        found = [place for place, name in enumerate(names) if name in lowered]
        if len(found) != 1:
            raise SourceError(
                f"this edition must have one column for {column!r}, called {' or '.join(known)}; "
                f"found {', '.join(header[place] for place in found) or 'none'} among "
                f"{', '.join(header[:SHOWN])}{' …' if len(header) > SHOWN else ''}. "
                "Add the edition's name for it to 'aliases' in the catalogue entry."
            )
        places[column] = found[0]
    return places
