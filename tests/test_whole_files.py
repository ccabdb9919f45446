"""Files that are whole or not there."""

from __future__ import annotations

import errno
import os

import pytest

from datacell_lib.whole_files import calculate_sha256, write_changed, write_whole


class TestWriteWhole:
    def test_what_was_written_is_at_the_target_and_nothing_else(self, tmp_path):
        with write_whole(tmp_path / "ons" / "a.csv") as part:
            part.write_text("code\n", encoding="utf-8")
        assert os.listdir(tmp_path / "ons") == ["a.csv"]
        assert (tmp_path / "ons" / "a.csv").read_text(encoding="utf-8") == "code\n"

    def test_the_target_is_not_there_before_the_end(self, tmp_path):
        with write_whole(tmp_path / "a.csv") as part:
            part.write_text("co", encoding="utf-8")
            assert not (tmp_path / "a.csv").exists()

    @pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
    def test_an_interruption_leaves_what_was_there(self, tmp_path, error):
        (tmp_path / "a.csv").write_text("before\n", encoding="utf-8")
        with pytest.raises(error), write_whole(tmp_path / "a.csv") as part:
            part.write_text("half", encoding="utf-8")
            raise error
        assert os.listdir(tmp_path) == ["a.csv"]
        assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "before\n"

    def test_a_full_disk_is_told_of_the_file_that_was_to_be_written(self, tmp_path):
        (tmp_path / "a.csv").write_text("before\n", encoding="utf-8")
        with (
            pytest.raises(OSError, match=r"No space left.*a\.csv"),
            write_whole(tmp_path / "a.csv"),
        ):
            raise OSError(errno.ENOSPC, "No space left on device")
        assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "before\n"

    def test_a_file_that_must_not_give_way_stays_however_late_it_came(self, tmp_path):
        target = tmp_path / "a.yml"
        with pytest.raises(FileExistsError), write_whole(target, replace=False) as part:
            part.write_text("mine", encoding="utf-8")
            target.write_text("theirs", encoding="utf-8")
        assert os.listdir(tmp_path) == ["a.yml"]
        assert target.read_text(encoding="utf-8") == "theirs"

    @pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
    def test_nobody_else_can_read_what_is_private(self, tmp_path):
        with write_whole(tmp_path / "a.csv", mode=0o600) as part:
            part.write_text("true values", encoding="utf-8")
        assert (tmp_path / "a.csv").stat().st_mode & 0o777 == 0o600


class TestWriteChanged:
    def test_the_same_content_leaves_the_file_alone(self, tmp_path):
        target = tmp_path / "book" / "a.md"
        write_changed(target, b"one")
        before = target.stat()
        write_changed(target, b"one")
        after = target.stat()
        assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)

    def test_other_content_takes_its_place(self, tmp_path):
        for content in (b"one", b"two"):
            write_changed(tmp_path / "a.md", content)
        assert (tmp_path / "a.md").read_bytes() == b"two"
        assert os.listdir(tmp_path) == ["a.md"]


class TestCalculateSha256:
    def test_it_agrees_with_a_published_value(self, tmp_path):
        # FIPS 180-2, appendix B.1: the digest of "abc"
        (tmp_path / "abc").write_text("abc", encoding="utf-8")
        assert calculate_sha256(tmp_path / "abc") == (
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
