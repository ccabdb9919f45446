"""The front door, with the installation itself left out: what it decides and what it repairs."""

import ast
import importlib.util
import re
import shutil
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
    monkeypatch.setattr(module, "PYTHON", environment / "python")
    module.installed = []

    def create(folder, **options):
        folder.mkdir(parents=True)
        (environment / "python").touch()

    def install(*arguments):
        module.installed.append(arguments)
        (environment / "datacell").touch()
        package = environment / "lib" / "package"
        package.mkdir(parents=True, exist_ok=True)
        (package / "code.py").touch()
        if arguments[-1].endswith("requirements-test.txt"):
            (package / "tests.py").touch()

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

    @pytest.mark.parametrize("arguments", [[], ["-h"], ["--help"]])
    def test_who_asks_for_help_waits_for_no_installation(self, door, arguments, capsys):
        assert door.main(arguments) == 0
        assert door.installed == []
        assert "python datacell.py report" in capsys.readouterr().out

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

    def test_an_interrupted_installation_is_made_again_from_nothing(
        self, door, monkeypatch, capsys
    ):
        whole = door.install

        def interrupted(*arguments):
            whole(*arguments)
            raise KeyboardInterrupt

        monkeypatch.setattr(door, "install", interrupted)
        assert door.main(["report"]) == 130
        assert door.COMMAND.exists()
        assert "\nStopped. Run the same command again" in capsys.readouterr().err
        monkeypatch.setattr(door, "install", whole)
        door.installed.clear()
        door.main(["report"])
        assert len(door.installed) == 2

    @pytest.mark.parametrize("gone", ["python", "datacell", "lib/package/code.py", "lib"])
    def test_a_half_deleted_environment_is_made_again_from_nothing(self, door, gone, capsys):
        door.main(["report"])
        path = door.ENVIRONMENT / gone
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        stray = door.ENVIRONMENT / "left-over"
        stray.touch()
        door.installed.clear()
        capsys.readouterr()
        assert door.main(["report"]) == 0
        assert len(door.installed) == 2 and path.exists() and not stray.exists()
        assert re.match(r"1 of 3 files in \.venv are gone, such as", capsys.readouterr().err)

    def test_a_python_that_was_uninstalled_is_noticed(self, door, tmp_path, capsys):
        door.main(["report"])
        door.PYTHON.unlink()
        door.PYTHON.symlink_to(tmp_path / "nowhere")
        door.installed.clear()
        door.main(["report"])
        assert len(door.installed) == 2
        assert f"{door.PYTHON} does not work." in capsys.readouterr().err

    def test_what_python_and_its_user_add_is_no_fault(self, door):
        door.main(["report"])
        cache = door.ENVIRONMENT / "lib" / "package" / "__pycache__"
        cache.mkdir()
        (cache / "code.pyc").touch()
        (door.ENVIRONMENT / "lib" / "own.py").touch()
        door.installed.clear()
        door.main(["report"])
        (cache / "code.pyc").unlink()
        door.main(["report"])
        assert door.installed == []

    def test_half_deleted_tests_are_installed_again_though_pip_would_think_them_there(self, door):
        door.main(["test"])
        (door.ENVIRONMENT / "lib" / "package" / "tests.py").unlink()
        door.installed.clear()
        door.main(["report"])
        assert door.installed == []
        door.main(["test"])
        assert [call[:2] for call in door.installed] == [("--force-reinstall", "--no-deps")]

    def test_a_folder_that_can_not_be_written_serves_what_is_installed(
        self, door, monkeypatch, tmp_path
    ):
        door.main(["report"])
        (tmp_path / "file").touch()
        monkeypatch.setattr(door, "LOCK", tmp_path / "file" / "lock")
        door.installed.clear()
        assert door.main(["report"]) == 0
        assert door.installed == []

    def test_where_nothing_can_be_installed_that_is_said(self, door, monkeypatch, capsys, tmp_path):
        def refuse(folder, **options):
            raise PermissionError(13, "Permission denied", str(folder))

        monkeypatch.setattr(door.venv, "create", refuse)
        assert door.main(["report"]) == 1
        assert ".venv can't be read or written (Permission denied)" in capsys.readouterr().err

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

    def test_another_projects_environment_is_never_emptied_through_a_link(
        self, door, tmp_path, capsys
    ):
        other = tmp_path / "other"
        other.mkdir()
        (other / "kept").touch()
        try:
            door.ENVIRONMENT.symlink_to(other, target_is_directory=True)
        except OSError:
            pytest.skip("links can't be made here")
        assert door.main(["report"]) == 1
        assert "Remove the link" in capsys.readouterr().err
        assert (other / "kept").exists()
        assert door.installed == []

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
