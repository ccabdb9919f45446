"""How big an atlas is, and how soon it is ready: `python -m benchmarks.atlas essex` or `england`.

The area's report, or the nation's atlas, must have been made. The page is opened from its file,
with the processor slowed to a quarter, five times each at the width of a desk and of a phone.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import statistics
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from datacell_lib.config import BUILD

SLOWED = 4  # times
OPENED = 5
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


def weigh(page: Path) -> dict[str, float]:
    """Weigh a page's own files, compressed as a web server would, in kilobytes.

    Parameters
    ----------
    page : Path
        The atlas's HTML.

    Returns
    -------
    dict of str to float
        The page; its scripts and style; Leaflet; all postcodes, which are loaded when asked for.
    """
    folder = page.parents[1] / "atlas"
    named = set(re.findall(r"\.\./atlas/([\w.]+)", page.read_text(encoding="utf-8")))
    leaflet = {name for name in named if name.startswith("leaflet")}
    return {
        "page": _weigh([page]),
        "scripts and style": _weigh([folder / name for name in sorted(named - leaflet)]),
        "Leaflet": _weigh([folder / name for name in sorted(leaflet)]),
        "postcodes, when asked for": _weigh(sorted(folder.glob("postcodes/*.js"))),
    }


def weigh_nation(page: Path) -> dict[str, float]:
    """Weigh a nation's atlas, compressed as a web server would, in kilobytes.

    Parameters
    ----------
    page : Path
        Its HTML.

    Returns
    -------
    dict of str to float
        The page with its scripts and styles; the names, which are loaded when somebody searches;
        the districts together, and the largest of them, loaded when it is opened; the folder.
    """
    districts = sorted(page.parent.glob("districts/*.js"))
    names = page.with_name("places.js")
    first = [file for file in page.parent.iterdir() if file.is_file() and file != names]
    return {
        "page, scripts and styles": _weigh(first),
        "names, when asked for": _weigh([names]),
        f"{len(districts)} districts": _weigh(districts),
        "the largest district": max(_weigh([file]) for file in districts),
        "the whole folder": _weigh([*first, names, *districts]),
    }


def _weigh(files: list[Path]) -> float:
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files) / 1000


def time_page(browser: Browser, address: str, *, width: int) -> dict[str, float]:
    """Time how soon the atlas is ready, and how long a change of layer takes.

    Parameters
    ----------
    browser : Browser
        Chromium.
    address : str
        The page's.
    width : int
        Of the window, in pixels.

    Returns
    -------
    dict of str to float
        Milliseconds from the start of the page's loading, and from a choice to what is drawn.
    """
    page = browser.new_page(viewport={"width": width, "height": 844})
    tools = page.context.new_cdp_session(page)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    page.goto(address)
    page.wait_for_selector("#atlas-view[data-ready]")
    ready = float(page.get_attribute("#atlas-view", "data-ready"))
    change = page.evaluate(
        """() => new Promise((resolve) => {
          const select = document.getElementById("atlas-layer");
          const start = performance.now();
          select.selectedIndex = 2;
          select.dispatchEvent(new Event("change"));
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
        })"""
    )
    page.close()
    return {"ready": ready, "change": change}


def main(name: str) -> None:
    """Print what an atlas weighs and how long it takes.

    Parameters
    ----------
    name : str
        A nation whose atlas has been made, or else an area whose report has.
    """
    nation = BUILD / name / "atlas" / "index.html"
    if nation.is_file():
        page, weights = nation.resolve(), weigh_nation(nation)
    else:
        report = BUILD / name / "open" / "html"
        page = (report / "notebooks" / "atlas.html").resolve(strict=True)
        weights = weigh(page)
    for what, kilobytes in weights.items():
        print(f"{what}: {kilobytes:,.0f} kB")
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=options)
        for width in (1280, 390):
            times = [time_page(browser, page.as_uri(), width=width) for _ in range(OPENED)]
            for what in ("ready", "change"):
                taken = sorted(time[what] for time in times)
                print(
                    f"{width} pixels, {SLOWED} times slower, {what}: "
                    f"{statistics.median(taken):,.0f} ms ({taken[0]:,.0f} to {taken[-1]:,.0f})"
                )
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "essex")
