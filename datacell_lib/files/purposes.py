"""What plans are for: the model of `data/governance/purposes.yml`, a kind of help an entry."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, Field, field_validator, model_validator

from datacell_lib.config import find_purposes, show_path
from datacell_lib.files.index_indicator import NAME_PATTERN
from datacell_lib.files.reader import Strict, read_model
from datacell_lib.files.services import Kind
from datacell_lib.names import Name, Note
from datacell_lib.schema import ConfigError
from datacell_lib.wording import ask_whether_meant, quote_names

AGED_PREFIX = "aged_"  # with ages, the column of how many residents are of them
STANDING = "deprivation_standing"  # from 0, the nation's most deprived neighbourhood, to 1


def _refuse_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be empty")
    return text


Told = Annotated[Note, AfterValidator(_refuse_blank)]


class AgeBand(Strict):
    """People from one age to another.

    Parameters
    ----------
    age_from : int
        The youngest of them, in years.
    age_to : int, optional
        The oldest of them; left out where all who are older belong to them.
    """

    age_from: int = Field(ge=0, le=120)
    age_to: int | None = Field(default=None, ge=0, le=120)

    @model_validator(mode="after")
    def _begin_before_the_end(self) -> Self:
        if self.age_to is not None and self.age_to < self.age_from:
            raise ValueError(
                f"ages from {self.age_from} to {self.age_to} hold nobody: 'age_to' must not be "
                "below 'age_from'"
            )
        return self

    @property
    def title(self) -> str:
        """The band in words."""
        if self.age_to is None:
            return f"{self.age_from} and over"
        return f"{self.age_from} to {self.age_to}" if self.age_from else f"under {self.age_to + 1}"

    @property
    def column(self) -> str:
        """The column of a table that holds how many people are of these ages."""
        return AGED_PREFIX + self.title.replace(" ", "_")


class AgeCount(AgeBand):
    """A column of a dataset that counts people from one age to another.

    Parameters
    ----------
    counted_in : str
        The dataset's column.
    """

    counted_in: str


class AgeSource(Strict):
    """A dataset that counts residents by age.

    Parameters
    ----------
    dataset : str
        Its catalogue id: what areas name under `population`.
    bands : tuple of AgeCount
        Its ages from the youngest on, without overlap or gap.
    """

    dataset: str
    bands: tuple[AgeCount, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _stand_side_by_side(self) -> Self:
        check_bands(self.bands, key="bands")
        return self


class AgeRisk(AgeBand):
    """How likely somebody of these ages is to need the help.

    Parameters
    ----------
    risk : float
        The share of them who need it, above 0 and up to 1.
    lower : float
        What it is at least, by `holds` of the risks.
    upper : float
        What it is at most, by the same.
    """

    risk: float
    lower: float
    upper: float

    @field_validator("risk", "lower", "upper")
    @classmethod
    def _be_a_share(cls, share: float) -> float:
        if not 0 < share <= 1:
            raise ValueError(
                "a risk is a share of people, above 0 and up to 1: write 0.03 for 3 in 100"
            )
        return share

    @model_validator(mode="after")
    def _lie_inside(self) -> Self:
        require_inside(self.risk, self.lower, self.upper, what="risk")
        return self


class Risks(Strict):
    """How likely people are to need the help, by their age.

    Parameters
    ----------
    source : str
        Where the figures were published, or which benchmark makes them from what.
    holds : str
        What lies between `lower` and `upper`, and what does not.
    by_age : tuple of AgeRisk
        From the youngest on, without overlap or gap. People of other ages are not counted.
    """

    source: Told
    holds: Told
    by_age: tuple[AgeRisk, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _stand_side_by_side(self) -> Self:
        check_bands(self.by_age, key="by_age")
        return self


class PlaceRatio(Strict):
    """How much more likely people of one age are to need the help in a deprived place.

    Parameters
    ----------
    ratio : float
        The risk in the most deprived fifth of the nation's neighbourhoods, divided by that in the
        least deprived fifth.
    lower : float
        What it is at least, by `holds`.
    upper : float
        What it is at most, by the same.
    source : str
        Where it was published, or which benchmark makes it from what.
    holds : str
        What lies between `lower` and `upper`, and what does not.
    """

    ratio: float = Field(gt=0)
    lower: float = Field(gt=0)
    upper: float = Field(gt=0)
    source: Told
    holds: Told

    @model_validator(mode="after")
    def _lie_inside(self) -> Self:
        require_inside(self.ratio, self.lower, self.upper, what="ratio")
        return self


class Purpose(Strict):
    """A kind of help, who needs it and how likely.

    Parameters
    ----------
    id : str
        A word of its own, in files and notebooks.
    title : str
        What readers call it.
    help : str
        What one person gets, such as "a delivery".
    needs : str
        What is counted, to be read after "people who", such as "need food brought".
    hours : float
        Hours of help that it takes to turn to one person: a planning assumption.
    hours_because : str
        Why so many; says that it is assumed.
    who : str
        Whom it is for, in words.
    risks : Risks
        How likely they are to need it, by age.
    place : PlaceRatio, optional
        How much more likely in a deprived place; none where nobody knows.
    no_place_because : str, optional
        Why there is no `place`; needed where it is left out.
    services : tuple of str
        Kinds of service that may give it, one of which pages name: the first of which an area has
        a list.
    """

    id: str = Field(pattern=NAME_PATTERN)
    title: Name
    help: Name
    needs: Name
    hours: float = Field(gt=0)
    hours_because: Told
    who: Name
    risks: Risks
    place: PlaceRatio | None = None
    no_place_because: Note | None = None
    services: tuple[Kind, ...] = ()

    @model_validator(mode="after")
    def _say_why_no_place(self) -> Self:
        if (self.place is None) == (not self.no_place_because):
            raise ValueError(
                f"{self.id!r} must have either 'place' or, where nobody knows how much more "
                "likely people of a deprived place are to need it, 'no_place_because'"
            )
        return self

    @property
    def bands(self) -> tuple[AgeRisk, ...]:
        """Its ages from the youngest on, each with its risk."""
        return self.risks.by_age


class Purposes(Strict):
    """Everything that plans can be made for.

    Parameters
    ----------
    ages : tuple of AgeSource
        The datasets that residents by age come from.
    purposes : tuple of Purpose
        The kinds of help, in the order of pages. Each of their ages is one that every dataset has.
    """

    ages: tuple[AgeSource, ...] = Field(min_length=1)
    purposes: tuple[Purpose, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _find_every_age(self) -> Self:
        ids = [purpose.id for purpose in self.purposes]
        if twice := sorted({one for one in ids if ids.count(one) > 1}):
            raise ValueError(f"purposes must have ids of their own; twice there is {twice[0]!r}")
        for source in self.ages:
            known = {band.title for band in source.bands}
            for purpose in self.purposes:
                for band in purpose.bands:
                    if band.title not in known:
                        raise ValueError(
                            f"{purpose.id!r} has a risk for people aged {band.title}, whom "
                            f"{source.dataset!r} doesn't count; it has {quote_names(known)}. "
                            "Give risks for its ages, or add a column of these to its bands"
                        )
        return self

    def find(self, purpose: str) -> Purpose:
        """Find a purpose.

        Parameters
        ----------
        purpose : str
            Its id.

        Returns
        -------
        Purpose
            The one.

        Raises
        ------
        ConfigError
            If there is none of that id.
        """
        known = {one.id: one for one in self.purposes}
        if purpose not in known:
            raise ConfigError(
                f"There is no purpose {purpose!r} in {show_path(find_purposes())}."
                f"{ask_whether_meant(purpose, known)} Known are {quote_names(known)}."
            )
        return known[purpose]

    def find_ages(self, dataset: str) -> AgeSource | None:
        """Find the ages that a dataset counts; none where nobody wrote them down.

        Parameters
        ----------
        dataset : str
            Its catalogue id.

        Returns
        -------
        AgeSource or None
            Its ages.
        """
        return next((source for source in self.ages if source.dataset == dataset), None)


def check_bands(bands: Sequence[AgeBand], *, key: str) -> None:
    """Refuse bands of age that overlap, leave a gap, or don't go from the youngest on.

    Parameters
    ----------
    bands : sequence of AgeBand
        The bands.
    key : str
        What a file calls them, for the error.

    Raises
    ------
    ValueError
        Naming the first two at fault.
    """
    for one, other in pairwise(bands):
        where = f"{key!r}: {one.title} and {other.title}"
        if one.age_to is None or other.age_from <= one.age_to:
            raise ValueError(
                f"{where} overlap, or don't go from the youngest on. Let each band begin a year "
                "after the one before it ends"
            )
        if other.age_from > one.age_to + 1:
            raise ValueError(
                f"{where} leave out those aged {one.age_to + 1}"
                + (f" to {other.age_from - 1}" if other.age_from > one.age_to + 2 else "")
                + ". Let each band begin a year after the one before it ends"
            )


def require_inside(value: float, lower: float, upper: float, *, what: str) -> None:
    """Refuse a figure that doesn't lie in its own interval.

    Parameters
    ----------
    value, lower, upper : float
        The figure, and its interval.
    what : str
        What it is, for the error.

    Raises
    ------
    ValueError
        If it lies outside.
    """
    if not lower <= value <= upper:
        raise ValueError(
            f"the {what} must lie between 'lower' and 'upper'; found {value:g}, with {lower:g} "
            f"to {upper:g}"
        )


def load_purposes(path: Path | None = None) -> Purposes:
    """Load what plans can be made for.

    Parameters
    ----------
    path : Path, optional
        The file; `data/governance/purposes.yml` unless told.

    Returns
    -------
    Purposes
        The purposes, checked.

    Raises
    ------
    ConfigError
        If something in it is wrong.

    Examples
    --------
    >>> load_purposes().find("calls").help
    'a call'
    """
    return read_model(path or find_purposes(), Purposes)
