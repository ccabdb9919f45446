"""What a publisher's interface is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from datacell_lib.governance.catalogue.copies import Copy


@dataclass(frozen=True)
class Request:
    """One file of a copy, to be had through its interface.

    Parameters
    ----------
    copy : Copy
        What the catalogue says of it; its `interface` says where to ask.
    key : tuple of str
        The dataset's columns that name a row.
    authority : str or None
        The local authority district that the file is for, where there is one for each.
    target : Path
        Where to write it.
    """

    copy: Copy
    key: tuple[str, ...]
    authority: str | None
    target: Path

    @property
    def source_key(self) -> list[str]:
        """The columns that name a row, as the publisher calls them."""
        return [str(self.copy.columns[name]) for name in self.key]
