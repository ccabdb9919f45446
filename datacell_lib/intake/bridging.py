"""Reading a dataset of either census in the neighbourhoods of an area's own."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from datacell_lib.config import Area
from datacell_lib.governance.catalogue import load_dataset
from datacell_lib.intake.carrying import CARRIED, Carried, carry_table
from datacell_lib.intake.exact_fit import load_exact_fit
from datacell_lib.intake.reading import read_dataset
from datacell_lib.intake.vintages import VINTAGES, find_other_vintage, find_vintage
from datacell_lib.schema import AREA_CODE


@dataclass(frozen=True)
class Bridged:
    """A dataset in the neighbourhoods of the area's census.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a neighbourhood.
    carried : Carried or None
        What carrying it did; None where it is of that census anyway.
    left_behind : tuple of str
        Columns that can't be carried, such as ranks.
    """

    table: pd.DataFrame
    carried: Carried | None = None
    left_behind: tuple[str, ...] = ()


def read_bridged(dataset_id: str, *, area: Area) -> Bridged:
    """Read a dataset, carried to the area's census where it is of the other.

    Parameters
    ----------
    dataset_id : str
        Its catalogue id.
    area : Area
        The area it is read for.

    Returns
    -------
    Bridged
        The table by `area_code`, and what carrying it did.

    Raises
    ------
    SourceError
        If it, the exact-fit lookup or the residents of either census can't be had.
    TableError
        If it can't be carried.

    Notes
    -----
    Counts are shared by the residents of both censuses: mid-2020 estimates for 2011's
    neighbourhoods, the Census of 2021 for its own.
    """
    dataset = load_dataset(dataset_id)
    table = read_dataset(dataset_id, area=area)
    if dataset.native_geography != find_other_vintage(area).geography:
        return Bridged(table)
    quantities = {name: column.quantity for name, column in dataset.columns.items()}
    left_behind = tuple(name for name, quantity in quantities.items() if quantity not in CARRIED)
    carried = carry_table(
        table.drop(columns=list(left_behind)),
        to=find_vintage(area).geography,
        quantities=quantities,
        weights=load_residents(area),
        lookup=load_exact_fit(area),
    )
    return Bridged(carried.table, carried, left_behind)


def load_residents(area: Area) -> pd.Series:
    """Load how many people live in each neighbourhood of either census.

    Parameters
    ----------
    area : Area
        The area that it is read for.

    Returns
    -------
    pandas.Series
        People by code. A neighbourhood that both censuses have is counted as in 2021.
    """
    counts = [
        read_dataset(vintage.residents.dataset, area=area).set_index(AREA_CODE)[
            vintage.residents.column
        ]
        for vintage in VINTAGES.values()
    ]
    both = pd.concat(counts)
    return both[~both.index.duplicated(keep="last")]
