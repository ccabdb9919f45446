"""The sample county's report in a real browser, at the width of a desk and of a phone."""

import os
import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from datacell_lib.pipeline import workspace
from datacell_lib.pipeline.report import make_report

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
# How many pictures each page has; an analyst may have added some.
PAGES = {
    "notebooks/overview": 2,
    "notebooks/vulnerability": 3,
    "notebooks/surveillance": 4,
    "notebooks/quality": 0,
    "notebooks/downloads": 0,
    "notebooks/district-sandrigby": 4,
    "book/methods/statistics": 0,
    "book/methods/vulnerability-index": 0,
    "book/methods/adding-to-it": 0,
    "book/developers/architecture": 1,
    "book/index": 0,
}
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

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: set CHROMIUM to its path"),
    # playwright's own loop and sockets end with the session, after pytest has looked
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workspace, "BUILD", tmp_path_factory.mktemp("build"))
        folder = make_report("sample")
    handler = partial(QuietHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves the report as a web server would, without a word."""

    def log_message(self, *arguments):
        """Say nothing."""


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture(params=[1280, 390], ids=["desk", "phone"])
def window(browser, request):
    page = browser.new_page(viewport={"width": request.param, "height": 844})
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


# Cells that show a table or a picture of figures and have no link to them.
WITHOUT_LINK = """[...document.querySelectorAll('.cell_output')].filter(cell =>
    (cell.querySelector('img') || cell.querySelector('.datacell-table'))
    && !cell.querySelector('a[download]')).map(cell => cell.innerText.slice(0, 60))"""
LINKS = "[...document.querySelectorAll('a[download]')].map(link => link.href)"


@pytest.mark.parametrize("name", [name for name in PAGES if name.startswith("notebooks/")])
class TestDownloads:
    def test_every_table_and_picture_has_its_figures_linked_where_it_stands(
        self, pages, window, name
    ):
        window.goto(f"{pages}/{name}.html")
        assert window.evaluate(WITHOUT_LINK) == []

    def test_every_link_leads_to_a_file(self, pages, window, name):
        window.goto(f"{pages}/{name}.html")
        links = set(window.evaluate(LINKS))
        assert links
        assert [link for link in links if not window.request.get(link).ok] == []


@pytest.mark.parametrize("name", PAGES)
class TestPages:
    def test_a_page_asks_nobody_else_and_fits_its_window(self, pages, window, name):
        window.goto(f"{pages}/{name}.html")
        window.wait_for_load_state("networkidle")
        elsewhere = [url for url in window.asked if not url.startswith((pages, "data:"))]
        width = window.evaluate("document.documentElement.scrollWidth")
        assert elsewhere == []
        assert window.complaints == []
        assert width <= window.viewport_size["width"]

    def test_every_picture_is_there_and_says_what_it_shows(self, pages, window, name):
        window.goto(f"{pages}/{name}.html")
        pictures = window.evaluate(
            "[...document.images].map(image => [image.naturalWidth, image.alt])"
        )
        assert len(pictures) >= PAGES[name]
        assert all(width > 0 and len(alt) > 40 for width, alt in pictures)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("theme", ["light", "dark"])
class TestAccessibility:
    def test_axe_finds_no_breach_of_wcag(self, pages, window, name, theme):
        window.emulate_media(color_scheme=theme)
        window.goto(f"{pages}/{name}.html")
        window.wait_for_load_state("networkidle")
        assert window.evaluate("document.documentElement.dataset.theme") == theme
        window.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        found = Axe().run(window, options={"runOnly": WCAG}).response
        assert found["passes"]
        assert {breach["id"]: breach["nodes"][0]["html"] for breach in found["violations"]} == {}


class TestDistrictPage:
    def test_it_says_what_matters_first(self, pages, window):
        window.goto(f"{pages}/notebooks/district-sandrigby.html")
        assert window.locator("article h1").inner_text().startswith("Sandrigby")
        assert "Invented data" in window.locator(".bd-header-announcement").inner_text()
        assert window.locator("#what-matters-most strong").first.is_visible()

    def test_its_list_starts_with_the_planted_hot_spot(self, pages, window):
        window.goto(f"{pages}/notebooks/district-sandrigby.html")
        table = window.locator(".datacell-table", has_text="The most vulnerable neighbourhoods")
        ranks = [cell.inner_text() for cell in table.locator("td:last-child").all()]
        # TRUTHS.yml plants four neighbourhoods here with deprivation ranks 1 to 4
        assert set(ranks[:4]) == {"1", "2", "3", "4"}

    def test_how_sure_every_place_is_opens_at_a_click(self, pages, window):
        window.goto(f"{pages}/notebooks/district-sandrigby.html")
        table = window.locator("details .datacell-table")
        assert not table.is_visible()
        window.locator("details summary", has_text="how sure its place is").click()
        assert table.is_visible()
        assert len(table.locator("tbody tr").all()) > 20
