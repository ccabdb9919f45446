"""What an index's doubtful values mean for whoever reads a page."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from datacell_lib.analysis.index.diagnose import CONTRARY, WITH_DOMAIN, WITH_INDEX
from datacell_lib.analysis.index.steps import Steps
from datacell_lib.analysis.index.tree import TITLE
from datacell_lib.files.index_spec import IndexSpec
from datacell_lib.schema import (
    AREA_CODE,
    DISTRICT_CODE,
    DISTRICT_NAME,
    IMPUTED,
    INDICATOR,
    REASONS,
    SUPPRESSED,
    UNRANKED,
)
from datacell_lib.table_sources import carry_sources

HIDDEN, UNKNOWN, TREATMENT = "hidden", "unknown", "treatment"
NOT_ESTIMATING = ("refuse", "leave_unranked")
UNESTIMATED = "left without a rank, not estimated"
ESTIMATED = "estimated from the neighbourhoods most like it, as the index's file says"


def describe_estimates(steps: Steps, *, neighbourhoods: pd.DataFrame) -> pd.DataFrame:
    """Say for each report district which of its values are not known, and what that means.

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
        `imputed` (those with an estimated value), `unranked` (those that lack one and are left
        without a rank), `reasons` (in words).
    """
    titles = steps.spec.titles
    rows = []
    for (code, name), own in neighbourhoods.groupby([DISTRICT_CODE, DISTRICT_NAME]):
        estimated, lacking = (
            flags.reindex(own[AREA_CODE]).eq(True) for flags in (steps.imputed, steps.filled.isna())
        )
        numbers = [int(flags.any(axis=1).sum()) for flags in (estimated, lacking)]
        named = [_name_components(flags, titles) for flags in (estimated, lacking)]
        rows.append((code, name, own[AREA_CODE].nunique(), *numbers, _explain(numbers, named)))
    columns = [DISTRICT_CODE, DISTRICT_NAME, "neighbourhoods", IMPUTED, UNRANKED, REASONS]
    table = pd.DataFrame(rows, columns=columns).sort_values(DISTRICT_NAME, ignore_index=True)
    return carry_sources(table, steps.filled, neighbourhoods)


def _name_components(flags: pd.DataFrame, titles: Mapping[str, str]) -> str:
    return "; ".join(sorted(titles[name] for name in flags.columns[flags.any()]))


def _explain(numbers: list[int], named: list[str]) -> str:
    (imputed, unranked), (estimated, lacking) = numbers, named
    told = []
    if imputed:
        told.append(
            f"{_count(imputed)} an estimate in place of: {estimated}. Ask for the true value "
            f"before acting on {'its' if imputed == 1 else 'their'} rank alone."
        )
    if unranked:
        told.append(f"{_count(unranked)} no rank for want of: {lacking}.")
    return " ".join(told) or "Every value is known: read its page as it stands."


def _count(number: int) -> str:
    return "One neighbourhood has" if number == 1 else f"{number} neighbourhoods have"


def count_local_gaps(table: pd.DataFrame, *, spec: IndexSpec) -> pd.DataFrame:
    """Count the neighbourhoods of which an index of the area's own lacks a value, and say why.

    Parameters
    ----------
    table : pandas.DataFrame
        One row for each neighbourhood of the area: the index's indicators, and `suppressed`:
        whether a publisher hides a value there.
    spec : IndexSpec
        The index.

    Returns
    -------
    pandas.DataFrame
        One row: `title`, `neighbourhoods`, how many lack a value that is `hidden` or that is
        `unknown` for another reason, and `treatment`: what the index does about it, in words.

    Examples
    --------
    >>> from datacell_lib.files.index_spec import draft_index_spec
    >>> spec = draft_index_spec({"parcels": "higher_is_more_vulnerable"})
    >>> table = pd.DataFrame({"parcels": [3, None, None], "suppressed": [False, True, False]})
    >>> count_local_gaps(table, spec=spec)[["neighbourhoods", "hidden", "unknown"]].values.tolist()
    [[3, 1, 1]]
    """
    lacking = table[[indicator.name for indicator in spec.list_indicators()]].isna().any(axis=1)
    hidden = lacking & table[SUPPRESSED].astype(bool)
    row = {
        TITLE: spec.title,
        "neighbourhoods": len(table),
        HIDDEN: int(hidden.sum()),
        UNKNOWN: int((lacking & ~hidden).sum()),
        TREATMENT: UNESTIMATED if spec.missing.rule in NOT_ESTIMATING else ESTIMATED,
    }
    return carry_sources(pd.DataFrame([row]), table)


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
