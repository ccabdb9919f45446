"""The administrative map: districts, LSOAs, MSOAs and wards, each in one piece."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.sample_county.gazetteer import DISTRICTS, TOWN_QUARTERS, VILLAGES
from tests.sample_county.outlines import to_grid
from tests.sample_county.shapes import Cells, Land, Noise, connected_parts

LSOAS_PER_MSOA = 5.0
LSOAS_PER_WARD = 3.8
Links = dict[int, set[int]]


def draw_map(cells: Cells, land: Land, rng: np.random.Generator) -> tuple[np.ndarray, pd.DataFrame]:
    """Divide the cells among LSOAs, and the LSOAs among MSOAs, wards and districts.

    Returns each cell's LSOA (its row in the table) and the table: one row per LSOA with codes and
    names, its position (x, y in km) and relative density of residents.
    """
    district_of = _share_out_districts(cells, rng)
    people = land.crowding(cells.points) * cells.areas
    groups = []
    for place, district in enumerate(DISTRICTS):
        members = set(np.flatnonzero(district_of == place).tolist())
        for group in split(members, district.lsoas, cells.points, people, cells.edges, spin=0.0):
            groups.append((place, group))
    lsoa_of = np.empty(len(cells.points), dtype=int)
    for row, (_, group) in enumerate(groups):
        lsoa_of[sorted(group)] = row
    rows = [_measure(sorted(group), cells, people) for _, group in groups]
    table = pd.DataFrame(rows).assign(district=[place for place, _ in groups])
    table = _group(table, find_borders(cells, lsoa_of))
    new_row = np.empty(len(table), dtype=int)
    new_row[table["drawn"].to_numpy()] = np.arange(len(table))
    return new_row[lsoa_of], _name(table.drop(columns="drawn"))


def _measure(inside: list[int], cells: Cells, people: np.ndarray) -> dict[str, float]:
    """Where an LSOA lies (the point of its most central cell, so never outside) and how dense."""
    points, areas = cells.points[inside], cells.areas[inside]
    gap = ((points - np.average(points, axis=0, weights=areas)) ** 2).sum(axis=1)
    x, y = points[gap.argmin()]
    return {"x": x, "y": y, "density": people[inside].sum() / areas.sum()}


def split(
    members: set[int], parts: int, xy: np.ndarray, weight: np.ndarray, edges: dict, *, spin: float
) -> list[set[int]]:
    """Cut `members` into connected parts of like weight, each time along the shortest border."""
    if parts == 1:
        return [members]
    inside = np.array(sorted(members))
    links: Links = {int(cell): set() for cell in inside}
    borders = []
    for (i, j), (length, _) in edges.items():
        if i in links and j in links:
            links[i].add(j)
            links[j].add(i)
            borders.append((i, j, length))
    share = (parts // 2) / parts
    best: tuple[float, set[int]] | None = None
    for angle in spin + np.arange(24) * np.pi / 12:
        order = inside[np.argsort(xy[inside] @ [np.cos(angle), np.sin(angle)], kind="stable")]
        gone = np.cumsum(weight[order]) - weight[order] / 2
        cut = int(np.clip((gone < share * weight[inside].sum()).sum(), 1, len(order) - 1))
        first = set(order[:cut].tolist())
        stray = len(connected_parts(first, links)) + len(connected_parts(members - first, links))
        cost = sum(length for i, j, length in borders if (i in first) != (j in first))
        cost += 1000.0 * (stray - 2)
        if best is None or cost < best[0] - 1e-9:
            best = (cost, first)
    first = _mend(best[1], members, links)
    return split(first, parts // 2, xy, weight, edges, spin=spin) + split(
        members - first, parts - parts // 2, xy, weight, edges, spin=spin
    )


def _mend(first: set[int], members: set[int], links: Links) -> set[int]:
    """Hand stray pieces to the other side until both sides hang together."""
    first = max(connected_parts(first, links), key=len)
    return members - max(connected_parts(members - first, links), key=len)


def _share_out_districts(cells: Cells, rng: np.random.Generator) -> np.ndarray:
    """Give each cell to the district whose town is nearest, along winding borders."""
    bend = [Noise(rng, wavelength=8), Noise(rng, wavelength=8)]
    bent = cells.points + 0.9 * np.stack([field(cells.points) for field in bend], axis=1)
    gaps = [np.hypot(*(bent - district.town).T) / district.reach for district in DISTRICTS]
    owner = np.argmin(gaps, axis=0)
    links: Links = {cell: set() for cell in range(len(owner))}
    for i, j in cells.edges:
        links[i].add(j)
        links[j].add(i)
    strays: set[int] = set()
    for place in range(len(DISTRICTS)):
        parts = connected_parts(set(np.flatnonzero(owner == place).tolist()), links)
        strays.update(*sorted(parts, key=len)[:-1])
    while strays:
        cell = min(stray for stray in strays if links[stray] - strays)
        owner[cell] = owner[min(links[cell] - strays)]
        strays.remove(cell)
    return owner


def find_borders(cells: Cells, lsoa_of: np.ndarray) -> dict[tuple[int, int], tuple[float, list]]:
    """Borders between LSOAs, with their length in km."""
    borders: dict[tuple[int, int], tuple[float, list]] = {}
    for (i, j), (length, _) in cells.edges.items():
        a, b = sorted((int(lsoa_of[i]), int(lsoa_of[j])))
        if a != b:
            borders[a, b] = (borders.get((a, b), (0.0, []))[0] + length, [])
    return borders


def _group(table: pd.DataFrame, borders: dict) -> pd.DataFrame:
    """Put LSOAs into MSOAs and wards, and in the order of their codes: north to south."""
    xy, ones = table[["x", "y"]].to_numpy(), np.ones(len(table))
    for column, size, spin in (("msoa", LSOAS_PER_MSOA, 0.0), ("ward", LSOAS_PER_WARD, 0.13)):
        table[column] = -1
        start = 0
        for place in range(len(DISTRICTS)):
            members = set(table.index[table["district"] == place].tolist())
            groups = split(members, round(len(members) / size), xy, ones, borders, spin=spin)
            groups.sort(key=lambda group: -table.loc[sorted(group), "y"].mean())
            for number, group in enumerate(groups, start):
                table.loc[sorted(group), column] = number
            start += len(groups)
    table["drawn"] = table.index
    return table.sort_values(["msoa", "y"], ascending=[True, False], ignore_index=True)


def _name(table: pd.DataFrame) -> pd.DataFrame:
    """Give codes that were never issued, and names in the publishers' manner."""
    place = table["district"]
    table["lad_code"] = [DISTRICTS[number].code for number in place]
    table["lad_name"] = [DISTRICTS[number].name for number in place]
    table["lsoa_code"] = [f"E0199{number:04d}" for number in range(1, len(table) + 1)]
    table["msoa_code"] = [f"E0299{number + 1:04d}" for number in table["msoa"]]
    table["ward_code"] = [f"E0599{number + 1:04d}" for number in table["ward"]]
    within = table["msoa"] - table.groupby("district")["msoa"].transform("min") + 1
    table["msoa_name"] = [
        f"{name} {number:03d}" for name, number in zip(table["lad_name"], within, strict=True)
    ]
    letters = table.groupby("msoa").cumcount()
    table["lsoa_name"] = table["msoa_name"] + [chr(ord("A") + letter) for letter in letters]
    villages = iter(VILLAGES)
    table["place_name"] = ""
    table["ward_name"] = ""
    for district, rows in table.groupby("district"):
        quarters = iter(TOWN_QUARTERS[DISTRICTS[district].code])
        crowded = rows.groupby("msoa")["density"].median().sort_values(ascending=False)
        for msoa in crowded.index:
            village = next(quarters, None) or f"{next(villages)} & {next(villages)}"
            table.loc[table["msoa"] == msoa, "place_name"] = village
        for ward in sorted(rows["ward"].unique()):
            table.loc[table["ward"] == ward, "ward_name"] = next(villages)
    table["east"], table["north"] = to_grid(table[["x", "y"]].to_numpy()).round().astype(int).T
    return table
