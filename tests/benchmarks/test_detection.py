"""The simulation study of the detectors, in small."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run_study(*arguments):
    command = [sys.executable, "-W", "error", "-m", "benchmarks.detection", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def measured():
    done = run_study("--replicates", "5")
    assert done.returncode == 0, done.stderr
    rows = [line.strip("| ").split(" | ") for line in done.stdout.splitlines() if "|" in line]
    return {name: [float(cell) for cell in cells] for name, *cells in rows[2:]}


class TestDetectionStudy:
    def test_every_detector_has_a_row(self, measured):
        assert list(measured) == [
            "EARS C1",
            "EARS C2",
            "EARS C3",
            "Farrington",
            "Farrington flexible",
            "Farrington flexible, 2/3 power bound",
        ]

    def test_the_flexible_detector_keeps_near_its_nominal_half_per_cent(self, measured):
        # 210 series of some 46 quiet weeks; a third more than nominal would still be 0.7.
        assert 0.2 < measured["Farrington flexible"][3] < 1.0

    def test_the_classic_detector_alarms_falsely_more_often_than_the_flexible(self, measured):
        # The finding of Noufaily and others (2013).
        assert measured["Farrington"][3] > 2 * measured["Farrington flexible"][3]

    def test_larger_outbreaks_are_found_more_often(self, measured):
        for name, cells in measured.items():
            assert cells[-1] > cells[4] + 20, name

    def test_too_few_series_are_refused(self):
        done = run_study("--replicates", "4")
        assert done.returncode == 2
        assert "must be at least 5" in done.stderr
