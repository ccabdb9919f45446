"""An area's figures as dimensions and facts, for tools that add them up by any selection."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from datacell_lib.number_types import widen_numbers
from datacell_lib.schema import (
    AREA_CODE,
    AREAS,
    AUTHORITY_CODE,
    AUTHORITY_NAME,
    COMPONENT,
    DENOMINATOR,
    DENOMINATOR_SUFFIX,
    DISTRICT_CODE,
    DISTRICT_NAME,
    FIFTH,
    IMPUTED,
    IN_FIFTH,
    IN_TENTH,
    LEVEL,
    LOWER_SHARE,
    MOST_VULNERABLE_SHARE,
    MSOA_CODE,
    NEIGHBOURHOOD,
    NEIGHBOURHOODS,
    NUMERATOR,
    NUMERATOR_SUFFIX,
    PEOPLE_IN_FIFTH,
    PERIOD,
    PLACE_NAME,
    POPULATION,
    RANK,
    RANKED_PEOPLE,
    STABILITY,
    TENTH,
    TITLE,
    UNRANKED,
    UPPER_SHARE,
    VALUE,
    WARD_CODE,
    WARD_NAME,
    TableError,
)
from datacell_lib.star_schema import (
    AUTHORITY_TABLE,
    DATE_TABLE,
    DAY,
    DISTRICT_TABLE,
    DOMAIN_FACTS,
    INDEX_FACTS,
    INDICATOR_FACTS,
    INDICATOR_TABLE,
    NEIGHBOURHOOD_TABLE,
    OUTCOME_FACTS,
    PLACE_TABLE,
)
from datacell_lib.table_checks import check_columns
from datacell_lib.table_sources import carry_sources, tell_origin
from datacell_lib.wording import quote_names

KEYS = [AREA_CODE, MSOA_CODE, DISTRICT_CODE, AUTHORITY_CODE]
NAMES = {
    PLACE_TABLE: (MSOA_CODE, PLACE_NAME),
    DISTRICT_TABLE: (DISTRICT_CODE, DISTRICT_NAME),
    AUTHORITY_TABLE: (AUTHORITY_CODE, AUTHORITY_NAME),
}
OF_NEIGHBOURHOODS = (AREA_CODE, NEIGHBOURHOOD, WARD_CODE, WARD_NAME)
OF_THE_INDEX = (RANK, AREAS, MOST_VULNERABLE_SHARE, LOWER_SHARE, UPPER_SHARE, STABILITY, IMPUTED)
OF_INDICATORS = {TITLE: TITLE, "group": LEVEL, "unit": "unit", "low": "low_is_vulnerable"}
WEEK = "%G-W%V"


def make_star(
    neighbourhoods: pd.DataFrame, *, layers: pd.DataFrame, index: str, weekly: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Make dimensions and facts of an area's figures.

    Parameters
    ----------
    neighbourhoods : pandas.DataFrame
        As the front desk hands them out.
    layers : pandas.DataFrame
        What `list_index_layers` returns: what is known for larger areas only is left out.
    index : str
        The name of the index.
    weekly : pandas.DataFrame
        What `arrange_weeks` returns, of complete weeks; may be empty.

    Returns
    -------
    dict of str to pandas.DataFrame
        By name, as `star_schema` lists them. In `fact_index` a neighbourhood has one row, in
        `fact_domain` and `fact_indicator` one for each component, in `fact_outcome` a local
        authority district one for each week. `dim_date` has every day of those years.

    Raises
    ------
    TableError
        If a column is missing, or a code has two names.
    """
    check_columns(neighbourhoods, [*KEYS, NEIGHBOURHOOD, POPULATION, *OF_THE_INDEX])
    here = widen_numbers(pd.DataFrame(neighbourhoods)).reset_index(drop=True)
    known = layers[layers["native"]]
    domains, indicators = (known[known["group"] == level] for level in ("domain", "indicator"))
    own = [name for name in OF_NEIGHBOURHOODS if name in here]
    facts = {
        INDEX_FACTS: _count_people(here, component=index, share=MOST_VULNERABLE_SHARE).assign(
            **{name: here[name] for name in OF_THE_INDEX}
        ),
        DOMAIN_FACTS: _stack(
            _count_people(here, component=name.removeprefix("share_"), share=name)
            for name in domains["column"]
        ),
        INDICATOR_FACTS: _stack(_take_indicator(here, name=name) for name in indicators["column"]),
    }
    names = {table: here[[*columns]].drop_duplicates() for table, columns in NAMES.items()}
    named = known[known["group"].isin(["index", "domain", "indicator"])].rename(
        columns=OF_INDICATORS
    )
    components = [index, *domains["column"].str.removeprefix("share_"), *indicators["column"]]
    listed = named.assign(**{COMPONENT: components})[[COMPONENT, *OF_INDICATORS.values()]]
    star = {NEIGHBOURHOOD_TABLE: here[own]} | names | {INDICATOR_TABLE: listed} | facts
    star = {
        name: carry_sources(table, neighbourhoods) for name, table in star.items() if len(table)
    }
    for name, (key, _) in NAMES.items():
        _check_names(star[name], key=key)
    return star | _make_outcomes(weekly)


def _count_people(here: pd.DataFrame, *, component: str, share: str) -> pd.DataFrame:
    """Count neighbourhoods and residents, so that sums of any selection are what pages say."""
    rank, people = here[share], here[POPULATION]
    ranked = people.where(rank.notna(), 0)
    return (
        here[KEYS]
        .assign(
            **{COMPONENT: component, share: rank, NEIGHBOURHOODS: 1, POPULATION: people},
            **{RANKED_PEOPLE: ranked, PEOPLE_IN_FIFTH: ranked.where(rank.le(FIFTH), 0)},
            **{IN_TENTH: rank.le(TENTH).astype(int), IN_FIFTH: rank.le(FIFTH).astype(int)},
            **{UNRANKED: rank.isna().astype(int)},
        )
        .rename(columns={share: MOST_VULNERABLE_SHARE})
    )


def _take_indicator(here: pd.DataFrame, *, name: str) -> pd.DataFrame:
    """Take an indicator; where it is a share, with what it is a share of, if both are known."""
    counts = [name + NUMERATOR_SUFFIX, name + DENOMINATOR_SUFFIX]
    taken = here[KEYS].assign(**{COMPONENT: name, VALUE: here[name]})
    both = here.reindex(columns=counts)
    both = both.where(both.notna().all(axis="columns")).astype("float64")
    return taken.assign(**{NUMERATOR: both[counts[0]], DENOMINATOR: both[counts[1]]})


def _stack(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    listed = list(tables)
    return pd.concat(listed, ignore_index=True) if listed else pd.DataFrame()


def _check_names(table: pd.DataFrame, *, key: str) -> None:
    twice = table.loc[table[key].duplicated(), key]
    if len(twice):
        names = table.loc[table[key] == twice.iloc[0]].iloc[:, 1]
        raise TableError(
            f"{twice.iloc[0]} has two names in {key}, {quote_names(names)}, so that figures can't "
            f"be joined to it. Correct the names in the file that gives them{tell_origin(table)}."
        )


def _make_outcomes(weekly: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Make the facts of weekly cases, and the days that they are told by."""
    if weekly.empty:
        return {}
    renamed = weekly.rename(columns={AREA_CODE: AUTHORITY_CODE, PERIOD: DAY})
    counted = renamed[[AUTHORITY_CODE, DAY, NUMERATOR, DENOMINATOR]]
    years = weekly[PERIOD].dt.year
    days = pd.date_range(f"{years.min()}-01-01", f"{years.max()}-12-31", name=DAY)
    ends = days + pd.to_timedelta(6 - days.day_of_week, unit="D")
    weeks = days.isocalendar()
    table = pd.DataFrame(
        {
            DAY: days,
            "iso_year": weeks["year"].to_numpy(dtype=int),
            "iso_week": weeks["week"].to_numpy(dtype=int),
            "week": days.strftime(WEEK),
            "week_ends": ends,
            "year": days.year,
            "quarter": days.quarter,
            "month": days.month,
        }
    )
    return {
        OUTCOME_FACTS: carry_sources(counted, weekly),
        DATE_TABLE: carry_sources(table, weekly),
    }
