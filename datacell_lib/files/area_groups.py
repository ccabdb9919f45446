"""An area's own groups of neighbourhoods, as its file names them."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import StringConstraints, model_validator

from datacell_lib.files.nouns import Noun
from datacell_lib.files.reader import Strict
from datacell_lib.names import Name


class Groups(Strict):
    """A named grouping of neighbourhoods that an area reports by: hub patches, care networks.

    Parameters
    ----------
    noun : str
        What one group is called on a page, such as "hub patch".
    plural : str, optional
        What several are called, where English has no rule for it: "halves".
    file : str, optional
        A CSV file beside the area file, with `area_code`, `group_code` and `group_name`.
    dataset : str, optional
        Instead of a file: a catalogued lookup of the same neighbourhoods.
    code : str, optional
        Its column that holds the groups' codes.
    name : str, optional
        Its column that holds the groups' names.
    fit : "exact" or "best"
        Exact where every neighbourhood lies wholly in its group; best where it lies in it mostly.
    """

    noun: Name
    plural: Name | None = None
    file: Annotated[str, StringConstraints(pattern=r"^[\w-]+\.csv$")] | None = None
    dataset: str | None = None
    code: str | None = None
    name: str | None = None
    fit: Literal["exact", "best"]

    @model_validator(mode="after")
    def _have_one_source(self) -> Self:
        lookup = (self.dataset, self.code, self.name)
        whole = all(lookup) if self.file is None else not any(lookup)
        if not whole:
            raise ValueError("groups are given by 'file', or by 'dataset' with 'code' and 'name'")
        return self

    @property
    def called(self) -> Noun:
        """What one group is called, and what several are."""
        return Noun(self.noun, self.plural)
