"""Calculated once a run, read by every notebook: tables that take long to make."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from datacell_lib.governance.ledger import RUN_VARIABLE, find_ledger
from datacell_lib.intake.link.linked_tables import FOLDER
from datacell_lib.whole_files import write_whole


def save_derived(table: pd.DataFrame, *, path: Path) -> None:
    """Store a table, whole or not at all.

    Parameters
    ----------
    table : pandas.DataFrame
        The table.
    path : Path
        The Parquet file; its folder is made where there is none.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with write_whole(path) as part:
        table.to_parquet(part, index=False)


def load_derived(name: str, *, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """Load a table of the run where the run has stored it, otherwise make it.

    Parameters
    ----------
    name : str
        Its file's name, without ending, beside the linked tables.
    make : callable
        Makes it, for a notebook that is run by itself.

    Returns
    -------
    pandas.DataFrame
        The table.

    Examples
    --------
    >>> load_derived("example", make=lambda: pd.DataFrame({"a": [1]}))["a"].tolist()
    [1]
    """
    stored = find_ledger() / FOLDER / f"{name}.parquet"
    if RUN_VARIABLE in os.environ and stored.is_file():
        return pd.read_parquet(stored)
    return make()
