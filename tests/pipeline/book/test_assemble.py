import json
import shutil
from datetime import date
from pathlib import Path

import nbformat
import pytest
import yaml
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from datacell_lib import config
from datacell_lib.files.area import load_area
from datacell_lib.pipeline.book.assemble import (
    assemble_book,
    build_book,
    prepare_notebook,
)
from datacell_lib.pipeline.book.contents import list_area_notebooks, list_pages
from datacell_lib.pipeline.project_checks import check_project
from datacell_lib.presentation.published import METADATA_KEY
from datacell_lib.schema import RunError

FACTS = {
    "title": "Brackenshire",
    "parts": "districts",
    "edition": "open",
    "invented": True,
    "as_of": None,
    "made_on": "2026-11-26",
    "reconstructed": False,
    "branding": None,
    "contact": load_area("sample").contact.model_dump(),
    "findings": {},
    "datasets": {},
    "parties": [],
    "pictures": {},
    "postcodes": False,
}
MADE_ON = date(2026, 11, 26)


@pytest.fixture
def notebook(tmp_path):
    output = new_output(
        "execute_result",
        data={"text/plain": "x"},
        metadata={METADATA_KEY: {"alt": "A map.", "shown": []}},
    )
    path = tmp_path / "executed" / "overview.ipynb"
    path.parent.mkdir()
    cells = [new_markdown_cell("# Overview"), new_code_cell("x", outputs=[output])]
    nbformat.write(new_notebook(cells=cells), path)
    return path


@pytest.fixture
def tree(tmp_path):
    return tmp_path / "tree"


@pytest.fixture
def assemble(tree, notebook):
    area = load_area("sample")
    names = dict.fromkeys([*list_area_notebooks(), "district-a"], notebook)
    open_edition = {"edition": config.Edition.OPEN, "made_on": MADE_ON}
    return lambda: assemble_book(names, tree=tree, area=area, **open_edition)


class TestAssembleBook:
    def test_configuration_and_contents_are_used_as_they_are(self, assemble, tree):
        assemble()
        for name in ("_config.yml", "_toc.yml"):
            assert (tree / name).read_bytes() == (config.ROOT / name).read_bytes()

    def test_pages_are_the_contents_with_the_districts(self, assemble):
        pages = assemble()
        assert pages[:2] == ("notebooks/overview", "notebooks/atlas")
        assert {f"notebooks/{name}" for name in (*list_area_notebooks(), "district-a")} <= set(
            pages
        )

    def test_the_front_page_calls_wards_wards(self, tree, notebook):
        names = dict.fromkeys([*list_area_notebooks(), "district-a"], notebook)
        assemble_book(names, tree=tree, area=load_area("bolton"), edition=config.Edition.OPEN)
        text = (tree / "book" / "index.md").read_text(encoding="utf-8")
        assert "in which wards" in text and "| ward | a part of the area" in text
        assert "district" not in text

    def test_a_page_that_is_gone_goes_from_the_tree(self, assemble, tree):
        assemble()
        stray = tree / "notebooks" / "district-b.ipynb"
        stray.write_text("{}", encoding="utf-8")
        assert "notebooks/district-b" not in assemble()
        assert not stray.exists()

    def test_nothing_is_written_again_that_did_not_change(self, assemble, tree):
        assemble()
        before = {path: path.stat().st_mtime_ns for path in tree.rglob("*") if path.is_file()}
        assemble()
        assert {path: path.stat().st_mtime_ns for path in before} == before

    def test_the_run_says_what_the_book_is_about(self, assemble, tree):
        assemble()
        facts = json.loads((tree / "run.json").read_text(encoding="utf-8"))
        found = {f"notebooks/{name}": "" for name in (*list_area_notebooks(), "district-a")}
        assert facts == FACTS | {"findings": found}

    def test_what_a_notebook_says_first_is_kept_for_its_pages_description(
        self, notebook, assemble, tree
    ):
        about = {METADATA_KEY: {"kind": "sentence", "shown": []}}
        said = {"text/plain": "**7 people** live in St. Osyth: all. Start there."}
        output = new_output("execute_result", data=said, metadata=about)
        nbformat.write(new_notebook(cells=[new_code_cell("x", outputs=[output])]), notebook)
        assemble()
        facts = json.loads((tree / "run.json").read_text(encoding="utf-8"))
        sentence = "7 people live in St. Osyth: all."
        assert facts["findings"]["notebooks/overview"] == sentence


class TestPrepareNotebook:
    def test_alt_text_goes_where_the_book_looks_for_it(self, notebook):
        described = nbformat.reads(prepare_notebook(notebook), as_version=4)
        assert described.cells[1].metadata["mystnb"] == {"image": {"alt": "A map."}}


class TestCodeOnPages:
    def prepare(self, tmp_path, *cells):
        nbformat.write(new_notebook(cells=list(cells)), tmp_path / "n.ipynb")
        return nbformat.reads(prepare_notebook(tmp_path / "n.ipynb"), as_version=4).cells

    def test_a_cell_that_shows_nothing_is_removed_whatever_its_tags(self, tmp_path):
        for tags in ([], ["hide-input"], ["hide-cell"], ["remove-cell"]):
            (cell,) = self.prepare(tmp_path, new_code_cell("x = 1", metadata={"tags": tags}))
            assert cell.metadata.tags == ["remove-cell"]

    def test_a_cell_that_is_to_show_its_code_says_so_and_keeps_its_alt_text(self, tmp_path):
        about = {METADATA_KEY: {"alt": "A map.", "shown": []}}
        output = new_output("execute_result", data={"text/plain": "x"}, metadata=about)
        asked = new_code_cell("x", outputs=[output], metadata={"tags": ["show-code"]})
        (cell,) = self.prepare(tmp_path, asked)
        assert cell.metadata.mystnb == {"remove_code_source": False, "image": {"alt": "A map."}}

    def test_code_is_built_into_the_page_only_where_it_is_asked_for(self, tmp_path):
        contents = {"format": "jb-book", "root": "a", "parts": [{"chapters": [{"file": "b"}]}]}
        (tmp_path / "_toc.yml").write_text(yaml.safe_dump(contents), encoding="utf-8")
        (tmp_path / "_config.yml").write_bytes((config.ROOT / "_config.yml").read_bytes())
        shutil.copytree(config.ROOT / "book", tmp_path / "book")
        (tmp_path / "b.md").write_text("# B\n", encoding="utf-8")
        (tmp_path / "run.json").write_text(json.dumps(FACTS), encoding="utf-8")
        output = new_output("execute_result", data={"text/plain": "said"})
        cells = [
            new_markdown_cell("# A"),
            new_code_cell("secret = 1"),
            new_code_cell("forgotten = 2", outputs=[output]),
            new_code_cell("wanted = 3", outputs=[output], metadata={"tags": ["show-code"]}),
        ]
        language = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
        nbformat.write(new_notebook(cells=cells, metadata=language), tmp_path / "n.ipynb")
        prepared = prepare_notebook(tmp_path / "n.ipynb")
        (tmp_path / "n.ipynb").unlink()
        (tmp_path / "a.ipynb").write_text(prepared, encoding="utf-8")
        html = (build(tmp_path) / "a.html").read_text(encoding="utf-8")
        assert html.count('class="cell_input') == 1
        assert "wanted" in html and html.count("said") == 2
        assert "secret" not in html and "forgotten" not in html


def build(tree: Path) -> Path:
    return build_book(tree, pages=list_pages(tree))


def list_files(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


class TestBuildBook:
    @pytest.fixture
    def small(self, tmp_path):
        contents = {"format": "jb-book", "root": "index", "parts": [{"chapters": [{"file": "a"}]}]}
        (tmp_path / "_toc.yml").write_text(yaml.safe_dump(contents), encoding="utf-8")
        (tmp_path / "index.md").write_text("# Start\n", encoding="utf-8")
        (tmp_path / "a.md").write_text("# A\n\nText.\n", encoding="utf-8")
        (tmp_path / "_config.yml").write_text(
            "title: Small\nonly_build_toc_files: true\nhtml: {use_repository_button: false}\n",
            encoding="utf-8",
        )
        return tmp_path

    def test_a_warning_is_an_error_that_names_the_page(self, small):
        (small / "a.md").write_text("# A\n\n[broken](absent.md)\n", encoding="utf-8")
        with pytest.raises(RunError, match=r"could not be built.*a\.md.*absent\.md"):
            build(small)
        assert (small / ".building").exists()

    def test_a_build_that_did_not_end_is_made_afresh(self, small):
        build(small)
        stray = small / "_build" / "stray"
        stray.write_text("left by a build that was killed", encoding="utf-8")
        build(small)
        assert stray.exists()
        (small / ".building").touch()
        build(small)
        assert not stray.exists()

    def test_what_is_no_longer_in_the_sources_is_no_longer_in_the_pages(self, small):
        with (small / "_config.yml").open("a", encoding="utf-8") as config_file:
            config_file.write("sphinx: {config: {html_static_path: [static]}}\n")
        (small / "static").mkdir()
        (small / "static" / "minutes.txt").write_text("withdrawn", encoding="utf-8")
        (small / "static" / "stays.txt").write_text("stays", encoding="utf-8")
        built = build(small)
        (built / "stray.html").write_text("of no build", encoding="utf-8")
        assert (built / "_static" / "minutes.txt").is_file()
        (small / "static" / "minutes.txt").unlink()
        first = list_files(build(small))
        assert "_static/stays.txt" in first
        assert {"_static/minutes.txt", "stray.html"}.isdisjoint(first)
        (small / ".building").touch()
        assert list_files(build(small)) == first  # what a build from nothing holds

    def test_a_second_build_says_the_same_and_finds_the_same(self, small):
        first = build(small)
        before = {name: (first / name).read_bytes() for name in list_files(first)}
        second = build(small)
        assert {name: (second / name).read_bytes() for name in list_files(second)} == before


class TestConfiguration:
    def test_the_book_publishes_no_sources_and_runs_no_templates(self):
        settings = yaml.safe_load((config.ROOT / "_config.yml").read_text(encoding="utf-8"))
        assert settings["sphinx"]["config"]["html_copy_source"] is False
        assert "substitution" not in settings["parse"]["myst_enable_extensions"]


class TestCheckProject:
    def test_a_page_that_nobody_would_find_is_an_error(self, monkeypatch, tmp_path):
        for name in ("book", "notebooks"):
            (tmp_path / name).symlink_to(config.ROOT / name)
        contents = yaml.safe_load((config.ROOT / "_toc.yml").read_text(encoding="utf-8"))
        contents["parts"][-1]["chapters"][-1]["sections"].pop()
        (tmp_path / "_toc.yml").write_text(yaml.safe_dump(contents), encoding="utf-8")
        monkeypatch.setattr("datacell_lib.pipeline.project_checks.ROOT", tmp_path)
        with pytest.raises(RunError, match=r"jupyter-book-1\.md is not in _toc\.yml"):
            list(check_project())
