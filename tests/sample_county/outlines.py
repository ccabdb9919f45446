"""Boundaries as the ONS publishes them: outlines in longitude and latitude, with properties."""

from __future__ import annotations

import json
import uuid
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
from pyproj import Transformer

from tests.sample_county.gazetteer import ORIGIN
from tests.sample_county.shapes import Cells

# OSGB36 to WGS84 by the seven published parameters (EPSG:1314), written out: a grid shift file
# that one machine has and another has not would move the coordinates.
_TO_WGS84 = Transformer.from_pipeline(
    "+proj=pipeline +step +inv +proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 "
    "+y_0=-100000 +ellps=airy +step +proj=push +v_3 +step +proj=cart +ellps=airy +step "
    "+proj=helmert +x=446.448 +y=-125.157 +z=542.06 +rx=0.15 +ry=0.247 +rz=0.842 +s=-20.489 "
    "+convention=position_vector +step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3 +step "
    "+proj=unitconvert +xy_in=rad +xy_out=deg"
)


def describe_lsoas(table: pd.DataFrame, rng: np.random.Generator) -> list[dict]:
    """Properties of each LSOA's boundary, in the publisher's order."""
    return [
        {
            "FID": number,
            "LSOA21CD": area["lsoa_code"],
            "LSOA21NM": area["lsoa_name"],
            "LSOA21NMW": " ",
            **_locate(area, ("BNG_E", "BNG_N", "LAT", "LONG")),
            "GlobalID": _draw_id(rng),
        }
        for number, (_, area) in enumerate(table.iterrows(), start=1)
    ]


def _locate(area: pd.Series, order: tuple[str, ...]) -> dict[str, float]:
    [(longitude, latitude)] = to_degrees([(area["x"], area["y"])])
    known = {"LONG": longitude, "LAT": latitude}
    known |= {"BNG_E": int(area["east"]), "BNG_N": int(area["north"])}
    return {name: known[name] for name in order}


def _draw_id(rng: np.random.Generator) -> str:
    return str(uuid.UUID(bytes=rng.bytes(16), version=4))


def write_outlines(path: Path, cells: Cells, owner: np.ndarray, areas: list[dict]) -> None:
    """Write one polygon per area as GeoJSON, a feature to the line.

    `owner` gives each cell's area by its place in `areas`. A border between two areas is drawn
    once and used by both, so that they share every vertex.
    """
    lines: list[list] = [[] for _ in areas]
    for (i, j), (_, outline) in cells.edges.items():
        if owner[i] != owner[j]:
            lines[owner[i]].append(outline)
            lines[owner[j]].append(outline)
    for cell, outlines in cells.coast.items():
        lines[owner[cell]] += outlines
    features = []
    for properties, borders in zip(areas, lines, strict=True):
        shape = {"type": "Polygon", "coordinates": outline_rings(borders)}
        feature = {"type": "Feature", "properties": properties, "geometry": shape}
        features.append(json.dumps(feature, separators=(",", ":")))
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    head = f'{{"type":"FeatureCollection","name":"{path.stem}","crs":{json.dumps(crs)},'
    text = head + '"features":[\n' + ",\n".join(features) + "\n]}\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def outline_rings(lines: list[list[tuple[float, float]]]) -> list[list[tuple[float, float]]]:
    """Join boundary lines (each in both ends shared with another) into closed rings.

    Coordinates come back as longitude and latitude to six decimals; the outer ring first and
    anticlockwise, the holes clockwise, as RFC 7946 asks.
    """
    at: dict[tuple[float, float], list[int]] = {}
    degrees = [to_degrees(line) for line in lines]
    degrees = [line for line in degrees if line[0] != line[-1]]
    for index, line in enumerate(degrees):
        at.setdefault(line[0], []).append(index)
        at.setdefault(line[-1], []).append(index)
    left, rings = set(range(len(degrees))), []
    while left:
        ring = list(degrees[min(left)])
        left.remove(min(left))
        while ring[0] != ring[-1]:
            following = min(set(at[ring[-1]]) & left)
            left.remove(following)
            line = degrees[following]
            ring += line[1:] if line[0] == ring[-1] else line[-2::-1]
        rings.append(ring)
    rings.sort(key=lambda ring: -abs(_signed_area(ring)))
    return [
        ring if (_signed_area(ring) > 0) == (place == 0) else ring[::-1]
        for place, ring in enumerate(rings)
    ]


def to_grid(xy: np.ndarray) -> np.ndarray:
    """From km on the sheet to metres on the British National Grid."""
    return xy * 1000 + np.array(ORIGIN)


def to_degrees(line: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """From km on the sheet to longitude and latitude, to six decimals (a hand's breadth)."""
    east, north = to_grid(np.array(line)).T
    longitude, latitude = _TO_WGS84.transform(east, north)
    return [
        (round(float(x), 6), round(float(y), 6)) for x, y in zip(longitude, latitude, strict=True)
    ]


def _signed_area(ring: list[tuple[float, float]]) -> float:
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring))
