"""The sample county's report in a real browser, at the width of a desk and of a phone."""

import gzip
import re
from io import BytesIO
from urllib.parse import unquote

import pytest
from pypdf import PdfReader

from tests.chromium import NEEDS_BROWSER, list_breaches, open_window

# How many pictures each page has; an analyst may have added some.
PAGES = {
    "notebooks/overview": 2,
    "notebooks/atlas": 0,
    "notebooks/plans": 0,
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

pytestmark = NEEDS_BROWSER


# A page in a window as wide as a desk's or a phone's. The pages with figures come first, so that
# every class below meets the same page and width in the same place, and it is opened once for all.
SCREENS = [(name, width) for name in PAGES for width in (1280, 390)]
WITH_FIGURES = [screen for screen in SCREENS if screen[0].startswith("notebooks/")]
AT_DESK = [screen for screen in SCREENS if screen[1] == 1280]
OPEN_DETAILS = "document.querySelectorAll('details').forEach(part => part.open = true)"


def look_at(screens):
    return pytest.mark.parametrize(
        "opened", screens, indirect=True, ids=[f"{name}-{width}" for name, width in screens]
    )


@pytest.fixture(scope="module")
def opened(pages, browser, request):
    """A page in a window, opened once for the tests that only look at it."""
    name, width = request.param
    with open_window(browser, width=width) as page:
        page.goto(f"{pages}/{name}.html")
        page.wait_for_load_state("networkidle")
        yield page


# Cells that show a table or a picture of figures and have no link to them.
# A diagram says how things hang together, and holds no figures.
WITHOUT_LINK = """[...document.querySelectorAll('.cell_output')].filter(cell =>
    (cell.querySelector('img') || cell.querySelector('.datacell-table'))
    && !cell.querySelector('a[download]')
    && !cell.querySelector('img[alt^="Diagram."]')).map(cell => cell.innerText.slice(0, 60))"""
LINKS = "[...document.querySelectorAll('a[download]')].map(link => link.href)"


@look_at(WITH_FIGURES)
class TestDownloads:
    def test_every_table_and_picture_has_its_figures_linked_where_it_stands(self, opened):
        assert opened.evaluate(WITHOUT_LINK) == []

    def test_every_link_leads_to_a_file(self, opened):
        links = set(opened.evaluate(LINKS))
        assert links
        assert [link for link in links if not opened.request.get(link).ok] == []


@look_at(SCREENS)
class TestPages:
    def test_a_page_asks_nobody_else_and_fits_its_window(self, pages, opened):
        elsewhere = [url for url in opened.asked if not url.startswith((pages, "data:"))]
        width = opened.evaluate("document.documentElement.scrollWidth")
        assert elsewhere == []
        assert opened.complaints == []
        assert width <= opened.viewport_size["width"]

    def test_every_picture_is_there_and_says_what_it_shows(self, opened, request):
        pictures = opened.evaluate(
            "[...document.images].map(image => [image.naturalWidth, image.alt])"
        )
        name, _ = request.node.callspec.params["opened"]
        assert len(pictures) >= PAGES[name]
        assert all(width > 0 and len(alt) > 40 for width, alt in pictures)


@look_at(SCREENS)
@pytest.mark.parametrize("theme", ["light", "dark"])
class TestAccessibility:
    def test_axe_finds_no_breach_of_wcag(self, opened, theme):
        opened.emulate_media(color_scheme=theme)
        opened.wait_for_function(
            "theme => document.documentElement.dataset.theme === theme", arg=theme
        )
        opened.evaluate(OPEN_DETAILS)
        # what is on its way to another colour is judged as it ends
        opened.evaluate("document.getAnimations().forEach(one => one.finish())")
        assert list_breaches(opened) == {}


CUT = """[...document.querySelectorAll('.datacell-table')]
  .filter(frame => frame.offsetParent && frame.scrollWidth > frame.clientWidth + 1)
  .map(frame => frame.getAttribute('aria-label'))"""


class TestTables:
    @look_at(SCREENS)
    def test_no_table_is_cut_on_a_screen(self, opened):
        opened.evaluate(OPEN_DETAILS)
        assert opened.evaluate(CUT) == []

    @look_at(AT_DESK)
    def test_no_table_is_cut_on_paper(self, opened):
        opened.set_viewport_size({"width": 680, "height": 960})  # A4 within its margins
        opened.emulate_media(media="print")
        opened.evaluate(OPEN_DETAILS)
        assert opened.evaluate(CUT) == []


MOST_BYTES = 500_000
ICONS = """() => Object.fromEntries([...document.querySelectorAll('.fa-solid')].map(icon =>
    [icon.className, getComputedStyle(icon).maskImage.startsWith('url("data:image/svg')]))"""
PACKED = (".png", ".woff2")  # as small as they get
SERVED_PAGES = [name for name in PAGES if name.startswith("notebooks/") and "atlas" not in name]


@pytest.mark.parametrize("name", SERVED_PAGES)
class TestReaching:
    def test_a_page_is_light_with_all_that_it_loads(self, pages, browser, sample_report, name):
        with open_window(browser, width=1280) as page:
            page.goto(f"{pages}/{name}.html")
            page.wait_for_load_state("networkidle")
            asked = {url.partition("?")[0].removeprefix(f"{pages}/") for url in page.asked}
        sizes = {}
        for part in asked:
            content = (sample_report / unquote(part)).read_bytes()
            sizes[part] = len(content if part.endswith(PACKED) else gzip.compress(content))
        assert sum(sizes.values()) <= MOST_BYTES, sorted(sizes.items(), key=lambda item: -item[1])

    def test_every_icon_is_drawn_without_a_font_of_icons(self, pages, browser, name):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{pages}/{name}.html")
        drawn = page.evaluate(ICONS)
        page.close()
        assert len(drawn) > 5
        assert all(drawn.values()), drawn

    def test_twice_as_large_it_still_fits_its_window(self, pages, browser, name):
        page = browser.new_page(viewport={"width": 640, "height": 450})  # 1280 x 900 at 200%
        page.goto(f"{pages}/{name}.html")
        page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        width = page.evaluate("document.documentElement.scrollWidth")
        page.close()
        assert width <= 640

    def test_the_first_stop_of_the_keyboard_leads_past_the_menu(self, pages, browser, name):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{pages}/{name}.html")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.innerText") == "Skip to main content"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        inside = page.evaluate("!!document.activeElement.closest('main')")
        page.close()
        assert inside


# From the skip link to the last part of the menu, and on a phone to the last button above the page.
STOPS = {1280: 13, 390: 4}
INSIDE = "!!document.activeElement.closest('article')"


def press_tab_until(page, found, *, most=60):
    """Press Tab until something is found, and count the stops before it."""
    for stops in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(found):
            return stops
    raise AssertionError(f"{found} is not found within {most} stops")


class TestKeyboard:
    @pytest.mark.parametrize("name", SERVED_PAGES)
    def test_few_stops_lie_before_what_a_page_says(self, pages, window, name):
        window.goto(f"{pages}/{name}.html")
        stops = press_tab_until(window, INSIDE)
        assert stops <= STOPS[window.viewport_size["width"]]

    def test_the_menu_opens_the_districts_without_a_script(self, pages, browser):
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{pages}/notebooks/overview.html")
        link = page.locator(".of-districts a", has_text="Sandrigby")
        assert not link.is_visible()
        page.locator(".of-districts summary").click()
        link.click()
        assert page.url == f"{pages}/notebooks/district-sandrigby.html"
        context.close()


class TestMapOfTheArea:
    def test_each_district_on_it_leads_to_its_page(self, pages, window):
        window.goto(f"{pages}/notebooks/overview.html")
        links = window.locator("svg.map-links a")
        names = [link.get_attribute("aria-label") for link in links.all()]
        assert len(set(names)) == len(names) == 6
        for name, link in zip(names, links.all(), strict=True):
            assert link.get_attribute("href") == f"district-{name.lower()}.html"

    def test_links_lie_over_the_picture_and_no_further(self, pages, window):
        window.goto(f"{pages}/notebooks/overview.html")
        frame = window.locator(".cell_output:has(.map-links)")
        picture, links = frame.locator("img").first, frame.locator("svg.map-links")
        picture.scroll_into_view_if_needed()
        assert links.bounding_box() == pytest.approx(picture.bounding_box(), abs=1)

    def test_a_key_press_on_a_district_opens_its_page(self, pages, browser):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{pages}/notebooks/overview.html")
        press_tab_until(page, "!!document.activeElement.closest('.map-links')")
        wanted = page.evaluate("document.activeElement.getAttribute('href')")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{pages}/notebooks/{wanted}")
        page.close()

    def test_a_click_works_without_a_script_and_from_a_folder(self, browser, sample_report):
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto((sample_report / "notebooks" / "overview.html").as_uri())
        page.locator('svg.map-links a[aria-label="Sandrigby"] path').click()
        assert page.url.endswith("/notebooks/district-sandrigby.html")
        assert page.url.startswith("file:")
        context.close()


class TestFindBox:
    def test_it_needs_no_script_to_ask_the_atlas(self, pages, browser):
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{pages}/notebooks/overview.html")
        page.locator("#find-place").fill("Lantern Cliff")
        page.locator(".find-place button").click()
        assert page.url == f"{pages}/notebooks/atlas.html?find=Lantern+Cliff"
        context.close()

    def test_the_atlas_answers_with_the_places_card(self, pages, window):
        window.goto(f"{pages}/notebooks/overview.html")
        window.locator("#find-place").fill("Lantern Cliff")
        window.locator("#find-place").press("Enter")
        window.wait_for_selector("#atlas-card-name")
        assert "Lantern Cliff" in window.locator(".atlas-card").inner_text()

    def test_it_works_from_a_folder_that_nobody_serves(self, browser, sample_report):
        page = browser.new_page()
        page.goto((sample_report / "notebooks" / "overview.html").as_uri())
        page.locator("#find-place").fill("Lantern Cliff")
        page.locator("#find-place").press("Enter")
        page.wait_for_selector("#atlas-card-name")
        assert "Lantern Cliff" in page.locator(".atlas-card").inner_text()
        page.close()


# What stands on a page's first screen: its name, its status, its finding and where to start.
FIRST_SCREEN = """() => {
  const finding = document.querySelector('article strong').closest('p');
  const parts = ['article h1', '.bd-header-announcement'].map(one => document.querySelector(one));
  const rows = [...document.querySelectorAll('.datacell-table tbody th')].slice(0, 3);
  const bottom = part => part.getBoundingClientRect().bottom;
  return {
    text: finding.innerText,
    bottoms: [...parts, finding].map(bottom),
    places: rows.map(row => row.innerText.replace(/^\\d+\\. | \\(.*$/g, '')),
    rows: rows.map(bottom),
  };
}"""


class TestDistrictPage:
    @pytest.mark.parametrize("size", [(1280, 900), (390, 844)], ids=["desk", "phone"])
    def test_the_first_screen_says_where_to_go(self, pages, browser, size):
        page = browser.new_page(viewport={"width": size[0], "height": size[1]})
        page.goto(f"{pages}/notebooks/district-sandrigby.html")
        first = page.evaluate(FIRST_SCREEN)
        page.close()
        assert max(first["bottoms"]) <= size[1]
        assert len(first["places"]) == 3
        assert all(place in first["text"] for place in first["places"])
        # a desk has room for their rows, too
        assert size[0] < 1280 or max(first["rows"]) <= size[1]

    def test_it_says_what_matters_first(self, pages, window):
        window.goto(f"{pages}/notebooks/district-sandrigby.html")
        assert window.locator("article h1").inner_text().startswith("Sandrigby")
        assert "Invented data" in window.locator(".bd-header-announcement").inner_text()
        assert "people live in" in window.locator("article strong").first.inner_text()

    def test_its_list_starts_with_the_place_of_the_planted_hot_spot(self, pages, window):
        window.goto(f"{pages}/notebooks/district-sandrigby.html")
        first = window.locator(".datacell-table tbody th").first.inner_text()
        assert first.startswith("1. Esplanade & Winter Gardens")

    def test_every_neighbourhood_of_the_fifth_opens_at_a_click(self, pages, window):
        window.goto(f"{pages}/notebooks/district-sandrigby.html")
        table = window.locator("details .datacell-table", has_text="place by place")
        assert not table.is_visible()
        window.locator("details summary", has_text="place by place").click()
        assert table.is_visible()
        number = int(window.locator("article strong").first.inner_text().split()[5])
        assert len(table.locator("tbody tr").all()) == number

    def test_how_sure_every_place_is_opens_at_a_click(self, pages, window):
        window.goto(f"{pages}/notebooks/district-sandrigby.html")
        table = window.locator("details .datacell-table", has_text="how sure its place is")
        assert not table.is_visible()
        window.locator("details summary", has_text="How sure is each place?").click()
        assert table.is_visible()
        assert len(table.locator("tbody tr").all()) > 20


@pytest.fixture(scope="module")
def sheets(pages, browser):
    """The words of each sheet of a district's page, as it is printed."""
    page = browser.new_page()
    page.goto(f"{pages}/notebooks/district-sandrigby.html")
    printed = page.pdf(tagged=True, outline=True, prefer_css_page_size=True)
    page.close()
    return [" ".join(sheet.extract_text().split()) for sheet in PdfReader(BytesIO(printed)).pages]


class TestPaper:
    def test_every_sheet_says_whose_it_is_of_which_day_and_how_it_stands(self, sheets):
        assert len(sheets) > 2
        for number, sheet in enumerate(sheets, start=1):
            assert "Brackenshire" in sheet
            assert re.search(r"Made on \d{1,2} [A-Z][a-z]+ 20\d\d\.", sheet)
            assert "Invented data: no place or person on this page is real." in sheet
            assert f"Page {number} of {len(sheets)}" in sheet

    def test_each_says_once_that_it_is_pending_and_the_citation_once_more(self, sheets):
        pending = [sheet.count("Pending: nobody has approved this report yet.") for sheet in sheets]
        assert pending[0] == min(pending) == 1
        assert sum(pending) == len(sheets) + 1
        assert sum("Cite it as:" in sheet for sheet in sheets) == 1
