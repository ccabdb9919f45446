"""The workflows: what starts them, what they may do, and what their shell lines do."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from datacell_lib.config import ROOT
from datacell_lib.files.area import load_area
from datacell_lib.pipeline.approval import check_approval
from datacell_lib.presentation.page_status import list_status_forms
from datacell_lib.presentation.who_answers import write_contact

FOLDER = ROOT / ".github" / "workflows"
PENDING = '<span id="report-status">Pending: nobody has approved this report yet.</span>'
PRINTED = list_status_forms("Pending: nobody has approved this report yet.")["paper"]
PAGE = PENDING + PRINTED + write_contact(load_area("sample").contact)
# Stands in for the front door: fetching and reporting are cheap, everything else is the command.
FRONT_DOOR = """
import sys
from pathlib import Path
from datacell_lib.pipeline import workspace
from datacell_lib.pipeline.cli import main
command, area = sys.argv[1:3]
if command == "fetch":
    assert Path("data/cache/office/things.csv").is_file()
elif command == "report":
    pages = Path("_build", area, "open", "builds", "00000001", "html")
    pages.mkdir(parents=True)
    (pages / "page.html").write_text(%r, encoding='utf-8')
    Path("_build", area, "open", "ledger").mkdir()
    Path("_build", area, "open", "html").symlink_to("builds/00000001/html")
else:
    workspace.BUILD = Path("_build").resolve()
    main()
"""
GH = """#!/usr/bin/env python
import sys, zipfile
assert sys.argv[1:4] == ["release", "download", "files of July"]
with zipfile.ZipFile(sys.argv[sys.argv.index("--output") + 1], "w") as archive:
    archive.writestr("office/things.csv", "code")
"""


def load_workflow(name):
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def publishing():
    return load_workflow("publish.yml")


def find_step(job, word):
    """The place of the only step that runs or uses what holds a word."""
    (at,) = (
        at
        for at, step in enumerate(job["steps"])
        if word in step.get("run", "") + step.get("uses", "")
    )
    return at


def run_shell(job, folder, values):
    """Run a job's shell lines one after the other as a runner does, with values of its own."""
    (folder / "datacell.py").write_text(FRONT_DOOR % PAGE, encoding="utf-8")
    programs = folder / "bin"
    programs.mkdir(exist_ok=True)
    (programs / "gh").write_text(GH, encoding="utf-8")
    (programs / "gh").chmod(0o755)
    path = os.pathsep.join([str(programs), str(Path(sys.executable).parent), os.environ["PATH"]])
    for step in job["steps"]:
        if "run" in step:
            subprocess.run(
                ["bash", "-e", "-c", step["run"]],
                cwd=folder,
                env=os.environ | {"PATH": path, "PYTHONPATH": str(ROOT)} | values,
                check=True,
                capture_output=True,
            )


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("*.yml")))
class TestEveryWorkflow:
    def test_every_job_has_a_time_limit(self, name):
        for job in load_workflow(name)["jobs"].values():
            assert 0 < job["timeout-minutes"] <= 120

    def test_every_action_is_pinned_to_a_major_version(self, name):
        steps = [step for job in load_workflow(name)["jobs"].values() for step in job["steps"]]
        used = [step["uses"] for step in steps if "uses" in step]
        assert used
        assert [action for action in used if not re.fullmatch(r"[\w./-]+@v\d+", action)] == []

    def test_what_somebody_types_never_becomes_a_shell_line(self, name):
        steps = [step for job in load_workflow(name)["jobs"].values() for step in job["steps"]]
        lines = [step["run"] for step in steps if "run" in step]
        assert lines
        assert [line for line in lines if "${{" in line] == []

    def test_unless_a_job_says_so_it_may_only_read(self, name):
        assert load_workflow(name)["permissions"] == {"contents": "read"}


class TestPublishing:
    def test_it_runs_weekly_and_by_hand(self, publishing):
        starts = publishing[True]  # to YAML 1.1 the word "on" is a truth
        assert set(starts) == {"schedule", "workflow_dispatch"}
        (weekly,) = starts["schedule"]
        assert re.fullmatch(r"\d+ [3-6] \* \* 1", weekly["cron"])
        assert set(starts["workflow_dispatch"]["inputs"]) == {"area", "run", "approved_by", "role"}

    def test_what_is_not_published_by_hand_can_not_be_deployed(self, publishing):
        deploying = [
            name
            for name, job in publishing["jobs"].items()
            if "pages: write" in yaml.safe_dump(job) or "deploy-pages" in yaml.safe_dump(job)
        ]
        assert deploying == ["publish"]
        job = publishing["jobs"]["publish"]
        assert job["if"] == "github.event_name == 'workflow_dispatch' && inputs.run != ''"
        assert job["environment"]["name"] == "github-pages"

    def test_it_is_approved_then_checked_then_deployed(self, publishing):
        job = publishing["jobs"]["publish"]
        words = (
            "datacell.py publish",
            "check-approved site",
            "upload-pages-artifact",
            "deploy-pag",
        )
        places = [find_step(job, word) for word in words]
        assert places == sorted(places)
        assert not any("if" in step or "continue-on-error" in step for step in job["steps"])
        assert job["steps"][places[2]]["with"]["path"] == "site"

    def test_what_is_approved_is_what_the_named_run_made(self, publishing):
        pending, publish = publishing["jobs"]["pending"], publishing["jobs"]["publish"]
        made = pending["steps"][find_step(pending, "upload-artifact")]["with"]
        taken = publish["steps"][find_step(publish, "download-artifact")]["with"]
        assert made["name"] == taken["name"] == "pending-${{ env.AREA }}"
        assert made["path"] == "pages"
        assert taken["run-id"] == "${{ env.RUN }}"
        assert publish["permissions"]["actions"] == "read"

    @pytest.mark.skipif(shutil.which("bash") is None or os.name == "nt", reason="needs bash")
    def test_from_the_first_shell_line_to_the_last(self, publishing, tmp_path):
        values = {"AREA": "sample", "FILES": "files of July"}
        run_shell(publishing["jobs"]["pending"], tmp_path, values)
        assert [path.name for path in (tmp_path / "pages").iterdir()] == ["page.html"]
        publish = publishing["jobs"]["publish"]
        values = {"AREA": "sample", "RUN": "19283746501", "APPROVED_BY": "$(touch x) `y` \"'"}
        values["ROLE"] = "; exit 0"
        assert set(values) == {"AREA", *publish["env"]}
        runner = tmp_path / "another runner"
        target = publish["steps"][find_step(publish, "download-artifact")]["with"]["path"]
        for name in ("AREA", "RUN"):
            target = target.replace(f"${{{{ env.{name} }}}}", values[name])
        shutil.copytree(tmp_path / "pages", runner / target)
        run_shell(publish, runner, values)
        approval = check_approval(runner / "site")
        assert (approval.approved_by, approval.build) == (values["APPROVED_BY"], values["RUN"])
        page = (runner / "site" / "page.html").read_text(encoding="utf-8")
        assert "Approved by $(touch x)" in page and PENDING not in page
        assert not (runner / "x").exists()
