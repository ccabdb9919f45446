"""Several files of a ZIP archive, read as if they were one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import IO


class JoinedMembers(io.RawIOBase):
    """The bytes of several files of an archive, one after the other.

    Parameters
    ----------
    archive : zipfile.ZipFile
        An open archive.
    names : sequence of str
        Its files, in the order in which they are to be read.

    Examples
    --------
    >>> file = io.BytesIO()
    >>> with zipfile.ZipFile(file, "w") as archive:
    ...     archive.writestr("a.csv", "1\\n")
    ...     archive.writestr("b.csv", "2\\n")
    >>> JoinedMembers(zipfile.ZipFile(file), ["b.csv", "a.csv"]).read()
    b'2\\n1\\n'
    """

    def __init__(self, archive: zipfile.ZipFile, names: Sequence[str]) -> None:
        super().__init__()
        self._archive = archive
        self._waiting = list(names)
        self._open: IO[bytes] | None = None

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, room: bytearray | memoryview) -> int:
        """Read the next bytes.

        Parameters
        ----------
        room : bytearray or memoryview
            Where to put them.

        Returns
        -------
        int
            How many there were; none at the end.
        """
        while self._open or self._waiting:
            if self._open is None:
                self._open = self._archive.open(self._waiting.pop(0))
            found = self._open.read(len(room))
            if found:
                room[: len(found)] = found
                return len(found)
            self._open.close()
            self._open = None
        return 0
