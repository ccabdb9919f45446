"""The lists of services that an area's pages name the nearest of."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from datacell_lib.files.reader import Strict
from datacell_lib.names import Name
from datacell_lib.schema import KILOMETRES_PREFIX, NEAREST_PREFIX
from datacell_lib.wording import make_slug

# The kinds of service, in the order in which pages name them.
KINDS = ("GP surgery", "pharmacy", "food bank", "library", "hospital")
Kind = Literal["GP surgery", "pharmacy", "food bank", "library", "hospital"]


class ServiceList(Strict):
    """A catalogued list of services, each of which has coordinates or a postcode.

    Parameters
    ----------
    dataset : str
        Its catalogue id. It must have `name` and `postcode`; `longitude` and `latitude` or the
        postcode say where a service is.
    kind : str
        What kind of service it lists, one of `KINDS`.
    where : dict of str
        Values that a row must have, such as the status of what has not closed.
    covers : str, optional
        The larger place that the list ends at, such as "Greater Manchester"; none for a list of
        the whole nation.
    authorities : tuple of str
        The area's local authority districts that it covers, where it does not cover all of them.
    """

    dataset: str
    kind: Kind
    where: dict[str, str] = Field(default_factory=dict)
    covers: Name | None = None
    authorities: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _say_what_a_part_is_called(self) -> Self:
        if self.authorities and self.covers is None:
            raise ValueError(
                "a list with 'authorities' covers a part of the area: say in 'covers' how readers "
                "call that part"
            )
        return self


def name_kind_columns(kind: str) -> tuple[str, str]:
    """Name the columns of a kind of service: the nearest one, and how far away it is.

    Parameters
    ----------
    kind : str
        The kind.

    Returns
    -------
    tuple of str, str
        The columns.

    Examples
    --------
    >>> name_kind_columns("GP surgery")
    ('nearest_gp_surgery', 'kilometres_to_gp_surgery')
    """
    called = make_slug(kind).replace("-", "_")
    return NEAREST_PREFIX + called, KILOMETRES_PREFIX + called
