"""Datasets that nobody publishes: made from published ones, as their catalogue entries say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from datacell_lib.governance.catalogue.entries import Dataset, load_dataset
from datacell_lib.governance.catalogue.recipes import ModelledPrevalence
from datacell_lib.intake.census.prevalence import apportion_prevalence
from datacell_lib.schema import (
    AREA_CODE,
    CONDITION,
    DENOMINATOR,
    PATIENTS,
    PRACTICE_CODE,
    PREVALENCE,
    VALUE,
    SourceError,
)


@dataclass(frozen=True)
class Made:
    """A dataset, as it was read or made.

    Parameters
    ----------
    table : pandas.DataFrame
        The columns of its entry, with `area_code` first, sorted by the dataset's key.
    note : str
        What a reader should know of how complete it is; empty where it was read.
    """

    table: pd.DataFrame
    note: str = ""


def read_or_make(dataset_id: str, *, read: Callable[[str], pd.DataFrame]) -> Made:
    """Read a dataset, or make it where its entry says what it is made from.

    Parameters
    ----------
    dataset_id : str
        Its catalogue id.
    read : callable
        Reads a published dataset by its catalogue id, as `read_dataset` does for an area.

    Returns
    -------
    Made
        Its table, and what to know of it.

    Raises
    ------
    LawfulnessError
        If nothing makes this use lawful.
    SourceError
        As `read_dataset`; or if too many areas can't be modelled.
    """
    dataset = load_dataset(dataset_id)
    if dataset.made_from is None:
        return Made(read(dataset_id))
    return _model_residents(dataset, dataset.made_from, read)


def _model_residents(
    dataset: Dataset, model: ModelledPrevalence, read: Callable[[str], pd.DataFrame]
) -> Made:
    """Model how many residents of each neighbourhood have each condition."""
    residents = read(model.residents.dataset).set_index(AREA_CODE)
    living = residents[model.residents.column].astype("float64")
    modelled = apportion_prevalence(
        read(model.registrations), prevalence=_spread_over_lists(model, read)
    )
    shares = modelled.pivot(index=AREA_CODE, columns=CONDITION, values=VALUE).reindex(living.index)
    unknown = shares.index[shares.isna().any(axis=1)]
    if len(unknown) > dataset.tolerance.missing_areas * len(living):
        raise SourceError(
            f"{dataset.id}: {len(unknown)} of {len(living)} areas have no practice whose register "
            f"is known, such as {unknown[0]}. Are {model.registrations} and {model.registers} of "
            "the same year, and whole? Otherwise raise 'missing_areas' under 'tolerance' in its "
            "entry and say why."
        )
    columns = {
        name: living * shares[condition.code] for name, condition in model.conditions.items()
    }
    table = pd.DataFrame({model.residents.column: living} | columns)
    return Made(table.sort_index().reset_index(), _tell_coverage(modelled))


def _tell_coverage(modelled: pd.DataFrame) -> str:
    sums = modelled.groupby(CONDITION)[[DENOMINATOR, PATIENTS]].sum()
    known = (sums[DENOMINATOR] / sums[PATIENTS]).min()
    return f"Modelled; every register is known for at least {known:.1%} of patients."


def _spread_over_lists(
    model: ModelledPrevalence, read: Callable[[str], pd.DataFrame]
) -> pd.DataFrame:
    """Return each register as a share of all patients, not of those of its ages alone.

    A practice without a list by age is left out of a register of some ages: it is not known. Nor
    is one with more people in a register than patients of its ages.
    """
    registers = read(model.registers)
    lists = read(model.lists).set_index(AREA_CODE)
    everyone = lists[model.everyone].where(lists[model.everyone] > 0)
    parts = []
    for name, register in model.conditions.items():
        rows = registers[registers[CONDITION] == register.code]
        if rows.empty or (register.ages is not None and register.ages not in lists):
            raise SourceError(
                f"{name} can't be modelled: {model.registers} has no register {register.code!r}, "
                f"or {model.lists} no column {register.ages!r}. Correct 'made_from' in the entry."
            )
        shares = rows.set_index(AREA_CODE)[PREVALENCE].where(lambda share: share <= 1)
        if register.ages is not None:
            shares = shares * (lists[register.ages] / everyone).reindex(shares.index)
        parts.append(pd.DataFrame({CONDITION: register.code, PREVALENCE: shares}))
    return pd.concat(parts).rename_axis(PRACTICE_CODE).reset_index()
