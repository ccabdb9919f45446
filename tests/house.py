"""What the picture of the house shows: rooms, what is in them, and who uses whom."""

from __future__ import annotations

import ast
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter

from tests.rooms import (
    DESK,
    FLOORS,
    GROUND,
    PACKAGE,
    REST,
    ROOMS,
    ROOT,
    find_room,
    find_sub_room,
    list_arrows,
    list_climbing_arrows,
    list_imports,
    read_library,
)

Arrows = dict[tuple[str, str], int]
NOTEBOOKS = "notebooks"


@dataclass(frozen=True)
class House:
    """The house as its imports show it.

    Attributes
    ----------
    outer : dict
        Imports between rooms, counted; only the shortest steps.
    inner : dict
        The same between the sub-rooms of each room.
    levels : dict
        The row of each sub-room in its room, from the lowest.
    rest : dict
        The modules of each room that belong to no sub-room.
    words : dict
        What each room is, in a few words.
    """

    outer: Arrows
    inner: dict[str, Arrows]
    levels: dict[str, dict[str, int]]
    rest: dict[str, list[str]]
    words: dict[str, str]


def read_house() -> House:
    """Read the library and the notebooks as they are; what trespasses is left out.

    That is for the tests of the walls, which fail.
    """
    modules = read_library()
    arrows = list_arrows(modules)
    climbing = set(list_climbing_arrows(arrows))
    arrows = {
        (start, end)
        for start, end in arrows
        if find_room(end) in ROOMS[find_room(start)] and f"{start} imports {end}" not in climbing
    }
    between = Counter((find_room(start), find_room(end)) for start, end in arrows)
    between.update(_count_notebooks())
    inner = {
        room: Counter(
            (find_sub_room(start), find_sub_room(end))
            for start, end in arrows
            if find_room(start) == find_room(end) == room
        )
        for room in FLOORS
    }
    rest = {room: _list_rest(modules, room) for room in ROOMS}
    reduced = {room: reduce_arrows(found) for room, found in inner.items()}
    levels = {room: _find_levels(room, reduced[room], rest[room]) for room in FLOORS}
    levels[GROUND] = {REST: 0}
    return House(reduce_arrows(between), reduced, levels, rest, _find_words(modules))


def reduce_arrows(arrows: Mapping[tuple[str, str], int]) -> Arrows:
    """Keep the arrows that no chain of others stands for.

    Examples
    --------
    >>> reduce_arrows({("a", "b"): 1, ("b", "c"): 2, ("a", "c"): 3, ("a", "a"): 4})
    {('a', 'b'): 1, ('b', 'c'): 2}
    """
    down: dict[str, set[str]] = {}
    for start, end in arrows:
        down.setdefault(end, set())
        down.setdefault(start, set()).update({end} - {start})
    below: dict[str, set[str]] = {}
    for name in TopologicalSorter(down).static_order():
        below[name] = down[name].union(*(below[end] for end in down[name]))
    return {
        (start, end): count
        for (start, end), count in sorted(arrows.items())
        if start != end and not any(end in below[other] for other in down[start])
    }


def _find_levels(room: str, arrows: Arrows, rest: list[str]) -> dict[str, int]:
    """Put each sub-room just above what it uses, and what is used just below its users."""
    order = [name for floor in FLOORS[room] for name in floor.split() if name != REST or rest]
    uses = {name: {end for start, end in arrows if start == name} for name in order}
    upwards = list(TopologicalSorter(uses).static_order())
    levels: dict[str, int] = {}
    for name in upwards:
        levels[name] = max((levels[end] + 1 for end in uses[name]), default=0)
    for name in reversed(upwards):
        users = [levels[user] for user in order if name in uses[user]]
        levels[name] = min(users, default=levels[name] + 1) - 1
    at = {name: float(number) for number, name in enumerate(order)}
    for name in sorted(order, key=levels.__getitem__):  # under or over what each is tied to
        ties = [at[end] for end in uses[name]]
        at[name] = sum(ties) / len(ties) if ties else at[name]
    return {name: levels[name] for name in sorted(order, key=at.__getitem__)}


def _list_rest(modules: Iterable[str], room: str) -> list[str]:
    """The modules of a room that belong to none of its sub-rooms."""
    loose = [name for name in modules if find_room(name) == room and not name.endswith(PACKAGE)]
    return [name.rpartition(".")[2] for name in loose if find_sub_room(name) == REST]


def _count_notebooks() -> Arrows:
    counts: Counter[tuple[str, str]] = Counter()
    for path in sorted((ROOT / NOTEBOOKS).glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            source = "".join(cell["source"]) if cell["cell_type"] == "code" else ""
            found = list_imports(source, module=path.stem)
            counts.update((NOTEBOOKS, find_room(name)) for name in found if "datacell_lib" in name)
    return dict(counts)


def _find_words(modules: Mapping[str, str]) -> dict[str, str]:
    """What a room's first line says before its colon."""
    homes = {room: f"datacell_lib.{room}{PACKAGE}" for room in FLOORS}
    homes[DESK] = "datacell_lib.desk"
    first = {
        room: (ast.get_docstring(ast.parse(modules[home])) or "").split("\n")[0]
        for room, home in homes.items()
    }
    words = {room: line.partition(":")[0].rstrip(".") for room, line in first.items()}
    words[DESK] = first[DESK].partition(": ")[2].rstrip(".").capitalize()
    return words | {
        GROUND: "Everything may use it",
        NOTEBOOKS: "What pages say; run by the pipeline",
    }
