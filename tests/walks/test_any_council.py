"""An analyst of a council that has no area file, with nothing but the published files."""

from pathlib import Path

import pytest

from datacell_lib.files.area import load_area


def find_pages(clone: Path, area: str) -> dict[str, str]:
    """Find the district pages of a report, and their text."""
    folder = clone / "_build" / area / "open" / "html" / "notebooks"
    pages = folder.glob("district-*.html")
    return {page.stem.removeprefix("district-"): page.read_text("utf-8") for page in pages}


class TestAnyCouncil:
    @pytest.mark.parametrize(
        ("title", "districts", "report_by", "pages"),
        [
            ("Norwich", "norwich", "district", {"norwich"}),
            ("Norwich wards", "E07000148", "ward", {"mancroft", "mile-cross", "thorpe-hamlet"}),
            ("Somerset", "Somerset", "district", {"somerset"}),
        ],
    )
    def test_it_comes_from_its_name_to_its_report(
        self, clone, walk, title, districts, report_by, pages
    ):
        told = walk("new-area", title, "--districts", districts, "--report-by", report_by)
        area = load_area(title.lower().replace(" ", "-"), folder=clone / "data" / "areas")
        assert f"datacell.py report {area.name}" in told
        walk("fetch", area.name)
        walk("report", area.name)
        found = find_pages(clone, area.name)
        assert pages <= set(found)
        assert (report_by == "ward") == (len(found) > 1)
        for text in found.values():
            assert "Pending: nobody has approved this report yet." in text
