"""Key figures of a place: how many people, and how many of them live where need is likely."""

from __future__ import annotations

import pandas as pd

from datacell_lib.analysis.need.ranked import (
    add_up_ranked,
    calculate_ranked_share,
    count_unranked,
    name_unranked,
)
from datacell_lib.analysis.rates.comparison import compare_with_benchmark
from datacell_lib.analysis.rates.intervals import calculate_wilson_interval
from datacell_lib.files.area import AreaTotal
from datacell_lib.schema import (
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
    PEOPLE_IN_FIFTH,
    POPULATION,
    TENTH,
    UNRANKED,
    UPPER_CI,
    VALUE,
)
from datacell_lib.table_sources import carry_sources

WITHOUT_RANK = "Neighbourhoods without a rank, left out of the shares above"


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
        One row a domain in the index's order: `domain` (title), `value` (share of the residents
        of the neighbourhoods that are ranked in it, 0 to 1; missing where none is, or where the
        residents of one are not known), `unranked` (neighbourhoods that are not).

    Notes
    -----
    An average of areas: people in a vulnerable neighbourhood are not all vulnerable, and most
    vulnerable people live elsewhere.
    """
    ranks = {title: f"share_{domain}" for domain, title in titles.items()}
    rows = [
        (
            title,
            calculate_ranked_share(standing, by=by, at_most=FIFTH),
            count_unranked(standing, by=by),
        )
        for title, by in ranks.items()
    ]
    return pd.DataFrame(rows, columns=[DOMAIN, VALUE, UNRANKED])


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
        `domain` (its title, and where neighbourhoods are not ranked in it how many are left
        out), and one column a place, by its name (shares of residents, 0 to 1).
    """
    extents = {name: calculate_extent(table, titles=titles) for name, table in places.items()}
    left_out = pd.DataFrame({name: extent[UNRANKED] for name, extent in extents.items()})
    named = [
        title + name_unranked(dict(numbers))
        for title, (_, numbers) in zip(titles.values(), left_out.iterrows(), strict=True)
    ]
    values = {name: extent[VALUE] for name, extent in extents.items()}
    table = pd.DataFrame({DOMAIN: named} | values)
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
        nation's most vulnerable tenth and fifth), `unranked` (those without a rank),
        `people_in_fifth` (residents of those in the fifth), `value` (their share of the residents
        of all that have a rank, 0 to 1), `lower_ci`,
        `upper_ci`, `nation` (the same share in the nation), `comparison` ("higher", "lower" or
        "similar": whether the interval holds the nation's; "not compared" where either is not
        known). Residents are missing where those of one neighbourhood are.

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
    grouped = add_up_ranked(standing, keys=keys)
    share = grouped[PEOPLE_IN_FIFTH] / grouped["ranked"]
    effective = grouped["ranked"] ** 2 / grouped["squared"]
    interval = calculate_wilson_interval(share * effective, effective)
    limits = {VALUE: share, LOWER_CI: interval.lower, UPPER_CI: interval.upper}
    level = calculate_ranked_share(nation, by=MOST_VULNERABLE_SHARE, at_most=FIFTH)
    compared = compare_with_benchmark(
        grouped.drop(columns=["ranked", "squared"]).assign(**limits),
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
        sums of counts over sums of counts, never averages of shares; the last row is how many
        neighbourhoods have no rank, and are left out of the two shares before it. What cannot be
        known is missing: residents, where those of one neighbourhood are.
    """
    residents = float(standing[POPULATION].sum(skipna=False))
    rows: list[tuple[str, str, float]] = [("Residents", "people", residents)]
    for name, title in indicators.items():
        both = standing[[name + NUMERATOR_SUFFIX, name + DENOMINATOR_SUFFIX]].dropna()
        part, whole = both.astype("float64").sum()
        rows.append((title, "%", 100 * part / whole if whole > 0 else float("nan")))
    for title, share in (("10%", TENTH), ("20%", FIFTH)):
        inside = calculate_ranked_share(standing, by=MOST_VULNERABLE_SHARE, at_most=share)
        rows.append(
            (f"Residents in the most vulnerable {title} of neighbourhoods", "%", 100 * inside)
        )
    unranked = count_unranked(standing, by=MOST_VULNERABLE_SHARE)
    rows.append((WITHOUT_RANK, "neighbourhoods", float(unranked)))
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
        `indicator`, `unit`, and one column a place, by its name. The row of neighbourhoods
        without a rank is there where any place has one.
    """
    figures = {
        name: calculate_key_figures(standing, indicators=indicators)
        for name, standing in places.items()
    }
    first = next(iter(figures.values()))
    values = {name: table[VALUE].to_numpy() for name, table in figures.items()}
    table = first[[INDICATOR, "unit"]].assign(**values)
    if not table[list(values)].iloc[-1].any():
        table = table.iloc[:-1]
    return carry_sources(table, *places.values())


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
