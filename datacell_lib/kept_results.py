"""Results that runs share: what took long to work out is kept until it is to be made of others."""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

import pandas as pd
import pyarrow as pa

from datacell_lib.config import RESULTS, show_path
from datacell_lib.whole_files import write_whole

KEPT = 64


def keep_result(
    name: str, *, key: str, folder: Path, make: Callable[[], pd.DataFrame]
) -> pd.DataFrame:
    """Read a result that runs share; the first run to ask for it makes and stores it.

    Parameters
    ----------
    name : str
        What it is.
    key : str
        A digest of all that it depends on.
    folder : Path
        Where results are; those that have not been used for longest are removed.
    make : callable
        Makes it.

    Returns
    -------
    pandas.DataFrame
        The table; where it can't be kept that is said once.
    """
    path = folder / f"{name}-{key}.parquet"
    try:
        table = pd.read_parquet(path)
    except (OSError, pa.ArrowException):  # not there, or damaged
        table = make()
        try:
            write_table(table, path=path)
        except OSError as error:
            say_not_kept(error)
            return table
        table = pd.read_parquet(path)
    remove_oldest(path, among="*.parquet", kept=KEPT)
    return table


def remove_oldest(used: Path, *, among: str, kept: int) -> None:
    """Remove the results that have not been used for longest, as far as they can be.

    Parameters
    ----------
    used : Path
        A result that was used just now: a file or a folder.
    among : str
        What those beside it that count are called, as a glob.
    kept : int
        How many stay.
    """
    with suppress(OSError):  # removed by another run just now, or not ours to touch
        os.utime(used)
    for old in sorted(used.parent.glob(among), key=_tell_last_use)[:-kept]:
        if old.is_dir():
            shutil.rmtree(old, ignore_errors=True)
        else:
            with suppress(OSError):
                old.unlink()


def _tell_last_use(path: Path) -> int:
    """Tell when a result was used last; one that another run has just removed is the oldest."""
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


@cache
def _warn_once(text: str) -> None:
    warnings.warn(text, stacklevel=3)


def say_not_kept(error: OSError) -> None:
    """Warn, once for each reason, that results can't be kept, and so are worked out again.

    Parameters
    ----------
    error : OSError
        Why they can't.
    """
    _warn_once(
        f"what took long to work out can't be kept under {show_path(RESULTS)} "
        f"({error.strerror}), so it will be worked out again the next time. Give yourself the "
        "right to write there to save the time."
    )


def write_table(table: pd.DataFrame, *, path: Path) -> None:
    """Write a table, whole or not at all.

    Parameters
    ----------
    table : pandas.DataFrame
        The table.
    path : Path
        The Parquet file; its folder is made where there is none.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with write_whole(path, mode=0o600) as part:
        table.to_parquet(part, index=False)
