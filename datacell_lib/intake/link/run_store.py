"""The run's store: tables that are worked out once a run and read by all of its notebooks."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

import pandas as pd

from datacell_lib.governance.ledger import RUN_VARIABLE, find_ledger
from datacell_lib.governance.used_datasets import note_use
from datacell_lib.kept_results import write_table
from datacell_lib.schema import AREA_CODE
from datacell_lib.table_sources import list_sources

FOLDER = "linked"


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
