"""Outcomes of a place, never finer than they were published for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from datacell_lib.files.area import Area
from datacell_lib.governance.catalogue.entries import Dataset, load_dataset
from datacell_lib.intake.outcomes.outcome_totals import add_up_outcome
from datacell_lib.intake.places.geography import load_places, select_area
from datacell_lib.intake.places.vintages import find_vintage
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.schema import (
    AREA_CODE,
    AUTHORITY_CODE,
    DISTRICT_CODE,
    DISTRICT_NAME,
    MSOA_CODE,
    ConfigError,
    SourceError,
)
from datacell_lib.table_sources import mark_sources
from datacell_lib.wording import name_first

BOUNDS = ("lower", "upper")


@dataclass(frozen=True)
class Outcome:
    """An outcome in the areas that it was published for.

    Parameters
    ----------
    table : pandas.DataFrame
        The dataset's rows for the area, by `area_code` of its own geography, with
        `district_code` and `district_name`: the report district that such an area lies wholly
        in, missing where it lies in several.
    geography : str
        What its codes are of, such as "MSOA 2011".
    across : tuple of str
        Codes that lie in several report districts: they belong on the area's page alone.
    lacking : dict of str to str
        Codes of the area's own that it has no row of, within its tolerance, each with the name of
        its report district.
    """

    table: pd.DataFrame
    geography: str
    across: tuple[str, ...]
    lacking: dict[str, str] = field(default_factory=dict)

    @property
    def by_district(self) -> bool:
        """Whether it may be added up to report districts: none of its areas lies in several."""
        return not self.across


def load_outcome(dataset_id: str, *, area: Area, places: pd.DataFrame | None = None) -> Outcome:
    """Load an outcome for the MSOAs or local authority districts of an area.

    Parameters
    ----------
    dataset_id : str
        Its catalogue id.
    area : Area
        The area.
    places : pandas.DataFrame, optional
        What `load_places` returns, where several outcomes are loaded of one area.

    Returns
    -------
    Outcome
        Its rows, in its own geography.

    Raises
    ------
    ConfigError
        If it is of neither the area's MSOAs nor local authority districts.
    SourceError
        If the area has MSOAs or districts for which it has no row at all.

    Notes
    -----
    Never spread over neighbourhoods: an MSOA's count says nothing of the five or so inside it.
    To add up to report districts check `by_district` first.
    """
    dataset = load_dataset(dataset_id)
    column = _find_place_column(dataset, area)
    own = select_area(load_places(area) if places is None else places, area=area)
    districts = _find_districts(own, column)
    table = read_dataset(dataset_id, area=area)
    lacking = sorted(set(districts.index) - set(table[AREA_CODE].unique()))
    if len(lacking) > dataset.tolerance.missing_areas * len(districts):
        raise SourceError(
            f"{dataset_id} has no row for {len(lacking)} of {len(districts)} areas of "
            f"{area.title}, such as {name_first(lacking)}. Is it cut short, or of "
            "other codes? Use the right file, or raise the tolerance in its entry and say why."
        )
    rows = table[table[AREA_CODE].isin(districts.index)]
    placed = rows.merge(districts, left_on=AREA_CODE, right_index=True)
    across = districts.index[districts[DISTRICT_CODE].isna()]
    return Outcome(
        table=mark_sources(placed.reset_index(drop=True), [dataset_id]),
        geography=dataset.native_geography,
        across=tuple(across),
        lacking=districts.loc[lacking, DISTRICT_NAME].to_dict(),
    )


def load_outcomes(area: Area) -> dict[str, Outcome]:
    """Load every outcome that an area names, each in its own geography.

    Parameters
    ----------
    area : Area
        Its `outcomes` names the datasets.

    Returns
    -------
    dict of str to Outcome
        By catalogue id; empty where it names none.

    Raises
    ------
    ConfigError, SourceError
        As `load_outcome`.
    """
    places = load_places(area) if area.outcomes else None
    return {name: load_outcome(name, area=area, places=places) for name in area.outcomes}


def total_outcomes(outcomes: Mapping[str, Outcome], *, area: Area) -> pd.DataFrame:
    """Add outcomes up for the area's report districts, where they are no larger than these.

    Parameters
    ----------
    outcomes : mapping of str to Outcome
        What `load_outcomes` returned.
    area : Area
        The area.

    Returns
    -------
    pandas.DataFrame
        `title` and `period` of the outcome, `district_name` (the area's title where the outcome
        is published for something larger than a report district), `lower` and `upper`: the same,
        unless the publisher hides small counts, which then lie between the two, or some are
        missing: then there is no upper end. Both are missing where nothing is known. Empty
        without outcomes.

    Raises
    ------
    ConfigError
        If an outcome's rows hold the same events (pooled years, groups that overlap).

    Notes
    -----
    See `add_up_outcome`: an entry's `adding_up` says which rows hold the same events.
    """
    rows = []
    for name, outcome in outcomes.items():
        entry = load_dataset(name)
        named = outcome.table[[AREA_CODE, DISTRICT_NAME]].drop_duplicates()
        places = dict(named.itertuples(index=False)) | outcome.lacking
        if not outcome.by_district:
            places = dict.fromkeys(places, area.title)
        sums = add_up_outcome(outcome.table, dataset=entry, places=places)
        for column, about in entry.columns.items():
            if about.quantity != "count":
                continue
            rows.append(
                pd.DataFrame(
                    {"title": entry.title, "period": entry.period}
                    | {DISTRICT_NAME: sums[DISTRICT_NAME]}
                    | {end: sums[f"{column}_{end}"] for end in BOUNDS}
                )
            )
    columns = ["title", "period", DISTRICT_NAME, *BOUNDS]
    totals = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=columns)
    return mark_sources(totals, outcomes)


def _find_place_column(dataset: Dataset, area: Area) -> str:
    msoas = load_dataset(find_vintage(area).names).native_geography
    if dataset.native_geography == msoas:
        return MSOA_CODE
    if dataset.native_geography.startswith("district"):
        return AUTHORITY_CODE
    raise ConfigError(
        f"{dataset.id} is of {dataset.native_geography}; an outcome of {area.title} must be of "
        f"{msoas} or of districts. Link neighbourhood tables as indicators, and carry none from "
        "the MSOAs of another census."
    )


def _find_districts(places: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return for each MSOA or authority the report district it lies wholly in, or missing."""
    keys = [DISTRICT_CODE, DISTRICT_NAME]
    pairs = places[[column, *keys]].drop_duplicates().set_index(column)
    whole = pairs[~pairs.index.duplicated(keep=False)]
    return whole.reindex(pairs.index.unique().sort_values())
