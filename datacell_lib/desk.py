"""The front desk: one report, and everything that its notebooks ask for.

`open_report` is what a notebook imports besides the statistics that it shows and the ways to
show them. What it hands out is worked out once a run or, in JupyterLab, when first asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import pandas as pd

from datacell_lib.analysis.index.standing import add_standing, name_leading_domains, select_district
from datacell_lib.analysis.index.standing_stability import add_stability
from datacell_lib.analysis.need.summary import select_totals
from datacell_lib.files.area import Area, load_area
from datacell_lib.files.policy import choose_policy
from datacell_lib.governance.action_register import release_actions
from datacell_lib.governance.catalogue.dataset_ages import list_vintages
from datacell_lib.governance.release import Released, check_is_table, release
from datacell_lib.governance.used_datasets import list_used
from datacell_lib.injected_parameters import refuse_unknown_parameters
from datacell_lib.intake.link import arrivals as arrived
from datacell_lib.intake.link.index_files import load_index
from datacell_lib.intake.link.linkage import RESIDENTS, Linked
from datacell_lib.intake.link.linked_tables import load_linked
from datacell_lib.intake.outcomes import counts_of_larger_areas as larger
from datacell_lib.intake.outcomes.district_facts import load_district_facts
from datacell_lib.intake.outcomes.msoa_outcomes import SmallAreas
from datacell_lib.page_names import find_district_pages
from datacell_lib.presentation.guard import guard_cells
from datacell_lib.schema import DISTRICT_NAME, GEOMETRY, ParameterError
from datacell_lib.table_sources import list_sources, mark_sources
from datacell_lib.worked_changes import Changes, work_changes
from datacell_lib.worked_index import WorkedIndex
from datacell_lib.worked_local import WorkedLocal, cover_local_indices
from datacell_lib.worked_places import WorkedPlaces
from datacell_lib.worked_plans import WorkedPlans
from datacell_lib.worked_services import WorkedServices
from datacell_lib.worked_star import work_star
from datacell_lib.worked_weeks import WorkedWeeks


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
        Nothing of it is read until asked for. From now on cells show only what is published.

    Raises
    ------
    ConfigError
        If there is no such area, or its file is wrong.
    ParameterError
        If papermill gave the notebook a parameter that it does not declare.

    Examples
    --------
    >>> open_report("sample").area.title
    'Brackenshire'
    """
    refuse_unknown_parameters()
    guard_cells()
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
        """Release a table under the disclosure policy of the run's edition, to be shown.

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
            What `datacell_lib.presentation` draws, with the datasets that the table carries, or
            all that the notebook has used; and boundaries where it has shapes.

        Raises
        ------
        DisclosureError, TableError
            If the policy does not allow it, or it is no table with a name for each column.
        """
        check_is_table(table, name=name)
        behind = tuple(datasets if datasets is not None else list_sources(table) or list_used())
        if GEOMETRY in table:
            behind = (*behind, self.linked.boundaries)
        return release(table, name=name, datasets=behind, policy=choose_policy(self.area.policy))

    # The neighbourhoods and their index

    @cached_property
    def linked(self) -> Linked:
        """The area's linked tables, and the datasets behind them."""
        return load_linked(self.area)

    @cached_property
    def index(self) -> WorkedIndex:
        """The area's index: its file, its steps, its ranks, and how sure these are."""
        return WorkedIndex(load_index(self.area), self.linked.nation, self.area.name)

    @cached_property
    def nation(self) -> pd.DataFrame:
        """The nation's neighbourhoods, with their standing in the index."""
        return add_standing(self.linked.nation, index=self.index.scores)

    @cached_property
    def neighbourhoods(self) -> gpd.GeoDataFrame:
        """The area's neighbourhoods: standing, how sure it is, what they stand out for."""
        placed = add_standing(self.linked.neighbourhoods, index=self.index.scores)
        sure = add_stability(placed, stability=self.index.stability)
        return name_leading_domains(sure, titles=self.index.domain_titles)

    @property
    def outlines(self) -> gpd.GeoDataFrame:
        """The outlines of the area's report districts."""
        return self.linked.districts

    @property
    def pages(self) -> dict[str, str]:
        """Where the pages of the run's districts are, by name; none in JupyterLab."""
        return find_district_pages()

    # What the page is about

    @cached_property
    def here(self) -> gpd.GeoDataFrame:
        """The neighbourhoods of the page's district."""
        return self._select_here(self.neighbourhoods)

    @cached_property
    def title(self) -> str:
        """What the page is about: the district, or the whole area."""
        return self.area.title if self.district is None else str(self.here[DISTRICT_NAME].iloc[0])

    @cached_property
    def to_go(self) -> WorkedPlaces:
        """Where to go first in the page's district, or in the whole area."""
        standing = self.neighbourhoods if self.district is None else self.here
        return WorkedPlaces(standing, self.index, self.neighbourhoods)

    @cached_property
    def services(self) -> WorkedServices:
        """The services near the page's places, where the area names lists of them."""
        return WorkedServices(self.area, self.neighbourhoods, self.to_go)

    @cached_property
    def plans(self) -> WorkedPlans:
        """Who needs which kind of help, and where."""
        return WorkedPlans(self.area, self.linked, self.neighbourhoods, self.services)

    @cached_property
    def places(self) -> dict[str, pd.DataFrame]:
        """The neighbourhoods of each place that the page compares, by its name."""
        own = {} if self.district is None else {self.title: self.here}
        totals = {} if own else select_totals(self.neighbourhoods, totals=self.area.totals)
        return {
            **own,
            self.area.title: self.neighbourhoods,
            **totals,
            self.area.nation: self.nation,
        }

    @cached_property
    def local(self) -> WorkedLocal:
        """The area's local indices, of the page's neighbourhoods."""
        return WorkedLocal(self.area, self.linked.neighbourhoods, self.district)

    def release_local(self) -> tuple[Released, Released]:
        """Release what the local indices say: ranks within the area, and fifths of partner data."""
        ranked = self.release(self.local.ranked, name="local-indices")
        return ranked, self.release(self.local.fifths, name="partner-indices")

    @cached_property
    def star(self) -> tuple[Released, ...]:
        """The area's figures as dimensions and facts, released: see `make_star`."""
        made = work_star(self.neighbourhoods, index=self.index, weeks=self.weeks)
        return tuple(self.release(table, name=name) for name, table in made.items())

    @property
    def cases(self) -> pd.DataFrame:
        """Daily cases of the area's local authority districts."""
        return self.linked.cases

    @cached_property
    def residents(self) -> gpd.GeoDataFrame:
        """The area's neighbourhoods with their residents, and nothing else that was counted."""
        counted = [self.area.population.dataset]
        return mark_sources(self.linked.neighbourhoods[RESIDENTS], counted)

    @cached_property
    def weeks(self) -> WorkedWeeks:
        """Those cases in complete weeks, up to the report's day and after it."""
        return WorkedWeeks(self.cases, self.residents, self.area)

    @cached_property
    def residents_here(self) -> gpd.GeoDataFrame:
        """Those of the page's district."""
        return self._select_here(self.residents)

    @cached_property
    def small_areas(self) -> SmallAreas:
        """Deaths, cases and first doses of a vaccine by MSOA; empty where the area names none."""
        return SmallAreas(self.area)

    @cached_property
    def district_facts(self) -> pd.DataFrame:
        """What is known for whole local authority districts only."""
        return load_district_facts(self.area, places=self.here)

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """What was counted for larger places only, added up."""
        return larger.total_outcomes(self._outcomes, area=self.area)

    @cached_property
    def _outcomes(self) -> dict[str, larger.Outcome]:
        return larger.load_outcomes(self.area)

    @cached_property
    def registrations(self) -> pd.DataFrame:
        """Patients on practices' lists, where the area names a dataset of them."""
        return arrived.load_registrations(self.area)

    @cached_property
    def arrivals(self) -> pd.DataFrame:
        """Every file that the report was made from, and what became of its rows."""
        _ = self.registrations, self.weeks.snapshots, self.small_areas.first_doses  # told of
        load_district_facts(self.area, places=self.linked.neighbourhoods)
        known = {"local": cover_local_indices(self.area), "services": self.services.lists}
        known |= {"area": self.area, "outcomes": self._outcomes}
        return arrived.describe_arrivals(self.linked, **known)

    @cached_property
    def changes(self) -> Changes:
        """What is other than in the area's last report: see `work_changes`."""
        ways = {"arrivals": lambda: self.arrivals, "release": self.release}
        return work_changes(self.neighbourhoods, spec=self.index.spec, **ways)

    @cached_property
    def actions(self) -> Released | None:
        """What was decided and what came of it: see `release_actions`; none without a file."""
        return release_actions(self.area)

    @property
    def resident_counts(self) -> dict[str, str]:
        """For each dataset that counts all residents once more, its column."""
        return arrived.list_resident_counts(self.index.spec)

    @property
    def later_datasets(self) -> tuple[str, ...]:
        """The datasets that came out after the day that the report looks at."""
        return self.linked.reconstructed_from

    def list_ages(self, *tables: pd.DataFrame) -> pd.DataFrame:
        """How old the datasets behind tables of this report are: see `list_vintages`."""
        behind = tuple(sorted({name for table in tables for name in list_sources(table)}))
        return mark_sources(list_vintages(behind, invented=self.area.invented), behind)

    def _select_here(self, table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        if self.district is None:
            raise ParameterError(
                "this report was opened for a whole area. Give open_report a district's code."
            )
        return select_district(table, district=self.district)
