"""The code is written in one style, which a tool checks."""

import subprocess
import sys

import pytest

from datacell_lib.config import ROOT


class TestStyle:
    @pytest.mark.parametrize("command", [["check"], ["format", "--check"]], ids=" ".join)
    def test_ruff_has_nothing_to_say(self, command):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--no-cache", "."],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
