"""Indicators of OHID's Fingertips, whose answer to a wrong area type is an empty table."""

from __future__ import annotations

from datacell_lib.intake.live.answers import require_columns, require_count, require_distinct
from datacell_lib.intake.live.http import Client
from datacell_lib.intake.live.request import Request
from datacell_lib.schema import SourceError

INDICATOR = "Indicator ID"
AREA = "Area Code"
AREA_TYPE = "Area Type"


def download(request: Request, *, client: Client) -> None:
    """Download indicators, for the areas wanted and those they are in.

    Parameters
    ----------
    request : Request
        What to ask for; its copy's interface is a `ProfileIndicators`.
    client : Client
        The session to ask in.

    Raises
    ------
    SourceError
        If the table is empty, lacks an indicator, a column or areas, or repeats a row.

    References
    ----------
    OHID, Fingertips API, https://fingertips.phe.org.uk/api.
    """
    interface = request.copy.interface
    query = {
        "indicator_ids": ",".join(map(str, interface.indicators)),
        "child_area_type_id": str(interface.child_area_type),
        "parent_area_type_id": str(interface.parent_area_type),
    }
    table = client.get_csv(interface.address, query)
    wanted = list(dict.fromkeys([*request.copy.source_columns, INDICATOR, AREA, AREA_TYPE]))
    require_columns(list(table), wanted=wanted, origin=interface.address)
    if table.empty:
        raise SourceError(
            f"{interface.address} gave a table without rows, as it does when an indicator is not "
            f"published for area type {interface.child_area_type}. Mend the catalogue entry."
        )
    children = table[table[AREA_TYPE] == interface.area_type]
    require_distinct(children, key=list(children), origin=interface.address)
    for indicator in interface.indicators:
        areas = children.loc[children[INDICATOR] == str(indicator), AREA].nunique()
        what = f"areas of type {interface.area_type!r} for indicator {indicator}"
        require_count(areas, rows=interface.rows, what=what, origin=interface.address)
    table.to_csv(request.target, index=False)
