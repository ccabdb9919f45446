"""The star schema that an area's figures are taken away in: tables, keys, joins and measures.

Dimensions name things, facts count them; a column that both have joins them, many to one.
"""

from __future__ import annotations

from typing import NamedTuple

from datacell_lib.schema import (
    AREA_CODE,
    AUTHORITY_CODE,
    COMPONENT,
    DENOMINATOR,
    DISTRICT_CODE,
    IN_FIFTH,
    MSOA_CODE,
    NEIGHBOURHOODS,
    NUMERATOR,
    PEOPLE_IN_FIFTH,
    POPULATION,
    RANKED_PEOPLE,
    UNRANKED,
)

DAY = "date"
NEIGHBOURHOOD_TABLE, PLACE_TABLE = "dim_neighbourhood", "dim_place"
DISTRICT_TABLE, AUTHORITY_TABLE = "dim_district", "dim_authority"
INDICATOR_TABLE, DATE_TABLE = "dim_indicator", "dim_date"
INDEX_FACTS, DOMAIN_FACTS = "fact_index", "fact_domain"
INDICATOR_FACTS, OUTCOME_FACTS = "fact_indicator", "fact_outcome"
# Each dimension's key; a fact that has the column is joined to it.
DIMENSIONS = {
    NEIGHBOURHOOD_TABLE: AREA_CODE,
    PLACE_TABLE: MSOA_CODE,
    DISTRICT_TABLE: DISTRICT_CODE,
    AUTHORITY_TABLE: AUTHORITY_CODE,
    INDICATOR_TABLE: COMPONENT,
    DATE_TABLE: DAY,
}
# What names a row of each fact.
FACTS = {
    INDEX_FACTS: (AREA_CODE, COMPONENT),
    DOMAIN_FACTS: (AREA_CODE, COMPONENT),
    INDICATOR_FACTS: (AREA_CODE, COMPONENT),
    OUTCOME_FACTS: (AUTHORITY_CODE, DAY),
}
UNBROKEN = DATE_TABLE  # it has every day of its years, whether anything was counted or not


class Measure(NamedTuple):
    """A figure that is added up from a fact, for any selection of its dimensions.

    Parameters
    ----------
    name : str
        What it is called.
    table : str
        The fact.
    total : str
        The column that is added up.
    out_of : str
        The column whose total it is divided by; a plain total where there is none.
    words : str
        What it says, and what must be chosen first.
    """

    name: str
    table: str
    total: str
    out_of: str
    words: str


MEASURES = (
    Measure("Residents", INDEX_FACTS, POPULATION, "", "Add up the residents of neighbourhoods."),
    Measure("Neighbourhoods", INDEX_FACTS, NEIGHBOURHOODS, "", "Add up the neighbourhoods."),
    Measure(
        "Neighbourhoods in the most vulnerable fifth",
        INDEX_FACTS,
        IN_FIFTH,
        "",
        "Add up the neighbourhoods among the nation's most vulnerable fifth.",
    ),
    Measure(
        "Neighbourhoods without a rank",
        INDEX_FACTS,
        UNRANKED,
        "",
        "Add up the neighbourhoods of which too little is known for a rank.",
    ),
    Measure(
        "People in the most vulnerable fifth",
        INDEX_FACTS,
        PEOPLE_IN_FIFTH,
        "",
        "Add up the residents of neighbourhoods among the nation's most vulnerable fifth.",
    ),
    Measure(
        "Share of people in the most vulnerable fifth",
        INDEX_FACTS,
        PEOPLE_IN_FIFTH,
        RANKED_PEOPLE,
        "Divide people in the most vulnerable fifth by the residents of all neighbourhoods that "
        "have a rank. Never average the shares of places.",
    ),
    Measure(
        "Share of people in the fifth of a domain",
        DOMAIN_FACTS,
        PEOPLE_IN_FIFTH,
        RANKED_PEOPLE,
        "The same in one domain. Choose one component first: residents stand once in each.",
    ),
    Measure(
        "Share of people or households",
        INDICATOR_FACTS,
        NUMERATOR,
        DENOMINATOR,
        "Divide what was counted by what it is out of. Choose one component first. It is empty "
        "for indicators that are no counts, whose value can't be added up.",
    ),
    Measure("Cases", OUTCOME_FACTS, NUMERATOR, "", "Add up the cases of whole weeks."),
    Measure(
        "Cases for each resident in a week",
        OUTCOME_FACTS,
        NUMERATOR,
        DENOMINATOR,
        "Divide cases by residents. Over several weeks it is the average week. Times 100,000 it "
        "is the rate that pages show.",
    ),
)


class Join(NamedTuple):
    """A fact's column that names the rows of a dimension: many to one.

    Parameters
    ----------
    fact, dimension : str
        The tables.
    column : str
        The column that both have.
    """

    fact: str
    dimension: str
    column: str


def list_joins(columns: dict[str, list[str]]) -> tuple[Join, ...]:
    """List how the tables of a star are joined.

    Parameters
    ----------
    columns : dict of str to list of str
        For each table that there is its columns.

    Returns
    -------
    tuple of Join
        By fact, then by dimension.

    Examples
    --------
    >>> list_joins({"dim_date": ["date"], "fact_outcome": ["date", "numerator"]})
    (Join(fact='fact_outcome', dimension='dim_date', column='date'),)
    """
    return tuple(
        Join(fact, dimension, key)
        for fact in FACTS
        for dimension, key in DIMENSIONS.items()
        if dimension in columns and key in columns.get(fact, ())
    )
