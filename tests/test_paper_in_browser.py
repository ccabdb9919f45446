"""What a report gives to paper and to phones: its sheets, its PDF, its pictures, as printed."""

import re
from datetime import date
from io import BytesIO
from itertools import pairwise
from unicodedata import normalize

import pandas as pd
import pytest
from PIL import Image
from pypdf import PdfReader

from datacell_lib.config import Edition
from datacell_lib.files.area import load_area
from datacell_lib.governance.release import Released
from datacell_lib.pipeline import paper, workspace
from datacell_lib.pipeline.paper import make_pdf
from datacell_lib.presentation.downloads.monday_sheet import write_sheet
from datacell_lib.presentation.imprint import make_imprint
from datacell_lib.schema import ParameterError, RunError
from tests.chromium import NEEDS_BROWSER

pytestmark = NEEDS_BROWSER

MOST_PAGES = 6
ACROSS = (842, 595)  # A4, in points
LISTED = "[...document.querySelectorAll('.datacell-table')][0].querySelectorAll('tbody tr')"
CELLS = f"[...{LISTED}].slice(0, 10).map(row => [...row.cells].map(cell => cell.innerText))"
ROWS = "[...document.querySelectorAll('tbody tr')].map(row => [...row.cells].map(c => c.innerText))"
SMALLEST = """Math.min(...[...document.querySelectorAll('body *')]
  .map(part => parseFloat(getComputedStyle(part).fontSize)))"""
TO_HAND_OUT = """[...document.querySelectorAll('.datacell-download a')].map(a => a.href)
  .filter(href => /monday-sheets.*html$|pictures/.test(href))"""

POINTS_A_MM = 72 / 25.4
HEAD, FOOT = (297 - 18) * POINTS_A_MM, 20 * POINTS_A_MM  # where a page's own content ends
HEADING_AND_WORDS = 40  # millimetres of a heading with its space and three lines
KEPT = """how => [...document.querySelectorAll('.bd-article *')]
  .filter(part => getComputedStyle(part)[how] === 'avoid' && part.offsetHeight)
  .map(part => part.tagName + (part.matches('.admonition') ? '.admonition' : ''))"""
KEPT_WHOLE, KEPT_WITH_NEXT = (f"({KEPT})('{how}')" for how in ("breakInside", "breakAfter"))
BEFORE_WORDS = """[...document.querySelectorAll('.bd-article :is(h1, h2):has(+ p)')]
  .map(heading => heading.firstChild.textContent.trim())"""
# In front of the second of these, so that nothing between them takes up what it grows by.
ADD_FILLER = """() => {
  const filler = document.createElement('div');
  filler.id = 'filler';
  document.querySelectorAll('.bd-article :is(h1, h2):has(+ p)')[1].before(filler);
}"""


def read_marks(page):
    """Read how far up the words and pictures of a page stand, from its top, in points."""
    marks = []

    def read_text(text, matrix, own, _font, _size):
        if text.strip():
            height = own[4] * matrix[1] + own[5] * matrix[3] + matrix[5]
            marks.append((height, " ".join(normalize("NFKC", text).split())))

    def read_picture(operator, _operands, matrix, _own):
        if operator == b"Do":
            marks.append((min(matrix[5], matrix[5] + matrix[3]), ""))

    page.extract_text(visitor_text=read_text, visitor_operand_before=read_picture)
    return sorted((mark for mark in marks if FOOT - 2 < mark[0] < HEAD), reverse=True)


def read_words(page):
    """Read a sheet's words; the one sign that is printed for fi is two letters again."""
    return " ".join(normalize("NFKC", page.extract_text()).split())


@pytest.fixture(scope="module")
def sheet(pages, browser):
    """The sheet of a district in a browser, and what comes out of its printer."""
    page = browser.new_page()
    page.goto(f"{pages}/notebooks/district-sandrigby.html")
    (address,) = (link for link in page.evaluate(TO_HAND_OUT) if link.endswith(".html"))
    listed = page.evaluate(CELLS)
    page.goto(address)
    printed = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    yield page, listed, printed
    page.close()


class TestMondaySheet:
    def test_it_has_the_rows_of_the_district_page_in_its_order_and_words(self, sheet):
        page, listed, _ = sheet
        rows = page.evaluate(ROWS)
        assert 1 <= len(rows) <= 10
        assert [row[:3] for row in rows] == [row[:3] for row in listed]
        assert all(re.match(r"GP surgery .*\d\u00a0km", row[3]) for row in rows)
        assert all(row[4:] == ["", ""] for row in rows)

    def test_its_last_columns_are_wide_enough_to_write_in(self, sheet):
        page, _, _ = sheet
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 1047, "height": 700})  # what A4 leaves across
        widths = page.evaluate(
            "[...document.querySelectorAll('thead .write')].map(head => head.offsetWidth)"
        )
        page.emulate_media(media="screen")
        done, name = (width / 96 * 25.4 for width in widths)  # in millimetres
        assert done >= 25 and name >= 45

    def test_it_is_one_sheet_of_a4_with_status_day_and_number(self, sheet):
        _, _, printed = sheet
        (only,) = printed.pages
        words = read_words(only)
        assert (round(only.mediabox.width), round(only.mediabox.height)) == ACROSS
        for said in (
            "Sandrigby",
            "Brackenshire",
            "Pending:",
            "Page 1 of 1",
            "not about households",
        ):
            assert said in words
        assert re.search(r"Made on \d{1,2} [A-Z][a-z]+ 20\d\d\.", words)

    def test_ten_places_with_long_names_and_reasons_are_one_sheet_as_well(self, browser):
        name, why = "Great Holland, Kirby Cross & Frinton South", "Access and connection"
        longest = pd.DataFrame(
            {
                "position": range(1, 11),
                "place_name": name,
                "neighbourhoods": 12,
                "population": 17_211,
                "people": 11_578,
                "reasons": f"Health and wellbeing; {why}",
                "firmness": "depends",
                "nearest_gp_surgery": "Great Bentley Medical Centre",
                "kilometres_to_gp_surgery": 12.6,
                "nearest_pharmacy": "Rowlands Pharmacy",
                "kilometres_to_pharmacy": 10.4,
                "listed": 31,
            }
        )
        imprint = make_imprint(load_area("sample"), made_on=date(2026, 11, 23))
        titles = {"older": "People aged 65 and over"}
        about = {"title": "Tendring", "code": "a", "titles": titles, "imprint": imprint}
        page = browser.new_page()
        released = Released(longest, "ten-0", ("census2021-age",), "open", Edition.OPEN, True)
        page.set_content(write_sheet(released, **about))
        printed = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
        page.close()
        assert len(printed.pages) == 1
        assert printed.pages[0].extract_text().count("Holland") == 10

    def test_its_type_is_eleven_points_at_least(self, sheet):
        page, _, _ = sheet
        assert page.evaluate(SMALLEST) >= 11 * 96 / 72 - 0.01

    def test_it_needs_no_colour(self, sheet):
        page, _, _ = sheet
        colours = page.evaluate(
            "[...new Set([...document.querySelectorAll('body *')]"
            ".map(part => getComputedStyle(part).color))]"
        )
        assert colours == ["rgb(0, 0, 0)"]


class TestHandouts:
    @pytest.mark.parametrize("name", ["overview", "district-sandrigby", "downloads"])
    def test_every_link_leads_to_a_file_that_a_browser_shows(self, pages, browser, name):
        page = browser.new_page()
        page.goto(f"{pages}/notebooks/{name}.html")
        links = page.evaluate(TO_HAND_OUT)
        answers = [page.request.get(link) for link in links]
        contents = [answer.body() for answer in answers]
        page.close()
        # six districts with a sheet and a picture each, and the headlines' picture
        assert len(links) == {"overview": 1, "district-sandrigby": 2, "downloads": 13}[name]
        assert all(answer.ok for answer in answers)
        for link, content in zip(links, contents, strict=True):
            if link.endswith(".png"):
                assert Image.open(BytesIO(content)).size == (1080, 1350)


@pytest.fixture(scope="module")
def printed(sample_report):
    """The PDF of the headlines and of a district, from the report that is shown."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workspace, "BUILD", sample_report.parents[4])
        made = {name: make_pdf("sample", district=name) for name in (None, "Sandrigby")}
    return {name or "headlines": path for name, path in made.items()}


@pytest.mark.parametrize("name", ["headlines", "Sandrigby"])
class TestMakePdf:
    def test_it_has_two_to_six_pages_that_say_whose_they_are_and_how_they_stand(
        self, printed, name
    ):
        sheets = [read_words(page) for page in PdfReader(printed[name]).pages]
        assert 2 <= len(sheets) <= MOST_PAGES
        for number, words in enumerate(sheets, start=1):
            assert "Brackenshire" in words
            assert "Pending: nobody has approved this report yet." in words
            assert f"Page {number} of {len(sheets)}" in words

    def test_it_has_tags_bookmarks_language_and_title(self, printed, name):
        read = PdfReader(printed[name])
        root = read.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"] and root["/StructTreeRoot"]
        assert root["/Lang"] == "en-GB"
        title = "Headlines" if name == "headlines" else name
        assert read.metadata.title == f"{title} — Brackenshire: neighbourhood intelligence"
        assert read.outline

    def test_every_row_of_the_list_is_whole_on_one_page(self, printed, pages, browser, name):
        page = browser.new_page()
        stem = "overview" if name == "headlines" else "district-sandrigby"
        page.goto(f"{pages}/notebooks/{stem}.html")
        rows = page.evaluate(CELLS)
        page.close()
        sheets = [read_words(one).replace(" ", "") for one in PdfReader(printed[name]).pages]
        for row in rows:
            words = ["".join(cell.split()) for cell in row]
            assert any(all(word in sheet for word in words) for sheet in sheets), row

    def test_it_lies_beside_the_pages_and_not_among_them(self, printed, sample_report, name):
        assert printed[name].parent.name == "pdf"
        assert not printed[name].is_relative_to(sample_report)
        assert not list(sample_report.rglob("*.pdf"))


@pytest.fixture(params=["overview", "district-sandrigby"])
def on_paper(request, pages, browser):
    """A page of the report as its printer sees it."""
    page = browser.new_page()
    page.goto(f"{pages}/notebooks/{request.param}.html")
    page.emulate_media(media="print")
    yield page
    page.close()


class TestBreaksOfPages:
    def test_only_small_things_and_pictures_are_kept_whole(self, on_paper):
        kept = set(on_paper.evaluate(KEPT_WHOLE))
        assert {"IMG", "TR"} <= kept <= {"IMG", "TR", "THEAD", "DIV.admonition"}

    def test_only_what_is_above_something_is_kept_with_it(self, on_paper):
        kept = set(on_paper.evaluate(KEPT_WITH_NEXT))
        assert {"H2", "CAPTION"} <= kept <= {"H1", "H2", "H3", "H4", "CAPTION", "TR"}

    def test_a_section_begins_where_there_is_room_for_its_heading_and_words(self, on_paper):
        headings = on_paper.evaluate(BEFORE_WORDS)
        on_paper.evaluate(ADD_FILLER)
        begun = 0
        for height in range(0, 240, 20):
            on_paper.evaluate("height => { filler.style.height = `${height}mm`; }", height)
            sheets = PdfReader(BytesIO(on_paper.pdf(prefer_css_page_size=True))).pages
            for before, after in pairwise(map(read_marks, sheets)):
                if after[0][1] in headings[2:]:  # what stands above the second is the filler
                    begun += 1
                    left = (before[-1][0] - FOOT) / POINTS_A_MM
                    assert left < HEADING_AND_WORDS, (height, after[0][1])
        assert begun


class TestMakePdfOfNothing:
    def test_a_report_that_is_not_there_says_how_to_make_it(self, tmp_path, monkeypatch):
        monkeypatch.setattr(workspace, "BUILD", tmp_path)
        with pytest.raises(
            RunError, match=r"no report of Brackenshire .* datacell\.py report sample"
        ):
            make_pdf("sample")
        assert not list(tmp_path.rglob("*"))

    def test_a_district_that_it_has_not_is_told_with_those_that_it_has(
        self, sample_report, monkeypatch
    ):
        monkeypatch.setattr(workspace, "BUILD", sample_report.parents[4])
        with pytest.raises(ParameterError, match=r"Did you mean Sandrigby \(E0799000\d\)"):
            make_pdf("sample", district="Sandrigbey")

    def test_a_code_does_for_a_name(self, sample_report, monkeypatch):
        monkeypatch.setattr(workspace, "BUILD", sample_report.parents[4])
        asked = []
        monkeypatch.setattr(paper, "print_page", lambda page, **_: asked.append(page.stem))
        (code,) = (
            code
            for code, name in paper.list_districts(sample_report).items()
            if name == "Sandrigby"
        )
        made = make_pdf("sample", district=code)
        assert (asked, made.name) == (["district-sandrigby"], "sample-sandrigby.pdf")
