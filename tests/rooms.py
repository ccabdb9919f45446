"""The order of the library's rooms, and what the source text says of it.

The order is declared here, once; everything else is read from the tree as it is.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIBRARY = ROOT / "datacell_lib"
GROUND, DESK = "ground", "desk"
# Each room, in the order in which data walk, with the rooms that it may import from.
ROOMS = {
    GROUND: {GROUND},
    "files": {GROUND, "files"},
    "governance": {GROUND, "files", "governance"},
    "intake": {GROUND, "files", "governance", "intake"},
    "analysis": {GROUND, "files", "analysis"},
    "presentation": {GROUND, "files", "governance", "presentation"},
    DESK: {GROUND, "files", "governance", "intake", "analysis", "presentation", DESK},
}
ROOMS["pipeline"] = {*ROOMS, "pipeline"}
AT_THE_DESK = {"desk", "worked_changes", "worked_index", "worked_local", "worked_places"}
AT_THE_DESK |= {"worked_plans", "worked_reach", "worked_services", "worked_sharing"}
AT_THE_DESK |= {"worked_star", "worked_weeks"}
# The floors of each room, from the lowest: each imports from floors below its own. What shares a
# floor stands side by side, independent. REST is every module that isn't named; those may import
# one another.
REST = "…"
FLOORS = {
    "files": ("plain_yaml", "explanation", "reader", REST),
    "governance": (
        "catalogue",
        "lawfulness suppression ledger",
        "used_datasets worked_fifths",
        "release",
        REST,
    ),
    "intake": ("live", "read", "places", "census outcomes", "link"),
    "analysis": ("rates", "time", "space", "index", "need", "plan", "quality"),
    "presentation": (REST, "sentences", "tables", "charts", "maps", "sections", "atlas downloads"),
    "pipeline": ("execute", "book", REST),
}
PACKAGE = ".__init__"
# What a package's first lines say, in words that can be looked for.
SAID = {
    "what belongs there": r"\bHere belongs?\b",
    "what does not": r"\bdo(es)? not\b",
    "where to look first": r"\bLook first at `",
}
FEWEST_LINES = 4


def name_module(path: Path) -> str:
    """The dotted name of a file; a package's own file ends in `__init__`."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def read_library() -> dict[str, str]:
    """The source text of each module, by its dotted name."""
    paths = sorted(LIBRARY.rglob("*.py"))
    return {name_module(path): path.read_text(encoding="utf-8") for path in paths}


def find_room(module: str) -> str:
    """The room of a dotted module name; what else is at the top level is the ground floor."""
    name = [*module.split("."), ""][1]
    return DESK if name in AT_THE_DESK else name if name in ROOMS else GROUND


def find_sub_room(module: str) -> str:
    """The sub-room of a dotted module name: one that its room's floors name, or the rest."""
    name = [*module.split("."), "", ""][2]
    floors = FLOORS.get(find_room(module), ())
    return name if any(name in floor.split() for floor in floors) else REST


def list_imports(source: str, *, module: str) -> set[str]:
    """Every module that source text imports, anywhere in it, by its full name."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = module.split(".")[: -node.level] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            found |= {f"{base}.{alias.name}" for alias in node.names}
    return found


def list_arrows(modules: Mapping[str, str]) -> set[tuple[str, str]]:
    """Which module imports which of the others; packages go by their own name."""
    names = {name.removesuffix(PACKAGE) for name in modules}
    arrows = set()
    for module, source in modules.items():
        for name in list_imports(source, module=module):
            while name and name not in names:
                name = name.rpartition(".")[0]  # a function's module, then that one's package
            arrows.add((module.removesuffix(PACKAGE), name))
    return {(start, end) for start, end in arrows if end and start != end}


def find_circle(arrows: Iterable[tuple[str, str]]) -> list[str]:
    """One circle of modules that import each other, if there is any."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for start, end in sorted(arrows):
        sorter.add(start, end)
    try:
        sorter.prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return []


def list_climbing_arrows(arrows: Iterable[tuple[str, str]]) -> list[str]:
    """The imports inside a room that don't go down to a lower floor."""
    climbing = []
    for start, end in sorted(arrows):
        room, first, last = find_room(start), find_sub_room(start), find_sub_room(end)
        if room not in FLOORS or find_room(end) != room or first == last:
            continue
        floors = {name: at for at, floor in enumerate(FLOORS[room]) for name in floor.split()}
        if start.count(".") > 1 and floors.get(first, -1) <= floors.get(last, -1):
            climbing.append(f"{start} imports {end}")
    return climbing


def list_homeless(modules: Iterable[str]) -> list[str]:
    """What has no declared place in the house, and the places declared where nothing is."""
    names = {name.removesuffix(PACKAGE) for name in modules}
    packages = {name.removesuffix(PACKAGE) for name in modules if name.endswith(PACKAGE)}
    declared = {f"datacell_lib.{name}" for name in {*FLOORS, *AT_THE_DESK}} | {
        f"datacell_lib.{room}.{name}"
        for room, floors in FLOORS.items()
        for name in " ".join(floors).split()
        if name != REST
    }
    need_a_place = {
        name
        for name in names
        if (name in packages and name.count(".") in (1, 2))
        or (name.count(".") == 2 and REST not in FLOORS.get(find_room(name), ()))
    }
    return sorted((need_a_place - declared) | (declared - names))


def list_names_used_twice(modules: Iterable[str]) -> list[str]:
    """The last names that two modules or packages share."""
    names = sorted(name.removesuffix(PACKAGE).rpartition(".")[2] for name in modules)
    return sorted({one for one, other in pairwise(names) if one == other})


def list_door_faults(package: str, modules: Mapping[str, str]) -> list[str]:
    """What a package's `__init__` fails to say, or doesn't export."""
    tree = ast.parse(modules[package + PACKAGE])
    lines = (ast.get_docstring(tree) or "").splitlines()
    text = " ".join(lines)
    faults = [f"doesn't say {what}" for what, words in SAID.items() if not re.search(words, text)]
    if len([line for line in lines if line.strip()]) < FEWEST_LINES:
        faults.append(f"fewer than {FEWEST_LINES} lines")
    target = text.partition("Look first at `")[2].partition("`")[0]
    if target and not _is_there(f"{package}.{target}", modules):
        faults.append(f"{target} isn't there")
    imported = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    exported = {
        name
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
        for name in ast.literal_eval(node.value)
    }
    return faults + [f"{name} isn't in both" for name in sorted(imported ^ exported)]


def _is_there(name: str, modules: Mapping[str, str]) -> bool:
    """Tell whether a dotted name is a module, or something that a module defines."""
    home, _, last = name.rpartition(".")
    if name in modules or name + PACKAGE in modules:
        return True
    defined = ast.parse(modules.get(home, "")).body
    return any(getattr(node, "name", None) == last for node in defined)
