"""The run's ledger, and the record of reads in it."""

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from datacell_lib.governance.ledger import (
    RUN_VARIABLE,
    Read,
    find_ledger,
    list_reads,
    record_read,
    using_ledger,
)

needs_posix = pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
READ = Read(
    dataset="b-things",
    layout="official",
    sha256=("0" * 64, "1" * 64),
    rows=10,
    set_aside=2,
    purpose="neighbourhood reporting",
    invented=False,
)


def another(**changes: object) -> Read:
    return Read(**(vars(READ) | changes))


class TestFindLedger:
    def test_the_runs_folder_is_made_when_it_is_first_asked_for(self, run: Path) -> None:
        assert not run.exists()
        assert find_ledger() == run and run.is_dir()

    @needs_posix
    def test_nobody_else_may_look_into_it(self, run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        assert find_ledger().stat().st_mode & 0o777 == 0o700
        monkeypatch.delenv(RUN_VARIABLE)
        assert find_ledger().stat().st_mode & 0o777 == 0o700

    def test_without_a_run_there_is_a_temporary_one_the_same_each_time(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv(RUN_VARIABLE, raising=False)
        assert find_ledger() == find_ledger()
        assert find_ledger().is_dir()

    @needs_posix
    def test_what_a_killed_process_left_is_removed_a_day_later_and_nothing_else(
        self, tmp_path: Path
    ) -> None:
        surroundings = {k: v for k, v in os.environ.items() if k != RUN_VARIABLE}
        surroundings["TMPDIR"] = str(tmp_path)
        begin = "from datacell_lib.governance.ledger import find_ledger; print(find_ledger())"
        die = f"{begin}; import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
        living = tmp_path / f"datacell-ledger-{os.getpid()}-mine"
        other = tmp_path / "datacell-ledger-notes"
        living.mkdir()
        other.mkdir()
        run_in = partial(subprocess.run, env=surroundings, check=False)
        run_in([sys.executable, "-c", die])
        run_in([sys.executable, "-c", begin])
        assert len(list(tmp_path.iterdir())) == 3  # it is not a day old
        for path in tmp_path.iterdir():
            os.utime(path, (0, 0))
        run_in([sys.executable, "-c", begin])
        assert {path.name for path in tmp_path.iterdir()} == {living.name, other.name}


class TestUsingLedger:
    def test_the_ledger_before_comes_back_even_after_an_error(
        self, run: Path, tmp_path: Path
    ) -> None:
        def fail_inside() -> None:
            with using_ledger(tmp_path / "other"):
                assert find_ledger() == tmp_path / "other"
                raise ValueError("stop")

        with pytest.raises(ValueError, match="stop"):
            fail_inside()
        assert find_ledger() == run

    def test_where_there_was_none_there_is_none_again(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.delenv(RUN_VARIABLE, raising=False)
        with using_ledger(tmp_path):
            assert os.environ[RUN_VARIABLE] == str(tmp_path)
        assert RUN_VARIABLE not in os.environ


class TestListReads:
    def test_before_any_read_there_are_none(self, run: Path) -> None:
        assert list_reads() == ()

    def test_what_was_recorded_comes_back_once_each_by_dataset(self, run: Path) -> None:
        first = another(dataset="a-things", invented=True)
        for read in (READ, first, READ):
            record_read(read)
        assert list_reads() == (first, READ)

    def test_a_new_edition_of_the_same_dataset_is_another_read(self, run: Path) -> None:
        record_read(READ)
        record_read(another(sha256=("2" * 64,)))
        assert len(list_reads()) == 2

    @needs_posix
    def test_the_record_is_for_its_user_alone(self, run: Path) -> None:
        record_read(READ)
        (path,) = run.iterdir()
        assert path.stat().st_mode & 0o777 == 0o600
