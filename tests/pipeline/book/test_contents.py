from pathlib import Path

import pytest
import yaml

from datacell_lib.config import ROOT
from datacell_lib.pipeline.book.contents import list_area_notebooks, list_pages
from datacell_lib.schema import RunError


def write_contents(folder: Path, *chapters: dict[str, str]) -> Path:
    contents = {"format": "jb-book", "root": "index", "parts": [{"chapters": list(chapters)}]}
    (folder / "_toc.yml").write_text(yaml.safe_dump(contents), encoding="utf-8")
    (folder / "index.md").write_text("# Start\n", encoding="utf-8")
    return folder


class TestListPages:
    def test_a_page_that_is_not_there_is_named(self, tmp_path):
        with pytest.raises(RunError, match="names the page 'absent', which is not there"):
            list_pages(write_contents(tmp_path, {"file": "absent"}))

    def test_a_glob_that_matches_nothing_is_an_error(self, tmp_path):
        with pytest.raises(RunError, match=r"pages like 'notebooks/district\*'; there are none"):
            list_pages(write_contents(tmp_path, {"glob": "notebooks/district*"}))

    def test_sections_come_after_their_chapter(self, tmp_path):
        for name in "abc":
            (tmp_path / f"{name}.md").touch()
        nested = {"file": "a", "sections": [{"file": "b"}]}
        pages = list_pages(write_contents(tmp_path, nested, {"file": "c"}))
        assert pages == ("index", "a", "b", "c")


class TestListAreaNotebooks:
    def test_each_is_a_template_that_is_there(self):
        names = list_area_notebooks()
        assert names
        assert all((ROOT / "notebooks" / f"{name}.ipynb").is_file() for name in names)

    def test_pages_and_globs_are_not_among_them(self, tmp_path):
        chapters = [{"file": "book/a"}, {"file": "notebooks/b"}, {"glob": "notebooks/c*"}]
        assert list_area_notebooks(write_contents(tmp_path, *chapters)) == ("b",)
