"""Layers of ArcGIS feature services, such as those of ONS Open Geography."""

from __future__ import annotations

import json

import pandas as pd

from datacell_lib.intake.live.answers import require_columns, require_count, require_distinct
from datacell_lib.intake.live.http import Client
from datacell_lib.intake.live.request import Request
from datacell_lib.schema import GEOMETRY, SourceError
from datacell_lib.wording import name_first

DECIMALS = "6"  # of a degree: a tenth of a metre
IDS_AT_ONCE = 200  # a longer list does not fit into an address


def download(request: Request, *, client: Client) -> None:
    """Download a layer: page by page, or by the numbers of its features where pages fail.

    Parameters
    ----------
    request : Request
        What to ask for; its copy's interface is a `FeatureService`.
    client : Client
        The session to ask in.

    Raises
    ------
    SourceError
        If fewer or more features came than the layer and the catalogue say there are, one came
        twice or without its boundary, or a column is missing.

    Notes
    -----
    A server gives as many features as it likes and says in `exceededTransferLimit` whether
    there are more; where it says so beside an empty page, repeats a page, or knows no pages,
    its features are asked for by number. Errors come with status 200.

    References
    ----------
    Esri, ArcGIS REST API, Query (Feature Service/Layer).
    """
    origin = request.copy.interface.address
    expected = _count_features(request, client)
    require_count(expected, rows=request.copy.interface.rows, what="features", origin=origin)
    features, complaint = _read_pages(request, client)
    if complaint is None and len(features) != expected:
        complaint = f"its pages held {len(features):,} features of {expected:,}"
    if complaint is not None:
        features = _read_by_number(request, client, complaint)
    if len(features) != expected:
        raise SourceError(
            f"{origin} says that it has {expected:,} features and gave {len(features):,}."
        )
    _write(features, request)


def _build_query(request: Request, **further: str) -> dict[str, str]:
    where = request.copy.interface.where
    return {"where": where.replace("{authority}", request.authority or ""), **further}


def _list_key(request: Request) -> list[str]:
    """List the columns that tell features apart."""
    further = request.copy.interface.further_key
    return [*request.source_key, *([further] if further else [])]


def _list_columns(request: Request) -> list[str]:
    wanted = [name for name in request.copy.source_columns if name != GEOMETRY]
    return list(dict.fromkeys([*wanted, *_list_key(request)]))


def _describe_features(request: Request) -> dict[str, str]:
    columns = _list_columns(request)
    return {
        "outFields": ",".join(columns),
        "returnGeometry": "true" if request.copy.format == "geojson" else "false",
        "outSR": "4326",
        "geometryPrecision": DECIMALS,
        "f": "geojson",
    }


def _ask(request: Request, client: Client, query: dict[str, str]) -> tuple[dict, str | None]:
    """Return the answer, and what the server complained of with status 200."""
    answer = client.get_json(request.copy.interface.address, query)
    fault = answer.get("error")
    if fault is None:
        return answer, None
    details = "; ".join(map(str, fault.get("details") or [])) or "no details"
    return {}, f"it answered with error {fault.get('code')}: {fault.get('message')} ({details})"


def _ask_strictly(request: Request, client: Client, query: dict[str, str], part: str) -> object:
    answer, complaint = _ask(request, client, query)
    if complaint is None and part not in answer:
        complaint = f"its answer has no {part!r}; it has {', '.join(answer) or 'nothing'}"
    if complaint is not None:
        raise SourceError(
            f"{request.copy.interface.address} gave no features: {complaint}. The layer or its "
            "columns may have been renamed; compare the catalogue entry with the layer's page."
        )
    return answer[part]


def _count_features(request: Request, client: Client) -> int:
    query = _build_query(request, returnCountOnly="true", f="json")
    return int(_ask_strictly(request, client, query, "count"))


def _read_pages(request: Request, client: Client) -> tuple[list[dict], str | None]:
    """Return the features that pages held, and why they can't be all of them."""
    features: list[dict] = []
    seen: set[tuple] = set()
    while True:
        query = _build_query(
            request,
            **_describe_features(request),
            orderByFields=",".join(_list_key(request)),
            resultOffset=str(len(features)),
            resultRecordCount=str(request.copy.interface.page_size),
        )
        page, complaint = _ask(request, client, query)
        if complaint is not None:
            return features, complaint
        fresh = page.get("features", [])
        keys = {_name_feature(feature, request) for feature in fresh}
        if seen & keys:
            return features, "it gave a page twice"
        features.extend(fresh)
        seen |= keys
        if not _says_more(page):
            return features, None
        if not fresh:
            return features, "it said that there were more features and gave none"


def _says_more(page: dict) -> bool:
    nested = page.get("properties") or {}
    return bool(page.get("exceededTransferLimit") or nested.get("exceededTransferLimit"))


def _read_by_number(request: Request, client: Client, complaint: str) -> list[dict]:
    query = _build_query(request, returnIdsOnly="true", f="json")
    numbers = sorted(_ask_strictly(request, client, query, "objectIds") or [])
    features = []
    for start in range(0, len(numbers), IDS_AT_ONCE):
        batch = numbers[start : start + IDS_AT_ONCE]
        wanted = {"objectIds": ",".join(map(str, batch)), **_describe_features(request)}
        fresh = _ask_strictly(request, client, wanted, "features")
        if len(fresh) != len(batch):
            raise SourceError(
                f"{request.copy.interface.address} was asked for {len(batch)} features by number, "
                f"because {complaint}, and gave {len(fresh)}."
            )
        features.extend(fresh)
    return features


def _name_feature(feature: dict, request: Request) -> tuple:
    properties = feature.get("properties") or {}
    require_columns(
        list(properties), wanted=_list_key(request), origin=request.copy.interface.address
    )
    return tuple(properties[name] for name in _list_key(request))


def _write(features: list[dict], request: Request) -> None:
    origin = request.copy.interface.address
    columns = _list_columns(request)
    features = sorted(features, key=lambda feature: _name_feature(feature, request))
    table = pd.DataFrame([feature["properties"] for feature in features])
    require_columns(list(table), wanted=columns, origin=origin)
    require_distinct(table, key=_list_key(request), origin=origin)
    if request.copy.format == "csv":
        table[columns].to_csv(request.target, index=False)
        return
    bare = [feature for feature in features if not feature.get("geometry")]
    if bare:
        named = name_first(_name_feature(feature, request)[0] for feature in bare)
        raise SourceError(f"{origin} gave {len(bare):,} features without a boundary: {named}.")
    collection = {"type": "FeatureCollection", "features": features}
    request.target.write_text(json.dumps(collection), encoding="utf-8")
