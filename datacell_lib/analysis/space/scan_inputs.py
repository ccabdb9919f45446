"""Is this table fit to be scanned?"""

from __future__ import annotations

from typing import get_args

import pandas as pd

from datacell_lib.analysis.rates.complete_counts import check_complete_counts
from datacell_lib.analysis.space.permutation import check_permutations
from datacell_lib.analysis.space.scan_windows import Direction
from datacell_lib.schema import NUMERATOR, ParameterError, TableError
from datacell_lib.table_checks import name_rows


def check_scan_parameters(
    maximum_share: float, replicates: int, significance: float, direction: str
) -> None:
    """Refuse shares and numbers that a scan cannot use."""
    check_permutations(replicates)
    for name, share, highest in (
        ("maximum_share", maximum_share, 0.5),
        ("significance", significance, 1.0),
    ):
        if not 0 < share <= highest:
            raise ParameterError(
                f"{name} must lie between 0 and {highest}; found {share}. Write 5% as 0.05."
            )
    if direction not in get_args(Direction):
        raise ParameterError(
            f"direction must be 'high', 'low' or 'both'; found {direction!r}. Take 'high' for "
            "places with more events than expected."
        )


def check_scan_counts(table: pd.DataFrame) -> None:
    """Refuse counts that a scan cannot use: missing, negative, broken, repeated, all zero."""
    check_complete_counts(table)
    broken = table[NUMERATOR].mod(1).ne(0)
    if broken.any():
        raise TableError(
            f"{NUMERATOR} must be whole events; found {table.loc[broken, NUMERATOR].iloc[0]} for "
            f"{name_rows(table, broken)}. Scan counts, not rates or estimates."
        )
    if not table[NUMERATOR].sum():
        raise TableError(f"{NUMERATOR} must not be zero everywhere; found no event to scan for.")
