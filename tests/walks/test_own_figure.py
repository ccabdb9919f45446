"""An analyst's own figure, drawn with seaborn: refused at once when it is not published."""

from pathlib import Path

import nbformat
import pytest

from tests.walks.conftest import Walk

NAME = "Where do most people live?"
CELL = "overview-where-do-most-people-live"
TABLE = 'table = report.residents.groupby("district_name", as_index=False)["population"].sum()'
DRAW = 'figure = sns.barplot(table, x="population", y="district_name")'


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
            (DRAW, ("released = report.release(table, ", "charts.publish(")),
            ("table", ('released = report.release(table, name="table")', "tables.show(released, ")),
        ],
    )
    def test_what_was_not_released_fails_when_its_cell_runs(
        self, walk_alone, write_cell, last, lines
    ):
        write_cell(TABLE, last)
        told = walk_alone("run", "papermill", "notebooks/overview.ipynb", "out.ipynb", code=1)
        assert "Write these two lines instead" in told
        assert all(line in told for line in lines)
