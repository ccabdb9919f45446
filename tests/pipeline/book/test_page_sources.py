import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from datacell_lib.pipeline.book.page_sources import gather_sources, write_sources

LINE = '<p class="datacell-source">Source: {}.</p>'


def show(kind, source):
    about = {"datacell": {"kind": kind, "shown": [], "alt": "", "files": []}}
    html = f"<table></table>{LINE.format(source)}"
    return new_output("display_data", data={"text/html": html}, metadata=about)


def make_notebook(*outputs):
    return new_notebook(cells=[new_code_cell("x", outputs=[output]) for output in outputs])


def read_pages_html(notebook):
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return "".join(output.data["text/html"] for output in outputs)


class TestGatherSources:
    def test_each_source_stands_on_a_page_once_and_names_what_it_is_of(self):
        notebook = make_notebook(*[show("table", "A")] * 3, show("download", "B"))
        gather_sources(notebook, {"Source: A.": ["Map", "Reach"], "Source: B.": ["Key figures"]})
        html = read_pages_html(notebook)
        assert html.count("A.") == html.count("B.") == 1
        assert "<li>All figures but those named below: A.</li>" in html
        assert "<li>Key figures: B.</li>" in html
        assert notebook.cells[-2].source == "## Sources"

    def test_an_atlas_says_its_source_itself_and_its_table_does_not_once_more(self):
        notebook = make_notebook(show("atlas", "A"), show("table", "A"))
        gather_sources(notebook, {"Source: A.": ["Atlas"]})
        assert read_pages_html(notebook).count("Source: A.") == 1
        assert len(notebook.cells) == 2

    def test_a_page_of_which_nothing_is_known_stays_as_it_is(self):
        notebook = make_notebook(show("table", "A"))
        gather_sources(notebook, {})
        assert read_pages_html(notebook).count("Source: A.") == 1
        assert len(notebook.cells) == 1


class TestWriteSources:
    @pytest.mark.parametrize("name", ["<b>", "a & b"])
    def test_names_stay_text(self, name):
        assert name not in write_sources({f"Source: {name}.": [name], "Source: B.": ["x", "y"]})

    def test_what_adds_to_the_first_line_says_only_that(self):
        html = write_sources({"Source: A & B.": ["x", "y"], "Source: A & B. Contains C.": ["Map"]})
        assert "<li>Map: as all the others. Contains C.</li>" in html
        assert html.count("A &amp; B") == 1
