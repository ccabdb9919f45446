"""What a function's result depends on besides its arguments: the code that it reaches.

Read from the imports as text, so that nothing has to be run, and nothing be remembered by hand
when a helper moves.
"""

from __future__ import annotations

import ast
import hashlib
import sys
from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import packages_distributions, version
from pathlib import Path

from datacell_lib.config import ROOT


def digest_code(*functions: Callable[..., object], root: Path = ROOT) -> str:
    """Digest the library's code that functions reach, and the packages that this code imports.

    Parameters
    ----------
    *functions : callable
        Functions of the library.
    root : Path
        The folder that holds the library.

    Returns
    -------
    str
        A hexadecimal digest: another for any change in a module that one of them imports, at any
        remove, and for another version of a package.
    """
    digest = hashlib.sha256(sys.version.encode())
    reached = list_modules(*(function.__module__ for function in functions), root=root)
    for name in reached:
        digest.update(f"{name}\0".encode())
        digest.update(_find_file(name, root).read_bytes())
    for name in list_packages(reached, root=root):
        digest.update(f"{name} {version(name)}\0".encode())
    return digest.hexdigest()


def list_modules(*modules: str, root: Path = ROOT) -> tuple[str, ...]:
    """List the library's modules that are reached from some of them by imports.

    Parameters
    ----------
    *modules : str
        Full names.
    root : Path
        The folder that holds the library.

    Returns
    -------
    tuple of str
        They and every module that they import at any remove, inside functions too, sorted. A
        package counts where a name is imported from it, not where it is only passed through.
    """
    found: set[str] = set()
    waiting = [name for name in modules if _find_file(name, root).is_file()]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [other for other in _list_own(name, root) if other not in found]
    return tuple(sorted(found))


def list_packages(modules: tuple[str, ...], *, root: Path = ROOT) -> tuple[str, ...]:
    """List the installed distributions that modules import.

    Parameters
    ----------
    modules : tuple of str
        Full names of modules of the library.
    root : Path
        The folder that holds the library.

    Returns
    -------
    tuple of str
        Names as `pip` knows them, sorted; the library's own and Python's are not among them.
    """
    known = _know_distributions()
    tops = {base.split(".")[0] for name in modules for base, _ in _read_imports(name, root)}
    own = {name.split(".")[0] for name in modules}
    return tuple(sorted({dist for top in tops - own for dist in known.get(top, ())}))


@cache
def _know_distributions() -> dict[str, tuple[str, ...]]:
    return {top: tuple(names) for top, names in packages_distributions().items()}


def _list_own(name: str, root: Path) -> Iterator[str]:
    """Yield the modules of the library that one imports."""
    for base, imported in _read_imports(name, root):
        inside = f"{base}.{imported}"
        if imported and _find_file(inside, root).is_file():
            yield inside
        elif _find_file(base, root).is_file():
            yield base


def _read_imports(name: str, root: Path) -> tuple[tuple[str, str], ...]:
    return _find_imports(_find_file(name, root).read_bytes())


@cache
def _find_imports(source: bytes) -> tuple[tuple[str, str], ...]:
    """Find what a module imports: a module's name, and the name taken from it or nothing."""
    found: list[tuple[str, str]] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += ((node.module, alias.name) for alias in node.names)
    return tuple(found)


def _find_file(name: str, root: Path) -> Path:
    path = root.joinpath(*name.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
