"""Finds a browser of the Chromium family, and lets it print a page."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from datacell_lib.config import show_path
from datacell_lib.schema import RunError
from datacell_lib.whole_files import write_whole

CHOSEN = "CHROMIUM"  # names a browser of one's own
NAMES = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    *("chrome", "msedge", "microsoft-edge", "microsoft-edge-stable", "brave-browser"),
)
# Where they are on macOS, and on Windows below the folders that these variables name.
APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
WINDOWS_PROGRAMS = (
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)
# It shows one page of this disk: it has nothing to ask anybody for.
QUIET = (
    *("--headless", "--disable-gpu", "--disable-sync", "--disable-extensions"),
    *("--no-first-run", "--disable-background-networking", "--disable-component-update"),
)
PAPER = ("--no-pdf-header-footer", "--export-tagged-pdf", "--generate-pdf-document-outline")
SECONDS = 180
PDF = b"%PDF-"


def find_browser(environment: Mapping[str, str] | None = None) -> Path:
    """Find a browser that can print pages by itself.

    Parameters
    ----------
    environment : mapping of str to str, optional
        The variables to look in; the process's own unless told.

    Returns
    -------
    Path
        Its program: the one that the variable `CHROMIUM` names, else Chromium, Chrome or Edge,
        from the search path or from where Windows and macOS keep them.

    Raises
    ------
    RunError
        If there is none; says what to install.
    """
    known = os.environ if environment is None else environment
    if chosen := known.get(CHOSEN):
        found = shutil.which(chosen, path=known.get("PATH", ""))
        if found is None:
            raise RunError(
                f"The variable {CHOSEN} names {chosen!r}, which is no program here. Give it the "
                "path of Chromium, Chrome or Edge, or take it away."
            )
        return Path(found)
    for place in _list_places(known):
        return place
    raise RunError(
        "No browser was found that can print: pages become a PDF in Chromium, Google Chrome or "
        "Microsoft Edge. Install one of them (on Debian or Ubuntu: sudo apt install chromium), or "
        f"give the path of one in the variable {CHOSEN}. Nothing was written."
    )


def _list_places(known: Mapping[str, str]) -> Iterator[Path]:
    for name in NAMES:
        if found := shutil.which(name, path=known.get("PATH", "")):
            yield Path(found)
    folders = [known[name] for name in WINDOWS_FOLDERS if known.get(name)]
    installed = [Path(folder, program) for program in WINDOWS_PROGRAMS for folder in folders]
    yield from (place for place in [*map(Path, APPLICATIONS), *installed] if place.is_file())


def print_page(page: Path, *, target: Path, browser: Path) -> None:
    """Let a browser print a page of this disk as a PDF with tags and bookmarks.

    Parameters
    ----------
    page : Path
        HTML.
    target : Path
        Where the PDF shall be; one that is there is replaced by a whole one, or left.
    browser : Path
        What `find_browser` returns.

    Raises
    ------
    RunError
        If the browser fails, or takes longer than three minutes; says what it said.
    """
    with tempfile.TemporaryDirectory() as profile, write_whole(target) as part:
        command = [str(browser), *QUIET, *PAPER, f"--user-data-dir={profile}"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.append("--no-sandbox")  # it starts for nobody else's root, as in containers
        command += [f"--print-to-pdf={part}", page.resolve().as_uri()]
        try:
            done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired as error:
            raise _refuse(browser, page, f"it took longer than {SECONDS} seconds") from error
        if done.returncode != 0 or not part.read_bytes().startswith(PDF):
            said = done.stderr.decode(errors="replace").strip().splitlines()
            raise _refuse(browser, page, said[-1] if said else "it said nothing")


def _refuse(browser: Path, page: Path, reason: str) -> RunError:
    return RunError(
        f"{browser} could not print {show_path(page)}: {reason}. Open the page in a browser and "
        "print it from there, or name another browser in the variable CHROMIUM."
    )
