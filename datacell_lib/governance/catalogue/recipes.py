"""How a dataset that nobody publishes is made from published ones, said in its entry."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from datacell_lib.files.area import ColumnSource
from datacell_lib.files.reader import Strict


class Register(Strict):
    """One register that practices keep.

    Parameters
    ----------
    code : str
        What the dataset of registers calls it.
    ages : str, optional
        The column of the practices' lists by age with the patients that it is kept for;
        everyone on the list unless told.
    """

    code: str
    ages: str | None = None


class ModelledPrevalence(Strict):
    """Residents with a condition, from the registers of the practices that they are with.

    Parameters
    ----------
    registrations : str
        The dataset of patients by practice and neighbourhood.
    registers : str
        The dataset of prevalence by practice and condition.
    lists : str
        The dataset of practices' lists by age.
    everyone : str
        Its column with all patients.
    residents : ColumnSource
        Who lives in each neighbourhood: lists hold more people than live there.
    conditions : dict of Register
        For each column that is made, the register behind it.
    """

    registrations: str
    registers: str
    lists: str
    everyone: str
    residents: ColumnSource
    conditions: Annotated[dict[str, Register], Field(min_length=1)]

    @property
    def datasets(self) -> tuple[str, ...]:
        """The catalogue ids of its inputs."""
        return (self.registrations, self.registers, self.lists, self.residents.dataset)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it makes: residents, and those of them with each condition."""
        return (self.residents.column, *self.conditions)
