import os
import subprocess
import sys
import threading

import pytest

from datacell_lib.config import Edition
from datacell_lib.files.area import load_area
from datacell_lib.pipeline import workspace as module
from datacell_lib.pipeline.workspace import (
    KEPT_BUILDS,
    Workspace,
    empty_folder,
    find_workspace,
    lock_workspace,
    name_shown_build,
    recover_shown,
    show_pages,
    swap_folders,
)
from datacell_lib.schema import RunError


@pytest.fixture
def workspace(tmp_path):
    return Workspace(tmp_path / "work")


def make_pages(folder, text):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(text, encoding="utf-8")
    return folder


class TestFindWorkspace:
    def test_a_preview_never_shares_the_folder_of_the_whole_report(self):
        area = load_area("sample")
        whole = find_workspace(area, edition=Edition.OPEN)
        preview = find_workspace(area, edition=Edition.OPEN, preview=True)
        assert whole.folder != preview.folder


class TestLockWorkspace:
    def test_a_second_run_is_refused(self, workspace):
        with (
            lock_workspace(workspace),
            pytest.raises(RunError, match="Another run"),
            lock_workspace(workspace),
        ):
            pass

    def test_where_nothing_can_be_written_that_is_said(self, tmp_path):
        (tmp_path / "file").touch()  # no folder can be made inside a file
        with (
            pytest.raises(RunError, match=r"where nothing can be written \(Not a directory\)"),
            lock_workspace(Workspace(tmp_path / "file" / "sample")),
        ):
            pass

    def test_the_lock_goes_when_its_process_is_killed(self, workspace):
        code = (
            "import os, sys; from pathlib import Path;"
            "from datacell_lib.pipeline.workspace import Workspace, lock_workspace;"
            "l = lock_workspace(Workspace(Path(sys.argv[1]))); l.__enter__(); os._exit(9)"
        )
        subprocess.run([sys.executable, "-c", code, str(workspace.folder)], check=False)
        with lock_workspace(workspace):
            assert (workspace.folder / "lock").is_file()


class TestEmptyFolder:
    def test_what_was_there_goes(self, tmp_path):
        (tmp_path / "a" / "b").mkdir(parents=True)
        assert list(empty_folder(tmp_path / "a").iterdir()) == []

    @pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
    def test_nobody_else_can_read_it(self, tmp_path):
        assert empty_folder(tmp_path / "a").stat().st_mode & 0o077 == 0


class TestShowPages:
    def test_readers_find_the_new_pages_and_old_ones_go(self, workspace, tmp_path):
        for number in range(KEPT_BUILDS + 2):
            pages = make_pages(tmp_path / "built", f"report {number}")
            published = show_pages(pages, workspace=workspace)
            assert (published / "index.html").read_text(encoding="utf-8") == f"report {number}"
        assert len(list(workspace.builds.iterdir())) == KEPT_BUILDS

    @pytest.mark.skipif(os.name == "nt", reason="needs symbolic links")
    def test_a_clock_set_back_does_not_lose_the_report(self, workspace, tmp_path):
        for stamp in ("20990101T000000000000Z", "20990101T000001000000Z"):
            made = make_pages(workspace.builds / stamp / "html", stamp)
        workspace.shown.symlink_to(made.relative_to(workspace.folder))
        for number in range(KEPT_BUILDS + 1):
            before = workspace.shown.resolve()
            pages = make_pages(tmp_path / "built", f"report {number}")
            published = show_pages(pages, workspace=workspace)
            assert (published / "index.html").read_text(encoding="utf-8") == f"report {number}"
            assert before.is_dir()  # a reader may be in the last one still

    @pytest.mark.skipif(os.name == "nt", reason="needs symbolic links")
    def test_the_build_that_is_shown_stays_whatever_its_number(self, workspace, tmp_path):
        for number in ("00000007", "00000009"):
            make_pages(workspace.builds / number / "html", "never shown")
        published = show_pages(make_pages(tmp_path / "built", "new"), workspace=workspace)
        assert published.resolve().parent.name == "00000010"
        assert (published / "index.html").read_text(encoding="utf-8") == "new"

    @pytest.mark.skipif(os.name == "nt", reason="needs symbolic links")
    def test_the_link_is_relative_so_that_the_folder_can_be_moved(self, workspace, tmp_path):
        published = show_pages(make_pages(tmp_path / "built", "x"), workspace=workspace)
        assert not os.path.isabs(os.readlink(published))

    @pytest.mark.skipif(os.name == "nt", reason="needs symbolic links")
    def test_a_reader_never_finds_the_page_missing(self, workspace, tmp_path, monkeypatch):
        # a reader between the link and its target outlives one old build, not fifty at once
        monkeypatch.setattr(module, "KEPT_BUILDS", 100)
        pages = make_pages(tmp_path / "built", "x")
        page = show_pages(pages, workspace=workspace) / "index.html"
        stop = threading.Event()
        missed, found = [], []

        def read():
            while not stop.is_set():
                (found if page.is_file() else missed).append(1)

        reader = threading.Thread(target=read)
        reader.start()
        for _ in range(50):
            show_pages(pages, workspace=workspace)
        stop.set()
        reader.join()
        assert found
        assert not missed


class TestNameShownBuild:
    @pytest.mark.skipif(os.name == "nt", reason="needs symbolic links")
    def test_it_is_the_one_that_the_link_leads_to(self, workspace):
        for number in ("00000007", "00000009"):
            make_pages(workspace.builds / number / "html", number)
        workspace.shown.symlink_to("builds/00000007/html")
        assert name_shown_build(workspace) == "00000007"

    def test_without_links_it_is_the_last(self, workspace):
        make_pages(workspace.shown, "moved here from the last")
        for number in ("00000009", "00000010"):
            (workspace.builds / number).mkdir(parents=True)
        assert name_shown_build(workspace) == "00000010"


class TestSwapFolders:
    def test_it_replaces_a_folder_where_there_are_no_links(self, workspace, tmp_path):
        make_pages(workspace.shown, "old")
        swap_folders(make_pages(tmp_path / "new", "new"), workspace=workspace)
        assert (workspace.shown / "index.html").read_text(encoding="utf-8") == "new"
        assert not (workspace.folder / "html.previous").exists()


class TestRecoverShown:
    def test_the_last_report_comes_back_after_a_kill_between_the_renames(self, workspace):
        make_pages(workspace.folder / "html.previous", "old")
        recover_shown(workspace)
        assert (workspace.shown / "index.html").read_text(encoding="utf-8") == "old"

    def test_it_leaves_a_finished_swap_alone(self, workspace):
        make_pages(workspace.folder / "html.previous", "old")
        make_pages(workspace.shown, "new")
        recover_shown(workspace)
        assert (workspace.shown / "index.html").read_text(encoding="utf-8") == "new"
