"""What an index's doubtful values mean for whoever reads a page."""

from __future__ import annotations

import pandas as pd

from datacell_lib.analysis.index.diagnose import CONTRARY, WITH_DOMAIN, WITH_INDEX
from datacell_lib.schema import (
    AREA_CODE,
    COMPONENT,
    DISTRICT_CODE,
    DISTRICT_NAME,
    IMPUTED,
    INDICATOR,
    LEVEL,
)

REASONS = "reasons"


def describe_estimates(
    index: pd.DataFrame, *, neighbourhoods: pd.DataFrame, titles: dict[str, str]
) -> pd.DataFrame:
    """Say for each report district which of its values were estimated, and what that means.

    Parameters
    ----------
    index : pandas.DataFrame
        What `calculate_index` returns.
    neighbourhoods : pandas.DataFrame
        The area's, with `area_code`, `district_code` and `district_name`.
    titles : dict
        A title for each indicator.

    Returns
    -------
    pandas.DataFrame
        One row a district, by name: `district_code`, `district_name`, `neighbourhoods`,
        `imputed` (those with an estimated value), `reasons` (in words).
    """
    filled = index[(index[LEVEL] == INDICATOR) & index[IMPUTED]]
    own = neighbourhoods[[AREA_CODE, DISTRICT_CODE, DISTRICT_NAME]]
    joined = own.merge(filled[[AREA_CODE, COMPONENT]], on=AREA_CODE, how="left")
    rows = []
    for (code, name), part in joined.groupby([DISTRICT_CODE, DISTRICT_NAME]):
        estimated = part.dropna(subset=COMPONENT)
        places = part[AREA_CODE].nunique()
        number = estimated[AREA_CODE].nunique()
        missing = sorted({titles[component] for component in estimated[COMPONENT]})
        rows.append((code, name, places, number, _explain(number, missing)))
    columns = [DISTRICT_CODE, DISTRICT_NAME, "neighbourhoods", IMPUTED, REASONS]
    return pd.DataFrame(rows, columns=columns).sort_values(DISTRICT_NAME, ignore_index=True)


def _explain(number: int, missing: list[str]) -> str:
    if number == 0:
        return "Every value is known: read its page as it stands."
    one = number == 1
    return (
        f"{'One neighbourhood has' if one else f'{number} neighbourhoods have'} an estimate in "
        f"place of: {'; '.join(missing)}. Ask for the true value before acting on "
        f"{'its' if one else 'their'} rank alone."
    )


def explain_directions(directions: pd.DataFrame, *, titles: dict[str, str]) -> pd.DataFrame:
    """Say of each indicator whether its data go the way that the index's file declares.

    Parameters
    ----------
    directions : pandas.DataFrame
        What `find_contrary_indicators` returns.
    titles : dict
        A title for each indicator.

    Returns
    -------
    pandas.DataFrame
        `title`, `correlation_with_rest_of_domain` (missing where it is alone there) and
        `correlation_with_index` (Spearman's, -1 to 1), and `reasons` (in words), the
        contrary first.

    Examples
    --------
    >>> found = pd.DataFrame(
    ...     {"indicator": ["a"], "correlation_with_rest_of_domain": [0.1],
    ...      "correlation_with_index": [-0.2], "contrary": [True]})
    >>> explain_directions(found, titles={"a": "Noise"})["reasons"].tolist()
    ['No: its data go against the rest of its domain, of the index, or of both.']
    """
    words = {
        False: "Yes.",
        True: "No: its data go against the rest of its domain, of the index, or of both.",
    }
    table = directions.assign(
        title=directions[INDICATOR].map(titles), **{REASONS: directions[CONTRARY].map(words)}
    )
    ordered = table.sort_values([CONTRARY, "title"], ascending=[False, True], ignore_index=True)
    return ordered[["title", WITH_DOMAIN, WITH_INDEX, REASONS]]
