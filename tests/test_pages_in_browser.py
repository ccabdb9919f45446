"""The sample county's report in a real browser, at the width of a desk and of a phone."""

import pytest

from tests.chromium import NEEDS_BROWSER, list_breaches

# How many pictures each page has; an analyst may have added some.
PAGES = {
    "notebooks/overview": 2,
    "notebooks/atlas": 0,
    "notebooks/vulnerability": 3,
    "notebooks/surveillance": 4,
    "notebooks/quality": 0,
    "notebooks/district-sandrigby": 4,
    "book/methods/statistics": 0,
    "book/methods/vulnerability-index": 0,
    "book/methods/adding-to-it": 0,
    "book/developers/architecture": 1,
    "book/index": 0,
}

pytestmark = NEEDS_BROWSER


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
        assert list_breaches(window) == {}


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
