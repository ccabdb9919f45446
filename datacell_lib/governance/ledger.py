"""The record of reads: which files a run's figures really came from."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from datacell_lib.config import RUN_VARIABLE

TEMPORARY = "datacell-ledger-"
SECONDS_A_DAY = 86_400


@dataclass(frozen=True)
class Read:
    """One reading of a dataset.

    Parameters
    ----------
    dataset, layout : str
        The catalogue entry, and which of its copies was read.
    sha256 : tuple of str
        Checksums of the files.
    rows : int
        Rows that arrived, before any were set aside.
    set_aside : int
        Rows outside what the dataset is for, such as other countries'.
    purpose : str
        What they were read for.
    invented : bool
        Whether they are the embedded sample's.
    mended : int
        Shapes that were mended, whose outline touched itself or had a part drawn twice.
    trimmed : int
        Codes of areas whose blanks at either end were taken off.
    doubtful : tuple of str
        What can't be what it seems, each told in a sentence: numbers that may stand for "not
        known", shares of more than all.
    accepted : tuple of str
        How its files differ from the last of their name, where somebody took the change.
    suppressed : int
        Cells of its table that its publisher hides.
    """

    dataset: str
    layout: str
    sha256: tuple[str, ...]
    rows: int
    set_aside: int
    purpose: str
    invented: bool
    mended: int = 0
    trimmed: int = 0
    doubtful: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    suppressed: int = 0


def find_ledger() -> Path:
    """Find the folder of the run that this process belongs to.

    Returns
    -------
    Path
        The folder named by DATACELL_RUN; where there is none (JupyterLab, nbval) a temporary
        one, the same for the life of the process, readable by its user alone.
    """
    named = os.environ.get(RUN_VARIABLE)
    if not named:
        return Path(_make_temporary_ledger().name)
    folder = Path(named)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


@contextmanager
def using_ledger(folder: Path) -> Iterator[None]:
    """Make a folder this process's ledger for a while.

    Parameters
    ----------
    folder : Path
        The ledger.
    """
    before = os.environ.get(RUN_VARIABLE)
    os.environ[RUN_VARIABLE] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ[RUN_VARIABLE]
        else:
            os.environ[RUN_VARIABLE] = before


@cache
def _make_temporary_ledger() -> tempfile.TemporaryDirectory:
    _remove_orphans(Path(tempfile.gettempdir()))
    prefix = f"{TEMPORARY}{os.getpid()}-"
    return tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True)


def _remove_orphans(folder: Path) -> None:
    """Remove yesterday's temporary ledgers of processes that were killed: they hold true values.

    Younger ones are left alone: in a container a living process's number may mean nothing here.
    """
    if os.name == "nt":  # where asking whether a process lives would end it
        return
    for ledger in folder.glob(f"{TEMPORARY}*-*"):
        owner = ledger.name.removeprefix(TEMPORARY).partition("-")[0]
        old = time.time() - ledger.stat().st_mtime > SECONDS_A_DAY
        if old and owner.isdigit() and not _is_alive(int(owner)):
            shutil.rmtree(ledger, ignore_errors=True)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # another user's
    return True


def record_read(read: Read) -> None:
    """Add a read to the run's ledger.

    Parameters
    ----------
    read : Read
        What was read.
    """
    path = find_ledger() / "reads.jsonl"
    line = json.dumps(asdict(read), ensure_ascii=False, sort_keys=True) + "\n"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as file:
        file.write(line)


def list_reads() -> tuple[Read, ...]:
    """List what the run has read, each reading once, by dataset.

    Returns
    -------
    tuple of Read
        Without repetition.
    """
    path = find_ledger() / "reads.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    rows = (json.loads(line) for line in lines)
    reads = {
        Read(**row | {name: tuple(row[name]) for name in ("sha256", "doubtful", "accepted")})
        for row in rows
    }
    return tuple(sorted(reads, key=lambda read: (read.dataset, read.purpose)))
