import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from datacell_lib.governance.ledger import Read, record_read, using_ledger
from datacell_lib.governance.release import release
from datacell_lib.pipeline.book.gate import check_notebook, check_pages, list_page_faults
from datacell_lib.presentation.published import METADATA_KEY, Published, describe_shown
from datacell_lib.schema import DisclosureError, RunError

TABLE = pd.DataFrame({"name": ["a", "b"], "value": [1.0, 2.0]})


@pytest.fixture
def ledger(tmp_path):
    return tmp_path / "ledger"


@pytest.fixture
def published(ledger):
    """A sentence made from a table that was released in the ledger."""
    with using_ledger(ledger):
        record_read(Read("census2021-age", "official", ("0" * 64,), 2, 0, "test", True))
        released = release(TABLE, name="t", datasets=("census2021-age",), policy="open")
    shown = describe_shown(released, columns=["value"])
    return Published("sentence", (shown,), {"text/plain": "1 and 2"})


def write(path, *outputs):
    nbformat.write(new_notebook(cells=[new_code_cell("x", outputs=list(outputs))]), path)
    return path


def show(published, **changes):
    data, metadata = published._repr_mimebundle_()
    metadata[METADATA_KEY] |= changes
    return new_output("execute_result", data=data, metadata=metadata)


class TestCheckNotebook:
    def test_what_was_released_passes(self, published, ledger, tmp_path):
        assert check_notebook(write(tmp_path / "n.ipynb", show(published)), ledger=ledger) is None

    def test_another_value_than_the_released_one_is_caught(self, published, ledger, tmp_path):
        shown = published.shown[0].__dict__ | {"digest": "0" * 16, "columns": ["value"]}
        path = write(tmp_path / "n.ipynb", show(published, shown=[shown]))
        with pytest.raises(DisclosureError, match=r"n\.ipynb, cell 1: .*other values than release"):
            check_notebook(path, ledger=ledger)

    def test_a_column_that_was_not_released_is_caught(self, published, ledger, tmp_path):
        shown = published.shown[0].__dict__ | {"columns": ["secret"]}
        path = write(tmp_path / "n.ipynb", show(published, shown=[shown]))
        with pytest.raises(DisclosureError, match="other values than release"):
            check_notebook(path, ledger=ledger)

    def test_an_id_that_is_not_in_the_ledger_is_caught(self, published, tmp_path):
        path = write(tmp_path / "n.ipynb", show(published))
        with pytest.raises(DisclosureError, match="not a release of this run"):
            check_notebook(path, ledger=tmp_path / "another")

    def test_the_heading_above_the_cell_is_named(self, ledger, tmp_path):
        output = new_output("execute_result", data={"text/plain": "42"})
        cells = [
            new_markdown_cell("# Page\n\n## Which come first?\n\nText."),
            new_code_cell("x", outputs=[output]),
        ]
        nbformat.write(new_notebook(cells=cells), tmp_path / "n.ipynb")
        with pytest.raises(
            DisclosureError, match=r"cell 2 \(below 'Which come first\?'\): its out"
        ):
            check_notebook(tmp_path / "n.ipynb", ledger=ledger)

    @pytest.mark.parametrize(
        ("output", "told"),
        [
            (new_output("stream", name="stdout", text="debugging"), "kind 'stream' .'debugging'"),
            (new_output("error", ename="E", evalue="broken", traceback=[]), "kind 'error'"),
            (new_output("execute_result", data={"text/plain": "42"}), "was not released"),
            (new_output("display_data", data={"image/png": "AAAA"}), "was not released"),
        ],
    )
    def test_anything_else_is_caught(self, output, told, ledger, tmp_path):
        with pytest.raises(DisclosureError, match=told):
            check_notebook(write(tmp_path / "n.ipynb", output), ledger=ledger)

    def test_a_figure_without_alt_text_is_caught(self, published, ledger, tmp_path):
        output = show(published, alt=" ")
        output.data["image/png"] = "AAAA"
        with pytest.raises(DisclosureError, match="no alt text"):
            check_notebook(write(tmp_path / "n.ipynb", output), ledger=ledger)


class TestListPageFaults:
    @pytest.mark.parametrize(
        "html",
        [
            '<script src="//cdn.example/a.js"></script>',
            '<link rel="stylesheet" href="https://cdn.example/a.css">',
            '<img alt="A map." src="http://tiles.example/1.png">',
            '<iframe src="https://example.org"></iframe>',
        ],
    )
    def test_whatever_a_browser_would_fetch_from_elsewhere_is_found(self, html):
        assert len(list_page_faults(html)) == 1

    def test_links_to_follow_are_none_of_its_business(self):
        assert list_page_faults('<a href="https://www.gov.uk/">read</a>') == []

    @pytest.mark.parametrize("alt", ["", ' alt="../_images/abc.png"'])
    def test_a_picture_without_words_is_found(self, alt):
        assert "no alt text" in list_page_faults(f'<img src="_images/abc.png"{alt}>')[0]

    def test_a_picture_that_only_decorates_may_be_silent(self):
        assert list_page_faults('<img src="a.png" alt="">') == []


class TestCheckPages:
    def test_exactly_the_pages_of_the_contents_pass(self, tmp_path):
        (tmp_path / "book").mkdir()
        for page in ("index", "search", "genindex", "book/a"):
            (tmp_path / f"{page}.html").write_text("<p>x</p>", encoding="utf-8")
        assert check_pages(tmp_path, expected=["book/a"]) is None

    def test_a_missing_and_an_unexpected_page_are_named(self, tmp_path):
        (tmp_path / "stray.html").write_text("<p>x</p>", encoding="utf-8")
        with pytest.raises(RunError, match=r"Missing: book/a; unexpected: stray"):
            check_pages(tmp_path, expected=["book/a"])

    def test_faults_name_their_page(self, tmp_path):
        (tmp_path / "a.html").write_text('<img src="x.png">', encoding="utf-8")
        with pytest.raises(RunError, match=r"a\.html: its picture 'x.png' has no alt text"):
            check_pages(tmp_path, expected=["a"])
