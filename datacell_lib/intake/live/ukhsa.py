"""Metrics of the UKHSA data dashboard, past its page of five."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, urlsplit

import pandas as pd

from datacell_lib.intake.live.answers import require_columns, require_count, require_distinct
from datacell_lib.intake.live.http import Client
from datacell_lib.intake.live.request import Request
from datacell_lib.schema import SourceError

AREA = "geography_code"
GROUPS = ("age", "sex", "stratum")
IN_DELAY = "in_reporting_delay_period"


def download(request: Request, *, client: Client) -> None:
    """Download a metric of one local authority district, a day a row.

    Parameters
    ----------
    request : Request
        What to ask for; its copy's interface is a `DashboardMetric`.
    client : Client
        The session to ask in.

    Raises
    ------
    SourceError
        If the dashboard doesn't know the district, gives another district's days, fewer or more
        than it counts, one twice, or other columns.

    Notes
    -----
    The dashboard answers an unknown name with status 200 and no results. The column
    `in_reporting_delay_period` is "true" for provisional days, which will be revised upwards,
    and "false" for all others.

    References
    ----------
    UKHSA data dashboard, API documentation, https://ukhsa-dashboard.data.gov.uk/access-our-data.
    """
    interface = request.copy.interface
    address = interface.address.replace("{name}", quote(_find_name(request)))
    rows = _read_pages(address, interface.page_size, client)
    columns = list(dict.fromkeys([*request.copy.source_columns, AREA, IN_DELAY]))
    require_columns(list(rows), wanted=columns, origin=address)
    strangers = sorted(set(map(str, rows[AREA])) - {request.authority})
    if strangers:
        raise SourceError(
            f"{address} must be about {request.authority}; found {', '.join(strangers[:5])}. "
            "Mend the names of the interface in the catalogue entry."
        )
    groups = [name for name in GROUPS if name in rows]
    require_distinct(rows, key=[*request.source_key, *groups], origin=address)
    require_count(len(rows), rows=interface.rows, what="rows", origin=address)
    flagged = rows.assign(**{IN_DELAY: rows[IN_DELAY].eq(True).map({True: "true", False: "false"})})
    flagged.sort_values([*request.source_key, *groups]).to_csv(request.target, index=False)


def _find_name(request: Request) -> str:
    names = request.copy.interface.names
    if request.authority not in names:
        raise SourceError(
            f"the catalogue does not say what the dashboard calls {request.authority}. Add it to "
            f"'names' of copy {request.copy.layout!r}."
        )
    return names[request.authority]


def _read_pages(address: str, page_size: int, client: Client) -> pd.DataFrame:
    query, asked, results, total = {"page_size": str(page_size)}, [], [], None
    while query not in asked:
        asked.append(query)
        page = client.get_json(address, query)
        absent = sorted({"count", "next", "results"} - set(page))
        if absent:
            raise SourceError(
                f"{address} answered without {', '.join(map(repr, absent))}; it has "
                f"{', '.join(page) or 'nothing'}. The interface may have changed."
            )
        if total not in {None, page["count"]}:
            raise SourceError(f"{address} counted {total} rows, then {page['count']}: try again.")
        total = page["count"]
        results.extend(page["results"])
        if page["next"] is None:
            break
        query = {**query, **dict(parse_qsl(urlsplit(page["next"]).query))}
    else:
        raise SourceError(f"{address} names as its next page one that it gave before.")
    if not results:
        raise SourceError(
            f"{address} answered with no results, as it does when it does not know the place or "
            "the metric. Compare the catalogue entry with the names that the dashboard uses."
        )
    if len(results) != total:
        raise SourceError(f"{address} counts {total:,} rows and gave {len(results):,}.")
    return pd.DataFrame(results)
