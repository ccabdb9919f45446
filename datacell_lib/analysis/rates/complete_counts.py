"""The check of the methods that need every area's count, each area once."""

from __future__ import annotations

import pandas as pd

from datacell_lib.schema import AREA_CODE, DENOMINATOR, NUMERATOR, TableError
from datacell_lib.table_checks import (
    check_columns,
    check_denominators,
    check_not_negative,
    check_one_geography,
    check_unique,
    name_rows,
)


def check_complete_counts(table: pd.DataFrame) -> None:
    """Refuse a table of counts with gaps.

    Parameters
    ----------
    table : DataFrame
        ``area_code``, ``numerator`` and ``denominator``, a row per area.

    Raises
    ------
    TableError
        When a column or a value is missing, a code repeats, geographies are mixed, a count is
        negative, or a denominator not above zero.

    Examples
    --------
    >>> check_complete_counts(
    ...     pd.DataFrame({"area_code": ["A"], "numerator": [0], "denominator": [9]})
    ... )
    """
    known = [NUMERATOR, DENOMINATOR]
    check_columns(table, [AREA_CODE, *known])
    check_unique(table, keys=[AREA_CODE])
    check_one_geography(table)
    check_not_negative(table, [NUMERATOR])
    check_denominators(table)
    unknown = table[known].isna().any(axis=1)
    if unknown.any():
        raise TableError(
            f"{', '.join(known)} must be known; found one missing for "
            f"{name_rows(table, unknown)}. A missing count is not zero: leave those areas out and "
            "say so, or try the lowest and the highest count that each can have."
        )
