"""The run's store: tables that are worked out once a run and read by all of its notebooks."""

from __future__ import annotations

import hashlib
import os
import shutil
import warnings
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

import pandas as pd
import pyarrow as pa

from datacell_lib.config import RESULTS, show_path
from datacell_lib.governance.ledger import RUN_VARIABLE, find_ledger
from datacell_lib.governance.used_datasets import note_use
from datacell_lib.schema import AREA_CODE
from datacell_lib.table_sources import list_sources
from datacell_lib.whole_files import write_whole

FOLDER = "linked"
KEPT = 32


def find_store(area: str) -> Path | None:
    """Find where the run keeps the tables of an area.

    Parameters
    ----------
    area : str
        The area file's name: one area never finds another's tables.

    Returns
    -------
    Path or None
        A folder in the run's ledger, which need not be there yet; None where there is no run, as
        in JupyterLab.
    """
    return find_ledger() / FOLDER / area if os.environ.get(RUN_VARIABLE) else None


def keep_table(name: str, *, area: str, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """Read a table of the run; the first to ask for it makes and stores it.

    Parameters
    ----------
    name : str
        Its file's name, without ending.
    area : str
        The name of the area that it is of.
    make : callable
        Makes it.

    Returns
    -------
    pandas.DataFrame
        The table, with the datasets behind it. Where there is no run it is made, and not stored.

    Examples
    --------
    >>> keep_table("example", area="sample", make=lambda: pd.DataFrame({"a": [1]}))["a"].tolist()
    [1]
    """
    store = find_store(area)
    if store is None:
        return make()
    path = store / f"{name}.parquet"
    if not path.is_file():
        write_table(make(), path=path)
    table = pd.read_parquet(path)
    note_use(list_sources(table))
    return table


def keep_tables(
    name: str, *, area: str, parts: Sequence[str], make: Callable[[], Mapping[str, pd.DataFrame]]
) -> dict[str, pd.DataFrame]:
    """Read tables of the run that are made together, as `keep_table` reads one.

    Parameters
    ----------
    name : str
        The beginning of their files' names.
    area : str
        The name of the area that they are of.
    parts : sequence of str
        What the tables are called.
    make : callable
        Makes them all, by what they are called.

    Returns
    -------
    dict of str to pandas.DataFrame
        The tables; made once, however many there are.
    """
    made = cache(make)
    return {
        part: keep_table(f"{name}-{part}", area=area, make=lambda part=part: made()[part])
        for part in parts
    }


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


def digest_table(table: pd.DataFrame, *besides: str) -> str:
    """Digest the codes and every number of a table, and some texts.

    Parameters
    ----------
    table : pandas.DataFrame
        Rows by `area_code`.
    *besides : str
        What else a result depends on.

    Returns
    -------
    str
        A hexadecimal digest. Names of places are left out: areas that share a nation share
        their results.
    """
    numbers = table.set_index(AREA_CODE).select_dtypes("number")
    digest = hashlib.sha256(pd.util.hash_pandas_object(numbers).to_numpy().tobytes())
    digest.update("\0".join([*numbers.columns, *besides]).encode())
    return digest.hexdigest()
