"""Writing files so that the same rows give the same bytes, and listing their checksums."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pandas as pd


def write_csv(
    path: Path,
    table: pd.DataFrame,
    *,
    mark: bool = False,
    header: bool = True,
    separator: str = ",",
) -> None:
    """Write a table with plain line ends, and with the byte order mark that ONS puts first.

    What NHS Choices parts by the sign for "not" is in Latin-1.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    text = table.to_csv(index=False, header=header, lineterminator="\n", sep=separator)
    plain = "utf-8" if separator.isascii() else "latin-1"
    content = text.encode("utf-8-sig" if mark else plain)
    # without the time of writing
    path.write_bytes(gzip.compress(content, mtime=0) if path.suffix == ".gz" else content)


def write_checksums(folder: Path) -> None:
    """List the checksum of every data file in `folder`."""
    files = [path for path in folder.glob("*/*") if path.suffix in (".csv", ".geojson", ".gz")]
    names = [path.relative_to(folder).as_posix() for path in (*files, folder / "TRUTHS.yml")]
    lines = [
        f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n"
        for name in sorted(names)
    ]
    (folder / "SHA256SUMS").write_bytes("".join(lines).encode())
