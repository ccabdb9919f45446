"""Linked once a run, read by every notebook: the linked tables as GeoParquet."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd

from datacell_lib.files.area import Area
from datacell_lib.governance.used_datasets import note_use
from datacell_lib.intake.link.kept_links import (
    KEPT_LINKS,
    LINKS,
    READS,
    find_kept_links,
    note_reads,
    recall_reads,
)
from datacell_lib.intake.link.linkage import LINKED_FROM, Linked, link_area, list_reconstructed
from datacell_lib.intake.link.run_store import find_store
from datacell_lib.intake.places.vintages import find_vintage
from datacell_lib.kept_results import remove_oldest, say_not_kept
from datacell_lib.whole_files import write_whole

SHAPES = ("neighbourhoods", "districts")
TABLES = ("nation", "coverage", "cases")


def save_linked(linked: Linked, *, folder: Path) -> None:
    """Store linked tables, each file whole or not at all.

    Parameters
    ----------
    linked : Linked
        The tables.
    folder : Path
        Where to put `neighbourhoods.parquet`, `districts.parquet` (GeoParquet),
        `nation.parquet`, `coverage.parquet` and `cases.parquet`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in (*SHAPES, *TABLES):
        with write_whole(folder / f"{name}.parquet", mode=0o600) as part:
            getattr(linked, name).to_parquet(part, index=False)


def read_linked(folder: Path, *, area: Area) -> Linked:
    """Read linked tables that were stored.

    Parameters
    ----------
    folder : Path
        Where they are.
    area : Area
        The area they are of.

    Returns
    -------
    Linked
        The tables.
    """
    shapes = {name: gpd.read_parquet(folder / f"{name}.parquet") for name in SHAPES}
    tables = {name: pd.read_parquet(folder / f"{name}.parquet") for name in TABLES}
    note_use(tables["nation"].attrs[LINKED_FROM].split())
    return Linked(
        **shapes,
        **tables,
        boundaries=find_vintage(area).boundaries,
        reconstructed_from=list_reconstructed(tables["coverage"], area=area),
    )


def load_linked(area: Area) -> Linked:
    """Load the area's linked tables: linked once a run.

    Outside of a run, as in JupyterLab, they are those of the last run or notebook that made them
    from the same files, by the same code.

    Parameters
    ----------
    area : Area
        The area.

    Returns
    -------
    Linked
        The tables.

    Raises
    ------
    SourceError
        If they have to be linked and something is wrong with the files.
    """
    store = find_store(area.name)
    if store is None:
        kept = find_kept_links(area)
        if kept is None or not (kept / READS).is_file():
            return _link_and_keep(area)
        recall_reads(kept, area=area)
        remove_oldest(kept, among=LINKS, kept=KEPT_LINKS)
        return read_linked(kept, area=area)
    if not all((store / f"{name}.parquet").is_file() for name in (*SHAPES, *TABLES)):
        save_linked(_link_and_keep(area), folder=store)
    return read_linked(store, area=area)


def _link_and_keep(area: Area) -> Linked:
    """Link an area, and keep the tables when what they were made from has stayed the same."""
    before = find_kept_links(area)
    linked = link_area(area)
    kept = find_kept_links(area)
    if kept is None or before not in (None, kept):
        return linked
    try:
        kept.mkdir(mode=0o700, parents=True, exist_ok=True)
        save_linked(linked, folder=kept)
        note_reads(kept, datasets=tuple(linked.nation.attrs[LINKED_FROM].split()))
        remove_oldest(kept, among=LINKS, kept=KEPT_LINKS)
    except OSError as error:
        say_not_kept(error)
    return linked
