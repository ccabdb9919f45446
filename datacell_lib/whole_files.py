"""Files that are either whole or not there."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from datacell_lib.schema import SourceError


@contextmanager
def write_whole(target: Path, *, replace: bool = True, mode: int = 0o666) -> Iterator[Path]:
    """Give a place to write to, and move it to its target only when nothing went wrong.

    Parameters
    ----------
    target : Path
        Where the file shall be; its folder is made.
    replace : bool
        Whether a file that is there gives way.
    mode : int
        Who may read and write it, before the process's mask.

    Yields
    ------
    Path
        An empty file in a temporary folder beside the target.

    Raises
    ------
    FileExistsError
        If there is a file that must not give way, however late it came.
    OSError
        If it can't be written, as on a full disk; names the target where nothing else is named.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with write_whole(Path(folder, "a.csv")) as part:
    ...         _ = part.write_text("code\\n")
    ...     Path(folder, "a.csv").read_text()
    'code\\n'
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".part-") as folder:
            part = Path(folder, target.name)
            part.touch(mode=mode)
            yield part
            if replace:
                os.replace(part, target)
            else:
                os.link(part, target)
    except OSError as error:
        if error.errno is not None and error.filename is None:
            error.filename = str(target)
        raise


def write_changed(target: Path, content: bytes) -> None:
    """Write a file whole, and only when that changes it.

    Parameters
    ----------
    target : Path
        Where the file shall be; its folder is made.
    content : bytes
        What it shall hold.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_changed(Path(folder, "a.csv"), b"code")
    ...     Path(folder, "a.csv").read_text()
    'code'
    """
    if not target.is_file() or target.read_bytes() != content:
        with write_whole(target) as part:
            part.write_bytes(content)


def calculate_sha256(path: Path) -> str:
    """Calculate a file's checksum.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    str
        Its SHA-256, in hexadecimal digits.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def extract_member(archive: Path, *, pattern: str, target: Path) -> None:
    """Take one file out of a ZIP archive.

    Parameters
    ----------
    archive : Path
        The archive.
    pattern : str
        A regular expression that fits the file's name inside, and no other.
    target : Path
        Where to write it.

    Raises
    ------
    SourceError
        If the archive is damaged, or not exactly one file fits.

    Notes
    -----
    A ZIP archive holds a checksum of each file, which is verified on the way.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            names = [name for name in opened.namelist() if not name.endswith("/")]
            fitting = [name for name in names if re.search(pattern, name)]
            if len(fitting) != 1:
                raise SourceError(
                    f"the archive must hold one file like {pattern!r}; found "
                    f"{', '.join(fitting) or 'none'} among {', '.join(names[:8]) or 'no files'}. "
                    "If the publisher has renamed it, mend the pattern in the catalogue entry."
                )
            with opened.open(fitting[0]) as source, target.open("wb") as sink:
                shutil.copyfileobj(source, sink)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise SourceError(
            f"the archive is damaged or no archive at all ({error}); it may be truncated."
        ) from error
