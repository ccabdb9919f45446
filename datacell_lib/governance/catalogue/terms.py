"""On what terms a dataset is held: how it is renewed, agreed, and how much may be missing."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from datacell_lib.config import Edition
from datacell_lib.files.reader import Strict
from datacell_lib.names import Name


class Refresh(Strict):
    """How often a dataset is renewed, and what happens when the next one is late.

    Parameters
    ----------
    every : str
        In plain words; "never" for a closed series.
    due : date, optional
        When the next one is expected.
    ended : date, optional
        The last day that a closed series tells of: it says nothing of any day since.
    when_late : "carry forward" or "stop"
        Carry forward: the last one is used, dated and marked. Stop: no report is made.
    """

    every: Name
    due: date | None = None
    ended: date | None = None
    when_late: Literal["carry forward", "stop"]

    @model_validator(mode="after")
    def _end_only_what_is_closed(self) -> Self:
        if self.ended is not None and not self.every.startswith("never"):
            raise ValueError(f"a series that 'ended' is renewed 'never', not {self.every!r}")
        return self


class Agreement(Strict):
    """The paper behind partner data: what makes its use lawful.

    Parameters
    ----------
    lawful_basis : str
        The article relied on.
    reference : str
        The data sharing agreement's own reference.
    starts : date
        The first day on which it is in force.
    ends : date
        The last day on which it is in force.
    dpia_signed : date, optional
        When the data protection impact assessment was signed.
    purposes : tuple of str
        What the data may be used for.
    editions : tuple of Edition
        The editions of a report that it lets the data appear in, at least one.
    parties : tuple of str
        Whom it names: the only ones that a partner edition is for, at least one.
    """

    lawful_basis: str
    reference: str
    starts: date
    ends: date
    dpia_signed: date | None = None
    purposes: tuple[str, ...]
    editions: Annotated[tuple[Edition, ...], Field(min_length=1)]
    parties: Annotated[tuple[Name, ...], Field(min_length=1)]


class Tolerance(Strict):
    """How much of a dataset may be missing before it is an error, each a share of all areas.

    Parameters
    ----------
    missing_areas : float
        Areas of the geography that the dataset lacks.
    unmatched_codes : float
        Codes of the dataset that the geography lacks.
    """

    missing_areas: Annotated[float, Field(ge=0, le=1)] = 0.0
    unmatched_codes: Annotated[float, Field(ge=0, le=1)] = 0.0
