"""The timing of Farrington flexible, in small."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run_timing(**environment):
    return subprocess.run(
        [sys.executable, "-m", "benchmarks.farrington", "--series", "42"],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


class TestFarringtonTiming:
    def test_without_r_its_column_is_skipped_visibly(self):
        assert "| skipped: no R with surveillance |" in run_timing(PATH="")

    @pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
    def test_with_r_the_bounds_are_the_same(self):
        output = run_timing()
        if "skipped" in output:
            pytest.skip("R has no surveillance package")
        assert "Upper bounds: 42 the same, 0 different" in output
