"""Ages: bands of them that stand side by side, and the columns of a dataset that count them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Self

from pydantic import Field, model_validator

from datacell_lib.files.reader import Strict

AGED_PREFIX = "aged_"  # with ages, the column of how many residents are of them


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
