"""An area's local indices, worked out once a run: what is known for its own places alone."""

from __future__ import annotations

import pandas as pd

from datacell_lib.analysis.index.within_area import rank_within_area
from datacell_lib.files.area import Area
from datacell_lib.intake.link.index_files import load_local_index
from datacell_lib.intake.link.local_linkage import link_local
from datacell_lib.intake.link.run_store import keep_tables
from datacell_lib.schema import (
    AREA_CODE,
    AREAS,
    DISTRICT_CODE,
    DISTRICT_NAME,
    FIFTH_WITHIN_AREA,
    NEIGHBOURHOOD,
    RANK,
    SCORE,
    TITLE,
    WITHIN,
)
from datacell_lib.table_sources import carry_sources, mark_sources

PARTS = ("table", "coverage")
COLUMNS = [AREA_CODE, NEIGHBOURHOOD, DISTRICT_CODE, DISTRICT_NAME, TITLE, SCORE, RANK, AREAS]
COLUMNS += [FIFTH_WITHIN_AREA, WITHIN]


def rank_local_index(area: Area, *, name: str) -> pd.DataFrame:
    """Rank the area's neighbourhoods by one of its local indices.

    Parameters
    ----------
    area : Area
        The area.
    name : str
        One of its `local_indices`.

    Returns
    -------
    pandas.DataFrame
        What `rank_within_area` returns.

    Raises
    ------
    DatacellError
        As `link_local` and `rank_within_area`.
    """
    spec = load_local_index(area, name=name)
    table = _load_parts(area, name)["table"]
    return rank_within_area(table, spec=spec, place=area.title)


def rank_local_indices(area: Area) -> pd.DataFrame:
    """Rank the area's neighbourhoods by each of its local indices.

    Parameters
    ----------
    area : Area
        The area; it may have none.

    Returns
    -------
    pandas.DataFrame
        The rows of `rank_local_index`, one index after the other; none where it has none.
    """
    ranked = [rank_local_index(area, name=name) for name in area.local_indices]
    if not ranked:
        return mark_sources(pd.DataFrame(columns=COLUMNS), [area.population.dataset])
    return carry_sources(pd.concat(ranked, ignore_index=True), *ranked)


def cover_local_indices(area: Area) -> pd.DataFrame:
    """Say what each dataset of the area's local indices matched of its neighbourhoods.

    Parameters
    ----------
    area : Area
        The area; it may have none.

    Returns
    -------
    pandas.DataFrame
        The coverage that `link_local` returns, a row a dataset; none where it has none.
    """
    covered = [_load_parts(area, name)["coverage"] for name in area.local_indices]
    return pd.concat(covered).drop_duplicates("dataset") if covered else pd.DataFrame()


def _load_parts(area: Area, name: str) -> dict[str, pd.DataFrame]:
    def make() -> dict[str, pd.DataFrame]:
        return dict(zip(PARTS, link_local(area, name=name), strict=True))

    return keep_tables(f"local-{name}", area=area.name, parts=PARTS, make=make)
