"""Where neighbourhoods stand in an index: alone, in their district, in their area."""

from __future__ import annotations

import numpy as np
import pandas as pd

from datacell_lib.analysis.index.calculate import tabulate_index
from datacell_lib.analysis.index.steps import Steps
from datacell_lib.schema import (
    AREA_CODE,
    AREAS,
    AUTHORITY_CODE,
    AUTHORITY_NAME,
    COMPONENT,
    DISTRICT_CODE,
    DISTRICT_NAME,
    FIFTH,
    GEOMETRY,
    IMPUTED,
    INDICATOR,
    LEVEL,
    LOWER_SHARE,
    MOST_VULNERABLE_SHARE,
    MSOA_CODE,
    MSOA_NAME,
    NEIGHBOURHOOD,
    PLACE_NAME,
    POPULATION,
    RANK,
    STABILITY,
    UPPER_SHARE,
    WARD_CODE,
    WARD_NAME,
    TableError,
)
from datacell_lib.table_sources import carry_sources
from datacell_lib.wording import NO_ONE_DOMAIN

DOMAIN_PREFIX = "share_"  # a domain's column: the place in the nation as a share of it
# What pages show of a neighbourhood, in the order in which a reader looks for it.
SHOWN = (
    *(AREA_CODE, NEIGHBOURHOOD, PLACE_NAME, MSOA_CODE, MSOA_NAME, WARD_CODE, WARD_NAME),
    *(AUTHORITY_CODE, AUTHORITY_NAME, DISTRICT_CODE, DISTRICT_NAME, POPULATION),
    *(RANK, AREAS, MOST_VULNERABLE_SHARE, STABILITY, LOWER_SHARE, UPPER_SHARE),
    *("share_of_draws_in_most_vulnerable_10", "share_of_draws_in_most_vulnerable_20"),
    *("leading_domains", "deprivation_rank", IMPUTED),
)


def rank_nation(steps: Steps) -> pd.DataFrame:
    """Rank every neighbourhood in an index and its domains, the way that all pages share.

    Parameters
    ----------
    steps : Steps
        What `follow_steps` returns for every neighbourhood of the nation.

    Returns
    -------
    pandas.DataFrame
        The rows that `calculate_index` returns for the index and its domains, without those of
        the indicators.

    Examples
    --------
    >>> from datacell_lib.analysis.index.steps import follow_steps
    >>> from datacell_lib.files.index_spec import draft_index_spec
    >>> spec = draft_index_spec({"a": "higher_is_more_vulnerable"})
    >>> nation = pd.DataFrame({"area_code": ["x", "y"], "a": [1, 2]})
    >>> rank_nation(follow_steps(nation, spec=spec))["rank"].tolist()
    [2, 1]
    """
    result = tabulate_index(steps)
    return result[result[LEVEL] != INDICATOR].reset_index(drop=True)


def add_overall_standing(neighbourhoods: pd.DataFrame, *, index: pd.DataFrame) -> pd.DataFrame:
    """Add each neighbourhood's standing in an index.

    Parameters
    ----------
    neighbourhoods : pandas.DataFrame
        One row a neighbourhood, by `area_code`.
    index : pandas.DataFrame
        What `rank_nation` or `calculate_index` returns.

    Returns
    -------
    pandas.DataFrame
        The same rows with `rank` (1 is the most vulnerable), `areas` (number ranked),
        `most_vulnerable_share` (rank / areas) and `imputed`.

    Raises
    ------
    TableError
        If a neighbourhood is not in the index.
    """
    columns = [AREA_CODE, RANK, "areas", MOST_VULNERABLE_SHARE, "imputed"]
    overall = index.loc[index[LEVEL] == "index", columns]
    # by an index: for a whole nation a merge takes ten times as long
    places = pd.Index(overall[AREA_CODE]).get_indexer(neighbourhoods[AREA_CODE])
    absent = places < 0
    if absent.any():
        raise TableError(
            f"{int(absent.sum())} neighbourhoods are not in the index, such as "
            f"{neighbourhoods.loc[absent, AREA_CODE].iloc[0]}. Calculate the index on a table "
            "that holds them all."
        )
    own = overall.iloc[places]
    added = {column: own[column].array for column in columns if column != AREA_CODE}
    return neighbourhoods.reset_index(drop=True).assign(**added)


def add_standing(neighbourhoods: pd.DataFrame, *, index: pd.DataFrame) -> pd.DataFrame:
    """Add each neighbourhood's standing in an index and in its domains.

    Parameters
    ----------
    neighbourhoods : pandas.DataFrame
        One row a neighbourhood, by `area_code`.
    index : pandas.DataFrame
        What `rank_nation` or `calculate_index` returns.

    Returns
    -------
    pandas.DataFrame
        What `add_overall_standing` returns, with a column `share_<domain>` for each domain: the
        neighbourhood's rank in it / areas.

    Raises
    ------
    TableError
        If a neighbourhood is not in the index.
    """
    own = (index[LEVEL] == "domain") & index[AREA_CODE].isin(neighbourhoods[AREA_CODE])
    domains = index.loc[own, [AREA_CODE, COMPONENT, MOST_VULNERABLE_SHARE]]
    shares = domains.pivot(index=AREA_CODE, columns=COMPONENT, values=MOST_VULNERABLE_SHARE)
    placed = shares.reindex(neighbourhoods[AREA_CODE]).add_prefix("share_")
    standing = add_overall_standing(neighbourhoods, index=index)
    return standing.assign(**{column: placed[column].array for column in placed})


def select_district(table: pd.DataFrame, *, district: str) -> pd.DataFrame:
    """Select the rows of one report district.

    Parameters
    ----------
    table : pandas.DataFrame
        Rows with `district_code` and `district_name`.
    district : str
        The district's code.

    Returns
    -------
    pandas.DataFrame
        Its rows, in their order.

    Raises
    ------
    TableError
        If there are none; lists the districts there are.
    """
    rows = table[table[DISTRICT_CODE] == district]
    if rows.empty:
        known = table[[DISTRICT_CODE, DISTRICT_NAME]].drop_duplicates().sort_values(DISTRICT_CODE)
        listed = ", ".join(f"{code} ({name})" for code, name in known.itertuples(index=False))
        raise TableError(f"{district!r} is not a report district of this area; it has {listed}.")
    return rows.reset_index(drop=True)


def name_leading_domains(
    standing: pd.DataFrame, *, titles: dict[str, str], number: int = 2
) -> pd.DataFrame:
    """Name the domains in which each neighbourhood is among the nation's most vulnerable fifth.

    Parameters
    ----------
    standing : pandas.DataFrame
        What `add_standing` returns.
    titles : dict
        A title for each domain, in the index's order, which settles ties.
    number : int
        How many domains to name.

    Returns
    -------
    pandas.DataFrame
        The same rows with `leading_domains`, titles joined by semicolons, the most vulnerable
        first; that no one domain stands out where it is in no domain's fifth.
    """
    shares = standing[[f"share_{domain}" for domain in titles]].to_numpy(float, na_value=np.nan)
    names, worst = list(titles.values()), shares <= FIFTH
    leading = [
        "; ".join(names[place] for place in order if worst[row, place])
        for row, order in enumerate(shares.argsort(axis=1, kind="stable")[:, :number])
    ]
    return standing.assign(leading_domains=[named or NO_ONE_DOMAIN for named in leading])


def select_standings(neighbourhoods: pd.DataFrame) -> pd.DataFrame:
    """Select what pages show of neighbourhoods: for whoever takes the whole table away.

    Parameters
    ----------
    neighbourhoods : pandas.DataFrame
        As the front desk hands them out.

    Returns
    -------
    pandas.DataFrame
        Codes and names, residents, standing in the index and in each domain, how sure it is, and
        shapes; of these, the columns that are there. Indicators are left out, some of which are
        known for larger areas only.

    Examples
    --------
    >>> table = pd.DataFrame({"area_code": ["x"], "care_home_beds": [4], "share_economic": [0.5]})
    >>> list(select_standings(table))
    ['area_code', 'share_economic']
    """
    named = [name for name in SHOWN if name in neighbourhoods]
    domains = [
        name for name in neighbourhoods if name.startswith(DOMAIN_PREFIX) and name not in named
    ]
    shapes = [GEOMETRY] if GEOMETRY in neighbourhoods else []
    selected = neighbourhoods[[*named, *domains, *shapes]]
    return carry_sources(selected, neighbourhoods)
