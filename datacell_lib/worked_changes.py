"""What is other than in an area's last report, worked out from what was published of both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from datacell_lib.analysis.need.changes import compare_order, list_changed_files, list_moves
from datacell_lib.governance.release import Released
from datacell_lib.last_report import find_last_report


@dataclass(frozen=True)
class Changes:
    """What is other than in the last report.

    Parameters
    ----------
    released : tuple of Released
        Neighbourhoods that moved, the order of districts, datasets; none without a last report.
    since : str
        Which report that is, in words; nothing without one.
    """

    released: tuple[Released, ...] = ()
    since: str = ""


def work_changes(
    neighbourhoods: pd.DataFrame,
    *,
    arrivals: Callable[[], pd.DataFrame],
    release: Callable[..., Released],
) -> Changes:
    """Work out what is other than in the last report, where the run was handed one.

    Parameters
    ----------
    neighbourhoods : pandas.DataFrame
        The area's, as the front desk hands them out.
    arrivals : callable
        Gives every file that the report is made from.
    release : callable
        How the front desk releases a table.

    Returns
    -------
    Changes
        Released comparisons.
    """
    last = find_last_report()
    if last is None:
        return Changes()
    before = last.neighbourhoods
    tables = {
        "moves": list_moves(neighbourhoods, before=before),
        "order": compare_order(neighbourhoods, before=before),
        "changed-files": list_changed_files(arrivals(), before=last.datasets),
    }
    made = tuple(release(table, name=name) for name, table in tables.items())
    return Changes(made, last.describe())
