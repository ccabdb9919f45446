"""JupyterLab and other programs of the environment, without activating it."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import nbformat
import pytest
from click.testing import CliRunner

from datacell_lib.config import ROOT, RUN_VARIABLE
from datacell_lib.desk import open_report
from datacell_lib.pipeline.cli import main
from datacell_lib.pipeline.programs import find_program, open_lab, plan_lab, run_program
from datacell_lib.schema import ParameterError


class TestFindProgram:
    def test_it_is_the_environments_own(self):
        assert find_program("python") == sys.executable
        assert os.path.dirname(find_program("papermill")) == os.path.dirname(sys.executable)

    @pytest.mark.parametrize("name", ["papermil", "../papermill", ""])
    def test_what_is_not_there_is_answered_with_what_was_meant(self, name):
        with pytest.raises(ParameterError, match=r"no program .* such as papermill or python"):
            find_program(name)


class TestPapermill:
    @pytest.fixture
    def run_failing(self, tmp_path):
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell("raise ValueError('Write these two lines.')")],
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        )
        nbformat.write(notebook, tmp_path / "in.ipynb")

        def run(*options):
            words = [*options, "run", "papermill", "in.ipynb", "out.ipynb"]
            done = subprocess.run(
                [find_program("datacell"), *words],
                capture_output=True,
                text=True,
                cwd=tmp_path,
                check=False,
            )
            assert done.returncode == 1
            return done.stderr

        return run

    def test_a_failing_cell_is_told_in_a_paragraph(self, run_failing):
        told = run_failing()
        assert "ValueError: Write these two lines." in told
        assert "he cell that begins with \"raise ValueError('Write these" in told
        assert "Traceback" not in told

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            (None, "A file can't be read or written (in.ipynb): No such file"),
            ("[1,", "The notebook can't be run: Notebook does not appear to be JSON"),
            ("{}", "The notebook can't be run: "),
        ],
    )
    def test_what_is_no_notebook_is_told_in_a_paragraph(self, run_failing, tmp_path, text, said):
        (tmp_path / "in.ipynb").unlink()
        if text is not None:
            (tmp_path / "in.ipynb").write_text(text, encoding="utf-8")
        told = run_failing()
        assert said in " ".join(told.split())
        assert "Traceback" not in told

    def test_its_traceback_is_shown_to_who_asks_for_it(self, run_failing):
        assert "Traceback" in run_failing("--debug")


class TestRunProgram:
    def test_its_exit_code_comes_back(self):
        assert run_program([sys.executable, "-c", "raise SystemExit(7)"]) == 7

    def test_ctrl_c_is_for_the_program(self):
        def interrupted(command, env):
            os.kill(os.getpid(), signal.SIGINT)
            return 0

        assert run_program(["x"], run=interrupted) == 0


class TestRun:
    def test_a_program_gets_its_arguments_as_they_are(self):
        done = subprocess.run(
            [find_program("datacell"), "run", "papermill", "--help"],
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=True,
        )
        assert "NOTEBOOK_PATH" in done.stdout

    def test_an_unknown_one_is_an_error_in_words(self):
        result = CliRunner().invoke(main, ["run", "papermil"])
        assert result.exit_code == 1
        assert "Did you mean 'papermill'?" in result.stderr.replace("\n", " ")

    def test_it_starts_without_the_libraries_of_maps_and_notebooks(self):
        told = (
            "import sys; from datacell_lib.pipeline.cli import main; "
            "main(['run', 'papermil'], standalone_mode=False); "
            "print(sorted({'geopandas', 'jupyter_server', 'matplotlib'} & set(sys.modules)))"
        )
        done = subprocess.run(
            [sys.executable, "-c", told], capture_output=True, text=True, cwd=ROOT, check=True
        )
        assert "no program 'papermil'" in done.stderr
        assert done.stdout == "[]\n"


class TestPlanLab:
    def test_root_area_first_district_and_contents_are_named(self):
        command = plan_lab(open_report("sample"), options=["--no-browser"])
        assert command[:3] == [sys.executable, "-m", "jupyterlab"]
        assert f"--ServerApp.root_dir={ROOT}" in command
        assert "--AreaContents.parameters=area=sample" in command
        assert "--AreaContents.parameters=district=E07990001" in command
        assert command[-1] == "--no-browser"

    def test_it_belongs_to_no_run_and_finds_its_own_kernel_first(self, run):
        told = {}

        def call(command, env):
            told.update(env)
            return 0

        assert open_lab(open_report("sample"), run=call) == 0
        assert told[RUN_VARIABLE] == ""
        assert told["JUPYTER_PREFER_ENV_PATH"] == "1"


class TestOpenLab:
    def test_jupyterlab_opens_with_the_right_kernel_root_and_area(self, tmp_path):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        token = secrets.token_hex(8)
        options = ["--no-browser", "--allow-root", f"--port={port}"]
        options += ["--ip=127.0.0.1", f"--IdentityProvider.token={token}"]
        command = plan_lab(open_report("sample"), options=options)
        with (tmp_path / "log").open("w+") as log:
            server = subprocess.Popen(command, stdout=log, stderr=log, cwd=tmp_path)
            try:
                ask = Asker(f"http://127.0.0.1:{port}/api/", token)
                specs = ask("kernelspecs")
                page = ask("contents/notebooks/district.ipynb")
            finally:
                server.terminate()
                server.wait(timeout=30)
        assert specs["default"] == "python3"
        argv = specs["kernelspecs"]["python3"]["spec"]["argv"]
        assert argv[0] in ("python", sys.executable)
        assert page["content"]["cells"][1]["source"] == 'area = "sample"\ndistrict = "E07990001"'


class Asker:
    """Asks a server of JupyterLab, which takes a while to start."""

    def __init__(self, address, token):
        self.address, self.token = address, token

    def __call__(self, what):
        headers = {"Authorization": f"token {self.token}"}
        request = urllib.request.Request(self.address + what, headers=headers)
        deadline = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(request, timeout=30) as answer:
                    return json.load(answer)
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.5)
