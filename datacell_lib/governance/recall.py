"""Released tables, read back from the ledger of the run that released them."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pandas as pd

from datacell_lib.config import Edition
from datacell_lib.files.plain_yaml import clip
from datacell_lib.files.reader import NAME
from datacell_lib.governance.release import Released
from datacell_lib.schema import DisclosureError


def read_released(folder: Path, release_id: str) -> pd.DataFrame:
    """Read a released table back from a run's ledger.

    Parameters
    ----------
    folder : Path
        The run's ledger.
    release_id : str
        The release.

    Returns
    -------
    pandas.DataFrame
        The table as it was released.

    Raises
    ------
    DisclosureError
        If the ledger knows of no such release.
    """
    path = folder / "releases" / f"{release_id}.released.parquet"
    if not NAME.fullmatch(release_id) or not path.is_file():
        raise DisclosureError(
            f"{clip(release_id)!r} is not a release of this run. Publish only what release() "
            "returned."
        )
    table = pd.read_parquet(path)
    return gpd.read_parquet(path) if "geometry" in table else table


def load_released(folder: Path, release_id: str) -> Released:
    """Load a released table from a run's ledger, with all that is known of it.

    Parameters
    ----------
    folder : Path
        The run's ledger.
    release_id : str
        The release.

    Returns
    -------
    Released
        As `release` returned it.

    Raises
    ------
    DisclosureError
        If the ledger knows of no such release.
    """
    table = read_released(folder, release_id)
    path = folder / "releases" / f"{release_id}.json"
    facts = json.loads(path.read_text(encoding="utf-8"))
    return Released(
        table=table,
        id=release_id,
        datasets=tuple(facts["datasets"]),
        policy=facts["policy"],
        edition=Edition(facts["edition"]),
        invented=facts["invented"],
        suppressed={name: tuple(rows) for name, rows in facts["suppressed"].items()},
    )
