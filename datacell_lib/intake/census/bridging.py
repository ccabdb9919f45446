"""Reading a dataset of either census, or of MSOAs, in the neighbourhoods of an area's own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from datacell_lib.files.area import Area
from datacell_lib.governance.catalogue.entries import Dataset, load_dataset
from datacell_lib.intake.census.carrying import CARRIED, COUNT, carry_table
from datacell_lib.intake.census.exact_fit import load_exact_fit
from datacell_lib.intake.census.made_datasets import read_or_make
from datacell_lib.intake.census.spreading import spread_table
from datacell_lib.intake.places.msoas import load_msoas
from datacell_lib.intake.places.vintages import VINTAGES, Vintage, find_other_vintage, find_vintage
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.schema import AREA_CODE, ConfigError

RESIDENTS = frozenset(vintage.residents.dataset for vintage in VINTAGES.values())


@dataclass(frozen=True)
class Bridged:
    """A dataset in the neighbourhoods of the area's census.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a neighbourhood.
    origin : str
        The geography that it was brought from; empty where it is of the area's own anyway.
    affected : int
        How many neighbourhoods have something else than a value of their own.
    total_change : float
        By what share the total of a count changed on the way, at most.
    left_behind : tuple of str
        Columns that can't be brought, such as ranks.
    note : str
        What a reader should know of how complete it is.
    """

    table: pd.DataFrame
    origin: str = ""
    affected: int = 0
    total_change: float = 0.0
    left_behind: tuple[str, ...] = ()
    note: str = ""


class Bridge:
    """Brings datasets to the neighbourhoods of an area's census.

    Parameters
    ----------
    area : Area
        The area that they are read for.

    Notes
    -----
    Counts are shared by residents: mid-2020 estimates for the neighbourhoods of 2011, the Census
    of 2021 for its own, both of them from one census to the other. What is known for MSOAs is
    spread over their own neighbourhoods first, and only then carried to those of the other census.
    Divide such a count by residents that went the same way, or growth since would show as a
    difference between neighbourhoods.
    """

    def __init__(self, area: Area) -> None:
        self._area = area
        self._own, self._other = find_vintage(area), find_other_vintage(area)
        self._kept: dict[str, pd.DataFrame] = {}

    def read(self, dataset_id: str) -> Bridged:
        """Read a dataset, brought to the area's neighbourhoods where it is of others.

        Parameters
        ----------
        dataset_id : str
            Its catalogue id.

        Returns
        -------
        Bridged
            The table by `area_code`, and what bringing it did.

        Raises
        ------
        ConfigError
            If it is of areas that can't be brought to neighbourhoods, such as districts.
        SourceError
            If it, a lookup or the residents of either census can't be had.
        TableError
            If it can't be spread or carried.
        """
        dataset = load_dataset(dataset_id)
        made = read_or_make(dataset_id, read=self._read)
        if dataset.native_geography == self._own.geography:
            return Bridged(made.table, note=made.note)
        _require_bridgeable(dataset)
        quantities = {name: column.quantity for name, column in dataset.columns.items()}
        behind = tuple(name for name, quantity in quantities.items() if quantity not in CARRIED)
        kept = made.table.drop(columns=list(behind))
        brought, affected = self._bring(kept, dataset.native_geography, quantities)
        counts = [name for name, quantity in quantities.items() if quantity == COUNT]
        return Bridged(
            table=brought,
            origin=dataset.native_geography,
            affected=affected,
            total_change=_find_largest_change(kept[counts].sum(), brought[counts].sum()),
            left_behind=behind,
            note=made.note,
        )

    def _bring(
        self, table: pd.DataFrame, geography: str, quantities: dict[str, str]
    ) -> tuple[pd.DataFrame, int]:
        """Return the table in the area's neighbourhoods, and how many have no value of theirs."""
        spread = [v for v in (self._own, self._other) if v.msoa_geography == geography]
        for vintage in spread:
            members = load_msoas(vintage, area=self._area)
            table = spread_table(
                table,
                members=members,
                quantities=quantities,
                weights=self._load_residents(vintage),
            )
        if geography in (self._own.geography, self._own.msoa_geography):
            return table, len(table)
        carried = carry_table(
            table,
            to=self._own.geography,
            quantities=quantities,
            weights=self.residents,
            lookup=self._exact_fit,
        )
        changed = carried.affected[self._own.code].nunique()
        return carried.table, len(carried.table) if spread else changed

    @cached_property
    def _exact_fit(self) -> pd.DataFrame:
        return load_exact_fit(self._area)

    @cached_property
    def residents(self) -> pd.Series:
        """Residents by code; a neighbourhood that both censuses have is counted as in 2021."""
        both = pd.concat([self._load_residents(vintage) for vintage in VINTAGES.values()])
        return both[~both.index.duplicated(keep="last")]

    def _load_residents(self, vintage: Vintage) -> pd.Series:
        table = self._read(vintage.residents.dataset)
        return table.set_index(AREA_CODE)[vintage.residents.column]

    def _read(self, dataset_id: str) -> pd.DataFrame:
        """Read a dataset; residents, which many others are shared by, once only."""
        if dataset_id not in RESIDENTS:
            return read_dataset(dataset_id, area=self._area)
        if dataset_id not in self._kept:
            self._kept[dataset_id] = read_dataset(dataset_id, area=self._area)
        return self._kept[dataset_id]


def _require_bridgeable(dataset: Dataset) -> None:
    known = [
        geography
        for vintage in VINTAGES.values()
        for geography in (vintage.geography, vintage.msoa_geography)
    ]
    if dataset.native_geography not in known:
        raise ConfigError(
            f"{dataset.id} is known for {dataset.native_geography} only, which tells nothing of "
            f"neighbourhoods: an indicator must be of {', '.join(known)}. Leave it out of the "
            "index, and say what it shows about whole districts in words."
        )


def _find_largest_change(before: pd.Series, after: pd.Series) -> float:
    changes = (after / before - 1).abs()[before != 0]
    return float(changes.max()) if len(changes) else 0.0
