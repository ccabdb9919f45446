"""The front desk: one report, and everything that its notebooks ask for.

`open_report` is what a notebook imports besides the statistics that it shows and the ways to
show them. Whatever it hands out is worked out once a run; outside a run, as in JupyterLab, it
is worked out when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import pandas as pd

from datacell_lib.analysis.index import native, standing, standing_stability
from datacell_lib.analysis.need import summary
from datacell_lib.files.area import Area, load_area
from datacell_lib.files.index_spec import IndexSpec
from datacell_lib.governance import index_sources
from datacell_lib.governance.release import Released, release
from datacell_lib.governance.used_datasets import list_used
from datacell_lib.intake.link import arrivals
from datacell_lib.intake.link.linkage import Linked, load_index
from datacell_lib.intake.link.linked_tables import load_linked
from datacell_lib.intake.outcomes import counts_of_larger_areas, district_facts, msoa_outcomes
from datacell_lib.presentation.source_line import list_vintages
from datacell_lib.run_store import keep_table
from datacell_lib.schema import (
    AUTHORITY_CODE,
    AUTHORITY_NAME,
    DISTRICT_NAME,
    GEOMETRY,
    MSOA_CODE,
    PLACE_NAME,
    POPULATION,
    ParameterError,
)
from datacell_lib.table_sources import carry_sources, list_sources, mark_sources

RESIDENTS = [AUTHORITY_CODE, AUTHORITY_NAME, DISTRICT_NAME, MSOA_CODE, PLACE_NAME]
RESIDENTS += [POPULATION, GEOMETRY]


def open_report(area: str, *, district: str | None = None) -> Report:
    """Open the report of an area, or the page of one of its districts.

    Parameters
    ----------
    area : str
        The area file's name, such as "sample".
    district : str, optional
        The code of a report district, for its page.

    Returns
    -------
    Report
        Nothing of it is read until it is asked for.

    Raises
    ------
    ConfigError
        If there is no such area, or its file is wrong.

    Examples
    --------
    >>> open_report("sample").area.title
    'Brackenshire'
    """
    return Report(load_area(area), district)


@dataclass(frozen=True)
class Report:
    """An area's report: its tables, each with the datasets behind it, and the way out.

    Parameters
    ----------
    area : Area
        What it is about.
    district : str, optional
        The code of the report district that a page is about.
    """

    area: Area
    district: str | None = None

    def release(
        self, table: pd.DataFrame, *, name: str, datasets: Iterable[str] | None = None
    ) -> Released:
        """Release a table under the area's disclosure policy, so that it can be shown.

        Parameters
        ----------
        table : pandas.DataFrame
            What is to be shown.
        name : str
            A short name for it, such as "key-figures".
        datasets : iterable of str, optional
            Where the table is made from fewer published datasets than it carries.

        Returns
        -------
        Released
            What `datacell_lib.presentation` draws. Behind it stand the datasets that the table
            carries, or all that the notebook has used; and boundaries where it has shapes.

        Raises
        ------
        DisclosureError
            If the policy does not allow it.
        """
        behind = tuple(datasets if datasets is not None else list_sources(table) or list_used())
        if GEOMETRY in table:
            behind += self.linked.boundaries
        return release(table, name=name, datasets=behind, policy=self.area.policy)

    # The neighbourhoods and their index

    @cached_property
    def linked(self) -> Linked:
        """The area's linked tables."""
        return load_linked(self.area)

    @cached_property
    def index(self) -> IndexSpec:
        """What the area's index is made of."""
        return load_index(self.area)

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Every neighbourhood of the nation ranked in the index and its domains."""
        return self._keep(
            "scores", lambda: standing.rank_nation(self.linked.nation, spec=self.index)
        )

    @cached_property
    def stability(self) -> pd.DataFrame:
        """How sure each of these ranks is."""
        modelled = index_sources.list_modelled_indicators(self.index)
        return self._keep(
            "stability",
            lambda: standing_stability.assess_standing(
                self.linked.nation, spec=self.index, modelled=modelled
            ),
        )

    @cached_property
    def native_shares(self) -> pd.DataFrame:
        """What share of each score is known for neighbourhoods themselves."""
        known = index_sources.list_native_indicators(self.index)
        return self._keep(
            "native",
            lambda: native.list_native_shares(self.linked.nation, spec=self.index, native=known),
        )

    @cached_property
    def nation(self) -> pd.DataFrame:
        """The nation's neighbourhoods, with their standing in the index."""
        return standing.add_overall_standing(self.linked.nation, index=self.scores)

    @cached_property
    def neighbourhoods(self) -> gpd.GeoDataFrame:
        """The area's neighbourhoods: standing, how sure it is, and what they stand out for."""
        placed = standing.add_standing(self.linked.neighbourhoods, index=self.scores)
        sure = standing_stability.add_stability(placed, stability=self.stability)
        titles = native.mark_wider_domains(self.index.domain_titles, shares=self.native_shares)
        return standing.name_leading_domains(sure, titles=titles)

    @cached_property
    def here(self) -> gpd.GeoDataFrame:
        """Those of the page's district."""
        return standing.select_district(self.neighbourhoods, district=self._require_district())

    @cached_property
    def name(self) -> str:
        """What the page is about: the district, or the whole area."""
        return self.area.title if self.district is None else str(self.here[DISTRICT_NAME].iloc[0])

    @cached_property
    def listed(self) -> gpd.GeoDataFrame:
        """The district's neighbourhoods that come first, numbered."""
        return standing.select_most_vulnerable(self.here)

    @cached_property
    def numbered(self) -> gpd.GeoDataFrame:
        """All of the district's neighbourhoods, with the numbers of those that come first."""
        return standing.number_positions(self.here, listed=self.listed)

    @cached_property
    def places(self) -> dict[str, pd.DataFrame]:
        """The neighbourhoods of each place that the page compares, by its name."""
        if self.district is None:
            further = summary.select_totals(self.neighbourhoods, totals=self.area.totals)
            return {self.area.title: self.neighbourhoods, **further, self.area.nation: self.nation}
        return {
            self.name: self.here,
            self.area.title: self.neighbourhoods,
            self.area.nation: self.nation,
        }

    @property
    def share_titles(self) -> dict[str, str]:
        """A title for each indicator that is a share of people or of households."""
        return index_sources.list_share_titles(self.index)

    @property
    def count_errors(self) -> dict[str, str]:
        """For each count of people to reach, what is known of its error."""
        return index_sources.describe_errors(self.index)

    # What happened to people

    @property
    def cases(self) -> pd.DataFrame:
        """Daily cases of the area's local authority districts."""
        return self.linked.cases

    @property
    def residents(self) -> gpd.GeoDataFrame:
        """The area's neighbourhoods with their residents and nothing else that was counted."""
        own = self.linked.neighbourhoods[RESIDENTS]
        return mark_sources(own, [self.area.population.dataset])

    @cached_property
    def small_areas(self) -> msoa_outcomes.SmallAreas:
        """Deaths and cases by MSOA, where the area names any."""
        return msoa_outcomes.load_small_areas(self.area)

    @cached_property
    def district_facts(self) -> pd.DataFrame:
        """What is known for whole local authority districts only."""
        return district_facts.load_district_facts(self.area, places=self.here)

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """What was counted for larger places only, added up."""
        return counts_of_larger_areas.total_outcomes(self._outcomes, area=self.area)

    @cached_property
    def _outcomes(self) -> dict[str, counts_of_larger_areas.Outcome]:
        return counts_of_larger_areas.load_outcomes(self.area)

    # What it is all made from

    @cached_property
    def registrations(self) -> pd.DataFrame:
        """Patients on practices' lists, where the area names a dataset of them."""
        return arrivals.load_registrations(self.area)

    @cached_property
    def arrivals(self) -> pd.DataFrame:
        """Every file that the report was made from, and what became of its rows."""
        return arrivals.describe_arrivals(self.linked, area=self.area, outcomes=self._outcomes)

    @property
    def resident_counts(self) -> dict[str, str]:
        """For each dataset that counts all residents once more, its column."""
        return arrivals.list_resident_counts(self.index)

    def list_ages(self, *tables: pd.DataFrame) -> pd.DataFrame:
        """List how old the datasets behind tables are.

        Parameters
        ----------
        *tables : pandas.DataFrame
            Tables of this report.

        Returns
        -------
        pandas.DataFrame
            What `list_vintages` returns.
        """
        behind = sorted({name for table in tables for name in list_sources(table)})
        return mark_sources(list_vintages(tuple(behind), invented=self.area.invented), behind)

    def _keep(self, name: str, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """Keep a table that is worked out from the linked tables."""
        return keep_table(name, make=lambda: carry_sources(make(), self.linked.nation))

    def _require_district(self) -> str:
        if self.district is None:
            raise ParameterError(
                "this report was opened for a whole area. Give open_report the code of a "
                "district to ask for what is there."
            )
        return self.district
