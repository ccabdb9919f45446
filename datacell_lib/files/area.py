"""What a report is about: the model of the area files in `data/areas`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from datacell_lib import config
from datacell_lib.files.area_groups import Groups
from datacell_lib.files.area_surveillance import Surveillance
from datacell_lib.files.branding import Branding
from datacell_lib.files.contact import Contact
from datacell_lib.files.nouns import REPORT_NOUNS, Noun
from datacell_lib.files.reader import Strict, read_named_model
from datacell_lib.files.services import ServiceList
from datacell_lib.names import Name

AuthorityCode = Annotated[str, StringConstraints(pattern=r"^E0[6789]\d{6}$")]


class ColumnSource(Strict):
    """A column of a catalogued dataset.

    Parameters
    ----------
    dataset : str
        The dataset's catalogue id.
    column : str
        The column's name in its entry.
    """

    dataset: str
    column: str


class AreaTotal(Strict):
    """A total that an area's report gives besides its own, such as a county without its unitaries.

    Parameters
    ----------
    title : str
        What the total is called on a page.
    authorities : tuple of str
        The local authority districts that it adds up.
    """

    title: Name
    authorities: tuple[AuthorityCode, ...] = Field(min_length=1)


class DistrictFact(Strict):
    """A count that is known for whole local authority districts only, to be told in words.

    Parameters
    ----------
    dataset : str
        Its catalogue id.
    column : str
        The count.
    where : dict of str
        Values that a row must have, where a district has several.
    says : str
        What comes after the number: "people were ...".
    """

    dataset: str
    column: str
    where: dict[str, str] = Field(default_factory=dict)
    says: Name


class Area(Strict):
    """What a report is about: a set of neighbourhoods, and how to group them.

    Parameters
    ----------
    name : str
        The area file's name, used on the command line.
    title : str
        What the area is called on a page.
    nation : str
        What the area is compared with.
    census : 2011 or 2021
        The census vintage of its neighbourhoods.
    authorities : tuple of str
        Codes of its local authority districts.
    report_by : "district", "ward", "msoa" or "group"
        How its neighbourhoods are grouped into report districts: by local authority, by
        electoral ward, by MSOA under its House of Commons Library name, or by `groups`.
    groups : Groups, optional
        The grouping, where `report_by` is "group".
    totals : tuple of AreaTotal
        Further totals to give.
    population : ColumnSource
        Where residents are counted.
    deprivation_rank : ColumnSource
        The published deprivation rank to show beside the index.
    cases : str, optional
        The dataset of daily cases by local authority district, where there is one.
    outcomes : tuple of str
        Datasets of further outcomes by MSOA or local authority district, shown by these alone.
    surveillance : Surveillance
        Which of the outcomes the page on surveillance shows, and until when.
    registrations : str, optional
        A dataset of patients on practices' lists by neighbourhood of the same census, to measure
        how far lists exceed residents.
    district_facts : tuple of DistrictFact
        Counts of whole local authority districts, told in words on a page and entering no index.
    services : tuple of ServiceList
        The lists of surgeries, pharmacies and the like that pages name the nearest of.
    branding : Branding, optional
        The name, logo and colour of the council whose report it is, shown on every page.
    contact : Contact, optional
        Who answers for the report. Without it every page says that nobody does, and the report
        can't be published.
    index : str
        The composite index of its report: the name of a file in data/indices.
    policy : str
        The disclosure policy of its report: the name of a file in data/governance/policies.
    local_indices : tuple of str
        Further indices, each `within: area`: of what is known for the area's own neighbourhoods
        alone, ranked among these and never compared with the nation.
    data : "published" or "sample"
        Publishers' files, or the embedded invented county.
    as_of : date, optional
        The last day that the report knows of; none where it is made of the latest there is.
    later_data : "refuse" or "mark"
        Whether an input that came out after `as_of` is refused, or used and marked as
        reconstructed from later data.
    """

    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
    title: Name
    nation: Name
    census: Literal[2011, 2021]
    authorities: tuple[AuthorityCode, ...] = Field(min_length=1)
    report_by: Literal["district", "ward", "msoa", "group"]
    groups: Groups | None = None
    totals: tuple[AreaTotal, ...] = ()
    population: ColumnSource
    deprivation_rank: ColumnSource
    cases: str | None = None
    outcomes: tuple[str, ...] = ()
    surveillance: Surveillance = Surveillance()
    registrations: str | None = None
    district_facts: tuple[DistrictFact, ...] = ()
    services: tuple[ServiceList, ...] = ()
    branding: Branding | None = None
    contact: Contact | None = None
    index: str
    policy: str
    local_indices: tuple[str, ...] = ()
    data: Literal["published", "sample"] = "published"
    as_of: date | None = None
    later_data: Literal["refuse", "mark"] = "refuse"

    @model_validator(mode="after")
    def _have_groups_to_report_by(self) -> Self:
        if (self.report_by == "group") != (self.groups is not None):
            raise ValueError("'report_by: group' and the key 'groups' go together")
        return self

    @model_validator(mode="after")
    def _watch_own_outcomes(self) -> Self:
        if strange := ", ".join(sorted(set(self.surveillance.outcomes) - set(self.outcomes))):
            raise ValueError(f"'surveillance' names {strange}, which is not in 'outcomes'")
        return self

    @model_validator(mode="after")
    def _call_each_place_something_else(self) -> Self:
        titles = [self.title, self.nation, *(total.title for total in self.totals)]
        if twice := sorted({title for title in titles if titles.count(title) > 1}):
            raise ValueError(
                f"{', '.join(map(repr, twice))} is what two of the area, its nation and its totals "
                "are called; pages set them side by side, so give each a name of its own"
            )
        return self

    @model_validator(mode="after")
    def _name_own_authorities_once(self) -> Self:
        own = self.authorities
        if twice := sorted({code for code in own if own.count(code) > 1}):
            raise ValueError(f"key 'authorities' names {', '.join(twice)} twice")
        for total in self.totals:
            if strange := ", ".join(sorted(set(total.authorities) - set(own))):
                raise ValueError(
                    f"the total {total.title!r} adds up {strange}, which is not in 'authorities'"
                )
        return self

    @property
    def best_fit(self) -> bool:
        """Whether a report district holds neighbourhoods that lie in it mostly, not wholly."""
        if self.groups is not None:
            return self.groups.fit == "best"
        return self.report_by == "ward"

    @property
    def noun(self) -> Noun:
        """What one of its report districts is called on a page, and what several are."""
        if self.groups is not None:
            return self.groups.called
        return Noun(REPORT_NOUNS[self.report_by])

    @property
    def case_datasets(self) -> tuple[str, ...]:
        """The dataset of daily cases, or nothing where there is none."""
        return (self.cases,) if self.cases else ()

    @property
    def further_datasets(self) -> tuple[str, ...]:
        """What it names besides what is linked: cases, outcomes and their people, lists, facts."""
        cases = (*self.case_datasets, *self.surveillance.snapshot_datasets)
        named = (*cases, *self.outcomes, *self.surveillance.populations)
        return (*named, *self.registration_datasets, *self.fact_datasets)

    @property
    def fact_datasets(self) -> tuple[str, ...]:
        """The datasets of what is known for whole local authority districts only."""
        return tuple(fact.dataset for fact in self.district_facts)

    @property
    def registration_datasets(self) -> tuple[str, ...]:
        """The dataset of patients on practices' lists, or nothing where there is none."""
        return (self.registrations,) if self.registrations else ()

    @property
    def invented(self) -> bool:
        """Whether the area's data are made up."""
        return self.data == "sample"

    def find_day(self, *, today: date | None = None) -> date | None:
        """Find the day that a report of it looks from, to which the age of data is counted.

        Parameters
        ----------
        today : date, optional
            The day that the report is made; the clock's unless told.

        Returns
        -------
        date or None
            `as_of` where there is one; otherwise the day that the report is made. None for an
            invented area, whose data never came out.
        """
        if self.as_of is not None or self.invented:
            return self.as_of
        return today or date.today()


def load_area(name: str, *, folder: Path | None = None) -> Area:
    """Load an area file.

    Parameters
    ----------
    name : str
        The area's name, such as "sample".
    folder : Path, optional
        Where area files are; `data/areas` unless told.

    Returns
    -------
    Area
        The area, checked.

    Raises
    ------
    ConfigError
        If there is no such file, or something in it is wrong.

    Examples
    --------
    >>> load_area("sample").report_by
    'district'
    """
    folder = folder or config.find_written(config.Written.AREAS)
    return read_named_model(folder, name, Area, what="area")
