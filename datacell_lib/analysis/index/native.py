"""How much of an index is known at its own geography."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from datacell_lib.analysis.index.diagnose import compare_weights
from datacell_lib.analysis.index.steps import Steps
from datacell_lib.files.index_spec import Indicator
from datacell_lib.schema import COMPONENT, INDICATOR, NOMINAL_WEIGHT, TITLE, VALUE, TableError
from datacell_lib.table_sources import carry_sources


def list_native_shares(steps: Steps, *, native: Collection[str]) -> pd.DataFrame:
    """List what share of each score is known at the index's own geography.

    Parameters
    ----------
    steps : Steps
        What ``follow_steps`` returns.
    native : collection of str
        Indicators whose source is published for the index's own areas; the others were
        apportioned or copied from larger ones.

    Returns
    -------
    DataFrame, one row for the index and each of its domains, in the order of the file
        component, title, value (0 to 1, by nominal weights).

    Raises
    ------
    TableError
        If ``native`` names what is not an indicator.

    Examples
    --------
    >>> from datacell_lib.analysis.index.steps import follow_steps
    >>> from datacell_lib.files.index_spec import draft_index_spec
    >>> spec = draft_index_spec(
    ...     {"a": "higher_is_more_vulnerable", "b": "lower_is_more_vulnerable"})
    >>> table = pd.DataFrame({"area_code": ["x", "y", "z"], "a": [1, 2, 3], "b": [9, 7, 8]})
    >>> list_native_shares(follow_steps(table, spec=spec), native=["a"])["value"].tolist()
    [0.5]
    """
    weights = _weigh(steps, native=native)
    rows = []
    for part, _ in steps.spec.walk():
        if isinstance(part, Indicator):
            continue
        below = [indicator.name for indicator in part.list_indicators()]
        own = [name for name in below if name in native]
        share = float(weights[own].sum() / weights[below].sum())
        rows.append({COMPONENT: part.name, TITLE: steps.spec.titles[part.name], VALUE: share})
    return carry_sources(pd.DataFrame(rows), steps.filled)


def mark_wider_domains(titles: dict[str, str], *, shares: pd.DataFrame) -> dict[str, str]:
    """Mark the domains of which nothing is known at the index's own geography.

    Parameters
    ----------
    titles : dict
        A title for each domain.
    shares : DataFrame, one row per domain
        What ``list_native_shares`` returns.

    Returns
    -------
    dict
        The titles, with "(wider area)" after those whose native share is 0.

    Examples
    --------
    >>> shares = pd.DataFrame({"component": ["health", "money"], "value": [0.0, 0.4]})
    >>> mark_wider_domains({"health": "Health", "money": "Money"}, shares=shares)
    {'health': 'Health (wider area)', 'money': 'Money'}
    """
    wider = set(shares.loc[shares[VALUE] == 0, COMPONENT])
    return {
        name: f"{title} (wider area)" if name in wider else title for name, title in titles.items()
    }


def _weigh(steps: Steps, *, native: Collection[str]) -> pd.Series:
    """Return each indicator's nominal weight, after a look at what is said to be native."""
    weights = compare_weights(steps).set_index(INDICATOR)[NOMINAL_WEIGHT]
    unknown = [name for name in native if name not in weights.index]
    if unknown:
        raise TableError(
            f"{steps.spec.file}: '{unknown[0]}' is not one of its indicators "
            f"({', '.join(weights.index)}). Correct the list of native indicators."
        )
    return weights
