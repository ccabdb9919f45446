"""Why the first neighbourhood of all comes first: what each domain of the index adds to it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from datacell_lib.schema import (
    AREA_CODE,
    COMPONENT,
    MOST_VULNERABLE_SHARE,
    NEIGHBOURHOOD,
    NOMINAL_WEIGHT,
    PLACE_NAME,
    TITLE,
    VALUE,
)
from datacell_lib.table_checks import check_columns
from datacell_lib.table_sources import carry_sources

_SAME = (NEIGHBOURHOOD, PLACE_NAME, MOST_VULNERABLE_SHARE)


def select_first(standing: pd.DataFrame) -> pd.DataFrame:
    """Select the neighbourhood that an index puts first.

    Parameters
    ----------
    standing : pandas.DataFrame
        Neighbourhoods with `area_code` and `most_vulnerable_share`.

    Returns
    -------
    pandas.DataFrame
        One row; none where no neighbourhood has a rank. Of equals it is the one whose code comes
        first.

    Raises
    ------
    TableError
        If a column is missing.
    """
    check_columns(standing, [AREA_CODE, MOST_VULNERABLE_SHARE])
    ranked = standing[standing[MOST_VULNERABLE_SHARE].notna()]
    return ranked.sort_values([MOST_VULNERABLE_SHARE, AREA_CODE]).head(1)


def explain_first(
    standing: pd.DataFrame, *, domains: Mapping[str, str], components: pd.DataFrame
) -> pd.DataFrame:
    """Explain why the first neighbourhood comes first.

    Parameters
    ----------
    standing : pandas.DataFrame
        What `index.add_standing` returns, with `neighbourhood` and `place_name`.
    domains : mapping of str to str
        A title for each domain of the index.
    components : pandas.DataFrame
        What `index.list_components` returns.

    Returns
    -------
    pandas.DataFrame
        One row a domain, the one that puts the neighbourhood furthest up before the others:
        `title`, `nominal_weight` (share of the index, 0 to 1), `value` (its standing in the
        domain: rank over number of all in the nation), and, the same in each row, `neighbourhood`,
        `place_name` and `most_vulnerable_share` (its standing in the whole index).

    Raises
    ------
    TableError
        If a column is missing.

    Examples
    --------
    >>> standing = pd.DataFrame({"area_code": ["a", "b"], "neighbourhood": ["A", "B"],
    ...     "place_name": ["Moor", "Hill"], "most_vulnerable_share": [0.5, 0.01],
    ...     "share_age": [0.1, 0.6], "share_money": [0.9, 0.02]})
    >>> weights = pd.DataFrame({"component": ["age", "money"], "nominal_weight": [0.4, 0.6]})
    >>> told = explain_first(standing, domains={"age": "Age", "money": "Money"},
    ...                      components=weights)
    >>> told[["place_name", "title", "value"]].values.tolist()
    [['Hill', 'Money', 0.02], ['Hill', 'Age', 0.6]]
    """
    check_columns(standing, [NEIGHBOURHOOD, PLACE_NAME, *(f"share_{name}" for name in domains)])
    weights = components.set_index(COMPONENT)[NOMINAL_WEIGHT]
    rows = [
        {
            TITLE: title,
            NOMINAL_WEIGHT: weights[name],
            VALUE: place[f"share_{name}"],
            **{column: place[column] for column in _SAME},
        }
        for place in select_first(standing).to_dict("records")
        for name, title in domains.items()
    ]
    told = pd.DataFrame(rows, columns=[TITLE, NOMINAL_WEIGHT, VALUE, *_SAME])
    told[VALUE] = told[VALUE].astype("float64")
    ahead = told[NOMINAL_WEIGHT] * (1 - told[VALUE])
    order = ahead.sort_values(ascending=False, kind="stable").index
    return carry_sources(told.loc[order].reset_index(drop=True), standing)
