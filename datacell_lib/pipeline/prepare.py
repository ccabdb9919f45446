"""Everything that a run's notebooks share, worked out before the first of them starts."""

from __future__ import annotations

from collections.abc import Callable

from datacell_lib.desk import Report, open_report


def prepare_tables(area_name: str, *, on_step: Callable[[str], None] = lambda step: None) -> Report:
    """Work out what a run's notebooks share, and store it with the run.

    Parameters
    ----------
    area_name : str
        The area. A run must be under way (`using_ledger`).
    on_step : callable
        Told what begins.

    Returns
    -------
    Report
        The area's report, with its linked tables, its index and how sure the ranks are.

    Raises
    ------
    DatacellError
        If the files, the area or its index are wrong.
    """
    report = open_report(area_name)
    on_step(f"Linking the neighbourhoods of {report.title}")
    places = len(report.linked.nation)
    _ = report.local.tables, report.services.points  # own files first: these are told in seconds
    on_step(f"Judging how sure {places:,} ranks are")
    for shared in ("scores", "native_shares", "stability", "instability"):
        getattr(report.index, shared)
    return report
