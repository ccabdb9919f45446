"""An area's local indices, worked out once a run: what is known for its own places alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import pandas as pd

from datacell_lib.analysis.index.standing import select_district
from datacell_lib.analysis.index.within_area import place_in_fifths, rank_within_area
from datacell_lib.analysis.quality.estimates import count_local_gaps
from datacell_lib.files.area import Area
from datacell_lib.governance.partner_terms import Withheld, describe_givers, list_partner_data
from datacell_lib.governance.used_datasets import using_apart
from datacell_lib.governance.worked_fifths import note_fifths
from datacell_lib.intake.link.index_files import (
    list_partner_indices,
    list_ranked_indices,
    list_withheld_indices,
    load_local_index,
    name_parties,
)
from datacell_lib.intake.link.local_linkage import link_local, link_protected
from datacell_lib.intake.link.run_store import keep_table, keep_tables
from datacell_lib.presentation.page_status import describe_edition
from datacell_lib.schema import (
    AREA_CODE,
    AREAS,
    DISTRICT_CODE,
    DISTRICT_NAME,
    FIFTH_WITHIN_AREA,
    GEOMETRY,
    GIVEN,
    NEIGHBOURHOOD,
    ONLY_FOR,
    RANK,
    SCORE,
    STANDING_WITHIN_AREA,
    SUPPRESSED,
    TITLE,
    WITHIN,
    ConfigError,
)
from datacell_lib.table_sources import carry_sources, mark_sources

PARTS = ("table", "coverage")
PLACES = [AREA_CODE, NEIGHBOURHOOD, DISTRICT_CODE, DISTRICT_NAME, TITLE]
RANKED = [*PLACES, SCORE, RANK, AREAS, FIFTH_WITHIN_AREA, WITHIN, SUPPRESSED]
FIFTHS = [*PLACES, FIFTH_WITHIN_AREA, AREAS, WITHIN, STANDING_WITHIN_AREA, GIVEN, ONLY_FOR]


@dataclass(frozen=True)
class WorkedLocal:
    """An area's local indices, for what a page is about.

    Parameters
    ----------
    area : Area
        The area; it may have none.
    neighbourhoods : geopandas.GeoDataFrame
        Its neighbourhoods, with `area_code`, `district_code`, `district_name` and `geometry`.
    district : str, optional
        The code of the report district to keep; all unless told.
    """

    area: Area
    neighbourhoods: gpd.GeoDataFrame
    district: str | None = None

    def rank(self, name: str) -> pd.DataFrame:
        """All of the area's neighbourhoods by one of its local indices: `rank_local_index`."""
        return rank_local_index(self.area, name=name)

    @cached_property
    def ranked(self) -> pd.DataFrame:
        """The place's neighbourhoods in each index of published statistics; maybe none.

        The rows of `rank_local_index`, one index after the other, with `geometry`.
        """
        return self._place(list_ranked_indices(self.area), rank_local_index, columns=RANKED)

    @cached_property
    def gaps(self) -> pd.DataFrame:
        """What each ranked index of the whole area lacks: see `count_local_gaps`; maybe none."""
        made = [
            count_local_gaps(
                _load_parts(self.area, name)["table"], spec=load_local_index(self.area, name=name)
            )
            for name in list_ranked_indices(self.area)
        ]
        if not made:
            return mark_sources(pd.DataFrame({TITLE: []}), [self.area.population.dataset])
        return carry_sources(pd.concat(made, ignore_index=True), *made)

    @cached_property
    def fifths(self) -> pd.DataFrame:
        """The place's neighbourhoods in each index of partner data that this edition may show.

        The rows of `load_fifths`, one index after the other, with `geometry`; none in the open
        edition.
        """
        return self._place(list_partner_indices(self.area), load_fifths, columns=FIFTHS)

    @property
    def tables(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Both of them."""
        return self.ranked, self.fifths

    @property
    def purposes(self) -> dict[str, str]:
        """What each local index that this edition may show is for, as its file says: by title."""
        names = (*list_ranked_indices(self.area), *list_partner_indices(self.area))
        specs = [load_local_index(self.area, name=name) for name in names]
        return {spec.title: spec.purpose for spec in specs}

    @property
    def withheld(self) -> dict[str, Withheld]:
        """The local indices that this edition leaves out: by title, what keeps each out."""
        return list_withheld_indices(self.area)

    @property
    def words(self) -> dict[str, object]:
        """What is said besides ranks, for `show_local_indices`: purposes, and what is left out."""
        return {"purposes": self.purposes, "withheld": self.withheld}

    def _place(
        self, names: tuple[str, ...], work_out: Callable[..., pd.DataFrame], *, columns: list[str]
    ) -> pd.DataFrame:
        """Put the indices of these names below each other, with the shapes of the place."""
        made = [work_out(self.area, name=name) for name in names]
        if not made:
            return mark_sources(pd.DataFrame(columns=columns), [self.area.population.dataset])
        own = self.neighbourhoods
        if self.district is not None:
            own = select_district(own, district=self.district)
        placed = pd.concat(made).merge(own[[AREA_CODE, GEOMETRY]], on=AREA_CODE)
        return carry_sources(gpd.GeoDataFrame(placed, geometry=GEOMETRY, crs=own.crs), *made)


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
    if name in list_partner_indices(area):
        raise ConfigError(
            f"data/indices/{name}.yml is made of partner data, of which only fifths may be shown, "
            "no ranks: they are in report.local.fifths."
        )
    table = _load_parts(area, name)["table"]
    return rank_within_area(table, spec=spec, place=area.title)


def load_fifths(area: Area, *, name: str) -> pd.DataFrame:
    """Load the fifths of one of the area's local indices of partner data: worked out once a run.

    Parameters
    ----------
    area : Area
        The area.
    name : str
        One of its local indices of partner data, which the edition of this run may show.

    Returns
    -------
    pandas.DataFrame
        What `place_in_fifths` returns, with `given`: by whom, under which agreement, and
        `only_for`: whom the edition is for. Nothing else of what it was made from is kept.

    Raises
    ------
    DatacellError
        As `link_protected` and `place_in_fifths`.
    """

    def make() -> pd.DataFrame:
        spec = load_local_index(area, name=name)
        fifths = place_in_fifths(link_protected(area, name=name), spec=spec, place=area.title)
        given = describe_givers(list_partner_data(spec))
        own = {GIVEN: given, ONLY_FOR: describe_edition(name_parties(area))}
        told = carry_sources(fifths.assign(**own), fifths)
        note_fifths(told)
        return told

    with using_apart():
        return keep_table(f"fifths-{name}", area=area.name, make=make)


def cover_local_indices(area: Area) -> pd.DataFrame:
    """Say what each dataset of the area's ranked indices matched of its neighbourhoods.

    Parameters
    ----------
    area : Area
        The area; it may have none.

    Returns
    -------
    pandas.DataFrame
        The coverage that `link_local` returns, a row a dataset; none where it has none.
    """
    covered = [_load_parts(area, name)["coverage"] for name in list_ranked_indices(area)]
    return pd.concat(covered).drop_duplicates("dataset") if covered else pd.DataFrame()


def _load_parts(area: Area, name: str) -> dict[str, pd.DataFrame]:
    def make() -> dict[str, pd.DataFrame]:
        return dict(zip(PARTS, link_local(area, name=name), strict=True))

    return keep_tables(f"local-{name}", area=area.name, parts=PARTS, make=make)
