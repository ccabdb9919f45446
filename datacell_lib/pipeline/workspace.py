"""Where a report is made: a private tree that stays, and reports that replace each other."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from datacell_lib.config import BUILD, Edition, show_path
from datacell_lib.files.area import Area
from datacell_lib.schema import RunError

KEPT_BUILDS = 2
PREVIEW = "preview"


@dataclass(frozen=True)
class Workspace:
    """The folders of one area's report in one edition.

    Parameters
    ----------
    folder : Path
        `_build/AREA/EDITION`; for a few districts only `_build/AREA/preview`, or
        `_build/AREA/EDITION-preview` of another edition than the open one.
    """

    folder: Path

    @property
    def private(self) -> bool:
        """Whether nobody else on the machine may read it: it is for those whom agreements name."""
        return self.folder.name.startswith(Edition.PARTNER.value)

    @property
    def tree(self) -> Path:
        """The book's sources as they are built, kept between runs."""
        return self.folder / "tree"

    @property
    def ledger(self) -> Path:
        """What the run read and released, for its user alone."""
        return self.folder / "ledger"

    @property
    def executed(self) -> Path:
        """Where notebooks are executed before they enter the tree."""
        return self.folder / "executed"

    @property
    def failed(self) -> Path:
        """Notebooks that failed, as far as they got."""
        return self.folder / "failed"

    @property
    def builds(self) -> Path:
        """Finished reports, the last few."""
        return self.folder / "builds"

    @property
    def shown(self) -> Path:
        """The report that readers open."""
        return self.folder / "html"


def find_workspace(area: Area, *, edition: Edition, preview: bool = False) -> Workspace:
    """Find the workspace of a report.

    Parameters
    ----------
    area : Area
        What the report is about.
    edition : Edition
        Who it is for.
    preview : bool
        Whether it shows a few districts only, and so must not replace the whole report.

    Returns
    -------
    Workspace
        Its folders, which need not be there yet.
    """
    name = edition.value
    if preview:
        name = PREVIEW if edition is Edition.OPEN else f"{edition.value}-{PREVIEW}"
    return Workspace(BUILD / area.name / name)


@contextmanager
def lock_workspace(workspace: Workspace) -> Iterator[None]:
    """Keep other runs out of a workspace; the lock goes when its process ends, however it ends.

    Parameters
    ----------
    workspace : Workspace
        The workspace.

    Raises
    ------
    RunError
        If another run is using it, or nothing can be written there.
    """
    with _open_lock(workspace) as file:
        try:
            _lock(file.fileno())
        except OSError as error:
            raise RunError(
                f"Another run is making this report in {workspace.folder}. "
                "Wait for it to end, or stop it."
            ) from error
        yield


def _open_lock(workspace: Workspace) -> TextIO:
    try:
        workspace.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if workspace.private:
            workspace.folder.chmod(0o700)
        return (workspace.folder / "lock").open("a+")
    except OSError as error:
        raise RunError(
            f"Reports are made in {show_path(workspace.folder)}, where nothing can be written "
            f"({error.strerror}). Give yourself the right to, or copy the project to a folder of "
            "your own and run it there."
        ) from error


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def empty_folder(folder: Path) -> Path:
    """Make a folder that is there, empty, and readable by its user alone.

    Parameters
    ----------
    folder : Path
        The folder; what it holds is removed.

    Returns
    -------
    Path
        The same.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    return folder


def show_pages(pages: Path, *, workspace: Workspace) -> Path:
    """Put finished pages where readers open them, all at once.

    Parameters
    ----------
    pages : Path
        The built book.
    workspace : Workspace
        Where the report is made.

    Returns
    -------
    Path
        The folder that readers open.

    Notes
    -----
    The pages are copied to a folder of their own; then one relative symbolic link is replaced by
    `os.replace`, which no reader can see half done. Builds are numbered, since a clock can be
    set back; the one that is shown is never removed. Where links can't be made (Windows), two
    renames take its place: that is not atomic, and `recover_shown` mends what a run that
    was killed between them leaves.
    """
    run = 1 + max((_number(build) for build in _list_builds(workspace)), default=0)
    target = workspace.builds / f"{run:08d}" / "html"
    shutil.copytree(pages, target)
    link = workspace.folder / f".html-{run}"
    try:
        link.symlink_to(target.relative_to(workspace.folder), target_is_directory=True)
    except OSError:
        swap_folders(target, workspace=workspace)
    else:
        os.replace(link, workspace.shown)
    current = workspace.shown.resolve().parent
    for old in _list_builds(workspace)[:-KEPT_BUILDS]:
        if old.resolve() != current:
            shutil.rmtree(old)
    return workspace.shown


def _list_builds(workspace: Workspace) -> list[Path]:
    """List finished reports in the order in which they were made, whatever the clock said."""
    folder = workspace.builds
    return sorted(folder.iterdir(), key=_number) if folder.is_dir() else []


def _number(build: Path) -> int:
    """Read a build's number; one that has none was made before they were numbered."""
    return int(build.name) if build.name.isdecimal() else 0


def name_shown_build(workspace: Workspace) -> str:
    """Name the finished report that readers open.

    Parameters
    ----------
    workspace : Workspace
        Where reports are made.

    Returns
    -------
    str
        The number of its folder among the builds; where there are no symbolic links, of the
        last one, whose pages were moved.
    """
    if workspace.shown.is_symlink():
        return workspace.shown.resolve().parent.name
    return "".join(build.name for build in _list_builds(workspace)[-1:])


def swap_folders(pages: Path, *, workspace: Workspace) -> None:
    """Put pages in place by two renames, where there are no symbolic links.

    Parameters
    ----------
    pages : Path
        The folder to put in place; it is moved.
    workspace : Workspace
        Where the report is made.
    """
    replace_folder(pages, shown=workspace.shown)


def replace_folder(made: Path, *, shown: Path) -> Path:
    """Put a folder in the place of another by two renames.

    Parameters
    ----------
    made : Path
        The folder to put in place, on the same disk; it is moved.
    shown : Path
        Where it is to be.

    Returns
    -------
    Path
        The same place. `recover_folder` mends what a run that was killed between the two leaves.
    """
    previous = shown.with_name(f"{shown.name}.previous")
    shutil.rmtree(previous, ignore_errors=True)
    if shown.exists():
        os.replace(shown, previous)
    os.replace(made, shown)
    shutil.rmtree(previous, ignore_errors=True)
    return shown


def recover_shown(workspace: Workspace) -> None:
    """Put back the last report where a run was killed between two renames.

    Parameters
    ----------
    workspace : Workspace
        Where the report is made.
    """
    recover_folder(workspace.shown)


def recover_folder(shown: Path) -> None:
    """Put back a folder that a run was about to replace when it was killed.

    Parameters
    ----------
    shown : Path
        Where it was.
    """
    previous = shown.with_name(f"{shown.name}.previous")
    if previous.exists() and not shown.exists():
        os.replace(previous, shown)
