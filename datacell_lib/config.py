"""Where things are, and what there is of each: folders, editions, a mirror."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path

from datacell_lib.schema import ConfigError

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
AREAS = DATA / "areas"
CATALOGUE = DATA / "catalogue"
INDICES = DATA / "indices"
POLICIES = DATA / "governance" / "policies"
SAMPLE = DATA / "sample"
CACHE = DATA / "cache"
BUILD = ROOT / "_build"
RESULTS = BUILD / ".cache"  # results that runs share
RUN_FACTS = "run.json"  # what a book says of its run, beside its sources


class Edition(StrEnum):
    """Who a report is for. The open edition is for everyone."""

    OPEN = "open"


def show_path(path: Path) -> str:
    """Name a path as its reader knows it: relative to the project where it lies inside.

    Examples
    --------
    >>> show_path(ROOT / "data" / "areas" / "sample.yml")
    'data/areas/sample.yml'
    """
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)


def find_mirror() -> Path | None:
    """Find the folder of published files named by the environment variable DATACELL_MIRROR.

    Returns
    -------
    Path or None
        The folder, or None where the variable is not set.

    Raises
    ------
    ConfigError
        If the variable names a folder that is not there.
    """
    named = os.environ.get("DATACELL_MIRROR")
    if not named:
        return None
    folder = Path(named).expanduser().resolve()
    if not folder.is_dir():
        raise ConfigError(
            f"DATACELL_MIRROR names {named!r}, which is not a folder. "
            "Set it to the folder that holds the publishers' files, or unset it."
        )
    return folder
