"""Files that a page offers: kept in the run, each with the releases that it holds."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from datacell_lib.config import RUN_VARIABLE
from datacell_lib.governance.ledger import find_ledger
from datacell_lib.schema import DisclosureError
from datacell_lib.whole_files import write_whole

FOLDER = "downloads"  # in the run, and beside the pages of the built book
METADATA = "csv-metadata.json"  # of a table: beside it, where readers of CSVW look
STAR_MODEL = "star.json"  # how the tables of a star are joined
SHEET, PICTURE = "html", "png"
FORMATS = {
    "csv": "CSV",
    METADATA: "JSON",
    "geojson": "GeoJSON",
    "parquet": "Parquet",
    "xlsx": "Excel",
    "json": "JSON",
    STAR_MODEL: "JSON",
    "zip": "ZIP",
    SHEET: "page to print",
    PICTURE: "picture",
}
SEEN = (SHEET, PICTURE)  # what a browser shows; nobody takes figures out of it
_PART = r"[a-z0-9][a-z0-9_-]{0,99}"
_PATH = re.compile(rf"({_PART}/)*{_PART}\.({'|'.join(map(re.escape, FORMATS))})")
BYTES_A_KILOBYTE = 1000


@dataclass(frozen=True)
class RunFile:
    """A file that a page offers.

    Parameters
    ----------
    path : str
        Where it is, in the folder of downloads: lower-case letters, digits, hyphens, underscores.
    releases : tuple of str
        The releases that it holds, in order.
    sha256 : str
        Its checksum.
    size : int
        Bytes.
    title : str
        What it is about.
    part : tuple of str, optional
        Where it holds a part of its release: a column, and the value that its rows have there.
    """

    path: str
    releases: tuple[str, ...]
    sha256: str
    size: int
    title: str
    part: tuple[str, str] | None = None

    @property
    def ending(self) -> str:
        """What kind of file it is: what stands after the first point of its name."""
        return Path(self.path).name.partition(".")[2]

    def describe(self) -> str:
        """Say format and size, as a link does.

        Examples
        --------
        >>> RunFile("a.csv", ("a-0",), "0" * 64, 3210, "A").describe()
        'CSV, 3 KB'
        >>> RunFile("a.csv", ("a-0",), "0" * 64, 2_400_000, "A").describe()
        'CSV, 2.4 MB'
        """
        kilobytes = max(1, round(self.size / BYTES_A_KILOBYTE))
        size = f"{kilobytes} KB"
        if kilobytes >= BYTES_A_KILOBYTE:
            size = f"{self.size / BYTES_A_KILOBYTE**2:.1f} MB"
        return f"{FORMATS[self.ending]}, {size}"


def keep_file(
    path: str,
    content: bytes,
    *,
    releases: tuple[str, ...],
    title: str,
    part: tuple[str, str] | None = None,
) -> RunFile:
    """Keep a file in the run, for pages to offer.

    Parameters
    ----------
    path : str
        Where, in the folder of downloads.
    content : bytes
        What it holds.
    releases : tuple of str
        The releases that it holds.
    title : str
        What it is about.
    part : tuple of str, optional
        A column, and the value that rows of the release have there, where it holds these alone.

    Returns
    -------
    RunFile
        What a page says of it. In JupyterLab, where there is no run, it is in a temporary folder,
        and one of the same name gives way.

    Raises
    ------
    DisclosureError
        If the path is not one of plain names and a known format, or a file of that name with
        other content is in the run.
    """
    check_path(path)
    digest = hashlib.sha256(content).hexdigest()
    target = find_ledger() / FOLDER / path
    try:
        with write_whole(target, replace=RUN_VARIABLE not in os.environ, mode=0o600) as place:
            place.write_bytes(content)
    except FileExistsError as error:
        if target.read_bytes() != content:
            raise DisclosureError(
                f"{path} is offered already, with other content. Offer each table under a name "
                "of its own."
            ) from error
    return RunFile(path, releases, digest, len(content), title, part)


def check_path(path: str) -> None:
    """Refuse a path that is not one of plain names, inside the folder, of a known format.

    Examples
    --------
    >>> check_path("sample-overview/sample-districts.csv")
    >>> check_path("../secret.csv")
    Traceback (most recent call last):
        ...
    datacell_lib.schema.DisclosureError: '../secret.csv' is no name for a download: lower-case \
letters, digits, hyphens and underscores, and an ending such as 'csv'.
    """
    if not _PATH.fullmatch(path):
        raise DisclosureError(
            f"{path!r} is no name for a download: lower-case letters, digits, hyphens and "
            "underscores, and an ending such as 'csv'."
        )
