"""What is other than in an area's last report, worked out from what was published of both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from datacell_lib.analysis.need.changed_boundaries import list_changed_places
from datacell_lib.analysis.need.changes import compare_order, list_changed_files, list_moves
from datacell_lib.files.index_spec import IndexSpec
from datacell_lib.governance.release import Released
from datacell_lib.last_report import KeptIndex, find_last_report
from datacell_lib.schema import (
    AREA_CODE,
    BEFORE_SUFFIX,
    COMPARISON,
    DISTRICT_NAME,
    INDEX_NOT_KNOWN,
    OTHER_INDEX,
    SAME_INDEX,
    TITLE,
)
from datacell_lib.table_sources import carry_sources


@dataclass(frozen=True)
class Changes:
    """What is other than in the last report.

    Parameters
    ----------
    released : tuple of Released
        The index, datasets, neighbourhoods that are in another district and, where the index is
        not known to be another, those that moved in rank and the order of districts: these two of
        the neighbourhoods that are in both reports, within the districts of now, and not at all
        where there are none. None without a last report.
    since : str
        Which report that is, in words; nothing without one.
    """

    released: tuple[Released, ...] = ()
    since: str = ""


def work_changes(
    neighbourhoods: pd.DataFrame,
    *,
    spec: IndexSpec,
    arrivals: Callable[[], pd.DataFrame],
    release: Callable[..., Released],
) -> Changes:
    """Work out what is other than in the last report, where the run was handed one.

    Parameters
    ----------
    neighbourhoods : pandas.DataFrame
        The area's, as the front desk hands them out.
    spec : IndexSpec
        The index that ranks them.
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
    index = carry_sources(_compare_index(spec, before=last.index), neighbourhoods)
    tables = {
        "changed-index": index,
        "changed-files": list_changed_files(arrivals(), before=last.datasets),
        "changed-places": list_changed_places(neighbourhoods, before=before),
    }
    kept = neighbourhoods[neighbourhoods[AREA_CODE].isin(before[AREA_CODE])]
    if len(kept) and index[COMPARISON].item() != OTHER_INDEX:  # two indices' ranks are no change
        now, before = carry_sources(kept, neighbourhoods), _place_within(kept, before=before)
        tables["moves"] = list_moves(now, before=before)
        tables["order"] = compare_order(now, before=before)
    made = tuple(release(table, name=name) for name, table in tables.items())
    return Changes(made, last.describe())


def _place_within(kept: pd.DataFrame, *, before: pd.DataFrame) -> pd.DataFrame:
    """Put what was said of neighbourhoods that are still there in their districts of now."""
    districts = pd.DataFrame(kept[[AREA_CODE, DISTRICT_NAME]])
    return before.drop(columns=DISTRICT_NAME).merge(districts, on=AREA_CODE, validate="1:1")


def _compare_index(spec: IndexSpec, *, before: KeptIndex | None) -> pd.DataFrame:
    """Compare the index with that of the last report, in one row."""
    found = INDEX_NOT_KNOWN
    if before is not None:
        found = SAME_INDEX if before.digest == spec.digest else OTHER_INDEX
    title = "" if before is None else before.title
    return pd.DataFrame({TITLE: [spec.title], TITLE + BEFORE_SUFFIX: [title], COMPARISON: [found]})
