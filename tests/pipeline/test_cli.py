import os
import re
import subprocess
import sys

import pytest
from click.testing import CliRunner

from datacell_lib import config
from datacell_lib.pipeline import cli
from datacell_lib.pipeline.cli import main, run_pytest


@pytest.fixture
def invoke():
    return lambda *arguments: CliRunner().invoke(main, list(arguments))


class TestMain:
    def test_an_error_is_one_paragraph_without_traceback_and_exit_code_1(self, invoke):
        result = invoke("link", "esex")
        assert result.exit_code == 1
        assert "There is no area called 'esex'" in result.stderr.replace("\n", " ")
        assert "Did you mean 'essex'?" in result.stderr.replace("\n", " ")
        assert "Traceback" not in result.output

    @pytest.mark.parametrize(
        ("line", "code", "meant"),
        [
            (("reprot",), 2, "report"),
            (("report", "--edtion", "open"), 2, "--edition"),
            (("report", "esex"), 1, "essex"),
            (("report", "ESSEX"), 1, "essex"),
            (("fetch", "Bolton-202"), 1, "bolton-2020"),
            (("new-figure", "x", "--notebook", "overveiw"), 1, "overview"),
        ],
    )
    def test_what_is_misspelt_is_answered_with_what_is_like_it_and_nothing_else(
        self, invoke, line, code, meant
    ):
        result = invoke(*line)
        assert result.exit_code == code
        assert f"Did you mean '{meant}'?" in result.stderr.replace("\n", " ")
        assert result.stdout == ""

    @pytest.mark.parametrize("command", ["report", "lab", "fetch", "link"])
    def test_a_wrong_area_is_told_before_the_libraries_of_maps_and_notebooks_are_loaded(
        self, command
    ):
        told = (
            "import sys; from datacell_lib.pipeline.cli import main; "
            f"main(['{command}', 'oldam'], standalone_mode=False); "
            "print(sorted({'geopandas', 'jupyter_client', 'matplotlib'} & set(sys.modules)))"
        )
        done = subprocess.run(
            [sys.executable, "-c", told],
            capture_output=True,
            text=True,
            cwd=config.ROOT,
            check=True,
        )
        assert "There is no area called 'oldam'" in done.stderr
        assert done.stdout == "[]\n"

    @pytest.mark.parametrize("line", [("--debug", "link", "esex"), ("link", "esex", "--debug")])
    def test_debug_shows_where_it_came_from(self, invoke, line):
        result = invoke(*line)
        assert isinstance(result.exception, config.ConfigError)

    @pytest.mark.parametrize(
        ("error", "said"),
        [
            (PermissionError(13, "Permission denied", str(config.BUILD / "x")), "_build/x can't"),
            (
                OSError(28, "No space left on device"),
                r"A file can't .* \(No space left on device\)",
            ),
        ],
    )
    def test_what_the_operating_system_refuses_is_one_paragraph(
        self, invoke, monkeypatch, error, said
    ):
        def refuse(name):
            raise error

        monkeypatch.setattr(cli, "load_area", refuse)
        result = invoke("fetch")
        assert result.exit_code == 1
        assert re.search(said, result.stderr.replace("\n", " "))
        assert "Traceback" not in result.output

    def test_ctrl_c_ends_it_with_a_sentence_and_exit_code_130(self, invoke, monkeypatch):
        def interrupt(name):
            raise KeyboardInterrupt

        monkeypatch.setattr(cli, "load_area", interrupt)
        result = invoke("fetch")
        assert result.exit_code == 130
        assert result.stderr == "\nStopped. What was finished before stands as it was.\n"

    def test_the_mirror_is_written_out_for_kernels_in_other_folders(
        self, invoke, monkeypatch, tmp_path
    ):
        (tmp_path / "files").mkdir()
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("DATACELL_MIRROR", "files")
        assert invoke("fetch").exit_code == 0
        assert os.environ["DATACELL_MIRROR"] == str(tmp_path / "files")

    def test_a_wrong_option_is_exit_code_2(self, invoke):
        assert invoke("report", "--workers", "0").exit_code == 2
        assert invoke("report", "--edition", "secret").exit_code == 2

    @pytest.mark.parametrize(
        "command", ["fetch", "link", "report", "index", "check", "test", "lab", "run"]
    )
    def test_every_command_says_what_it_does(self, invoke, command):
        result = invoke(command, "--help")
        assert result.exit_code == 0
        assert len(result.output.splitlines()) > 2

    def test_the_list_of_commands_breaks_no_sentence_off(self, invoke):
        listed = invoke("--help").output.split("Commands:")[1]
        assert "..." not in listed
        assert " ".join(listed.split()).count("store its text and tables for nbval") == 1

    def test_the_page_on_running_names_every_command(self):
        page = (config.ROOT / "book/methods/running-the-report.md").read_text(encoding="utf-8")
        assert [name for name in main.commands if f"`python datacell.py {name}" not in page] == []


class TestFetch:
    def test_it_finds_everything_the_sample_needs(self, invoke):
        result = invoke("fetch")
        assert result.exit_code == 0
        assert (
            "All 21 datasets that the report on Brackenshire needs are at hand; " in result.output
        )
        assert "Next: python datacell.py report sample" in result.output


class TestLink:
    def test_it_stores_the_table_and_counts_what_did_not_match(self, invoke, monkeypatch, tmp_path):
        monkeypatch.setattr(cli, "BUILD", tmp_path)
        result = invoke("link")
        assert result.exit_code == 0
        assert "census2021-occupancy: 209 of 210 neighbourhoods matched, 1 without" in result.output
        assert (tmp_path / "sample" / "linked" / "neighbourhoods.parquet").is_file()


class TestCheck:
    def test_everything_written_by_hand_is_right(self, invoke):
        result = invoke("check")
        assert result.exit_code == 0, result.output
        assert "area sample: needs 21 datasets" in result.output


class TestRunPytest:
    @pytest.fixture
    def ran(self):
        commands = []

        def run(command, **options):
            commands.append((command, options["cwd"]))
            return subprocess.CompletedProcess(command, 5)

        return run, commands

    def test_it_tests_library_tests_and_notebooks_and_gives_back_the_exit_code(self, ran):
        run, commands = ran
        assert run_pytest((), run=run) == 5
        command, folder = commands[0]
        assert command[:3] == [sys.executable, "-m", "pytest"]
        assert {"tests", "datacell_lib", "notebooks", "--nbval", "loadfile"} <= set(command)
        assert "--no-loadscope-reorder" in command  # or what takes longest would begin last
        assert folder == config.ROOT

    def test_a_path_narrows_it(self, ran):
        run, commands = ran
        run_pytest((str(config.ROOT / "tests"), "-x"), run=run)
        assert {"notebooks", "loadfile"}.isdisjoint(commands[0][0])
        assert commands[0][0][-1] == "-x"


class TestInstalledCommand:
    def test_it_ends_with_the_exit_code_that_scripts_need(self):
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                "from datacell_lib.pipeline.cli import main; main()",
                "link",
                "x",
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert done.stderr.startswith("Error")
