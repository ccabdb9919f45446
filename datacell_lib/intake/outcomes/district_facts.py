"""Counts that are known for whole local authority districts only."""

from __future__ import annotations

import pandas as pd

from datacell_lib.files.area import Area
from datacell_lib.intake.read.cells import LOWER, UPPER
from datacell_lib.intake.read.reading import read_dataset
from datacell_lib.schema import AREA_CODE, AUTHORITY_CODE, AUTHORITY_NAME, SourceError
from datacell_lib.table_sources import mark_sources

JOINT = "+"  # between the codes of districts that a publisher gives together
SAYS, LOWEST, HIGHEST = "says", "lower", "upper"
COLUMNS = {AUTHORITY_NAME: "str", SAYS: "str", LOWEST: "float64", HIGHEST: "float64"}


def load_district_facts(area: Area, *, places: pd.DataFrame) -> pd.DataFrame:
    """Load what an area's file says is known for the whole districts that places lie in.

    Parameters
    ----------
    area : Area
        Its `district_facts` name the counts; it may name none.
    places : pandas.DataFrame
        Neighbourhoods with `authority_code` and `authority_name`.

    Returns
    -------
    pandas.DataFrame
        One row a fact and district: `authority_name`, `says` (what was counted), `lower` and
        `upper` (the count; different where its publisher hides it). Districts that are
        given together have one row, with the names of those that the places lie in.

    Raises
    ------
    SourceError
        If a dataset has no such column, or no such row, or several, for a district.

    Notes
    -----
    Never shared among neighbourhoods: a district's count says nothing of where its people live.
    """
    districts = places[[AUTHORITY_CODE, AUTHORITY_NAME]].drop_duplicates()
    names = dict(districts.itertuples(index=False))
    rows = []
    for fact in area.district_facts:
        table = read_dataset(fact.dataset, area=area)
        if absent := sorted({fact.column, *fact.where} - set(table)):
            raise SourceError(
                f"{fact.dataset} has no column {', '.join(absent)}; it has {', '.join(table)}. "
                f"Correct 'district_facts' in data/areas/{area.name}.yml."
            )
        for column, value in fact.where.items():
            table = table[table[column] == value]
        for code in names:
            own = table[[code in joint.split(JOINT) for joint in table[AREA_CODE]]]
            if len(own) != 1:
                raise SourceError(
                    f"{fact.dataset} has {len(own)} rows for {names[code]} ({code}) where "
                    f"{fact.where or 'nothing'} is asked for; it must have one. Correct "
                    f"'district_facts' in data/areas/{area.name}.yml."
                )
            row = own.iloc[0]
            ends = [row.get(fact.column + end, row[fact.column]) for end in (LOWER, UPPER)]
            rows.append((row[AREA_CODE], names[code], fact.says, *ends))
    found = pd.DataFrame(rows, columns=[AREA_CODE, *COLUMNS])
    together = found.groupby([AREA_CODE, SAYS, LOWEST, HIGHEST], sort=False)[AUTHORITY_NAME]
    joined = together.agg(" and ".join).reset_index()[list(COLUMNS)].astype(COLUMNS)
    return mark_sources(joined, area.fact_datasets or [area.population.dataset])
