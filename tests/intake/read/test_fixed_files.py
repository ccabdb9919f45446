"""What a run has found once it finds again: the same file, unchanged, or an error."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from datacell_lib.config import INPUTS
from datacell_lib.intake.read.fixed_files import (
    FixedCopy,
    FixedFile,
    FoundFile,
    note_copy,
    read_state,
    recall_copy,
)
from datacell_lib.schema import SourceError
from datacell_lib.whole_files import calculate_sha256


def fix(file: Path) -> FixedFile:
    name = f"office/{file.name}"
    found = FoundFile(path=file, sha256=calculate_sha256(file), name=name, listed=False)
    return FixedFile(found, read_state(file))


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "things.csv"
    path.write_text("code\nE01\n")
    return path


@pytest.fixture
def noted(run, file):
    """A run that has found a file."""
    (run / INPUTS).mkdir(parents=True)
    copy = FixedCopy(0, (fix(file),))
    note_copy("things", area="here", copy=copy)
    return copy


class TestRecallCopy:
    def test_it_is_what_was_noted_first_for_this_area(self, noted):
        note_copy("things", area="here", copy=replace(noted, place=1))
        assert recall_copy("things", area="here") == noted
        assert recall_copy("things", area="there") is None

    def test_a_file_that_was_only_touched_is_the_same(self, noted, file):
        os.utime(file, ns=(1, 1))
        assert recall_copy("things", area="here") == noted

    def test_a_changed_file_of_the_same_size_and_time_is_refused(self, noted, file):
        before = file.stat()
        file.write_text("code\nE02\n")
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
        with pytest.raises(SourceError, match=r"things\.csv was changed while the report"):
            recall_copy("things", area="here")

    def test_a_file_that_is_gone_is_refused(self, noted, file):
        file.unlink()
        with pytest.raises(SourceError, match=r"things\.csv was removed while the report"):
            recall_copy("things", area="here")

    def test_outside_of_a_run_nothing_is_noted(self, monkeypatch, run, file):
        copy = FixedCopy(0, (fix(file),))
        note_copy("things", area="here", copy=copy)
        assert recall_copy("things", area="here") is None
        assert not run.exists()
