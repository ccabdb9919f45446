"""Who answers for an area's report, and how to tell them that a figure is wrong."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import StringConstraints, model_validator

from datacell_lib.files.reader import Strict
from datacell_lib.names import Name, Note

Email = Annotated[str, StringConstraints(pattern=r"^[\w.+-]+@[\w-]+(\.[\w-]+)+$", max_length=200)]
Address = Annotated[str, StringConstraints(pattern=r"^https?://[\w.-]+[^\s<>\"'`\\]*$")]


class Contact(Strict):
    """Who answers for an area's report, and how to tell them that a figure is wrong.

    Parameters
    ----------
    owner : str
        The person or team that answers for the report, such as "Public health intelligence".
    role : str
        What makes it theirs to answer, such as "the council's analysts".
    challenge : str
        How somebody says that a figure is wrong, and what happens then: a sentence or two, such as
        "Say which page and which figure. We answer within ten working days."
    email : str, optional
        Where to write, such as "figures@council.example". An email address or a page must be given.
    page : str, optional
        The address of a page by which they can be reached, beginning with https:// or http://.
    """

    owner: Name
    role: Name
    challenge: Note
    email: Email | None = None
    page: Address | None = None

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        if not self.email and not self.page:
            raise ValueError("one of the keys 'email' and 'page' must say how to reach the owner")
        if not self.challenge.strip():
            raise ValueError("key 'challenge' must not be empty")
        return self
