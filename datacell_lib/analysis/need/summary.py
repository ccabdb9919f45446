"""Key figures of a place: how many people, and how many of them live where need is likely."""

from __future__ import annotations

import pandas as pd

from datacell_lib.analysis.rates.comparison import compare_with_benchmark
from datacell_lib.analysis.rates.intervals import calculate_wilson_interval
from datacell_lib.files.area import AreaTotal
from datacell_lib.schema import (
    AREA_CODE,
    AREA_NAME,
    AUTHORITY_CODE,
    BENCHMARK,
    DENOMINATOR_SUFFIX,
    DISTRICT_CODE,
    DISTRICT_NAME,
    DOMAIN,
    FIFTH,
    INDICATOR,
    LOWER_CI,
    MOST_VULNERABLE_SHARE,
    NUMERATOR_SUFFIX,
    POPULATION,
    TENTH,
    UPPER_CI,
    VALUE,
)
from datacell_lib.table_sources import carry_sources


def calculate_extent(standing: pd.DataFrame, *, titles: dict[str, str]) -> pd.DataFrame:
    """Calculate what share of residents live in the nation's most vulnerable fifth.

    Parameters
    ----------
    standing : pandas.DataFrame
        What `add_standing` returns, with `population`.
    titles : dict
        A title for each domain.

    Returns
    -------
    pandas.DataFrame
        One row a domain in the index's order: `domain` (title), `value` (share of residents,
        0 to 1).

    Notes
    -----
    An average of areas: people in a vulnerable neighbourhood are not all vulnerable, and most
    vulnerable people live elsewhere.
    """
    residents = standing[POPULATION]
    rows = [
        (title, float(residents[standing[f"share_{domain}"] <= FIFTH].sum() / residents.sum()))
        for domain, title in titles.items()
    ]
    return pd.DataFrame(rows, columns=[DOMAIN, VALUE])


def compare_extent(places: dict[str, pd.DataFrame], *, titles: dict[str, str]) -> pd.DataFrame:
    """Set the extents of several places side by side, domain by domain.

    Parameters
    ----------
    places : dict
        For each place's name its neighbourhoods, as `add_standing` returns them.
    titles : dict
        A title for each domain.

    Returns
    -------
    pandas.DataFrame
        `domain`, and one column a place, by its name (shares of residents, 0 to 1).
    """
    extents = {
        name: calculate_extent(standing, titles=titles)[VALUE] for name, standing in places.items()
    }
    table = pd.DataFrame({DOMAIN: list(titles.values())} | extents)
    return carry_sources(table, *places.values())


def summarise_districts(standing: pd.DataFrame, *, nation: pd.DataFrame) -> pd.DataFrame:
    """Summarise the standing of each report district.

    Parameters
    ----------
    standing : pandas.DataFrame
        What `add_standing` returns, with `district_code`, `district_name` and `population`.
    nation : pandas.DataFrame
        The same for every neighbourhood of the nation.

    Returns
    -------
    pandas.DataFrame
        One row a district, the largest share first: `district_code`, `district_name`,
        `neighbourhoods`, `population`, `in_tenth` and `in_fifth` (neighbourhoods among the
        nation's most vulnerable tenth and fifth), `value` (share of residents who live in the
        fifth, 0 to 1), `lower_ci`, `upper_ci`, `nation` (the same share in the nation),
        `comparison` ("higher", "lower" or "similar": whether the interval holds the nation's).

    Notes
    -----
    Wilson's 95% interval of the share. All residents of a neighbourhood are in the fifth or none
    is, so that a place counts for as many observations as it has neighbourhoods, not residents:
    by Kish's effective number, the square of the sum of their residents over the sum of squares.

    References
    ----------
    Kish L. Survey Sampling. New York: Wiley; 1965, chapter 11.
    """
    summary = _summarise_places(standing, keys=[DISTRICT_CODE, DISTRICT_NAME], nation=nation)
    order = [VALUE, DISTRICT_CODE]
    ordered = summary.sort_values(order, ascending=[False, True], ignore_index=True)
    return carry_sources(ordered, standing)


def summarise_area(standing: pd.DataFrame, *, nation: pd.DataFrame, title: str) -> pd.DataFrame:
    """Summarise the standing of a whole area.

    Parameters
    ----------
    standing, nation
        As for `summarise_districts`.
    title : str
        What the area is called.

    Returns
    -------
    pandas.DataFrame
        One row: `area_name`, and what `summarise_districts` returns for a district.
    """
    named = standing.assign(**{AREA_NAME: title})
    return carry_sources(_summarise_places(named, keys=[AREA_NAME], nation=nation), standing)


def _summarise_places(
    standing: pd.DataFrame, *, keys: list[str], nation: pd.DataFrame
) -> pd.DataFrame:
    flagged = standing.assign(
        in_tenth=standing[MOST_VULNERABLE_SHARE] <= TENTH,
        in_fifth=standing[MOST_VULNERABLE_SHARE] <= FIFTH,
        squared=standing[POPULATION].astype(float) ** 2,  # int32 would wrap round
    )
    flagged["inside"] = flagged[POPULATION].where(flagged["in_fifth"], 0)
    grouped = flagged.groupby(keys, as_index=False).agg(
        neighbourhoods=(AREA_CODE, "size"),
        population=(POPULATION, "sum"),
        in_tenth=("in_tenth", "sum"),
        in_fifth=("in_fifth", "sum"),
        inside=("inside", "sum"),
        squared=("squared", "sum"),
    )
    share = grouped["inside"] / grouped[POPULATION]
    effective = grouped[POPULATION] ** 2 / grouped["squared"]
    interval = calculate_wilson_interval(share * effective, effective)
    limits = {VALUE: share, LOWER_CI: interval.lower, UPPER_CI: interval.upper}
    everyone = nation[POPULATION]
    level = everyone[nation[MOST_VULNERABLE_SHARE] <= FIFTH].sum() / everyone.sum()
    compared = compare_with_benchmark(
        grouped.drop(columns=["inside", "squared"]).assign(**limits),
        benchmark=pd.DataFrame({VALUE: [level]}),
        higher_is="neither",
        on=(),
    )
    return compared.rename(columns={BENCHMARK: "nation"})


def calculate_key_figures(standing: pd.DataFrame, *, indicators: dict[str, str]) -> pd.DataFrame:
    """Calculate the key figures of a set of neighbourhoods.

    Parameters
    ----------
    standing : pandas.DataFrame
        What `add_overall_standing` returns, with `population` and for each indicator its
        numerator and denominator.
    indicators : dict
        A title for each indicator that is a share of people or households.

    Returns
    -------
    pandas.DataFrame
        One row a figure: `indicator` (title), `unit` ("people", "%"), `value`. Shares are
        sums of counts over sums of counts, never averages of shares.
    """
    residents = standing[POPULATION]
    rows: list[tuple[str, str, float]] = [("Residents", "people", float(residents.sum()))]
    for name, title in indicators.items():
        both = standing[[name + NUMERATOR_SUFFIX, name + DENOMINATOR_SUFFIX]].dropna()
        share = both.iloc[:, 0].sum() / both.iloc[:, 1].sum()
        rows.append((title, "%", float(100 * share)))
    for title, share in (("10%", TENTH), ("20%", FIFTH)):
        inside = residents[standing[MOST_VULNERABLE_SHARE] <= share].sum() / residents.sum()
        rows.append(
            (f"Residents in the most vulnerable {title} of neighbourhoods", "%", 100 * inside)
        )
    return pd.DataFrame(rows, columns=[INDICATOR, "unit", VALUE])


def compare_key_figures(
    places: dict[str, pd.DataFrame], *, indicators: dict[str, str]
) -> pd.DataFrame:
    """Set the key figures of several places side by side.

    Parameters
    ----------
    places : dict
        For each place's name its neighbourhoods, as `add_overall_standing` returns them.
    indicators : dict
        A title for each indicator that is a share of people or households.

    Returns
    -------
    pandas.DataFrame
        `indicator`, `unit`, and one column a place, by its name.
    """
    figures = {
        name: calculate_key_figures(standing, indicators=indicators)
        for name, standing in places.items()
    }
    first = next(iter(figures.values()))
    values = {name: table[VALUE].to_numpy() for name, table in figures.items()}
    return carry_sources(first[[INDICATOR, "unit"]].assign(**values), *places.values())


def select_totals(
    standing: pd.DataFrame, *, totals: tuple[AreaTotal, ...]
) -> dict[str, pd.DataFrame]:
    """Select the neighbourhoods of each further total that an area gives.

    Parameters
    ----------
    standing : pandas.DataFrame
        The area's neighbourhoods, with `authority_code`.
    totals : tuple of AreaTotal
        The totals of its area file.

    Returns
    -------
    dict of str to pandas.DataFrame
        For each total's title its rows.
    """
    return {
        total.title: standing[standing[AUTHORITY_CODE].isin(total.authorities)] for total in totals
    }
