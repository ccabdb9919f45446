"""Who is expected to need which kind of help, and where, as the page of plans shows it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from datacell_lib.analysis.need.expected_need import estimate_need, expect_need
from datacell_lib.analysis.need.nearest_services import list_services_of_places
from datacell_lib.analysis.need.need_places import list_first_steps, list_need_places
from datacell_lib.analysis.need.need_risks import list_risks
from datacell_lib.files.area import Area
from datacell_lib.files.purposes import Purpose, Purposes, load_purposes
from datacell_lib.files.services import name_kind_columns
from datacell_lib.intake.link.linkage import Linked
from datacell_lib.intake.link.resident_ages import load_resident_ages
from datacell_lib.intake.link.run_store import keep_table
from datacell_lib.presentation.tables.need_tables import AWAY, NEAREST
from datacell_lib.schema import (
    AREA_CODE,
    AT_HAND,
    AUTHORITIES,
    AUTHORITY_CODE,
    EXPECTED_NEED,
    GEOMETRY,
    KIND,
    MSOA_CODE,
    NEED_PER_HOUR,
    PLACE_NAME,
    POPULATION,
    POSITION,
    TITLE,
)
from datacell_lib.table_sources import carry_sources, list_sources, mark_sources
from datacell_lib.worked_reach import WorkedReach
from datacell_lib.worked_services import WorkedServices
from datacell_lib.worked_sharing import NAMES, WorkedSharing


@dataclass(frozen=True)
class WorkedPlans:
    """Need, in people, for every purpose of `data/governance/purposes.yml`.

    Parameters
    ----------
    area : Area
        The area.
    linked : Linked
        Its linked tables.
    named : pandas.DataFrame
        Its neighbourhoods by the names that pages give them.
    services : WorkedServices
        The services near it.
    """

    area: Area
    linked: Linked
    named: pd.DataFrame
    services: WorkedServices

    @cached_property
    def _purposes(self) -> Purposes:
        return load_purposes()

    @property
    def purposes(self) -> tuple[Purpose, ...]:
        """The purposes that need is known for: none where residents by age are not."""
        return () if self.residents.empty else self._purposes.purposes

    def find(self, purpose: str) -> Purpose:
        """Find a purpose by its id: see `Purposes.find`."""
        return self._purposes.find(purpose)

    @cached_property
    def residents(self) -> pd.DataFrame:
        """Residents by age, and how deprived their neighbourhood is, with the names of places."""
        known = {"neighbourhoods": self.linked.neighbourhoods, "nation": self.linked.nation}

        def make() -> pd.DataFrame:
            return load_resident_ages(self.area, purposes=self._purposes, **known)

        ages = keep_table("resident-ages", area=self.area.name, make=make)
        found = pd.DataFrame(self.named[NAMES]).merge(ages, on=AREA_CODE, validate="1:1")
        return mark_sources(found, list_sources(ages))

    @cached_property
    def places(self) -> dict[str, pd.DataFrame]:
        """For each purpose the places to go, the first first: see `list_need_places`.

        With `nearest`, the nearest service that may give such help, and `kilometres_to_nearest`,
        where the area has a list of one of the purpose's kinds.
        """
        nation = self.area.nation
        return {
            purpose.id: self._add_nearest(
                list_need_places(self.residents, purpose=purpose, nation=nation), purpose
            )
            for purpose in self.purposes
        }

    def list_places(self, purpose: str) -> pd.DataFrame:
        """List the places to go for a purpose; without rows where need is not known."""
        return self.places.get(self.find(purpose).id, pd.DataFrame({PLACE_NAME: []}))

    def find_kind(self, purpose: Purpose) -> str | None:
        """Find the first kind of service of a purpose of which a list is at hand."""
        lists = self.services.lists
        at_hand = set(lists.loc[lists[AT_HAND].astype(bool), KIND])
        return next((kind for kind in purpose.services if kind in at_hand), None)

    @cached_property
    def first_steps(self) -> pd.DataFrame:
        """For each purpose the three places to go first: see `list_first_steps`."""
        first = {purpose: self.places[purpose.id] for purpose in self.purposes}
        return list_first_steps(self.residents, purposes=first)

    @cached_property
    def neighbourhoods(self) -> pd.DataFrame:
        """Need by purpose and neighbourhood: what `estimate_need` returns, with names.

        For each purpose in the order of how many an hour of help is expected to find.
        """
        names = self.residents[NAMES]
        if not self.purposes:
            return carry_sources(names.assign(**{TITLE: ""}), self.residents)
        found = [
            estimate_need(self.residents, purpose=purpose)
            .sort_values([NEED_PER_HOUR, AREA_CODE], ascending=[False, True])
            .assign(**{TITLE: purpose.title})
            for purpose in self.purposes
        ]
        joined = pd.concat(found).merge(names, on=AREA_CODE, how="left")
        ordered = joined[[TITLE, *names, *joined.columns.difference([TITLE, *names], sort=False)]]
        return carry_sources(ordered, self.residents)

    @property
    def risks(self) -> pd.DataFrame:
        """What the need of each purpose is made from: see `list_risks`."""
        return mark_sources(list_risks(self.purposes), list_sources(self.residents))

    def share(self, purpose: str, *, contacts: int, promise: float) -> WorkedSharing:
        """Share contacts among neighbourhoods for a purpose: see `WorkedSharing`."""
        found = self.find(purpose)
        return WorkedSharing(self.residents, found, contacts=contacts, promise=promise)

    def measure_reach(self, purpose: str, *, within: float) -> WorkedReach:
        """Measure whom services for a purpose reach in time: see `WorkedReach`.

        Of the first kind of which a list is at hand, and where the lists of it cover.
        """
        found = self.find(purpose)
        lists = self.services.lists[self.services.lists[KIND] == self.find_kind(found)]
        points = self.services.points
        own = self.linked.neighbourhoods
        codes = [listed.split() for listed in lists[AUTHORITIES]]
        if all(codes):
            own = own[own[AUTHORITY_CODE].isin({code for one in codes for code in one})]
        if self.residents.empty:
            return WorkedReach(self.residents, own, points.head(0), within)
        need = expect_need(self.residents, purpose=found).dropna(subset=[EXPECTED_NEED])
        need = need[need[AREA_CODE].isin(own[AREA_CODE])]
        own = own[own[AREA_CODE].isin(need[AREA_CODE])]
        of_kind = points[points[KIND].isin(lists[KIND])]
        return WorkedReach(need, own, mark_sources(of_kind, list_sources(points)), within)

    def _add_nearest(self, places: pd.DataFrame, purpose: Purpose) -> pd.DataFrame:
        kind = self.find_kind(purpose)
        if kind is None:
            return places
        columns = [AUTHORITY_CODE, MSOA_CODE, POPULATION, GEOMETRY]
        own, lists = self.linked.neighbourhoods[columns], self.services.lists
        given = {"services": self.services.points, "lists": lists[lists[KIND] == kind]}
        near = list_services_of_places(places, neighbourhoods=own, **given)
        service, away = name_kind_columns(kind)
        called = near[[POSITION, service, away]].rename(columns={service: NEAREST, away: AWAY})
        joined = places.merge(called, on=POSITION, how="left", validate="1:1")
        return mark_sources(joined, {*list_sources(places), *list_sources(self.services.points)})
