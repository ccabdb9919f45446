"""What an area has nothing for is left out of its pages, by the tags of the notebooks' cells."""

import nbformat
import pytest

from datacell_lib.config import ROOT
from datacell_lib.files.area import load_area
from datacell_lib.pipeline.empty_sections import list_left_out

CELLS = [
    cell
    for path in sorted((ROOT / "notebooks").glob("*.ipynb"))
    for cell in nbformat.read(path, as_version=4).cells
]
EVERY_TAG = set(list_left_out(load_area("sample"))) | {
    "cases",
    "district-funnel",
    "handbooks-index",
}


class TestListLeftOut:
    @pytest.mark.parametrize("tag", sorted(EVERY_TAG))
    def test_each_tag_is_one_of_a_cell(self, tag):
        assert any(tag in cell.metadata.get("tags", []) for cell in CELLS)

    def test_a_borough_of_today_has_no_section_on_small_areas_and_no_funnel_of_one_district(self):
        left_out = list_left_out(load_area("bolton"))
        small = {"small-area-deaths", "small-area-cases", "vaccination"}
        assert small | {"district-funnel", "as-of"} <= {*left_out}
        assert "cases" not in left_out

    @pytest.mark.parametrize(
        ("index", "kept"),
        [
            ("community-vulnerability", "handbooks-index"),
            ("covid-vulnerability", "handbooks-index"),
            ("winter-resilience", "other-index"),
            ("imd-2025", "other-index"),
        ],
    )
    def test_only_of_an_index_that_the_book_describes_a_page_is_linked(self, index, kept):
        area = load_area("sample").model_copy(update={"index": index})
        left_out = {*list_left_out(area)}
        assert {"handbooks-index", "other-index"} - left_out == {kept}
        linked = [
            cell
            for cell in CELLS
            if any(page in cell.source for page in ("vulnerability-index.md", "outcome-validation"))
        ]
        assert len(linked) == 2
        assert all(cell.metadata["tags"] == ["handbooks-index"] for cell in linked)

    def test_a_past_day_has_its_two_parts_and_the_outcomes_that_its_file_names(self):
        left_out = list_left_out(load_area("bolton-2020"))
        small = {"small-area-deaths", "small-area-cases", "vaccination"}
        assert not (small | {"as-of", "outcomes"}) & {*left_out}

    def test_a_heading_goes_with_all_that_stands_below_it(self):
        sections = {"surveillance-15", "surveillance-16", "surveillance-17", "surveillance-18"}
        told = [cell for cell in CELLS if cell.id in {*sections, "surveillance-19"}]
        assert len(told) == 5
        assert all("small-area-deaths" in cell.metadata["tags"] for cell in told)
