"""An analyst's own figure, drawn with seaborn: on a page once published, refused until then."""

import re
from pathlib import Path

import nbformat
import pytest

from tests.walks.conftest import Walk

NAME = "Where do most people live?"
CELL = "overview-where-do-most-people-live"
TABLE = 'table = report.residents.groupby("district_name", as_index=False)["population"].sum()'
DRAW = 'figure = sns.barplot({}, x="population", y="district_name")'
ALT = "Bars of the residents of each district of Brackenshire, the longest of Withy Vale."
OR_RELEASED, PUBLISH = "if not, write the two others", "charts.publish("
PUBLISHED = (
    TABLE,
    'released = report.release(table, name="most-people")',
    DRAW.format("released.table"),
    f'charts.publish(figure, released, title="{NAME}", alt="{ALT}")',
)


@pytest.fixture(scope="module")
def write_cell(clone: Path, walk_alone: Walk):
    """Return a function that changes the worked cell that `new-figure` added."""
    walk_alone("new-figure", NAME, "--notebook", "overview")
    path = clone / "notebooks" / "overview.ipynb"

    def write(*lines: str) -> None:
        notebook = nbformat.read(path, as_version=4)
        cells = {cell.id: cell for cell in notebook.cells}
        (opening,) = (cell for cell in notebook.cells if "= open_report(" in cell.source)
        if "seaborn" not in opening.source:
            opening.source = "import seaborn as sns\n" + opening.source
        cells[CELL].source = "\n".join(lines)
        nbformat.write(notebook, path)

    return write


class TestOwnFigure:
    @pytest.mark.parametrize(
        ("last", "lines"),
        [
            # sections above have released tables, from which a figure may be drawn
            (DRAW.format("table"), (OR_RELEASED, "released = report.release(table, ", PUBLISH)),
            (
                "table",
                (
                    "Write these two lines instead",
                    'released = report.release(table, name="table")',
                    "tables.show(released, ",
                ),
            ),
        ],
    )
    def test_what_was_not_released_fails_when_its_cell_runs(
        self, walk_alone, write_cell, last, lines
    ):
        write_cell(TABLE, last)
        told = walk_alone("run", "papermill", "notebooks/overview.ipynb", "out.ipynb", code=1)
        assert "Traceback" not in told
        assert all(line in told for line in lines)

    def test_it_is_on_the_page_with_its_words_until_the_next_run_fails(
        self, clone, walk_alone, write_cell
    ):
        write_cell(*PUBLISHED)
        told = walk_alone("report", "sample", "--district", "E07990002")
        index = Path(re.search(r"The report is at (\S+)", told)[1])
        page = index.parent / "notebooks" / "overview.html"
        shown = page.read_text(encoding="utf-8")
        assert ALT in shown

        write_cell(TABLE, DRAW.format("table"))
        told = walk_alone("report", "sample", "--district", "E07990002", code=1)
        assert all(line in told for line in (OR_RELEASED, "released = report.release(", PUBLISH))
        (kept,) = (clone / "_build" / "sample").glob("*/failed/overview.ipynb")
        cells = {cell.id: cell for cell in nbformat.read(kept, as_version=4).cells}
        assert cells[CELL].outputs[-1].output_type == "error"
        assert page.read_text(encoding="utf-8") == shown
