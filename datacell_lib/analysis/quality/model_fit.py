"""How well modelled values agree with what somebody else has published."""

from __future__ import annotations

import numpy as np
import pandas as pd

from datacell_lib.schema import (
    AREA_CODE,
    AREAS,
    BIAS,
    CONDITION,
    CORRELATION,
    RELATIVE_BIAS,
    VALUE,
    TableError,
)
from datacell_lib.table_checks import check_columns, check_unique

PUBLISHED = "_published"


def compare_modelled_with_published(
    modelled: pd.DataFrame, *, published: pd.DataFrame
) -> pd.DataFrame:
    """Compare modelled prevalence with what somebody else has published.

    Parameters
    ----------
    modelled, published : pandas.DataFrame
        ``area_code``, ``condition``, ``value`` (shares of patients).

    Returns
    -------
    pandas.DataFrame
        One row a condition that both have: ``condition``, ``areas`` (that both have a value
        for), ``correlation`` (Pearson's), ``bias`` (mean of modelled less published),
        ``relative_bias`` (bias as a share of the published mean).

    Raises
    ------
    TableError
        If columns are missing, rows are given twice, or nothing is in both.

    Notes
    -----
    Agreement of two models that rest on the same registers is no proof of either. Bias tells of
    different years and of registers that are kept for adults only.

    Examples
    --------
    >>> import pandas as pd
    >>> keys = {"area_code": ["E07000066", "E07000067", "E07000068"], "condition": "DM"}
    >>> modelled = pd.DataFrame({**keys, "value": [0.06, 0.07, 0.08]})
    >>> published = pd.DataFrame({**keys, "value": [0.05, 0.06, 0.07]})
    >>> compare_modelled_with_published(modelled, published=published).round(4).values.tolist()
    [['DM', 3, 1.0, 0.01, 0.1667]]
    """
    for table in (modelled, published):
        check_columns(table, [AREA_CODE, CONDITION, VALUE])
        check_unique(table, keys=[AREA_CODE, CONDITION])
    both = modelled.merge(
        published[[AREA_CODE, CONDITION, VALUE]],
        on=[AREA_CODE, CONDITION],
        suffixes=("", PUBLISHED),
    ).dropna(subset=[VALUE, VALUE + PUBLISHED])
    if both.empty:
        raise TableError(
            "no area and condition has a value in both tables. Are they of the same geography, "
            "and do they name conditions alike?"
        )
    rows = []
    for condition, pair in both.groupby(CONDITION):
        ours, theirs = pair[VALUE].to_numpy(), pair[VALUE + PUBLISHED].to_numpy()
        varied = len(pair) > 1 and np.ptp(ours) > 0 and np.ptp(theirs) > 0
        bias = (ours - theirs).mean()
        rows.append(
            {
                CONDITION: condition,
                AREAS: len(pair),
                CORRELATION: np.corrcoef(ours, theirs)[0, 1] if varied else np.nan,
                BIAS: bias,
                RELATIVE_BIAS: bias / theirs.mean() if theirs.any() else np.nan,
            }
        )
    return pd.DataFrame(rows)
