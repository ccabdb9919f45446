"""A way from start to finish begins in an empty clone: the project's files, nothing built.

What takes minutes to work out and is kept for any report of the same files, entries and code is
shared with the project, as it is among the reports that an analyst makes in one folder.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from datacell_lib.config import RESULTS, ROOT

LEFT_BEHIND = shutil.ignore_patterns("_build", ".venv", ".git", "cache", "__pycache__", ".*_cache")
MAIN = "from datacell_lib.pipeline.cli import main; main()"
Walk = Callable[..., str]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's files in a folder of their own, with which nothing was ever done."""
    folder = tmp_path_factory.mktemp("walk") / "handbook"
    shutil.copytree(ROOT, folder, ignore=LEFT_BEHIND)
    RESULTS.mkdir(parents=True, exist_ok=True)
    shared = folder / RESULTS.relative_to(ROOT)
    shared.parent.mkdir()
    with suppress(OSError):  # where links can't be made the clone works it out itself
        shared.symlink_to(RESULTS, target_is_directory=True)
    return folder


@pytest.fixture(scope="module")
def walk(clone: Path, mirror: Path) -> Walk:
    """Run a command in the clone, as somebody types it, with the published files at hand."""
    return _walk_in(clone, DATACELL_MIRROR=str(mirror))


@pytest.fixture(scope="module")
def walk_alone(clone: Path) -> Walk:
    """Run a command in the clone, with nothing but what the project brings."""
    return _walk_in(clone)


def _walk_in(clone: Path, **surroundings: str) -> Walk:
    own = os.environ | {"PYTHONPATH": str(clone)} | surroundings

    def run(*words: str, code: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-c", MAIN, *words],
            cwd=clone,
            env=own,
            capture_output=True,
            text=True,
            check=False,
        )
        told = done.stdout + done.stderr
        assert done.returncode == code, told[-4000:]
        return " ".join(told.split())

    return run
