"""The walls of the house: which room imports which, and what no module or notebook may hold."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rooms import (
    DESK,
    GROUND,
    LIBRARY,
    PACKAGE,
    ROOMS,
    ROOT,
    find_circle,
    find_room,
    list_arrows,
    list_climbing_arrows,
    list_door_faults,
    list_homeless,
    list_imports,
    list_names_used_twice,
    name_module,
    read_library,
)

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
MOST_SET_UP_LINES = 4
MOST_DISTRICT_LINES = 55
OPEN_TO_NOTEBOOKS = {DESK, "analysis", "presentation"}
MODULES = sorted(LIBRARY.rglob("*.py"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


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


def list_set_up_faults(cells: list[tuple[str, bool]]) -> list[str]:
    """What keeps a notebook's imports from being one short cell after the parameters."""
    numbers = [at for at, (source, _) in enumerate(cells) if list_imports(source, module="")]
    after = sum(parameters for _, parameters in cells)
    faults = [f"imports in cell {at}" for at in numbers if at != after]
    if any(count_code_lines([cells[at]]) > MOST_SET_UP_LINES for at in numbers):
        faults.append(f"more than {MOST_SET_UP_LINES} lines of set-up")
    return faults


def count_code_lines(cells: list[tuple[str, bool]]) -> int:
    """The lines of code cells that hold more than a comment."""
    lines = [line.strip() for source, _ in cells for line in source.splitlines()]
    return len([line for line in lines if line and not line.startswith("#")])


class TestTheHouse:
    """What is true of all modules together."""

    def test_no_modules_import_each_other_in_a_circle(self) -> None:
        assert find_circle(list_arrows(read_library())) == []

    def test_inside_a_room_imports_go_down_its_floors(self) -> None:
        assert list_climbing_arrows(list_arrows(read_library())) == []

    def test_everything_has_its_declared_place(self) -> None:
        assert list_homeless(read_library()) == []

    def test_no_name_is_used_twice(self) -> None:
        assert list_names_used_twice(read_library()) == []

    def test_every_door_says_what_is_behind_it_and_exports_what_it_imports(self) -> None:
        modules = read_library()
        packages = [name.removesuffix(PACKAGE) for name in modules if name.endswith(PACKAGE)]
        faults = {package: list_door_faults(package, modules) for package in packages}
        assert {package: found for package, found in faults.items() if found} == {}


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
    def test_it_imports_from_the_desk_analysis_and_presentation_alone(self, path: Path) -> None:
        for source, _ in list_code_cells(path):
            allowed = OPEN_TO_NOTEBOOKS
            assert list_trespasses(source, module=path.stem, allowed=allowed) == []

    def test_its_set_up_is_one_short_cell(self, path: Path) -> None:
        assert list_set_up_faults(list_code_cells(path)) == []

    def test_its_cells_are_short_and_hold_no_logic_or_area_code(self, path: Path) -> None:
        for source, parameters in list_code_cells(path):
            assert list_cell_faults(source, parameters=parameters) == [], source


def test_a_district_page_is_short() -> None:
    cells = list_code_cells(ROOT / "notebooks" / "district.ipynb")
    assert 0 < count_code_lines(cells) <= MOST_DISTRICT_LINES


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
            "from ...intake import fetch",
            "from ... import intake",
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

    def test_long_or_scattered_set_up_is_found(self) -> None:
        parameters, set_up, show = (
            ("area = 'x'", True),
            ("import a\n\n# why\nx", False),
            ("x", False),
        )
        late, long = ("from a import b", False), ("import a\nb\nc\nd\ne", False)
        assert list_set_up_faults([parameters, set_up, show]) == []
        assert list_set_up_faults([set_up, show]) == []
        assert list_set_up_faults([parameters, set_up, late]) == ["imports in cell 2"]
        assert list_set_up_faults([parameters, long]) == ["more than 4 lines of set-up"]
        assert count_code_lines([parameters, set_up]) == 3
