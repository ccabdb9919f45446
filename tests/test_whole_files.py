"""Files that are whole or not there."""

from __future__ import annotations

import os

import pytest

from datacell_lib.whole_files import calculate_sha256, write_whole


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


class TestCalculateSha256:
    def test_it_agrees_with_a_published_value(self, tmp_path):
        # FIPS 180-2, appendix B.1: the digest of "abc"
        (tmp_path / "abc").write_text("abc", encoding="utf-8")
        assert calculate_sha256(tmp_path / "abc") == (
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
