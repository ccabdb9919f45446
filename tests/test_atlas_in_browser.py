"""The sample county's atlas in a real browser: by keyboard, by address, on a phone, in the dark."""

import csv
import json
from io import BytesIO

import geopandas as gpd
import pytest
import yaml
from pypdf import PdfReader
from shapely import Point

from datacell_lib.config import SAMPLE
from tests.chromium import NEEDS_BROWSER, list_breaches

pytestmark = NEEDS_BROWSER

TRUTHS = yaml.safe_load((SAMPLE / "TRUTHS.yml").read_text(encoding="utf-8"))
HOT_SPOT = TRUTHS["hot_spot"]["lsoa_codes"]
ELSEWHERE = TRUTHS["hot_spot"]["district_code"]
ADDRESS = "notebooks/atlas.html"


@pytest.fixture
def atlas(pages, window):
    """The atlas, ready."""
    return open_atlas(pages, window)


def open_atlas(pages, window, hash=""):
    window.goto("about:blank")
    window.goto(f"{pages}/{ADDRESS}{hash}")
    window.wait_for_selector("#atlas-view[data-ready]")
    return window


def list_rows(window):
    return window.locator(".atlas-table tbody tr").all_inner_texts()


def count_in_legend(window):
    lines = window.locator(".atlas-legend li").all_inner_texts()
    return sum(int(line.rsplit(": ", 1)[1]) for line in lines)


def read_card(window):
    names = window.locator(".atlas-card dt").all_text_contents()
    values = window.locator(".atlas-card dd").all_text_contents()
    return dict(zip(names, values, strict=True))


def count_residents(code):
    """Count residents, and those of 65 and over, from the sample's file as it was published."""
    with (SAMPLE / "census-2021" / "census2021-ts007a-lsoa.csv").open(encoding="utf-8-sig") as file:
        row = next(row for row in csv.DictReader(file) if row["geography code"] == code)
    older = [name for name in row if any(f"Aged {age} " in name for age in (65, 70, 75, 80, 85))]
    assert len(older) == 5
    return int(row["Age: Total"]), sum(int(row[name]) for name in older)


class TestReach:
    def test_every_row_that_the_server_sent_is_there_without_the_script(self, pages, browser):
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{pages}/{ADDRESS}")
        rows = page.locator(".datacell-table tbody tr")
        # TRUTHS.yml counts its county in six districts of the sample's lookup
        with next(SAMPLE.glob("ons-geography/LSOA_(2021)_to_Electoral*")).open(
            encoding="utf-8-sig"
        ) as file:
            known = [row["LAD24CD"] for row in csv.DictReader(file)]
        wanted = sum(code in TRUTHS["county"]["district_codes"] for code in known)
        assert rows.count() == wanted
        assert page.locator(".atlas-waiting").is_visible()
        context.close()

    def test_it_asks_nobody_else_and_fits_its_window(self, pages, atlas):
        atlas.fill("#atlas-search", "Sandrigby")
        atlas.press("#atlas-search", "Enter")
        elsewhere = [url for url in atlas.asked if not url.startswith((pages, "data:", "about:"))]
        assert elsewhere == [] and atlas.complaints == []
        width = atlas.evaluate("document.documentElement.scrollWidth")
        assert width <= atlas.viewport_size["width"]

    def test_no_column_of_the_table_is_cut(self, atlas):
        atlas.select_option("#atlas-layer", "older_people_numerator")
        frame = atlas.locator(".atlas-table")
        assert frame.evaluate("frame => frame.scrollWidth <= frame.clientWidth")

    @pytest.mark.parametrize("theme", ["light", "dark"])
    def test_axe_finds_no_breach_with_everything_open(self, pages, window, theme):
        window.emulate_media(color_scheme=theme)
        open_atlas(pages, window, f"#{HOT_SPOT[0]}&with={HOT_SPOT[1]}&only=fifth")
        window.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        window.fill("#atlas-search", "part")
        window.evaluate("scrollTo(0, 0)")  # where the theme's own button covers nothing
        assert list_breaches(window) == {}


class TestServices:
    def test_a_card_names_the_nearest_of_each_kind_with_how_far(self, pages, window):
        open_atlas(pages, window, f"#{HOT_SPOT[0]}")
        named = window.locator(".atlas-nearest dt").all_text_contents()
        assert named == ["GP surgery (invented)", "Pharmacy (invented)", "Hospital (invented)"]
        assert all("km" in text for text in window.locator(".atlas-nearest dd").all_text_contents())

    def test_a_box_puts_services_on_the_map_and_takes_them_off(self, atlas):
        box = atlas.get_by_label("Hospitals")
        assert atlas.locator(".atlas-point").count() == 0
        box.check()
        assert atlas.locator(".atlas-point").count() == 3
        box.uncheck()
        assert atlas.locator(".atlas-point").count() == 0

    def test_no_surgery_at_sea_is_on_the_map(self, atlas):
        atlas.get_by_label("GP surgeries").check()
        assert atlas.locator(".atlas-point").count() > 10
        assert "Lightship" not in atlas.content().split('id="atlas-data"')[1]

    def test_the_address_holds_which_are_on_the_map(self, pages, window):
        atlas = open_atlas(pages, window)
        atlas.get_by_label("Hospitals").check()
        atlas.get_by_label("Pharmacies").check()
        assert atlas.evaluate("location.hash") == "#services=pharmacy%2Chospital"
        both = atlas.locator(".atlas-point").count()
        open_atlas(pages, window, "#services=pharmacy%2Chospital%2Ccastle")
        assert atlas.get_by_label("Hospitals").is_checked()
        assert atlas.locator(".atlas-point").count() == both > 3
        assert atlas.evaluate("location.hash") == "#services=pharmacy%2Chospital"


class TestDeathsOfLargerAreas:
    """The county has none, so its page is given some: one figure for each place."""

    @pytest.fixture
    def told(self, pages, window):
        def add_deaths(route):
            before, data = route.fetch().text().split('id="atlas-data">')
            data, after = data.split("</script>", 1)
            content = json.loads(data)
            content["layers"].append(
                {
                    "column": "outcome",
                    "title": "Deaths, March 2020 to April 2021",
                    "group": "outcome",
                    "unit": "per 100,000 residents",
                    "low": False,
                    "named": "Deaths per 100,000 residents of the larger area",
                    "values": [100 + town for town in content["town"]],
                    "areas": [content["towns"][town] for town in content["town"]],
                }
            )
            page = f'{before}id="atlas-data">{json.dumps(content)}</script>{after}'
            route.fulfill(body=page, content_type="text/html; charset=utf-8")

        window.route(f"**/{ADDRESS}*", add_deaths)
        return open_atlas(pages, window, f"#{HOT_SPOT[0]}&layer=outcome")

    def test_legend_and_table_say_that_it_is_of_the_larger_area(self, told):
        legend = told.inner_text(".atlas-legend-title")
        assert legend.endswith("of the larger area: all neighbourhoods of one such area look alike")
        assert "of the larger area" in told.inner_text(".atlas-table thead")

    def test_the_card_names_the_larger_area_and_that_nothing_smaller_is_known(self, told):
        told.locator(".atlas-card summary", has_text="larger areas").click()
        card = told.inner_text(".atlas-card")
        assert "in all of Esplanade & Winter Gardens. Nobody publishes it for smaller" in card

    def test_it_fits_its_window_and_axe_finds_no_breach(self, told):
        width = told.evaluate("document.documentElement.scrollWidth")
        assert width <= told.viewport_size["width"]
        told.evaluate("scrollTo(0, 0)")
        assert list_breaches(told) == {}


class TestCard:
    def test_it_says_whom_to_tell_and_has_an_address(self, pages, window):
        open_atlas(pages, window, f"#{HOT_SPOT[0]}")
        card = window.locator(".atlas-card")
        assert "Is something wrong?" in card.inner_text()
        assert card.locator("a[href='mailto:figures@brackenshire.example']").count() == 1
        assert card.locator(f"a[href='#{HOT_SPOT[0]}']").count() == 1

    def test_the_keyboard_opens_a_place_and_comes_back(self, atlas):
        atlas.focus("#atlas-search")
        atlas.keyboard.type("Lantern Cliff")
        assert "Enter opens the first" in atlas.inner_text(".atlas-status")
        atlas.keyboard.press("Enter")
        assert "Lantern Cliff" in atlas.evaluate("document.activeElement.textContent")
        assert atlas.locator(".atlas-card h3").evaluate("head => head === document.activeElement")
        atlas.keyboard.press("Escape")
        assert not atlas.locator(".atlas-card").is_visible()
        assert atlas.evaluate("document.activeElement.id") == "atlas-search"

    def test_a_row_opens_its_card_by_enter_and_gets_the_focus_back(self, atlas):
        button = atlas.locator(".atlas-table tbody button").nth(3)
        name = button.inner_text()
        button.focus()
        atlas.keyboard.press("Enter")
        assert atlas.inner_text(".atlas-card h3") == name
        atlas.keyboard.press("Escape")
        assert atlas.evaluate("document.activeElement.textContent") == name

    def test_a_tap_on_the_map_opens_the_card_and_marks_the_row(self, pages, window):
        open_atlas(pages, window, f"#{HOT_SPOT[0]}")
        window.keyboard.press("Escape")
        window.locator(".atlas-map").scroll_into_view_if_needed()
        box = window.locator(".atlas-map").bounding_box()
        window.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        assert window.locator(".atlas-card").is_visible()
        name = window.inner_text(".atlas-card h3")
        assert window.inner_text(".atlas-table .atlas-current button") == name

    @pytest.mark.parametrize("code", HOT_SPOT)
    def test_the_planted_hot_spot_says_where_it_stands_and_why(self, pages, window, code):
        card = open_atlas(pages, window, f"#{code}").locator(".atlas-card")
        share = int(card.locator("strong").inner_text().split("%")[0].split()[-1])
        reasons = card.locator("ul").first.inner_text()
        # TRUTHS.yml: poorer, older and more overcrowded than any others
        assert share <= 20
        assert "Economic: in the most vulnerable" in reasons and "Clinical" in reasons
        residents, older = count_residents(code)
        assert read_card(window)["People aged 65 and over"] == f"{older:,}"
        assert read_card(window)["All residents"] == f"{residents:,}"

    def test_it_says_what_it_cannot_say(self, pages, window):
        card = open_atlas(pages, window, f"#{HOT_SPOT[0]}").locator(".atlas-card")
        assert "says nothing about any one household" in card.inner_text()
        wider = card.locator("details", has_text="Known only for larger areas")
        assert "People with diabetes, modelled" in wider.text_content()
        assert "diabetes" not in " ".join(read_card(window)).lower()

    def test_it_is_printed_on_one_sheet(self, pages, window):
        open_atlas(pages, window, f"#{HOT_SPOT[0]}")
        window.evaluate("window.print = () => {}")
        window.locator("text=Print this card").click()
        sheets = PdfReader(BytesIO(window.pdf(format="A4", prefer_css_page_size=True))).pages
        assert len(sheets) == 1
        words = sheets[0].extract_text()
        assert "What is near" in words and "Is something wrong?" in words

    def test_printing_it_leaves_the_card_alone_on_the_page(self, pages, window):
        open_atlas(pages, window, f"#{HOT_SPOT[0]}")
        window.evaluate("window.print = () => {}")
        window.locator("text=Print this card").click()
        window.emulate_media(media="print")
        card = window.locator(".atlas-card")
        assert card.is_visible()
        assert "nobody has approved" in card.inner_text() and "Source: " in card.inner_text()
        seen = window.evaluate(
            "[...document.querySelectorAll('article *')].filter(one => one.checkVisibility() && "
            "!one.closest('.atlas-card') && !one.contains(document.querySelector('.atlas-card')))"
            ".map(one => one.outerHTML.slice(0, 80))"
        )
        assert seen == []
        window.evaluate("window.dispatchEvent(new Event('afterprint'))")
        assert window.locator(".atlas-map").is_visible()


class TestPostcode:
    def test_a_postcode_opens_the_neighbourhood_that_its_point_lies_in(self, pages, window):
        atlas = open_atlas(pages, window)
        assert not any("/postcodes/" in url for url in atlas.asked)
        with (SAMPLE / "ordnance-survey" / "zz.csv").open(encoding="utf-8") as file:
            postcodes = [row for row in csv.reader(file) if row[8] == ELSEWHERE]
        shapes = gpd.read_file(next(SAMPLE.glob("ons-geography/Lower*.geojson")))
        shapes = shapes.to_crs(27700)
        for postcode, _, east, north, *_ in (postcodes[0], postcodes[-1]):
            atlas.fill("#atlas-search", postcode.lower().replace(" ", ""))
            atlas.press("#atlas-search", "Enter")
            atlas.wait_for_selector(".atlas-card:not([hidden])")
            nearest = shapes.distance(Point(int(east), int(north))).idxmin()
            assert shapes.loc[nearest, "LSOA21NM"] in atlas.inner_text(".atlas-card h3")
            atlas.keyboard.press("Escape")
        assert len([url for url in atlas.asked if "/postcodes/" in url]) == 1

    @pytest.mark.parametrize("postcode", ["ZZ2 9ZZ", "CB1 1AA"])
    def test_one_that_is_not_here_is_said_to_be_elsewhere(self, pages, window, postcode):
        atlas = open_atlas(pages, window)
        atlas.fill("#atlas-search", postcode)
        atlas.press("#atlas-search", "Enter")
        atlas.wait_for_selector(".atlas-status:not(:empty)")
        said = atlas.inner_text(".atlas-status")
        assert said == f"{postcode} is not a postcode of Brackenshire."
        assert atlas.complaints == []


class TestView:
    def test_an_address_brings_the_whole_view_back(self, pages, window):
        atlas = open_atlas(pages, window)
        atlas.select_option("#atlas-layer", "share_economic")
        atlas.select_option("#atlas-district", ELSEWHERE)
        atlas.locator(".atlas-table tbody button").first.click()
        hash = atlas.evaluate("location.hash")
        name, rows = atlas.inner_text(".atlas-card h3"), list_rows(atlas)
        again = open_atlas(pages, window, hash)
        assert again.input_value("#atlas-layer") == "share_economic"
        assert again.input_value("#atlas-district") == ELSEWHERE
        assert again.inner_text(".atlas-card h3") == name
        assert sorted(list_rows(again)) == sorted(rows)

    @pytest.mark.parametrize(
        "hash", ["#E01000001", "#layer=nothing&district=E1&with=x", "#%E0%A4%A", "#<img src=x>"]
    )
    def test_an_address_that_is_made_up_opens_the_atlas_all_the_same(self, pages, window, hash):
        atlas = open_atlas(pages, window, hash)
        assert not atlas.locator(".atlas-card").is_visible()
        assert len(list_rows(atlas)) == 50 and atlas.complaints == []

    def test_a_lens_shows_one_need_among_the_most_vulnerable_fifth(self, atlas):
        atlas.locator(".atlas-lenses button", has_text="Older people").click()
        rows = atlas.locator(".atlas-table tbody tr").all()
        shares = [int(row.locator("td").nth(1).inner_text().rstrip("%")) for row in rows]
        older = [int(row.locator("td").nth(2).inner_text().replace(",", "")) for row in rows]
        assert max(shares) <= 20 and older == sorted(older, reverse=True)
        counted = count_in_legend(atlas)
        assert counted == len(rows)

    def test_two_stand_side_by_side(self, atlas):
        for wanted in ("Lantern Cliff", "Sandrigby 003C"):
            atlas.fill("#atlas-search", wanted)
            atlas.press("#atlas-search", "Enter")
            if wanted == "Lantern Cliff":
                atlas.locator("text=Compare with another").click()
        heads = atlas.locator(".atlas-comparison thead th").all_inner_texts()
        assert "Sandrigby 003C" in heads[1] and "Lantern Cliff" in heads[2]
        rows = atlas.locator(
            ".atlas-comparison tbody tr", has_text="All residents"
        ).all_inner_texts()
        assert len(rows) == 1

    def test_what_is_shown_can_be_taken_away(self, pages, window):
        atlas = open_atlas(pages, window, f"#district={ELSEWHERE}")
        with atlas.expect_download() as download:
            atlas.locator("text=Download what is shown").click()
        with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert {row["district"] for row in rows} == {"Sandrigby"}
        place = next(row for row in rows if row["area_code"] == HOT_SPOT[0])
        residents, older = count_residents(HOT_SPOT[0])
        assert place["All residents: how many"] == str(residents)
        assert place["People aged 65 and over: how many"] == str(older)


class TestTable:
    def test_headings_sort_and_say_so(self, atlas):
        head = atlas.locator(".atlas-table thead th").first
        head.locator("button").click()
        names = atlas.locator(".atlas-table tbody th").all_inner_texts()
        assert head.get_attribute("aria-sort") == "ascending"
        assert names == sorted(names, key=str.lower)
        head.locator("button").click()
        assert head.get_attribute("aria-sort") == "descending"
        last = atlas.locator(".atlas-table tbody th").first.inner_text()
        assert last >= names[-1]

    def test_a_district_filters_map_and_table_alike(self, atlas):
        atlas.select_option("#atlas-district", ELSEWHERE)
        more = atlas.locator(".atlas-more")
        if more.is_visible():
            more.click()
        rows = list_rows(atlas)
        counted = count_in_legend(atlas)
        assert all("Sandrigby" in row for row in rows)
        assert counted == len(rows)

    def test_all_rows_can_be_asked_for(self, atlas):
        assert len(list_rows(atlas)) == 50
        atlas.locator(".atlas-more").click()
        assert len(list_rows(atlas)) > 100
