"""What the tests of the intake share: the folder of real published files, where there is one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def real_files() -> Path:
    """Point the library at the real published files for the session, or skip."""
    folder = Path(os.environ.get("DATACELL_MIRROR", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("the folder of real published files is absent")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATACELL_MIRROR", str(folder))
        yield folder


@pytest.fixture
def own_cache(tmp_path, monkeypatch) -> Path:
    """Give the test a cache of its own and no mirror, so that it holds only what is put there."""
    monkeypatch.delenv("DATACELL_MIRROR", raising=False)
    monkeypatch.setattr("datacell_lib.config.CACHE", tmp_path)
    return tmp_path
