"""A browser is found by its usual names, and a page is printed whole or not at all."""

import os
import stat
from pathlib import Path

import pytest
from pypdf import PdfReader

from datacell_lib.pipeline import browsers
from datacell_lib.pipeline.browsers import find_browser, print_page
from datacell_lib.schema import RunError
from tests.chromium import CHROMIUM

PAGE = (
    '<html lang="en-GB"><head><title>Where to go</title></head><body><h1>Where to go</h1>'
    "<table><tr><th>Place</th></tr></table></body></html>"
)
ON_POSIX = pytest.mark.skipif(os.name == "nt", reason="a script stands for the browser")


def write_program(path, script="exit 0"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


@ON_POSIX
class TestFindBrowser:
    @pytest.mark.parametrize("name", ["chromium", "google-chrome", "microsoft-edge"])
    def test_it_is_found_on_the_search_path(self, tmp_path, name):
        program = write_program(tmp_path / name)
        assert find_browser({"PATH": str(tmp_path)}) == program

    @pytest.mark.parametrize("folder", ["PROGRAMFILES", "LOCALAPPDATA"])
    def test_it_is_found_where_windows_keeps_it(self, tmp_path, folder):
        program = write_program(tmp_path / "Microsoft/Edge/Application/msedge.exe")
        assert find_browser({"PATH": "", folder: str(tmp_path)}) == program

    def test_it_is_found_where_macos_keeps_it(self, tmp_path, monkeypatch):
        program = write_program(tmp_path / "Google Chrome.app/Contents/MacOS/Google Chrome")
        monkeypatch.setattr(browsers, "APPLICATIONS", (str(program),))
        assert find_browser({"PATH": ""}) == program

    def test_the_one_that_the_variable_names_comes_first(self, tmp_path):
        write_program(tmp_path / "chromium")
        mine = write_program(tmp_path / "mine")
        assert find_browser({"PATH": str(tmp_path), "CHROMIUM": str(mine)}) == mine

    def test_a_variable_that_names_none_says_so(self):
        with pytest.raises(RunError, match="CHROMIUM names '/no/such', which is no program here"):
            find_browser({"PATH": "", "CHROMIUM": "/no/such"})

    def test_where_there_is_none_it_says_what_to_install(self, monkeypatch):
        monkeypatch.setattr(browsers, "APPLICATIONS", ())
        with pytest.raises(RunError, match=r"Install one of them .* apt install chromium"):
            find_browser({"PATH": ""})


@ON_POSIX
class TestPrintPageThatFails:
    @pytest.mark.parametrize("script", ["exit 0", "echo 'no display' >&2; exit 3"])
    def test_what_was_printed_before_stands(self, tmp_path, page, script):
        target = tmp_path / "pdf" / "a.pdf"
        target.parent.mkdir()
        target.write_bytes(b"before")
        browser = write_program(tmp_path / "browser", script)
        with pytest.raises(RunError, match=r"could not print .*: (it said nothing|no display)\."):
            print_page(page, target=target, browser=browser)
        assert [path.name for path in target.parent.iterdir()] == ["a.pdf"]
        assert target.read_bytes() == b"before"

    def test_one_that_never_ends_is_told(self, tmp_path, page, monkeypatch):
        monkeypatch.setattr(browsers, "SECONDS", 0.2)
        browser = write_program(tmp_path / "browser", "exec sleep 5")
        with pytest.raises(RunError, match=r"took longer than 0\.2 seconds"):
            print_page(page, target=tmp_path / "a.pdf", browser=browser)


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: set CHROMIUM to its path")
def test_a_printed_page_has_tags_bookmarks_language_and_title(tmp_path, page):
    print_page(page, target=tmp_path / "a.pdf", browser=Path(CHROMIUM))
    printed = PdfReader(tmp_path / "a.pdf")
    root = printed.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert root["/Lang"] == "en-GB"
    assert printed.metadata.title == "Where to go"
    assert [mark.title for mark in printed.outline] == ["Where to go"]
