"""The files that a run found: noted at first use, and held to be the same ever after."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from datacell_lib import config
from datacell_lib.schema import SourceError
from datacell_lib.whole_files import calculate_sha256, write_whole

FOLDER = "files"


@dataclass(frozen=True)
class FoundFile:
    """A dataset's file, found and checked.

    Parameters
    ----------
    path : Path
        The file.
    sha256 : str
        Its checksum.
    name : str
        Its path inside the cache or the mirror.
    listed : bool
        Whether the catalogue lists its checksum, or the sample's list does.
    asked_anew : bool
        Whether an interface was asked for it just now.
    """

    path: Path
    sha256: str
    name: str
    listed: bool
    asked_anew: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class FixedFile:
    """A published file as a run found it.

    Parameters
    ----------
    file : FoundFile
        The file.
    state : tuple of int
        Its size, and when its content and its entry last changed.
    """

    file: FoundFile
    state: tuple[int, int, int]


@dataclass(frozen=True)
class FixedCopy:
    """The copy of a dataset that a run uses.

    Parameters
    ----------
    place : int
        Which of the catalogue entry's copies it is.
    files : tuple of FixedFile
        What it consists of.
    """

    place: int
    files: tuple[FixedFile, ...]


def read_state(path: Path) -> tuple[int, int, int]:
    """Read what changes when a file does, without reading the file.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    tuple of int
        Its size in bytes; when its content and its entry last changed, in nanoseconds.
    """
    found = path.stat()
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def note_copy(dataset: str, *, area: str, copy: FixedCopy) -> None:
    """Note which copy of a dataset a run has found; outside of a run nothing is noted.

    Parameters
    ----------
    dataset, area : str
        The catalogue id, and the area that it was found for.
    copy : FixedCopy
        What was found. What another process of the run has noted already stays.
    """
    note = _find_note(dataset, area)
    if note is None or note.is_file():
        return
    try:
        with write_whole(note, replace=False) as part:
            part.write_text(json.dumps(asdict(copy), default=str), encoding="utf-8")
    except FileExistsError:  # another process of the run was first
        return


def recall_copy(dataset: str, *, area: str) -> FixedCopy | None:
    """Recall which copy of a dataset the run uses.

    Parameters
    ----------
    dataset, area : str
        The catalogue id, and the area that it is wanted for.

    Returns
    -------
    FixedCopy or None
        What was noted, each file unchanged since; None where nothing was.

    Raises
    ------
    SourceError
        If a file has changed or is gone.
    """
    note = _find_note(dataset, area)
    if note is None or not note.is_file():
        return None
    noted = json.loads(note.read_text(encoding="utf-8"))
    files = tuple(
        FixedFile(
            FoundFile(**told["file"] | {"path": Path(told["file"]["path"])}), (*told["state"],)
        )
        for told in noted["files"]
    )
    for file in files:
        _require_unchanged(file)
    return FixedCopy(noted["place"], files)


def _find_note(dataset: str, area: str) -> Path | None:
    inputs = config.find_inputs()
    return inputs / FOLDER / area / f"{dataset}.json" if inputs is not None else None


def _require_unchanged(fixed: FixedFile) -> None:
    path = fixed.file.path
    happened = "was changed"
    try:
        if read_state(path) == fixed.state or calculate_sha256(path) == fixed.file.sha256:
            return
    except FileNotFoundError:
        happened = "was removed"
    raise SourceError(
        f"{config.show_path(path)} {happened} while the report was being made, so not all of its "
        "pages would be made from the same data. Leave the file alone until the run has ended, "
        "and run again."
    )
