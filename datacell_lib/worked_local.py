"""An area's local indices, worked out once a run: what is known for its own places alone."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from datacell_lib.analysis.index.standing import select_district
from datacell_lib.analysis.index.within_area import rank_within_area
from datacell_lib.files.area import Area
from datacell_lib.intake.link.index_files import list_shown_indices, load_local_index
from datacell_lib.intake.link.local_linkage import link_local
from datacell_lib.intake.link.run_store import keep_tables
from datacell_lib.schema import (
    AREA_CODE,
    AREAS,
    DISTRICT_CODE,
    DISTRICT_NAME,
    FIFTH_WITHIN_AREA,
    GEOMETRY,
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


def place_indices(
    neighbourhoods: gpd.GeoDataFrame, *, area: Area, district: str | None
) -> pd.DataFrame:
    """Rank neighbourhoods by each local index that may be shown, and give them their shapes.

    Parameters
    ----------
    neighbourhoods : geopandas.GeoDataFrame
        The area's, with `area_code`, `district_code`, `district_name` and `geometry`.
    area : Area
        The area; it may have no local indices.
    district : str, optional
        The code of the report district to keep; all unless told.

    Returns
    -------
    pandas.DataFrame or geopandas.GeoDataFrame
        The rows of `rank_local_index`, one index after the other, with `geometry`; without rows
        and shapes where there is none.
    """
    ranked = [rank_local_index(area, name=name) for name in list_shown_indices(area)]
    if not ranked:
        return mark_sources(pd.DataFrame(columns=COLUMNS), [area.population.dataset])
    own = neighbourhoods if district is None else select_district(neighbourhoods, district=district)
    placed = pd.concat(ranked).merge(own[[AREA_CODE, GEOMETRY]], on=AREA_CODE)
    return carry_sources(gpd.GeoDataFrame(placed, geometry=GEOMETRY, crs=own.crs), *ranked)


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
    covered = [_load_parts(area, name)["coverage"] for name in list_shown_indices(area)]
    return pd.concat(covered).drop_duplicates("dataset") if covered else pd.DataFrame()


def _load_parts(area: Area, name: str) -> dict[str, pd.DataFrame]:
    def make() -> dict[str, pd.DataFrame]:
        return dict(zip(PARTS, link_local(area, name=name), strict=True))

    return keep_tables(f"local-{name}", area=area.name, parts=PARTS, make=make)
