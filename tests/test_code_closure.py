"""A result is kept only while every line of code that it depends on stays the same."""

import shutil
from pathlib import Path

import pytest

from datacell_lib import code_closure
from datacell_lib.analysis.index.standing_stability import assess_standing
from datacell_lib.code_closure import digest_code, list_modules, list_packages
from datacell_lib.config import ROOT


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A copy of the library's text, to change."""
    shutil.copytree(
        ROOT / "datacell_lib", tmp_path / "datacell_lib", ignore=shutil.ignore_patterns("*.pyc")
    )
    return tmp_path


def change(library: Path, module: str) -> None:
    path = library.joinpath(*module.split(".")).with_suffix(".py")
    path.write_text(path.read_text(encoding="utf-8") + "\nONE_MORE = 1\n", encoding="utf-8")


class TestDigestCode:
    def test_a_helper_two_imports_away_matters(self, library: Path) -> None:
        # standing_stability imports uncertainty, which imports draws, which imports normalise
        before = digest_code(assess_standing, root=library)
        change(library, "datacell_lib.analysis.index.normalise")
        assert digest_code(assess_standing, root=library) != before

    def test_a_module_that_is_not_reached_does_not(self, library: Path) -> None:
        before = digest_code(assess_standing, root=library)
        change(library, "datacell_lib.presentation.style")
        change(library, "datacell_lib.analysis.time.growth")
        assert digest_code(assess_standing, root=library) == before

    def test_another_version_of_a_package_matters(self, monkeypatch) -> None:
        before = digest_code(assess_standing)
        monkeypatch.setattr(code_closure, "version", lambda name: "99")
        assert digest_code(assess_standing) != before


class TestListModules:
    def test_every_step_of_an_index_is_reached(self) -> None:
        reached = {name.rpartition(".")[2] for name in list_modules(assess_standing.__module__)}
        steps = {"steps", "draws", "normalise", "weigh", "aggregate", "missing", "index_spec"}
        assert steps <= reached

    def test_it_follows_every_way_of_importing(self, tmp_path: Path) -> None:
        folder = tmp_path / "lib"
        folder.mkdir()
        texts = {
            "__init__": "from lib.f import name",
            "a": "import lib.b\nfrom lib import c\nfrom lib.d import thing",
            "b": "",
            "c": "def late():\n    from lib.e import other",
            "d": "import numpy.linalg",
            "e": "from lib import name",
            "f": "",
            "unreached": "",
        }
        for name, text in texts.items():
            (folder / f"{name}.py").write_text(text, encoding="utf-8")
        reached = list_modules("lib.a", root=tmp_path)
        assert reached == ("lib", "lib.a", "lib.b", "lib.c", "lib.d", "lib.e", "lib.f")
        assert list_packages(reached, root=tmp_path) == ("numpy",)


class TestListPackages:
    def test_what_stability_is_calculated_with_is_among_them(self) -> None:
        packages = list_packages(list_modules(assess_standing.__module__))
        assert {"numpy", "pandas", "SALib"} <= set(packages)
