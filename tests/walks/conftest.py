"""A way from start to finish begins in an empty clone: the project's files, nothing built."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from datacell_lib.config import ROOT

LEFT_BEHIND = shutil.ignore_patterns("_build", ".venv", ".git", "cache", "__pycache__", ".*_cache")
MAIN = "from datacell_lib.pipeline.cli import main; main()"
Walk = Callable[..., str]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's files in a folder of their own, with which nothing was ever done."""
    folder = tmp_path_factory.mktemp("walk") / "handbook"
    shutil.copytree(ROOT, folder, ignore=LEFT_BEHIND)
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
