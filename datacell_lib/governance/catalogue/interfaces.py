"""How a catalogue entry describes a publisher's live interface."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from datacell_lib.files.area import AuthorityCode
from datacell_lib.files.reader import Strict
from datacell_lib.governance.catalogue.file_layouts import Pattern

Address = Annotated[str, StringConstraints(pattern=r"^https?://")]


class RowCount(Strict):
    """How many there must be for an answer to be whole.

    Parameters
    ----------
    exactly : int, optional
        Where the number is known.
    at_least : int, optional
        Where it grows with each issue.
    """

    exactly: int | None = Field(default=None, gt=0)
    at_least: int | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _say_one(self) -> Self:
        if (self.exactly is None) == (self.at_least is None):
            raise ValueError("must give one of 'exactly' and 'at_least'")
        return self

    def __str__(self) -> str:
        if self.exactly is not None:
            return f"exactly {self.exactly:,}"
        return f"at least {self.at_least:,}"

    def is_met(self, found: int) -> bool:
        """Tell whether a number fits.

        Parameters
        ----------
        found : int
            How many there are.

        Returns
        -------
        bool
            Whether that is enough, or just right where the number is known.

        Examples
        --------
        >>> RowCount(exactly=3).is_met(4), RowCount(at_least=3).is_met(4)
        (False, True)
        """
        if self.exactly is not None:
            return found == self.exactly
        return found >= self.at_least


class FeatureService(Strict):
    """A layer of an ArcGIS feature service, such as those of ONS Open Geography.

    Parameters
    ----------
    address : str
        The layer's address, ending in "/query".
    where : str
        Which of its features; `{authority}` stands for a local authority district's code.
    further_key : str, optional
        A column that tells features apart, where the dataset's key does not: output areas, say,
        in a lookup of what they are parts of.
    page_size : int
        How many features to ask for at once; the server may give fewer.
    rows : RowCount
        How many features there must be, besides as many as the layer itself says it has.
    """

    kind: Literal["arcgis"]
    address: Address
    where: str = "1=1"
    further_key: str | None = None
    page_size: int = Field(default=1000, gt=0)
    rows: RowCount


class NomisTable(Strict):
    """A table of Nomis, asked for as CSV.

    Parameters
    ----------
    address : str
        The table's address, ending in ".data.csv".
    parameters : dict
        What to ask for: date, geography, categories, measures.
    category : str, optional
        The column that names a row's category; each category becomes a column. Without it an
        area has one row, whose value is in OBS_VALUE.
    page_size : int
        How many rows to ask for at once; beyond 25,000 Nomis cuts off without a word.
    rows : RowCount
        How many areas there must be.
    """

    kind: Literal["nomis"]
    address: Address
    parameters: dict[str, str]
    category: str | None = None
    page_size: int = Field(default=25_000, gt=0, le=25_000)
    rows: RowCount


class DashboardMetric(Strict):
    """A metric of the UKHSA data dashboard, a day a row.

    Parameters
    ----------
    address : str
        The metric's address, with `{name}` for the name of a local authority district.
    names : dict
        The dashboard's name for each district, by code.
    page_size : int
        How many days to ask for at once; the dashboard gives 365 at most, 5 when not asked.
    rows : RowCount
        How many rows each district must have, besides as many as the dashboard says it has.
    """

    kind: Literal["ukhsa"]
    address: Annotated[Address, StringConstraints(pattern=r"\{name\}")]
    names: dict[AuthorityCode, str]
    page_size: int = Field(default=365, gt=0, le=365)
    rows: RowCount


class ProfileIndicators(Strict):
    """Indicators of OHID's Fingertips, asked for as CSV.

    Parameters
    ----------
    address : str
        Where indicators are asked for by their numbers.
    indicators : tuple of int
        Their numbers.
    child_area_type : int
        The number of the areas wanted.
    parent_area_type : int
        The number of those they are in.
    area_type : str
        What the column "Area Type" calls the areas wanted.
    rows : RowCount
        How many such areas each indicator must have.
    """

    kind: Literal["fingertips"]
    address: Address
    indicators: tuple[int, ...] = Field(min_length=1)
    child_area_type: int
    parent_area_type: int = 15
    area_type: str
    rows: RowCount


class Publication(Strict):
    """A ZIP archive whose address changes, linked from a publication's page, such as NHS England's.

    Parameters
    ----------
    page : str
        The publication's page.
    link : str
        A regular expression that fits the archive's address, and no other on the page.
    member : str
        A regular expression that fits the name of the wanted file inside, and no other.
    rows : RowCount
        How many rows that file must have, without its header.
    """

    kind: Literal["nhs"]
    page: Address
    link: Pattern
    member: Pattern
    rows: RowCount


class PostcodeDirectory(Publication):
    """An edition of the ONS Postcode Directory, whose columns vary from one to the next.

    Parameters
    ----------
    aliases : dict
        For each column to keep, what editions have called it.
    """

    kind: Literal["postcodes"]
    aliases: dict[str, tuple[str, ...]] = Field(min_length=1)


Interface = Annotated[
    FeatureService
    | NomisTable
    | DashboardMetric
    | ProfileIndicators
    | Publication
    | PostcodeDirectory,
    Field(discriminator="kind"),
]
