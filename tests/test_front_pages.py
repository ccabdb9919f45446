"""What readers find on the sample county's pages, read from the HTML as it is built."""

import csv
import gzip
import json
import re

import pytest
import yaml
from bs4 import BeautifulSoup

from datacell_lib.config import ROOT, SAMPLE
from datacell_lib.files.nouns import Noun
from tests.wording_faults import find_faults

TRUTHS = yaml.safe_load((SAMPLE / "TRUTHS.yml").read_text(encoding="utf-8"))
LOOKUP = (
    "ons-geography/LSOA_(2021)_to_Electoral_Ward_(2024)_to_LAD_(2024)_Best_Fit_Lookup_in_EW.csv"
)
PAGES = (
    "overview",
    "atlas",
    "plans",
    "vulnerability",
    "surveillance",
    "quality",
    "downloads",
    "district-sandrigby",
)
# A lecture for those who came for a place to go.
LECTURE = re.compile(
    r"cronbach|alpha\b|sobol|moran|negative binomial|regression|credible|imputed|farrington"
    r"|\bears\b|p-value|correlation|first-order|bootstrap|posterior",
    re.IGNORECASE,
)
MOST_WORDS = 50  # between a heading and what it is about
YEAR = re.compile(r"\b(19|20)\d\d\b")
# Below these headings are words, not figures.
LAST = {"For analysts", "Sources", "Figures to take away", "Who answers for this report?"}


def read_districts():
    with (SAMPLE / LOOKUP).open(encoding="utf-8-sig") as file:
        named = {row["LAD24CD"]: row["LAD24NM"] for row in csv.DictReader(file)}
    return {code: named[code] for code in TRUTHS["county"]["district_codes"]}


DISTRICTS = read_districts()


def read_surgeries():
    """The name of each of the county's surgeries, by its code."""
    with gzip.open(SAMPLE / "nhs-choices/gp.csv.gz", mode="rt", encoding="utf-8") as file:
        return {code: name for code, name, *_ in csv.reader(file)}


@pytest.fixture
def read(sample_report):
    """A function that reads a page; what is closed is left out unless asked for."""

    def read(name, *, closed=False):
        html = (sample_report / "notebooks" / f"{name}.html").read_text(encoding="utf-8")
        article = BeautifulSoup(html, "html.parser").select_one("article")
        for link in article.select("a.headerlink"):
            link.decompose()
        for part in [] if closed else article.select("details, script"):
            part.decompose()
        return article

    return read


def tell(part):
    return " ".join(part.get_text(" ").split())


# Of the downloads' page the words are what it is about: what each file is for.
WITH_LISTS = [name for name in PAGES if name != "downloads"]


@pytest.mark.parametrize("name", PAGES)
class TestEveryPage:
    def test_it_gives_no_lecture(self, read, name):
        assert LECTURE.findall(tell(read(name))) == []

    def test_each_source_stands_in_one_place_and_once(self, read, name):
        page = read(name, closed=True)
        lines = page.select("p.datacell-source")
        said = [tell(line) for line in lines if tell(line).startswith("Source")]
        listed = [tell(line) for line in page.select(".datacell-sources li")]
        assert (len(said), len(listed) > 0) == ((1, False) if name == "atlas" else (0, True))
        assert len(set(listed)) == len(listed)

    def test_its_sentences_write_numbers_as_people_say_them(self, read, name):
        page = read(name, closed=True)
        said = [tell(part) for part in page.select(".cell_output > p, .cell_output > ul > li")]
        for sentence in said:
            assert find_faults(YEAR.sub("that year", sentence)) == [], sentence
            assert not re.search(r"\d\.\d+%", sentence), sentence


@pytest.mark.parametrize("name", WITH_LISTS)
class TestHeadings:
    def test_a_heading_is_followed_by_what_it_is_about(self, read, name):
        for heading in read(name).select("h2"):
            if tell(heading) in LAST:
                continue
            words = []
            for part in heading.find_all_next(["p", "table", "img", "h2", "li"]):
                if part.name != "p" or part.find_parent(class_="cell_output"):
                    break
                words.append(tell(part))
            assert len(" ".join(words).split()) <= MOST_WORDS, tell(heading)


class TestForAnalysts:
    def test_the_lecture_is_there_closed_and_opens_without_a_script(self, read):
        folds = read("vulnerability", closed=True).select("details.for-analysts")
        words = " ".join(map(tell, folds))
        assert all(word in words for word in ("Cronbach", "Sobol", "Correlation"))
        assert not any(fold.has_attr("open") for fold in folds)
        assert all(fold.find("summary", recursive=False) for fold in folds)

    def test_methods_of_surveillance_are_named_there(self, read):
        words = tell(read("surveillance", closed=True))
        assert "negative binomial regression" in words and "Farrington" in words


class TestHeadlines:
    def test_it_says_who_answers_what_was_found_and_where_to_look_in_this_order(self, read):
        page = tell(read("overview"))
        parts = [
            "answers: how to ask",
            "people live in the 37 neighbourhoods",
            "Find your postcode or place",
            "Where are the most vulnerable neighbourhoods?",
            "Where should help go first?",
            "Which districts have most of them?",
            "How far can you trust this?",
            "For analysts",
            "Sources",
            "Figures to take away",
        ]
        places = [page.index(part) for part in parts]
        assert places == sorted(places)

    def test_ten_places_stand_open_with_people_and_reason(self, read):
        rows = read("overview").select(".datacell-table table")[0].select("tbody tr")
        assert len(rows) == 10
        assert all(len(row.select("td")) == 3 for row in rows)

    def test_its_districts_are_links_by_people_first(self, read):
        table = read("overview").select(".datacell-table table")[1]
        people = [int(tell(row.td).split()[0].replace(",", "")) for row in table.select("tbody tr")]
        assert people == sorted(people, reverse=True)
        assert len(table.select("a")) == len(people) == len(DISTRICTS)

    def test_how_far_to_trust_it_names_the_index_and_says_how_age_enters(self, read):
        heading = read("overview").find("h2", string=re.compile("How far can you trust"))
        lines = [tell(line) for line in heading.find_next("ul").select("li")]
        assert [line.split(".")[0] for line in lines] == [
            "Index",
            "Age",
            "Firmness",
            "Test",
            "What it misses",
        ]
        assert "Age is given 15%" in lines[-1] and "deaths" in lines[3]

    def test_what_each_dataset_matched_is_on_the_quality_page(self, read):
        assert "Unknown codes" not in tell(read("overview", closed=True))
        assert "What matched, and what did not?" in tell(read("quality", closed=True))


class TestHowTheIndexWorks:
    def test_it_begins_with_one_example_in_words(self, read):
        first = tell(read("vulnerability").select_one(".cell_output p"))
        assert first.startswith("Why Esplanade & Winter Gardens comes first.")
        assert "of the index: there it is among the most vulnerable" in first

    def test_what_it_misses_and_the_test_against_deaths_stand_open(self, read):
        page = tell(read("vulnerability"))
        assert "What it misses." in page and "1.32 times their share of deaths" in page


class TestQuality:
    def test_what_should_stop_a_reader_comes_before_all_else(self, read):
        page = read("quality")
        assert tell(page.select_one(".cell_output p")).startswith("Nothing here should stop you")
        ratings = [tell(row.td) for row in page.select("table")[0].select("tbody tr")]
        assert ratings and set(ratings) == {"▲ Amber"}

    def test_the_rest_is_closed(self, read):
        assert "checksum" not in tell(read("quality"))
        assert "checksum" in tell(read("quality", closed=True))


class TestPlantedTruths:
    def test_the_hot_spot_is_where_the_headlines_send_people_first(self, read):
        first = read("overview").select_one(".datacell-table tbody th")
        district = DISTRICTS[TRUTHS["hot_spot"]["district_code"]]
        assert tell(first).startswith("1. Esplanade & Winter Gardens")
        assert first.a["href"] == f"district-{district.lower()}.html"

    def test_the_outbreak_is_where_the_rate_is_highest(self, read):
        district = DISTRICTS[TRUTHS["outbreak"]["district_code"]]
        assert f"The rate was highest in {district}," in tell(read("surveillance"))

    def test_the_fault_in_the_data_is_named_and_what_it_does_to_a_district(self, read):
        page = read("quality")
        ratings, estimates = page.select("table")[:2]
        assert "Overcrowding, Census 2021 (TS052) ▲ Amber 1 of 210 areas has no row." in tell(
            ratings
        )
        district = DISTRICTS[TRUTHS["data_fault"]["district_code"]]
        row = next(row for row in estimates.select("tbody tr") if tell(row.th) == district)
        assert "One neighbourhood has an estimate in place of: Households with too few" in tell(row)
        assert len(estimates.select("tbody tr")) == 1  # of the others every value is known

    def test_areas_that_the_census_drew_anew_are_counted(self, read):
        drawn = TRUTHS["census_2011"]
        number = len(drawn["split_lsoa_codes"]) + len(drawn["merged_lsoa_codes"])
        assert f"Carried from LSOA 2011: {number} areas differ." in tell(read("quality"))

    def test_the_indicator_that_goes_the_other_way_is_named(self, read):
        assert TRUTHS["contrary_indicator"]["indicator"] == "connectivity"
        sentence = re.search(
            r"4 of 21 indicators pull against the others : (.*?)\.",
            tell(read("vulnerability", closed=True)),
        )
        assert "“Transport connectivity”" in sentence[1]

    def test_the_surgery_without_coordinates_is_counted_and_the_one_at_sea_near_nobody(self, read):
        # the other 23 of them have coordinates
        said = (
            "GP surgeries, branches included, with coordinates (January 2020) ▲ Amber 1 service is"
        )
        assert f"{said} left out: nobody says where." in tell(read("quality"))
        names = read_surgeries()
        pages = " ".join(tell(read(name, closed=True)) for name in PAGES)
        assert names[TRUTHS["sites"]["at_sea"]] not in pages
        assert names[TRUTHS["sites"]["without_coordinates"]] not in pages
        assert any(name in pages for name in names.values())

    def test_the_practices_that_cannot_be_right_or_are_not_known_are_told(self, read):
        page = tell(read("quality"))
        # one practice of 46 patients has 48 with a learning disability
        assert (
            "1 cell of 'prevalence' is above 1 (1.04348 at most), so it can't be a share." in page
        )
        # and one of some 1,600 patients of 375,000 has no registers
        assert "every register is known for at least 99.6% of patients" in page

    def test_a_file_past_its_tolerance_is_on_no_page(self, read):
        file = TRUTHS["fault_past_tolerance"]["file"].rpartition("/")[0]
        assert not any(f"{file}/" in tell(read(name, closed=True)) for name in PAGES)


def list_words():
    """Each text cell of the templates, with its tags."""
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            tags = cell["metadata"].get("tags", [])
            if cell["cell_type"] == "markdown" and "title" not in tags:
                yield path.stem, "".join(cell["source"]), tags


class TestWardsAreCalledWards:
    """An area that reports by ward, such as Bolton, has no district on its pages."""

    @pytest.mark.parametrize("noun", ["ward", "hub patch"])
    def test_no_text_speaks_of_districts_but_of_local_authority_districts(self, noun):
        for page, text, tags in list_words():
            if "district-funnel" in tags:
                continue  # of three local authority districts or more, whose cases are counted
            told = Noun(noun).rewrite(text) if "report-district" in tags else text
            plain = told.replace("local authority district", "")
            assert "district" not in plain.lower(), (page, told)


AMERICAN_DAY = re.compile(
    r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \d{1,2}, \d{4}"
)


class TestFoot:
    def test_no_page_writes_a_day_as_americans_do(self, sample_report):
        pages = [page for page in sample_report.rglob("*.html") if "_static" not in page.parts]
        assert len(pages) > 20
        found = [page.name for page in pages if AMERICAN_DAY.search(page.read_text("utf-8"))]
        assert found == []

    def test_it_says_who_made_it_and_on_which_day(self, sample_report):
        html = (sample_report / "notebooks" / "overview.html").read_text(encoding="utf-8")
        foot = BeautifulSoup(html, "html.parser").select_one(".bd-footer-content__inner")
        assert "By the data cell" in tell(foot)
        assert re.search(r"Last updated on \d{1,2} [A-Z][a-z]+ \d{4}\.", tell(foot))
