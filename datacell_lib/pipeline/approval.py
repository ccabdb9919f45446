"""What a published tree says of its approval, and whether it is still what was approved."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, ValidationError

from datacell_lib.config import show_path
from datacell_lib.names import check_signature
from datacell_lib.schema import RunError
from datacell_lib.whole_files import calculate_sha256
from datacell_lib.wording import name_first, write_day

RECORD = "approval.json"
Signature = Annotated[str, AfterValidator(check_signature)]


class Approval(BaseModel):
    """Who approved which report, when.

    Parameters
    ----------
    approved_by, role : str
        The person, and what makes it theirs to approve.
    approved_at : datetime
        When, by the clock of the United Kingdom.
    area, edition, build : str
        Which report: the number is that of its folder among the builds.
    sha256_approved : str
        The digest of the files that the person approved, before their words changed.
    sha256_published : str
        The digest of the files that were made from them, without this record.
    files : dict of str to str
        The digest of each of these by its path, to name what changed since; none in the register,
        and in records of former versions.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    approved_by: Signature
    role: Signature
    approved_at: AwareDatetime
    area: str
    edition: str
    build: str
    sha256_approved: str
    sha256_published: str = ""
    files: dict[str, str] = {}

    def describe(self) -> str:
        """Say who approved, and on which day.

        Returns
        -------
        str
            A sentence of plain text.
        """
        day = write_day(self.approved_at.date())
        return f"Approved by {self.approved_by} ({self.role}) on {day}."


def digest_tree(folder: Path) -> str:
    """Calculate one checksum of every file in a folder: its path and its bytes.

    Parameters
    ----------
    folder : Path
        The folder. An approval at its root is left out.

    Returns
    -------
    str
        The SHA-256 of a list with each file's SHA-256, two spaces, its path and a zero byte, in
        the order of the paths' bytes.

    Raises
    ------
    RunError
        If something in it is no ordinary file, so that its bytes could be somewhere else.
    """
    return digest_list(digest_files(folder))


def digest_list(digests: Mapping[str, str]) -> str:
    """Calculate one checksum of files from those of each.

    Parameters
    ----------
    digests : mapping of str to str
        What `digest_files` returns.

    Returns
    -------
    str
        As `digest_tree`.
    """
    listed = hashlib.sha256()
    for name in sorted(digests, key=os.fsencode):
        listed.update(f"{digests[name]}  ".encode() + os.fsencode(name) + b"\0")
    return listed.hexdigest()


def digest_files(folder: Path) -> dict[str, str]:
    """Calculate a checksum of each file in a folder, but for an approval at its root.

    Parameters
    ----------
    folder : Path
        The folder.

    Returns
    -------
    dict of str to str
        By path inside it.

    Raises
    ------
    RunError
        As `digest_tree`.
    """
    return {name: calculate_sha256(path) for name, path in _list_files(folder)}


def _list_files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            raise RunError(
                f"{show_path(path)} is a link, or no ordinary file; nobody can approve what it "
                "leads to. Make the report again."
            )
        if path.is_file() and name != RECORD:
            yield name, path


def read_approval(folder: Path) -> Approval | None:
    """Read who approved the pages in a folder.

    Parameters
    ----------
    folder : Path
        The folder of a report's pages.

    Returns
    -------
    Approval or None
        None where nobody has.

    Raises
    ------
    RunError
        If what it says is not a record that `publish` wrote.
    """
    path = folder / RECORD
    if not path.is_file():
        return None
    try:
        return Approval.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise RunError(
            f"{show_path(path)} is not a record of an approval ({where}: {first['msg']}). Make "
            "the report again, and publish it."
        ) from error


def check_approval(folder: Path) -> Approval:
    """Refuse a folder that is not an approved report, or no longer what was published.

    Parameters
    ----------
    folder : Path
        The folder of a report's pages.

    Returns
    -------
    Approval
        Who approved it.

    Raises
    ------
    RunError
        If it is not there, nobody approved it, or a file was changed, added or removed since.

    Notes
    -----
    This finds what changed by mistake or on the way. It can't find forgery: who may write to the
    folder can write a record, too.
    """
    if not folder.is_dir():
        raise RunError(f"There is no folder {show_path(folder)}. Name that of a report's pages.")
    approval = read_approval(folder)
    if approval is None:
        raise RunError(
            f"{show_path(folder)} holds no {RECORD}: nobody has approved a report there. Approve "
            "one with python datacell.py publish."
        )
    found = digest_files(folder)
    if digest_list(found) != approval.sha256_published:
        named = _name_changes(found, then=approval.files) or "its files have another checksum"
        raise RunError(
            f"{show_path(folder)} has changed since it was published: {named}. Take the folder "
            "that python datacell.py publish wrote, as it is."
        )
    return approval


def _name_changes(now: Mapping[str, str], *, then: Mapping[str, str]) -> str:
    """Name the files that are other than those that were approved, where the record lists them."""
    if not then:
        return ""
    kinds = {
        "changed": [name for name in then if name in now and now[name] != then[name]],
        "removed": [name for name in then if name not in now],
        "added": [name for name in now if name not in then],
    }
    told = [f"{what}: {name_first(sorted(names))}" for what, names in kinds.items() if names]
    return "; ".join(told)
