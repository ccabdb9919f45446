"""Whether the rows of a dataset may be added up: its entry says what they have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from datacell_lib.files.reader import Strict

AREA = "area_code"
LATEST = frozenset({"accumulating", "snapshots"})  # the last row stands for all of them


class AddingUp(Strict):
    """What the rows of one area have in common that one column of the key tells apart.

    Parameters
    ----------
    rows : str
        "apart": each event is in one row alone, so that counts add up. "overlapping": an event is
        in several. "accumulating": each row holds those before it. "snapshots": each counts who
        is there on a day. "pooled": each is of several periods that others are of, too.
    days : int, optional
        Where rows overlap because each is of so many days that end on its own: every so-manieth
        day they do not.
    """

    rows: Literal["apart", "overlapping", "accumulating", "snapshots", "pooled"]
    days: Annotated[int, Field(ge=2)] | None = None

    @model_validator(mode="after")
    def _have_days_that_overlap(self) -> Self:
        if self.days and self.rows != "overlapping":
            raise ValueError(f"'days' is for rows that overlap; these are {self.rows}")
        return self


def check_adding_up(
    adding_up: Mapping[str, AddingUp],
    *,
    key: tuple[str, ...],
    types: Mapping[str, str],
    counts: bool,
) -> None:
    """Refuse an entry that has counts and does not say whether its rows may be added up.

    Parameters
    ----------
    adding_up : mapping of str to AddingUp
        What the entry says, by column of its key.
    key : tuple of str
        Its key.
    types : mapping of str to str
        For each column what its values are.
    counts : bool
        Whether any is a count.

    Raises
    ------
    ValueError
        If it says so of a column that is not in the key, says nothing of one that is, or names
        days of a column without days.
    """
    parts = [name for name in key if name != AREA]
    if strange := sorted(set(adding_up) - set(parts)):
        raise ValueError(f"'adding_up' names columns that are not in the key: {strange}")
    if counts and (untold := [name for name in parts if name not in adding_up]):
        raise ValueError(
            f"'adding_up' must say for each column of the key what its rows are (apart, "
            f"overlapping, accumulating, snapshots, pooled); it does not for {untold}"
        )
    for name, adding in adding_up.items():
        if adding.days and types[name] != "date":
            raise ValueError(f"'adding_up' gives days for {name!r}, which is no date")
