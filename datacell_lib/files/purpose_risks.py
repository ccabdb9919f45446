"""How likely people are to need a kind of help: by their age, and by how deprived a place is."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AfterValidator, Field, field_validator, model_validator

from datacell_lib.files.ages_counted import AgeBand, check_bands
from datacell_lib.files.reader import Strict
from datacell_lib.names import Note

STANDING = "deprivation_standing"  # from 0, the nation's most deprived neighbourhood, to 1


def _refuse_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be empty")
    return text


Told = Annotated[Note, AfterValidator(_refuse_blank)]


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
