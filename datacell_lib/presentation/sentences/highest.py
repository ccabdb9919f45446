"""Whether a share is the highest, or only seems so: one hedge for text and pictures."""

from __future__ import annotations

import pandas as pd

from datacell_lib.schema import LOWER_CI, UPPER_CI, VALUE


def judge_highest(table: pd.DataFrame) -> str:
    """Say "is highest", or "seems highest" where intervals leave that open.

    Parameters
    ----------
    table : pandas.DataFrame
        At least one row with a `value`, with `lower_ci` and `upper_ci` if they are known.

    Returns
    -------
    str
        Hedged where the interval of any other row meets that of the highest, or is not known.

    Examples
    --------
    >>> rows = pd.DataFrame({"value": [0.2, 0.4], "lower_ci": [0.1, 0.3], "upper_ci": [0.25, 0.5]})
    >>> judge_highest(rows), judge_highest(rows.assign(upper_ci=[0.35, 0.5]))
    ('is highest', 'seems highest')
    """
    known = table[table[VALUE].notna()].sort_values(VALUE, ascending=False, kind="stable")
    first, others = known.iloc[0], known.iloc[1:]
    if LOWER_CI not in table or pd.isna(first[LOWER_CI]):
        return "seems highest"
    return "is highest" if (others[UPPER_CI] < first[LOWER_CI]).all() else "seems highest"
