"""Each figure of a page is in a file, and the link to it stands below the figure."""

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from datacell_lib.files.area import load_area
from datacell_lib.governance.ledger import Read, record_read, using_ledger
from datacell_lib.governance.release import release
from datacell_lib.pipeline.book.page_downloads import keep_page_downloads, link_downloads
from datacell_lib.presentation import tables
from datacell_lib.presentation.downloads import offer
from datacell_lib.presentation.published import Published, describe_shown
from datacell_lib.presentation.run_files import FOLDER, RunFile

PEOPLE = pd.DataFrame({"area_name": ["a", "b"], "people": [10, 20]})


@pytest.fixture
def ledger(tmp_path):
    folder = tmp_path / "ledger"
    with using_ledger(folder):
        record_read(Read("census2021-age", "official", ("0" * 64,), 2, 0, "test", True))
        yield folder


def release_people(table=PEOPLE, name="people"):
    return release(table, name=name, datasets=("census2021-age",), policy="open")


def show(published):
    data, metadata = published._repr_mimebundle_()
    return new_output("execute_result", data=data, metadata=metadata)


def draw(*released):
    shown = tuple(describe_shown(one, columns=list(one.table)) for one in released)
    return Published("figure", shown, {"text/plain": "A picture."}, "A picture.")


def say(released):
    shown = (describe_shown(released, columns=list(released.table)),)
    return Published("sentence", shown, {"text/plain": "10 people."})


@pytest.fixture
def write(tmp_path):
    def write(*published):
        cells = [new_markdown_cell("# Saint\\. Mary's")]
        cells += [new_code_cell("x", outputs=[show(each)]) for each in published]
        path = tmp_path / "n.ipynb"
        nbformat.write(new_notebook(cells=cells), path)
        return path

    return write


@pytest.fixture
def link(ledger, write):
    """A function that gives the links of each cell of a page, and what is in its files."""

    def link(*published, page="district-st-mary", handouts=None):
        path = write(*published)
        area = load_area("sample")
        downloads = keep_page_downloads(page, path, area=area, handouts=handouts or {})
        notebook = nbformat.read(path, as_version=4)
        link_downloads(notebook, downloads)
        texts = [
            "".join(output.data.get("text/html", "") for output in cell.outputs[1:])
            for cell in notebook.cells[1 : 1 + len(published)]
        ]
        return downloads, texts, notebook

    return link


class TestPageDownloads:
    def test_a_table_and_a_picture_have_their_link_and_a_sentence_has_the_list(self, link):
        every = [release_people(name=name) for name in ("in-words", "drawn", "shown")]
        said, drawn, shown = every
        table = tables.show(shown, caption="People")
        downloads, texts, notebook = link(say(said), draw(drawn), table)
        assert list(downloads.tables) == [one.id for one in every]
        assert texts[0] == ""
        for text, name in zip(texts[1:], ("drawn", "shown"), strict=True):
            assert f'href="../downloads/district-st-mary/st-mary-{name}.csv"' in text
            assert "Download the figures (CSV, 1 KB)" in text
        listed = notebook.cells[-1].outputs[0].data["text/html"]
        assert listed.count("<li>") == 3 and "<summary>6 files</summary>" in listed

    def test_the_title_names_the_page_and_files_of_the_area_name_both(self, link):
        downloads, _, _ = link(draw(release_people()), page="overview")
        table, about = downloads.files
        assert table.path == "overview/sample-overview-people.csv"
        assert table.title == "Brackenshire, saint. Mary's: people"
        assert about.path == f"{table.path}-metadata.json"

    def test_two_tables_of_one_name_are_two_files(self, link, ledger):
        other = release_people(PEOPLE.assign(people=[1, 2]))
        downloads, (text,), _ = link(draw(release_people(), other))
        paths = [files[0].path for files in downloads.tables.values()]
        assert len(set(paths)) == 2 and all(path in text for path in paths)
        assert all((ledger / FOLDER / path).is_file() for path in paths)

    def test_a_table_without_rows_has_no_file_and_a_page_without_files_no_list(self, link):
        downloads, (text,), notebook = link(draw(release_people(PEOPLE.head(0))))
        assert (downloads.files, text, len(notebook.cells)) == ((), "", 2)

    def test_what_the_page_itself_offers_is_not_offered_twice(self, link):
        released = release_people()
        downloads, (text,), _ = link(offer(released, title="People", name="mine"))
        assert downloads.tables == {} and text == ""
        assert [file.path for file in downloads.files] == ["mine.csv", "mine.csv-metadata.json"]


SHEET = RunFile("monday-sheets/m-1.html", ("first-ten-0",), "0" * 64, 3000, "The Monday sheet of M")
PICTURE = RunFile("pictures/m-1.png", ("first-ten-0",), "1" * 64, 90_000, "Picture to share: M")
HANDOUTS = {"district-st-mary": (SHEET, PICTURE)}


class TestHandouts:
    def test_a_page_links_its_sheet_and_picture_below_its_first_table_and_nowhere_else(self, link):
        every = [release_people(name=name) for name in ("drawn", "shown", "more")]
        shown = [draw(every[0]), *(tables.show(one, caption="People") for one in every[1:])]
        downloads, texts, _ = link(*shown, handouts=HANDOUTS)
        assert ["monday-sheets" in text for text in texts] == [False, True, False]
        assert (
            '<a href="../downloads/monday-sheets/m-1.html" data-release="first-ten-0">The Monday '
            'sheet of M (page to print, 3 KB)</a> · <a href="../downloads/pictures/m-1.png" '
            'data-release="first-ten-0">Picture to share: M' in texts[1]
        )
        assert {SHEET, PICTURE} <= set(downloads.files)

    def test_the_page_of_downloads_lists_those_of_all_pages(self, link):
        downloads, _, notebook = link(say(release_people()), page="downloads", handouts=HANDOUTS)
        section, listed = notebook.cells[-4:-2]
        assert section.source.startswith("## Sheets to print, pictures to send")
        assert listed.outputs[0].data["text/html"].count("<li>") == 2
        assert SHEET not in downloads.files
