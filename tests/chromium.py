"""A real browser for the tests that open pages, and a server that shows them a report."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from datacell_lib.config import Edition
from datacell_lib.files.area import load_area
from datacell_lib.pipeline import workspace
from datacell_lib.pipeline.report import make_report

EARLIER = "the last good report"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
# Levels A and AA of WCAG 2.0 to 2.2, as axe-core calls them.
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NEEDS_BROWSER = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: set CHROMIUM to its path"),
    # playwright's own loop and sockets end with the session, after pytest has looked
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Let one process in at a time, on every system: whoever makes the file is in."""
    while True:
        try:
            lock.touch(exist_ok=False)
            break
        except FileExistsError:
            time.sleep(0.2)
    try:
        yield
    finally:
        lock.unlink()


def make_once(folder: Path) -> Path:
    """Make the sample's report in a folder that processes share; the first to come makes it.

    It takes the place of an earlier one, whose only page says `EARLIER`.
    """
    with alone(folder / "sample-report.lock"), pytest.MonkeyPatch.context() as patch:
        patch.setattr(workspace, "BUILD", folder / "sample-report")
        made = folder / "sample-report.path"
        if not made.is_file():
            earlier = show_earlier(folder / "earlier")
            assert make_report("sample") == earlier
            made.write_text(str(earlier.resolve()), encoding="utf-8")
    return Path(made.read_text(encoding="utf-8"))


def show_earlier(folder: Path) -> Path:
    """Put a page in the folder, and show it as the sample's last report."""
    folder.mkdir()
    (folder / "index.html").write_text(EARLIER, encoding="utf-8")
    own = workspace.find_workspace(load_area("sample"), edition=Edition.OPEN)
    return workspace.show_pages(folder, workspace=own)


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves the report as a web server would, without a word."""

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a folder, and give its address."""
    handler = partial(QuietHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@contextmanager
def launch() -> Iterator[Browser]:
    """Start Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@contextmanager
def open_window(browser: Browser, *, width: int) -> Iterator[Page]:
    """Open a window that notes what it `asked` for, and its `complaints`."""
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.asked, page.complaints = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on(
        "console", lambda said: page.complaints.append(said.text) if said.type == "error" else 0
    )
    page.on(
        "response", lambda answer: page.complaints.append(answer.url) if answer.status >= 400 else 0
    )
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    page.close()


def list_breaches(window: Page) -> dict[str, str]:
    """List what breaks WCAG on a page that is open, with the first element of each kind."""
    found = Axe().run(window, options={"runOnly": WCAG}).response
    assert found["passes"]
    return {breach["id"]: breach["nodes"][0]["html"] for breach in found["violations"]}
