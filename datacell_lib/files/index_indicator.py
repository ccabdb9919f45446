"""One indicator of an index: where it comes from, and which way it points."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from datacell_lib.files.index_methods import Normalisation, Transformation
from datacell_lib.files.reader import Strict
from datacell_lib.names import Name

Direction = Literal["higher_is_more_vulnerable", "lower_is_more_vulnerable"]
NAME_PATTERN = r"^[a-z][a-z0-9_-]*$"


class Indicator(Strict):
    """One measured thing: where it comes from and which way it points."""

    name: str = Field(pattern=NAME_PATTERN, description="A word of its own in tables and columns.")
    title: Name | None = Field(default=None, description="Words for readers; the name if left out.")
    dataset: str = Field(description="Id of a dataset in data/catalogue.")
    column: str = Field(description="Its column.")
    denominator: str | None = Field(default=None, description="Column to divide it by.")
    denominator_dataset: str | None = Field(
        default=None, description="Dataset of that column, where it is another."
    )
    direction: Direction = Field(description="Whether more of it, or less, is more vulnerable.")
    transformation: Transformation = Field(default="none", description="Made of values, first.")
    normalisation: Normalisation | None = Field(default=None, description="Instead of the index's.")
    weight: float | None = Field(default=None, gt=0, description="If the weighting is 'given'.")

    @property
    def sign(self) -> int:
        """1 where a higher value is more vulnerable, -1 where a lower one is."""
        return 1 if self.direction == "higher_is_more_vulnerable" else -1

    @property
    def divided_by_dataset(self) -> str:
        """The dataset of its denominator."""
        return self.denominator_dataset or self.dataset

    @property
    def datasets(self) -> tuple[str, ...]:
        """The datasets that it is made from."""
        return tuple(dict.fromkeys((self.dataset, self.divided_by_dataset)))

    @model_validator(mode="after")
    def _names_what_it_is_divided_by(self) -> Indicator:
        if self.denominator_dataset and not self.denominator:
            raise ValueError(
                f"'{self.name}' names a denominator_dataset and no denominator; name its column, "
                "or remove the dataset"
            )
        return self
