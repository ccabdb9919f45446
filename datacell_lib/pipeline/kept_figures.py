"""Keeps the published figures of an area's last report, which the next one is compared with."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from datetime import date
from filecmp import cmp
from pathlib import Path

from datacell_lib.last_report import (
    ABOUT,
    DATASETS,
    FOLDER,
    INDEX,
    NEIGHBOURHOODS,
    KeptIndex,
    read_kept_index,
)
from datacell_lib.pipeline.workspace import Workspace, empty_folder
from datacell_lib.whole_files import write_whole

APPROVED, MADE = "last-approved", "last-made"


def keep_figures(
    pages: Path,
    *,
    workspace: Workspace,
    area: str,
    day: date,
    approved: bool,
    index: KeptIndex | None = None,
) -> None:
    """Keep what a finished report says of neighbourhoods and datasets.

    Parameters
    ----------
    pages : Path
        Its pages.
    workspace : Workspace
        Where reports of the area are made.
    area : str
        The area's name.
    day : date
        When it was approved, or made.
    approved : bool
        Whether it was approved; one that was not is kept apart, and gives way to the next.
    index : KeptIndex, optional
        What it ranks neighbourhoods by; unless told, as when somebody approves it later, what was
        noted when it was made.

    Notes
    -----
    Nothing is kept of a report whose pages offer no such files.
    """
    files = {
        NEIGHBOURHOODS: pages / "downloads" / area / f"{area}-neighbourhoods.csv",
        DATASETS: pages / "downloads" / "quality" / f"{area}-quality-ratings.csv",
    }
    if not all(path.is_file() for path in files.values()):
        return
    if index is None:
        index = _find_index(files, made=workspace.folder / MADE)
    folder = empty_folder(workspace.folder / (APPROVED if approved else MADE))
    for name, path in files.items():
        shutil.copyfile(path, folder / name)
    noted = None if index is None else asdict(index)
    about = json.dumps({"day": day.isoformat(), "approved": approved, INDEX: noted})
    with write_whole(folder / ABOUT) as part:  # the last: without it nothing counts as kept
        part.write_text(about, encoding="utf-8")


def _find_index(files: dict[str, Path], *, made: Path) -> KeptIndex | None:
    """Find what was noted of the index, where the report that was made last says the same."""
    index = read_kept_index(made)
    same = index is not None and all(
        cmp(path, made / name, shallow=False) for name, path in files.items()
    )
    return index if same else None


def hand_on_figures(workspace: Workspace) -> bool:
    """Hand a new run the figures of the last report: of the last approved one, if there is any.

    Parameters
    ----------
    workspace : Workspace
        Where the report is made; its ledger is empty.

    Returns
    -------
    bool
        Whether there is one.
    """
    for kept in (APPROVED, MADE):
        folder = workspace.folder / kept
        if (folder / ABOUT).is_file():
            shutil.copytree(folder, workspace.ledger / FOLDER)
            return True
    return False
