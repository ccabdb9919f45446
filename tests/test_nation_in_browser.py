"""The atlas of the sample's nation in a real browser, opened from its folder on the disk."""

import csv

import pytest
import yaml

from datacell_lib.config import SAMPLE
from datacell_lib.pipeline import nation_atlas
from datacell_lib.pipeline.nation_atlas import make_nation_atlas
from tests.chromium import NEEDS_BROWSER, list_breaches

pytestmark = NEEDS_BROWSER

TRUTHS = yaml.safe_load((SAMPLE / "TRUTHS.yml").read_text(encoding="utf-8"))
HOT_SPOT = TRUTHS["hot_spot"]["lsoa_codes"]
SANDRIGBY = TRUTHS["hot_spot"]["district_code"]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Where its page is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nation_atlas, "BUILD", tmp_path_factory.mktemp("build"))
        yield make_nation_atlas("sample").as_uri()


@pytest.fixture
def atlas(address, window):
    """The atlas, with its districts."""
    return open_atlas(address, window)


def open_atlas(address, window, hash=""):
    window.goto("about:blank")
    window.goto(address + hash)
    window.wait_for_selector("#atlas-view[data-ready]")
    return window


def list_districts_asked(window):
    return [url.rsplit("/", 1)[1] for url in window.asked if "/districts/" in url]


def list_known_places():
    with next(SAMPLE.glob("ons-geography/LSOA_(2021)_to_Electoral*")).open(
        encoding="utf-8-sig"
    ) as file:
        return list(csv.DictReader(file))


class TestDistricts:
    def test_they_come_first_and_no_neighbourhood_with_them(self, atlas):
        rows = atlas.locator(".atlas-table tbody tr").all_inner_texts()
        known = list_known_places()
        assert len(rows) == len({row["LAD24CD"] for row in known})
        counted = sum(int(row.split("\t")[1]) for row in rows)
        assert counted == len(known)
        # TRUTHS.yml: the hot spot's district is the poorest and oldest
        assert rows[0].startswith("Sandrigby")
        assert list_districts_asked(atlas) == []
        known = ("file:", "about:", "data:")
        assert [url for url in atlas.asked if not url.startswith(known)] == []

    def test_without_scripts_they_are_a_table(self, address, browser):
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(address)
        assert page.locator("noscript .datacell-table tbody tr").count() == 8
        assert page.locator(".atlas-waiting").is_visible()
        context.close()

    def test_a_row_opens_its_district_by_keyboard_and_the_way_back_is_there(self, atlas):
        atlas.locator(".atlas-table tbody button", has_text="Hexelby").focus()
        atlas.keyboard.press("Enter")
        atlas.wait_for_selector(".atlas-bar")
        assert atlas.evaluate("document.activeElement.textContent") == "Hexelby"
        known = [row for row in list_known_places() if row["LAD24NM"] == "Hexelby"]
        assert atlas.locator(".atlas-table tbody tr").count() == len(known)
        assert list_districts_asked(atlas) == [f"{known[0]['LAD24CD']}.js"]
        atlas.keyboard.press("Tab")
        atlas.keyboard.press("Enter")
        assert atlas.locator(".atlas-table tbody tr").count() == 8
        assert atlas.complaints == []

    def test_a_tap_on_the_map_opens_the_district_below_it(self, atlas):
        frame = atlas.locator(".atlas-map")
        frame.scroll_into_view_if_needed()
        name = atlas.locator(".atlas-name-district", has_text="Ostringham").locator("span")
        box = name.bounding_box()
        atlas.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] + 12)
        atlas.wait_for_selector(".atlas-bar")
        assert atlas.inner_text(".atlas-bar h2") == "Ostringham"

    def test_a_layer_is_kept_on_the_way_in_and_out(self, atlas):
        atlas.select_option("#atlas-layer", "share_economic")
        atlas.select_option("#atlas-district", SANDRIGBY)
        atlas.wait_for_selector(".atlas-bar")
        assert atlas.input_value("#atlas-layer") == "share_economic"
        atlas.select_option("#atlas-district", "")
        assert atlas.input_value("#atlas-layer") == "share_economic"
        assert "#layer=share_economic" in atlas.evaluate("location.hash")

    def test_a_district_whose_file_is_gone_is_said_to_be_missing(self, address, window):
        window.route("**/districts/*", lambda route: route.abort())
        atlas = open_atlas(address, window, f"#district={SANDRIGBY}")
        said = "The neighbourhoods of Sandrigby are not beside this page"
        assert said in atlas.inner_text(".atlas-status")
        assert atlas.locator(".atlas-table tbody tr").count() == 8


class TestNeighbourhoods:
    def test_a_place_that_is_searched_for_opens_its_district_and_its_card(self, atlas):
        atlas.fill("#atlas-search", "Lantern Cliff")
        atlas.wait_for_selector(".atlas-found button")
        atlas.press("#atlas-search", "Enter")
        atlas.wait_for_selector(".atlas-card:not([hidden])")
        assert "Lantern Cliff" in atlas.evaluate("document.activeElement.textContent")
        atlas.fill("#atlas-search", "Hexelby 001A")
        atlas.press("#atlas-search", "Enter")
        atlas.wait_for_selector(".atlas-bar h2:has-text('Hexelby')")
        assert "Hexelby 001A" in atlas.inner_text(".atlas-card h3")
        assert atlas.complaints == []

    @pytest.mark.parametrize("hash", ["#{}", "#{}&district=" + SANDRIGBY])
    def test_an_address_opens_a_card_with_where_it_stands_and_why(self, address, window, hash):
        code, other = HOT_SPOT[:2]
        card = open_atlas(address, window, hash.format(code)).locator(".atlas-card")
        assert "Economic: in the most vulnerable" in card.inner_text()
        assert "Pending: nobody has approved" in card.text_content()
        window.evaluate(f"location.hash = '#{other}'")
        window.wait_for_function(
            f"document.querySelector('.atlas-card').innerText.includes('{other}')"
        )

    def test_a_lens_and_a_comparison_are_those_of_an_area(self, address, window):
        atlas = open_atlas(
            address, window, f"#district={SANDRIGBY}&{HOT_SPOT[0]}&with={HOT_SPOT[1]}"
        )
        assert atlas.locator(".atlas-comparison thead th").count() == 3
        atlas.locator(".atlas-lenses button", has_text="Older people").click()
        shares = atlas.locator(".atlas-table tbody tr td:nth-child(3)").all_inner_texts()
        assert shares and max(int(share.rstrip("%")) for share in shares) <= 20

    @pytest.mark.parametrize(
        "hash", ["#E01000001", "#district=E1&with=x", "#%E0%A4%A", "#<img src=x>"]
    )
    def test_an_address_that_is_made_up_opens_the_districts(self, address, window, hash):
        atlas = open_atlas(address, window, hash)
        assert atlas.locator(".atlas-table tbody tr").count() == 8
        assert atlas.complaints == []


@pytest.mark.parametrize("theme", ["light", "dark"])
class TestEverybody:
    def test_axe_finds_no_breach_among_districts_or_in_one(self, address, window, theme):
        window.emulate_media(color_scheme=theme)
        open_atlas(address, window)
        assert list_breaches(window) == {}
        open_atlas(address, window, f"#{HOT_SPOT[0]}&with={HOT_SPOT[1]}&only=fifth")
        window.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        window.fill("#atlas-search", "part")
        window.wait_for_selector(".atlas-found button")
        assert list_breaches(window) == {}

    def test_it_fits_its_window(self, address, window, theme):
        window.emulate_media(color_scheme=theme)
        for hash in ("", f"#{HOT_SPOT[0]}"):
            open_atlas(address, window, hash)
            width = window.evaluate("document.documentElement.scrollWidth")
            assert width <= window.viewport_size["width"]
