"""What plans are for: the model of `data/governance/purposes.yml`, a kind of help an entry."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from datacell_lib.config import find_purposes, show_path
from datacell_lib.files.ages_counted import AgeSource
from datacell_lib.files.index_indicator import NAME_PATTERN
from datacell_lib.files.purpose_risks import AgeRisk, PlaceRatio, Risks, Told
from datacell_lib.files.reader import Strict, read_model
from datacell_lib.files.services import Kind
from datacell_lib.names import Name, Note
from datacell_lib.schema import ConfigError
from datacell_lib.wording import ask_whether_meant, quote_names


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
