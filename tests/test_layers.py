"""The walls of the house: which room imports which, and what no module or notebook may hold."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LIBRARY = ROOT / "datacell_lib"
GROUND = "ground"
ROOMS = {
    GROUND: {GROUND},
    "governance": {GROUND, "governance"},
    "intake": {GROUND, "governance", "intake"},
    "analysis": {GROUND, "analysis"},
    "presentation": {GROUND, "governance", "presentation"},
    "pipeline": {GROUND, "governance", "intake", "analysis", "presentation", "pipeline"},
}
OPEN_TO_NOTEBOOKS = ROOMS["pipeline"] - {"pipeline"}
RUNNERS = {"papermill", "jupyter_client", "nbclient", "nbformat", "jupyter_book", "sphinx"}
SURROUNDINGS = {"io", "logging", "matplotlib", "os", "pathlib", "requests", "shutil", "tempfile"}
MOST_LINES = 300
MOST_CELL_LINES = 8
UNWANTED_IN_CELLS = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Lambda,
    ast.For,
    ast.AsyncFor,
    ast.While,
)
MODULES = sorted(LIBRARY.rglob("*.py"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def find_room(module: str) -> str:
    """The room of a dotted module name; a module of the top level stands on the ground floor."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in ROOMS else GROUND


def name_module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


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


def list_trespasses(source: str, *, module: str, allowed: set[str]) -> list[str]:
    """Imports from rooms that a module may not enter."""
    inside = {name for name in list_imports(source, module=module) if name.startswith("datacell")}
    return sorted(name for name in inside if find_room(name) not in allowed)


def list_packages(source: str, *, module: str) -> set[str]:
    return {name.split(".")[0] for name in list_imports(source, module=module)}


def list_undocumented(source: str) -> list[str]:
    """The public functions, classes and methods of a module that have no docstring."""
    return [name for name, node in _walk_public(ast.parse(source)) if not ast.get_docstring(node)]


def _walk_public(node: ast.AST, *, prefix: str = "") -> Iterator[tuple[str, ast.AST]]:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if not child.name.startswith("_"):
            yield prefix + child.name, child
            if isinstance(child, ast.ClassDef):
                yield from _walk_public(child, prefix=f"{child.name}.")


def has_assert(source: str) -> bool:
    return any(isinstance(node, ast.Assert) for node in ast.walk(ast.parse(source)))


def list_code_cells(path: Path) -> list[tuple[str, bool]]:
    """The source of each code cell, and whether it is the one that holds the parameters."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [
        ("".join(cell["source"]), "parameters" in cell["metadata"].get("tags", []))
        for cell in cells
        if cell["cell_type"] == "code"
    ]


def list_cell_faults(source: str, *, parameters: bool = False) -> list[str]:
    """What a notebook's cell holds that belongs in the library or among the parameters."""
    tree = ast.parse(source)
    faults = [type(n).__name__ for n in ast.walk(tree) if isinstance(n, UNWANTED_IN_CELLS)]
    if len(source.strip().splitlines()) > MOST_CELL_LINES:
        faults.append(f"more than {MOST_CELL_LINES} lines")
    faults += [
        f"area code {code}"
        for code in re.findall(r"\b[EW]\d{8}\b", source)
        if not parameters  # the defaults name a place; nothing else may
    ]
    return faults


@pytest.mark.parametrize("path", MODULES, ids=name_module)
class TestEveryModule:
    def test_it_imports_only_from_rooms_before_its_own(self, path: Path) -> None:
        module = name_module(path)
        source = path.read_text(encoding="utf-8")
        trespasses = list_trespasses(source, module=module, allowed=ROOMS[find_room(module)])
        assert trespasses == []

    def test_only_the_pipeline_touches_kernels_papermill_and_the_book(self, path: Path) -> None:
        module = name_module(path)
        packages = list_packages(path.read_text(encoding="utf-8"), module=module)
        assert find_room(module) == "pipeline" or not packages & RUNNERS

    def test_analysis_knows_no_files_plots_or_network(self, path: Path) -> None:
        module = name_module(path)
        packages = list_packages(path.read_text(encoding="utf-8"), module=module)
        assert find_room(module) != "analysis" or not packages & SURROUNDINGS

    def test_everything_public_has_a_docstring(self, path: Path) -> None:
        source = path.read_text(encoding="utf-8")
        assert ast.get_docstring(ast.parse(source))
        assert list_undocumented(source) == []

    def test_nothing_is_asserted_outside_tests(self, path: Path) -> None:
        assert not has_assert(path.read_text(encoding="utf-8"))

    def test_it_is_short(self, path: Path) -> None:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
class TestEveryNotebook:
    def test_it_imports_from_any_room_but_the_pipeline(self, path: Path) -> None:
        for source, _ in list_code_cells(path):
            allowed = OPEN_TO_NOTEBOOKS
            assert list_trespasses(source, module=path.stem, allowed=allowed) == []

    def test_its_cells_are_short_and_hold_no_logic_or_area_code(self, path: Path) -> None:
        for source, parameters in list_code_cells(path):
            assert list_cell_faults(source, parameters=parameters) == [], source


class TestTheseChecks:
    """Each finds what it is for, in source text with the fault planted."""

    def test_modules_and_notebooks_are_found(self) -> None:
        names = {name_module(path) for path in MODULES}
        assert {"datacell_lib.config", "datacell_lib.pipeline.cli"} < names
        assert {find_room(name) for name in names} == set(ROOMS)
        assert {"overview", "district"} <= {path.stem for path in NOTEBOOKS}

    @pytest.mark.parametrize(
        "line",
        [
            "import datacell_lib.intake.read.fetch",
            "from datacell_lib.intake import fetch",
            "from datacell_lib.intake.read.fetch import find_copy",
            "from datacell_lib import intake",
            "from ..intake import fetch",
            "from .. import intake",
            "def late():\n    from datacell_lib.intake import fetch",
        ],
    )
    def test_a_wrong_import_is_found_however_it_is_written(self, line: str) -> None:
        module = "datacell_lib.analysis.rates.proportions_and_rates"
        assert list_trespasses(line, module=module, allowed=ROOMS["analysis"])
        assert not list_trespasses(line, module=module, allowed=ROOMS["pipeline"])

    def test_the_ground_floor_is_open_to_everyone(self) -> None:
        line = "from datacell_lib import schema\nfrom datacell_lib.config import Area"
        assert not list_trespasses(
            line, module="datacell_lib.analysis.rates.proportions_and_rates", allowed={GROUND}
        )

    def test_a_package_is_found_behind_its_submodule(self) -> None:
        source = "import matplotlib.pyplot as plt\nfrom os.path import join"
        assert list_packages(source, module="m") == {"matplotlib", "os"}

    def test_missing_docstrings_and_assertions_are_found(self) -> None:
        source = (
            'class Open:\n    """Said."""\n    def told(self): ...\n    def _own(self): ...\n'
            "def bare(): ...\ndef _hidden(): ...\n"
        )
        assert list_undocumented(source) == ["Open.told", "bare"]
        assert has_assert("def f():\n    assert True")
        assert not has_assert("def f():\n    return 'assert'")

    def test_logic_length_and_codes_in_a_cell_are_found(self) -> None:
        assert list_cell_faults("for i in x:\n    while i:\n        pass") == ["For", "While"]
        assert list_cell_faults("def f(): ...\ng = lambda: 1") == ["FunctionDef", "Lambda"]
        assert list_cell_faults("\n".join(["x = 1"] * 8)) == []
        assert list_cell_faults("\n".join(["x = 1"] * 9)) == ["more than 8 lines"]
        assert list_cell_faults("x = 'E07000066'") == ["area code E07000066"]
        assert list_cell_faults("x = 'E07000066'", parameters=True) == []
