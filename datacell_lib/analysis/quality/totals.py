"""Whether counts of the same people agree."""

from __future__ import annotations

import pandas as pd

from datacell_lib.analysis.quality.list_inflation import measure_list_inflation
from datacell_lib.number_types import widen_numbers
from datacell_lib.schema import (
    AREA_CODE,
    DENOMINATOR,
    DISTRICT_CODE,
    DISTRICT_NAME,
    NUMERATOR,
    PATIENTS,
    POPULATION,
    PRACTICE_CODE,
    RESIDENTS,
    VALUE,
)
from datacell_lib.table_sources import carry_sources


def compare_totals(
    neighbourhoods: pd.DataFrame, *, counts: dict[str, str], parts: str = "report districts"
) -> pd.DataFrame:
    """Compare counts of the same residents by different tables, and by district with the whole.

    Parameters
    ----------
    neighbourhoods : pandas.DataFrame
        The area's, with `population`, `district_code` and the columns of `counts`.
    counts : dict of str to str
        For the title of each further count of all residents its column.
    parts : str
        What the report districts are called.

    Returns
    -------
    pandas.DataFrame
        `title`, `numerator` (the count), `denominator` (residents of the same neighbourhoods),
        `value` (by how much the first exceeds the second, as a share). The first row adds up
        the report districts; it is missing where the residents of any neighbourhood are. Others
        are of the neighbourhoods for which both are known.

    Examples
    --------
    >>> table = pd.DataFrame(
    ...     {"district_code": ["a", "b"], "population": [1000, 2000], "asked": [1001, 2005]})
    >>> compare_totals(table, counts={"Health": "asked"})["value"].round(4).tolist()
    [0.0, 0.002]
    """
    wide = widen_numbers(
        pd.DataFrame(neighbourhoods[[DISTRICT_CODE, POPULATION, *counts.values()]])
    )
    together = wide.loc[wide[DISTRICT_CODE].notna(), POPULATION].sum(skipna=False)
    rows = [(f"The {parts} together", together, wide[POPULATION].sum(skipna=False))]
    for title, column in counts.items():
        known = wide.dropna(subset=[column, POPULATION])
        rows.append((title, *known[[column, POPULATION]].sum(min_count=1)))
    table = pd.DataFrame(rows, columns=["title", NUMERATOR, DENOMINATOR]).astype(
        {NUMERATOR: "float64", DENOMINATOR: "float64"}
    )
    compared = table.assign(**{VALUE: table[NUMERATOR] / table[DENOMINATOR] - 1})
    return carry_sources(compared, neighbourhoods)


def compare_lists(registrations: pd.DataFrame, *, neighbourhoods: pd.DataFrame) -> pd.DataFrame:
    """Compare patients on practices' lists with residents, by report district.

    Parameters
    ----------
    registrations : pandas.DataFrame
        `area_code` (neighbourhood), `practice_code`, `patients`; may be empty.
    neighbourhoods : pandas.DataFrame
        The area's, with `area_code`, `district_code`, `district_name` and `population`.

    Returns
    -------
    pandas.DataFrame
        `district_name`, `numerator` (patients), `denominator` (residents), `value` (by how much
        the first exceeds the second, as a share), by name; empty without registrations.

    Raises
    ------
    TableError
        If the patients of a practice are missing.

    Notes
    -----
    See `measure_list_inflation`: lists and residents of different dates differ by growth, too.
    """
    names = [DISTRICT_CODE, DISTRICT_NAME]
    inside = registrations.merge(neighbourhoods[[AREA_CODE, *names]], on=AREA_CODE)
    columns = [DISTRICT_NAME, NUMERATOR, DENOMINATOR, VALUE]
    if inside.empty:
        return pd.DataFrame(columns=columns)
    residents = neighbourhoods.groupby(names, as_index=False)[POPULATION].sum(skipna=False)
    found = measure_list_inflation(
        inside.groupby([DISTRICT_CODE, PRACTICE_CODE], as_index=False)[PATIENTS]
        .sum(skipna=False)
        .rename(columns={DISTRICT_CODE: AREA_CODE}),
        residents=residents.rename(columns={DISTRICT_CODE: AREA_CODE, POPULATION: RESIDENTS}),
    )
    named = found.merge(residents[names], left_on=AREA_CODE, right_on=DISTRICT_CODE)
    named[VALUE] = named[VALUE] - 1
    ordered = named.sort_values(DISTRICT_NAME, ignore_index=True)[columns]
    return carry_sources(ordered, registrations, neighbourhoods)
