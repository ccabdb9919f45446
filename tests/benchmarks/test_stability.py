"""The timing of the stability of ranks, in small: it runs, and says what it timed."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TIMED = r"{}: [\d.]+ s \([\d.]+ s of processor time\), [\d.]+ GiB at most"


def time_stability(*arguments):
    command = [sys.executable, "-W", "error", "-m", "benchmarks.stability", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_an_invented_index_is_made_and_drawn_again():
    first, *timed = time_stability("--areas", "60", "--draws", "12")
    assert first == "benchmark: 60 areas, 25 indicators, 2 workers"
    for said, what in zip(timed, ("the index itself", "12 draws"), strict=True):
        assert re.fullmatch(TIMED.format(what), said)


def test_an_areas_own_index_is_timed_to_the_choice_that_matters_most():
    first, *timed = time_stability("--area", "sample", "--draws", "12")
    assert re.fullmatch(r"[a-z-]+: [\d,]+ areas, \d+ indicators, 2 workers", first)
    assert [said.split(":")[0] for said in timed] == [
        "the index itself",
        "12 draws",
        "which choice matters most",
    ]
