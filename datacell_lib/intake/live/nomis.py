"""Tables of Nomis, past the 25,000 rows where it cuts off without a word."""

from __future__ import annotations

import pandas as pd

from datacell_lib.intake.live.answers import require_columns, require_count, require_distinct
from datacell_lib.intake.live.http import Client
from datacell_lib.intake.live.request import Request
from datacell_lib.schema import SourceError
from datacell_lib.wording import name_first

AREA = "GEOGRAPHY_CODE"
VALUE = "OBS_VALUE"
TOTAL = "RECORD_COUNT"


def download(request: Request, *, client: Client) -> None:
    """Download a table: a row an area, a column a category.

    Parameters
    ----------
    request : Request
        What to ask for; its copy's interface is a `NomisTable`.
    client : Client
        The session to ask in.

    Raises
    ------
    SourceError
        If the answer is empty, short of what Nomis itself counts, repeats rows, lacks a
        category of an area or a value, or has another number of areas than the catalogue.

    Notes
    -----
    Nomis answers a bad parameter with status 200 and nothing, and more than 25,000 rows with
    the first 25,000. So rows are asked for by RecordOffset until there are as many as its own
    RECORD_COUNT says.

    References
    ----------
    Nomis, API documentation, https://www.nomisweb.co.uk/api/v01/help.
    """
    interface = request.copy.interface
    names = [AREA, *([interface.category] if interface.category else [])]
    rows = _read_pages(request, client, [*names, VALUE])
    require_distinct(rows, key=names, origin=interface.address)
    blank = rows[rows[VALUE].str.strip() == ""]
    if len(blank):
        raise SourceError(
            f"{interface.address} gave no value for {len(blank):,} rows, such as "
            f"{name_first(blank[AREA])}."
        )
    table = _widen(rows, request) if interface.category else rows[[AREA, VALUE]]
    require_count(len(table), rows=interface.rows, what="areas", origin=interface.address)
    require_columns(list(table), wanted=request.copy.source_columns, origin=interface.address)
    table.sort_values(AREA).to_csv(request.target, index=False)


def _read_pages(request: Request, client: Client, columns: list[str]) -> pd.DataFrame:
    interface = request.copy.interface
    select = ",".join([*columns, TOTAL]).lower()
    pages, arrived, total = [], 0, None
    while total is None or arrived < total:
        query = {
            **interface.parameters,
            "select": select,
            "RecordOffset": str(arrived),
            "RecordLimit": str(interface.page_size),
        }
        page = client.get_csv(interface.address, query)
        require_columns(list(page), wanted=[*columns, TOTAL], origin=interface.address)
        if page.empty:
            raise SourceError(
                f"{interface.address} gave {arrived:,} rows of "
                f"{'an unknown number' if total is None else f'{total:,}'} and then none. "
                "A parameter that it does not know has that effect; otherwise try again later."
            )
        total = _read_total(page, total, interface.address)
        pages.append(page[columns])
        arrived += len(page)
    if arrived != total:
        raise SourceError(f"{interface.address} counts {total:,} rows and gave {arrived:,}.")
    return pd.concat(pages, ignore_index=True)


def _read_total(page: pd.DataFrame, before: int | None, origin: str) -> int:
    stated = sorted(set(page[TOTAL]))
    if len(stated) != 1 or not stated[0].isdecimal() or before not in {None, int(stated[0])}:
        raise SourceError(
            f"{origin} must give one number of rows in {TOTAL}; found {name_first(stated)}"
            f"{'' if before is None else f' after {before}'}. It may be changing; try again later."
        )
    return int(stated[0])


def _widen(rows: pd.DataFrame, request: Request) -> pd.DataFrame:
    category, origin = request.copy.interface.category, request.copy.interface.address
    table = rows.pivot_table(index=AREA, columns=category, values=VALUE, aggfunc="first")
    lacking = table.index[table.isna().any(axis="columns")]
    if len(lacking):
        raise SourceError(
            f"{origin} lacks a category of {category} for {len(lacking):,} areas: "
            f"{name_first(lacking)}."
        )
    return table.rename_axis(columns=None).reset_index()
