"""An analyst of a council that has no area file, with nothing but the published files."""

import re
from pathlib import Path

import pytest

from datacell_lib.files.area import load_area
from tests.walks.conftest import Walk
from tests.walks.council_file import INDEX, NAME, fill_in, list_codes, write_parcels

PENDING = "Pending: nobody has approved this report yet."


def find_pages(clone: Path, area: str) -> dict[str, str]:
    """Find the district pages of a report, and their text."""
    folder = clone / "_build" / area / "open" / "html" / "notebooks"
    pages = folder.glob("district-*.html")
    return {page.stem.removeprefix("district-"): page.read_text("utf-8") for page in pages}


@pytest.fixture(scope="module")
def settle(walk: Walk):
    """Return a function that writes an area file once, and tells what the command said."""
    told: dict[str, str] = {}

    def write(title: str, districts: str, report_by: str = "district") -> str:
        if title not in told:
            words = ("--districts", districts, "--report-by", report_by)
            told[title] = walk("new-area", title, *words)
        return told[title]

    return write


class TestAnyCouncil:
    @pytest.mark.parametrize(
        ("title", "districts", "report_by", "pages"),
        [
            ("Norwich wards", "E07000148", "ward", {"mancroft", "mile-cross", "thorpe-hamlet"}),
            ("Somerset", "Somerset", "district", {"somerset"}),
        ],
    )
    def test_it_comes_from_its_name_to_its_report(
        self, clone, walk, settle, title, districts, report_by, pages
    ):
        told = settle(title, districts, report_by)
        area = load_area(title.lower().replace(" ", "-"), folder=clone / "data" / "areas")
        assert f"datacell.py report {area.name}" in told
        walk("fetch", area.name)
        walk("report", area.name)
        found = find_pages(clone, area.name)
        assert pages <= set(found)
        assert (report_by == "ward") == (len(found) > 1)
        for text in found.values():
            assert PENDING in text


class TestOwnFile:
    def test_a_councils_csv_and_its_next_issue_come_to_a_page_by_a_word(
        self, clone, walk, settle, mirror, tmp_path
    ):
        told = settle("Norwich", "norwich")
        assert "datacell.py report norwich" in told
        codes = list_codes(mirror, "E07000148")
        total = write_parcels(tmp_path / NAME, codes, quarter="July to September 2026")
        told = walk("new-dataset", str(tmp_path / NAME))
        assert "2 lines stand above the headings" in told
        entry = clone / "data" / "catalogue" / "food-parcels.yml"
        entry.write_text(fill_in(entry.read_text(encoding="utf-8")), encoding="utf-8")
        place = clone / "data" / "cache" / "own" / NAME
        assert f"Put the file at data/cache/own/{NAME}" in told
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes((tmp_path / NAME).read_bytes())
        (clone / "data" / "indices" / "food-parcels.yml").write_text(INDEX, encoding="utf-8")
        area = clone / "data" / "areas" / "norwich.yml"
        with area.open("a", encoding="utf-8") as file:
            file.write("local_indices: [food-parcels]\n")
        walk("check")
        walk("fetch", "norwich")

        new = write_parcels(place, codes, quarter="October to December 2026", more=100)
        change = f"parcels_given {new:,} in all (before {total:,})"
        refused = walk("fetch", "norwich", code=1)
        assert change in refused
        assert "accept food-parcels --area norwich --reason" in refused
        reason = "The issue of the last quarter of 2026."
        told = walk("accept", "food-parcels", "--area", "norwich", "--reason", reason)
        assert "86 rows (as before), 85 codes (as before), columns as before" in told
        assert change in told

        walk("report", "norwich")
        page = find_pages(clone, "norwich")["norwich"]
        assert PENDING in page
        section = page.split('id="what-is-known-for-this-area-alone"', 1)[1].split("</section>")[0]
        assert "Food-bank parcels" in section and "ranked within Norwich." in section
        assert re.search(r'alt="Map\. [^"]* within Norwich\. ', section)
        assert "England" not in section
        built = clone / "_build" / "norwich" / "open" / "html" / "notebooks"
        quality = (built / "quality.html").read_text(encoding="utf-8")
        assert reason in quality and change in quality
