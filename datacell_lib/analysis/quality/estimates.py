"""What an index's doubtful values mean for whoever reads a page."""

from __future__ import annotations

import pandas as pd

from datacell_lib.analysis.index.diagnose import CONTRARY, WITH_DOMAIN, WITH_INDEX
from datacell_lib.analysis.index.steps import Steps
from datacell_lib.analysis.index.tree import TITLE
from datacell_lib.schema import (
    AREA_CODE,
    COMPONENT,
    DISTRICT_CODE,
    DISTRICT_NAME,
    IMPUTED,
    INDICATOR,
    REASONS,
)
from datacell_lib.table_sources import carry_sources


def describe_estimates(steps: Steps, *, neighbourhoods: pd.DataFrame) -> pd.DataFrame:
    """Say for each report district which of its values were estimated, and what that means.

    Parameters
    ----------
    steps : Steps
        What `follow_steps` returns.
    neighbourhoods : pandas.DataFrame
        The area's, with `area_code`, `district_code` and `district_name`.

    Returns
    -------
    pandas.DataFrame
        One row a district, by name: `district_code`, `district_name`, `neighbourhoods`,
        `imputed` (those with an estimated value), `reasons` (in words).
    """
    titles = steps.spec.titles
    flags = steps.imputed.reset_index().melt(AREA_CODE, var_name=COMPONENT, value_name=IMPUTED)
    filled = flags[flags[IMPUTED]]
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
    table = pd.DataFrame(rows, columns=columns).sort_values(DISTRICT_NAME, ignore_index=True)
    return carry_sources(table, steps.filled, neighbourhoods)


def _explain(number: int, missing: list[str]) -> str:
    if number == 0:
        return "Every value is known: read its page as it stands."
    one = number == 1
    return (
        f"{'One neighbourhood has' if one else f'{number} neighbourhoods have'} an estimate in "
        f"place of: {'; '.join(missing)}. Ask for the true value before acting on "
        f"{'its' if one else 'their'} rank alone."
    )


def explain_directions(directions: pd.DataFrame) -> pd.DataFrame:
    """Say of each indicator whether its data go the way that the index's file declares.

    Parameters
    ----------
    directions : pandas.DataFrame
        What `index.describe_directions` returns.

    Returns
    -------
    pandas.DataFrame
        `title`, `correlation_with_rest_of_domain` (missing where it is alone there) and
        `correlation_with_index` (Spearman's, -1 to 1), and `reasons` (in words), the
        contrary first.

    Examples
    --------
    >>> directions = pd.DataFrame({"indicator": ["Noise"], "contrary": [False],
    ...     "correlation_with_rest_of_domain": [0.2], "correlation_with_index": [0.5]})
    >>> explain_directions(directions)["reasons"].tolist()
    ['Yes.']
    """
    words = {
        False: "Yes.",
        True: "No: its data go against the rest of its domain, of the index, or of both.",
    }
    told = directions.assign(**{REASONS: directions[CONTRARY].map(words)})
    ordered = told.rename(columns={INDICATOR: TITLE}).sort_values(
        [CONTRARY, TITLE], ascending=[False, True], ignore_index=True
    )
    return carry_sources(ordered[[TITLE, WITH_DOMAIN, WITH_INDEX, REASONS]], directions)
