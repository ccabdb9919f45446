"""Every entry of the catalogue has a customer: something names it, or a page is planned for it.

An area, an index, a notebook, the library's code, or a used entry that is made from it counts. So
does a page of the book that names it, or names the script in `benchmarks/` that reads it.
"""

import ast
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
UNUSED = "nothing names it: remove it, or say in 'planned_for' which page will use it"
BOTH = "it is used: take its 'planned_for' away"
EMPTY = "its 'planned_for' is empty: say which page will use it"


def list_values(node: object) -> Iterator[str]:
    """All texts that stand in a YAML file, but for its keys."""
    if isinstance(node, dict):
        node = list(node.values())
    if isinstance(node, list):
        for part in node:
            yield from list_values(part)
    elif isinstance(node, str):
        yield node


def list_constants(code: str) -> Iterator[str]:
    """The texts of a program; one that only mentions an id, such as a docstring, is longer."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def list_cells(notebook: Path) -> Iterator[str]:
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            yield from list_constants("".join(cell["source"]))


def list_benchmarks(root: Path, pages: str) -> set[Path]:
    """The scripts that a page names as the source of its numbers, and what they import."""
    named = re.findall(r"benchmarks/(\w+)\.py|benchmarks\.(\w+)", pages)
    found, waiting = set(), [script or module for script, module in named]
    while waiting:
        path = root / "benchmarks" / f"{waiting.pop()}.py"
        if path.is_file() and path not in found:
            found.add(path)
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and node.module:
                    waiting.append(node.module.removeprefix("benchmarks."))
    return found


def list_named(root: Path) -> set[str]:
    """What areas, indices, notebooks, code and pages name, whether it is an entry or not."""
    pages = "\n".join(path.read_text(encoding="utf-8") for path in root.glob("book/**/*.md"))
    named = set(re.findall(r"`([^`\s]+)`", pages))
    for folder in ("areas", "indices"):
        for path in root.glob(f"data/{folder}/*.yml"):
            named.update(list_values(yaml.safe_load(path.read_text(encoding="utf-8"))))
    for path in root.glob("notebooks/*.ipynb"):
        named.update(list_cells(path))
    for path in [*root.glob("datacell_lib/**/*.py"), *list_benchmarks(root, pages)]:
        named.update(list_constants(path.read_text(encoding="utf-8")))
    return named


def find_faults(root: Path) -> dict[str, str]:
    """What is wrong with the customers of each entry that is at fault."""
    paths = root.glob("data/catalogue/*.yml")
    entries = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in paths}
    used, waiting = set(), list_named(root) & set(entries)
    while waiting:
        used |= waiting
        made_from = {name for one in waiting for name in list_values(entries[one].get("made_from"))}
        waiting = made_from & set(entries) - used
    faults = {}
    for name, entry in entries.items():
        planned = entry.get("planned_for")
        if "planned_for" in entry and not (isinstance(planned, str) and planned.strip()):
            faults[name] = EMPTY
        elif name in used and planned:
            faults[name] = BOTH
        elif name not in used and not planned:
            faults[name] = UNUSED
    return faults


class TestTheProjectsCatalogue:
    def test_every_entry_has_one_kind_of_customer(self) -> None:
        assert find_faults(ROOT) == {}

    def test_an_entry_that_nobody_asked_for_is_found_among_them(self, tmp_path: Path) -> None:
        for part in ("areas", "catalogue", "indices"):
            shutil.copytree(ROOT / "data" / part, tmp_path / "data" / part)
        for part in ("book", "benchmarks", "datacell_lib", "notebooks"):
            (tmp_path / part).symlink_to(ROOT / part)
        (tmp_path / "data" / "catalogue" / "planted-orphan.yml").write_text("id: planted-orphan\n")
        assert find_faults(tmp_path) == {"planted-orphan": UNUSED}


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], None]:
    """Return a function that writes a file of a small project, whose catalogue holds one entry."""

    def write_file(path: str, text: str) -> None:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)

    write_file("data/catalogue/old-things.yml", "id: old-things\n")
    return write_file


NOTEBOOK = {"cells": [{"cell_type": "code", "source": ["read(\n", "'old-things')"]}]}
MENTIONED = {"cells": [{"cell_type": "markdown", "source": ["'old-things'"]}]}


class TestFindFaults:
    @pytest.mark.parametrize(
        ("path", "text"),
        [
            ("data/areas/here.yml", "population: {dataset: old-things, column: people}"),
            ("data/indices/need.yml", "domains: [{indicators: [{dataset: old-things}]}]"),
            ("notebooks/district.ipynb", json.dumps(NOTEBOOK)),
            ("datacell_lib/intake/places.py", "LOOKUP = 'old-things'"),
            ("book/methods/model.md", "Checked against `old-things`."),
        ],
    )
    def test_who_names_an_entry_is_its_customer(
        self, write: Callable, tmp_path: Path, path: str, text: str
    ) -> None:
        assert find_faults(tmp_path) == {"old-things": UNUSED}
        write(path, text)
        assert find_faults(tmp_path) == {}

    @pytest.mark.parametrize(
        ("path", "text"),
        [
            ("data/areas/old-things.yml", "title: Old things"),
            ("data/indices/need.yml", "old-things: 1"),
            ("notebooks/district.ipynb", json.dumps(MENTIONED)),
            ("datacell_lib/entries.py", '"""Load.\n\n>>> load("old-things")\n"""'),
            ("tests/test_things.py", "read('old-things')"),
            ("benchmarks/speed.py", "read('old-things')"),
            ("data/catalogue/old-things.yml", "id: old-things\nmade_from: {lists: old-things}"),
        ],
    )
    def test_who_only_mentions_it_is_none(
        self, write: Callable, tmp_path: Path, path: str, text: str
    ) -> None:
        write(path, text)
        assert find_faults(tmp_path) == {"old-things": UNUSED}

    @pytest.mark.parametrize("run", ["`benchmarks/study.py`", "`python -m benchmarks.study`"])
    @pytest.mark.parametrize("imported", ["study_data", "benchmarks.study_data"])
    def test_a_benchmark_counts_once_its_result_stands_on_a_page(
        self, write: Callable, tmp_path: Path, run: str, imported: str
    ) -> None:
        write("benchmarks/study.py", f"from {imported} import load")
        write("benchmarks/study_data.py", "load = read('old-things')")
        assert find_faults(tmp_path) == {"old-things": UNUSED}
        write("book/methods/study.md", f"The numbers are made by {run}.")
        assert find_faults(tmp_path) == {}

    def test_what_a_used_entry_is_made_from_is_used_and_no_other(
        self, write: Callable, tmp_path: Path
    ) -> None:
        write("data/catalogue/model.yml", "id: model\nmade_from: {lists: old-things}")
        assert find_faults(tmp_path) == {"model": UNUSED, "old-things": UNUSED}
        write("data/areas/here.yml", "cases: model")
        assert find_faults(tmp_path) == {}

    def test_a_planned_use_is_enough_until_there_is_a_real_one(
        self, write: Callable, tmp_path: Path
    ) -> None:
        write("data/catalogue/old-things.yml", "id: old-things\nplanned_for: The atlas")
        assert find_faults(tmp_path) == {}
        write("data/areas/here.yml", "cases: old-things")
        assert find_faults(tmp_path) == {"old-things": BOTH}

    @pytest.mark.parametrize("words", ["", "''", "'  '", "[]", "true"])
    @pytest.mark.parametrize("used", [True, False])
    def test_a_planned_use_without_words_is_none(
        self, write: Callable, tmp_path: Path, words: str, used: bool
    ) -> None:
        write("data/catalogue/old-things.yml", f"id: old-things\nplanned_for: {words}")
        if used:
            write("data/areas/here.yml", "cases: old-things")
        assert find_faults(tmp_path) == {"old-things": EMPTY}
