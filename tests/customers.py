"""Who uses what: which public functions and classes of the library nobody reaches.

Customers are the notebooks, the entry points of pyproject.toml (the `datacell` command among
them), the book's Sphinx extensions and the examples on the toolbox page. From them the walk
follows every name, attribute, decorator and annotation, through imports and what a room's
`__init__` hands on, into the definitions of the library's modules. A class is reached as a whole.
Tests, benchmarks and a room's own `__init__` are no customers.
"""

from __future__ import annotations

import ast
import doctest
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
LIBRARY = "datacell_lib"
TOOLBOX = "book/methods/toolbox.md"
Place = tuple[str, str]  # a module's full name and a name at its top level; "" is its own code
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def list_orphans(root: Path = ROOT) -> list[str]:
    """The public functions and classes that no customer reaches, by their full names."""
    library = Library(root)
    reached = library.walk(list_customers(root, library=library))
    return sorted(
        f"{module}.{name}"
        for (module, name), node in library.places.items()
        if isinstance(node, DEFINITIONS) and name[0] != "_" and (module, name) not in reached
    )


class Library:
    """The definitions of a library's modules, and what each one uses."""

    def __init__(self, root: Path) -> None:
        self.places: dict[Place, ast.AST] = {}
        self.imports: dict[str, dict[str, str]] = {}
        self.makers: dict[Place, set[Place]] = {}
        for path in sorted((root / LIBRARY).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            self._add(".".join(parts).removesuffix(".__init__"), ast.parse(path.read_text()))

    def _add(self, module: str, tree: ast.Module) -> None:
        self.imports[module] = _list_imports(tree)
        loose = []
        for node in tree.body:
            names = list(_list_bound(node))
            for name in names:
                self.places[module, name] = node
            if not names and not isinstance(node, ast.Import | ast.ImportFrom):
                loose.append(node)
            for decorator in getattr(node, "decorator_list", []):
                if registrar := _find_registrar(decorator):
                    self.makers.setdefault((module, registrar), set()).add((module, node.name))
        self.places[module, ""] = ast.Module(body=loose, type_ignores=[])

    def walk(self, roots: set[Place]) -> set[Place]:
        """Every place that is reached from some."""
        reached, waiting = set(), list(roots)
        while waiting:
            place = waiting.pop()
            if place in reached or place not in self.places:
                continue
            reached.add(place)
            module, _ = place
            waiting += [(module, ""), *self.makers.get(place, ())]
            waiting += self.list_uses(self.places[place], module=module)
        return reached

    def list_uses(self, tree: ast.AST, *, module: str = "") -> Iterator[Place]:
        """The places that a piece of code names, under the imports of its module and its own."""
        known = self.imports.get(module, {}) | _list_imports(tree)
        own = _list_own_names(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and node.value in self.imports:
                yield node.value, ""  # a module that is run by its name
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Call):
                for argument in node.value.args:  # importlib.import_module("module").attribute
                    if isinstance(argument, ast.Constant):
                        yield argument.value, node.attr
            chain = _read_chain(node)
            if not chain or chain[0] in own:
                continue
            if chain[0] in known:
                yield from self.resolve(".".join([known[chain[0]], *chain[1:]]))
            elif (module, chain[0]) in self.places:
                yield module, chain[0]

    def resolve(self, dotted: str) -> Iterator[Place]:
        """The place that a dotted name stands for, through what packages hand on."""
        parts = dotted.split(".")
        for end in range(len(parts), 0, -1):
            module = ".".join(parts[:end])
            if module not in self.imports:
                continue
            yield module, ""
            rest = parts[end:]
            if rest and rest[0] in self.imports[module]:
                yield from self.resolve(".".join([self.imports[module][rest[0]], *rest[1:]]))
            elif rest:
                yield module, rest[0]
            return


def list_customers(root: Path, *, library: Library, toolbox: bool = True) -> set[Place]:
    """What notebooks, commands, the book and, unless told otherwise, the toolbox page name."""
    code = [*_read_notebooks(root), *([read_examples(root / TOOLBOX)] if toolbox else [])]
    roots = {place for tree in code for place in library.list_uses(tree)}
    for target in _list_entry_points(root):
        roots.update(library.resolve(target.replace(":", ".")))
    book = yaml.safe_load((root / "_config.yml").read_text())
    for extension in book["sphinx"]["extra_extensions"]:
        roots.update(library.resolve(f"{extension}.setup"))
    return roots


def _read_notebooks(root: Path) -> Iterator[ast.Module]:
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text())["cells"]
        code = ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
        yield ast.parse("\n".join(code))


def read_examples(page: Path) -> ast.Module:
    """The code of a page's examples."""
    examples = doctest.DocTestParser().get_examples(page.read_text())
    return ast.parse("".join(example.source for example in examples))


def _list_entry_points(root: Path) -> Iterator[str]:
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    yield from project.get("scripts", {}).values()
    for group in project.get("entry-points", {}).values():
        yield from group.values()


def _list_imports(tree: ast.AST) -> dict[str, str]:
    """The names that absolute imports anywhere in code bind, and what they stand for."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                first = alias.name.split(".")[0]
                found[alias.asname or first] = alias.name if alias.asname else first
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                found[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return found


def _list_bound(node: ast.stmt) -> Iterator[str]:
    """The names that a statement at a module's top level defines."""
    if isinstance(node, DEFINITIONS):
        yield node.name
    elif isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for part in (part for target in targets for part in ast.walk(target)):
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
                yield part.id


def _list_own_names(tree: ast.AST) -> set[str]:
    """The arguments and variables of a function, which hide a module's names."""
    if not isinstance(tree, ast.FunctionDef | ast.AsyncFunctionDef):
        return set()
    own = {node.arg for node in ast.walk(tree.args) if isinstance(node, ast.arg)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            own.add(node.id)
    return own


def _read_chain(node: ast.AST) -> list[str]:
    """The parts of a name with attributes; none for other code."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return [node.id, *reversed(parts)] if isinstance(node, ast.Name) else []


def _find_registrar(decorator: ast.expr) -> str:
    """The object whose method a decorator calls, as `main` of `@main.command()`."""
    chain = _read_chain(decorator.func if isinstance(decorator, ast.Call) else decorator)
    return chain[0] if len(chain) > 1 else ""
