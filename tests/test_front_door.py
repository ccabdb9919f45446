"""The front door, with the installation itself left out: what it decides and what it repairs."""

import ast
import importlib.util
import subprocess
import sys

import pytest

from datacell_lib.config import ROOT


@pytest.fixture
def door(tmp_path, monkeypatch):
    """The front door of a project in a folder of its own, which notes what it would install."""
    spec = importlib.util.spec_from_file_location("datacell", ROOT / "datacell.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("requirements.txt", "requirements-test.txt", "pyproject.toml"):
        (tmp_path / name).write_text(f"# {name}\n", encoding="utf-8")
    environment = tmp_path / ".venv"
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "ENVIRONMENT", environment)
    monkeypatch.setattr(module, "LOCK", tmp_path / "lock")
    monkeypatch.setattr(module, "COMMAND", environment / "datacell")
    module.installed = []

    def create(folder, **options):
        folder.mkdir(parents=True)

    def install(*arguments):
        module.installed.append(arguments)
        (environment / "datacell").touch()

    monkeypatch.setattr(module.venv, "create", create)
    monkeypatch.setattr(module, "install", install)
    monkeypatch.setattr(module, "hand_over", lambda command: 0)
    return module


class TestMain:
    def test_it_installs_hashed_requirements_then_the_project_in_a_second_step(self, door):
        assert door.main(["report"]) == 0
        first, second = door.installed
        assert first[0] == "--require-hashes"
        assert {"--no-deps", "--no-build-isolation", "--editable"} <= set(second)

    def test_a_second_call_installs_nothing(self, door):
        door.main(["report"])
        door.installed.clear()
        door.main(["report"])
        assert door.installed == []

    def test_changed_requirements_are_installed_from_nothing(self, door, tmp_path):
        door.main(["report"])
        stray = door.ENVIRONMENT / "left-over"
        stray.touch()
        (tmp_path / "requirements.txt").write_text("# another\n", encoding="utf-8")
        door.installed.clear()
        door.main(["report"])
        assert len(door.installed) == 2
        assert not stray.exists()

    def test_an_interrupted_installation_is_made_again_from_nothing(self, door, monkeypatch):
        whole = door.install

        def interrupted(*arguments):
            whole(*arguments)
            raise KeyboardInterrupt

        monkeypatch.setattr(door, "install", interrupted)
        with pytest.raises(KeyboardInterrupt):
            door.main(["report"])
        assert door.COMMAND.exists()
        monkeypatch.setattr(door, "install", whole)
        door.installed.clear()
        door.main(["report"])
        assert len(door.installed) == 2

    def test_only_tests_install_what_only_tests_need(self, door):
        door.main(["report"])
        assert not any("requirements-test" in argument for argument in door.installed[0])
        door.main(["test"])
        assert "requirements-test.txt" in door.installed[-1][-1]

    def test_a_failed_installation_is_told_in_words_and_not_trusted(
        self, door, monkeypatch, capsys
    ):
        def fail(*arguments):
            raise subprocess.CalledProcessError(1, ["python", "-m", "pip", "install"])

        monkeypatch.setattr(door, "install", fail)
        assert door.main(["report"]) == 1
        assert "could not be made" in capsys.readouterr().err
        assert not list(door.ENVIRONMENT.glob("*.installed"))

    def test_an_old_python_is_told_what_to_do(self, door, monkeypatch, capsys):
        monkeypatch.setattr(door.sys, "version_info", (3, 9, 1))
        assert door.main(["report"]) == 1
        assert "Python 3.11 or later is needed" in capsys.readouterr().err


class TestSource:
    def test_it_needs_the_standard_library_alone(self):
        tree = ast.parse((ROOT / "datacell.py").read_text(encoding="utf-8"))
        imported = {
            alias.name.split(".")[0]
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in (
                node.names if isinstance(node, ast.Import) else [ast.alias(node.module or "")]
            )
        }
        assert imported <= set(sys.stdlib_module_names)

    def test_python_3_9_can_read_it_and_so_can_tell_its_user(self):
        source = (ROOT / "datacell.py").read_text(encoding="utf-8")
        assert ast.parse(source, feature_version=(3, 9))
