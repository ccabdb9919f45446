"""A cell that would show what was not published fails as it runs, with the lines to write."""

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from traitlets.config import Config

from datacell_lib.config import ROOT
from datacell_lib.governance.ledger import RUN_VARIABLE
from datacell_lib.pipeline.execute.execution import JobKernelManager
from datacell_lib.pipeline.execute.jobs import NotebookJob, Outcome
from datacell_lib.pipeline.execute.kernels import close_warm_process
from datacell_lib.pipeline.execute.runner import execute_notebook

OPEN = 'from datacell_lib.desk import open_report\nreport = open_report("sample")'
MAKE = """
import pandas, warnings, matplotlib.pyplot as plt, seaborn
from datacell_lib.presentation import charts, tables
from datacell_lib.governance.ledger import Read, record_read
beds = pandas.DataFrame({"area_name": ["a", "b"], "beds": [1, 2]})
record_read(Read("census2021-age", "official", ("0" * 64,), 2, 0, "test", True))
released = report.release(beds, name="beds", datasets=["census2021-age"])
"""
USED = "from datacell_lib.governance.used_datasets import note_use\n"
USED += 'note_use(["brackenshire-food-parcels"])'
SHOWN = {
    "print(4711)": "This cell prints 'a line', which nobody has released",
    "warnings.warn('4711', stacklevel=1)": "This cell ends with a warning beside the page: ''",
}
LINES = 'released = report.release({}, name="{}")\n    tables.show(released, caption='
PUBLISH = "charts.publish(figure, released, title="
REFUSED = {
    "beds": ("a table of 2 rows with the columns area_name, beds", LINES.format("beds", "beds")),
    "beds.head(1)": ("a table of 1 row", LINES.format("table", "my-table")),
    "display(beds)": ("a table of 2 rows", LINES.format("beds", "beds")),
    'beds["beds"]': ("a column of 2 values, 'beds'", "release(table.reset_index(), name="),
    "report.outlines": ("a table of 6 rows", LINES.format("table", "my-table")),
    "print(beds)": ("This cell prints 'area_name", LINES.format("table", "my-table")),
    "print()": ("This cell prints 'a line'", LINES.format("table", "my-table")),
    "released": ("beds-", "end the cell with the line:\n    tables.show(released, caption="),
    "released.table": ("inside 'released'", "the line:\n    tables.show(released, caption="),
    "figure, ax = plt.subplots()": ("leaves a figure that is not published", PUBLISH),
    "own, panel = plt.subplots()": ("leaves a figure", "charts.publish(own, released, title="),
    "plt.plot([1, 2])": ("a drawing of matplotlib", PUBLISH),
    "plt.plot([1, 2])\nplt.show()": ("a figure that is not published", PUBLISH),
    "plt.figure()": ("a figure that is not published", PUBLISH),
    'seaborn.relplot(beds, x="beds", y="beds")': ("seaborn (FacetGrid)", PUBLISH),
    "len(beds)": ("would show 2, which was not released", "report.release("),
    "from IPython.display import Image\nImage(b'x', format='png')": (
        "of the kind Image",
        "report.release(",
    ),
    "warnings.warn('old', stacklevel=1)": ("a warning beside the page", "Mend what it warns of"),
    "beds.style": ("of the kind Styler", "report.release("),
    "tables.show(beds)": (
        "tables.show draws released tables only; found a table of 2 rows",
        "release(",
    ),
}


@pytest.fixture(scope="module", autouse=True)
def _no_warm_process_left():
    yield
    close_warm_process()


@pytest.fixture(scope="module")
def answered(tmp_path_factory):
    """The outputs of every cell to be refused, run one after the other in one kernel."""
    cells = [new_code_cell(source) for source in (OPEN, MAKE, *REFUSED)]
    ledger = str(tmp_path_factory.mktemp("run") / "ledger")
    client = NotebookClient(
        new_notebook(cells=cells),
        kernel_name="python3",
        allow_errors=True,
        resources={"metadata": {"path": str(ROOT)}},
        kernel_manager_class=JobKernelManager,
        config=Config(JobKernelManager={"environment": {RUN_VARIABLE: ledger}}),
    )
    client.execute()
    assert cells[0].outputs == cells[1].outputs == []
    return {cell.source: cell.outputs for cell in cells}


@pytest.fixture
def run(tmp_path):
    """A function that runs cells after those that open a report, and gives what came of it."""

    def execute(*cells):
        sources = [OPEN, MAKE, *cells]
        notebook = new_notebook(
            cells=[
                new_markdown_cell("# T", metadata={"tags": ["title"]}),
                new_code_cell("n = 1", metadata={"tags": ["parameters"]}),
                *map(new_code_cell, sources),
            ],
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        )
        nbformat.write(notebook, tmp_path / "t.ipynb")
        job = NotebookJob(
            template=tmp_path / "t.ipynb",
            output=tmp_path / "out.ipynb",
            failed=tmp_path / "failed" / "t.ipynb",
            environment={RUN_VARIABLE: str(tmp_path / "ledger")},
            directory=ROOT,
        )
        return execute_notebook(job)

    return execute


def list_outputs(path):
    cells = nbformat.read(path, as_version=4).cells
    return [output for cell in cells for output in cell.get("outputs", [])]


class TestGuardCells:
    @pytest.mark.parametrize("cell", REFUSED, ids=lambda cell: cell.split("\n")[-1])
    def test_a_cell_that_shows_anything_else_fails_with_the_lines_to_write(self, answered, cell):
        told, lines = REFUSED[cell]
        *others, error = answered[cell]
        assert (error.output_type, error.ename) == ("error", "DisclosureError")
        assert told in error.evalue
        assert lines in error.evalue
        assert [output.get("name") for output in others] == ["stderr"] * ("warn(" in cell)

    @pytest.mark.parametrize("cell", ["beds", "print(beds)", "plt.figure()"])
    def test_the_notebook_shows_the_sentence_and_not_the_way_to_it(self, answered, cell):
        (error,) = answered[cell]
        assert error.traceback == [f"DisclosureError: {error.evalue}"]

    @pytest.mark.parametrize("cell", SHOWN)
    def test_where_partner_data_were_read_the_sentence_says_nothing_of_what_was_printed(
        self, run, cell
    ):
        result = run(USED, cell)
        assert SHOWN[cell] in result.error_message
        assert "4711" not in result.error_message

    def test_a_run_ends_at_the_cell_and_keeps_the_notebook(self, run):
        result = run("plt.plot([1, 2])", "raise SystemError('never reached')")
        assert (result.outcome, result.cell_number) == (Outcome.CELL_FAILED, 5)
        assert PUBLISH in result.error_message
        assert "at cell 5 of t.ipynb (below 'T'): DisclosureError: This" in result.describe()
        assert [output.output_type for output in list_outputs(result.kept)] == ["error"]

    def test_what_is_published_is_shown(self, run):
        result = run(
            'charts.bar(released, title="How many?")',
            "display(tables.show(released))",
            "figure, ax = plt.subplots()\nax.plot(released.table['beds'])\n"
            'charts.publish(figure, released, title="?", alt="A line that rises.")',
            "quiet = beds",
        )
        assert result.succeeded, result.error_message
        kinds = [output.metadata["datacell"]["kind"] for output in list_outputs(result.job.output)]
        assert kinds == ["figure", "table", "figure"]

    def test_an_error_of_ones_own_stays_what_it_is_and_leaves_no_figure(self, run):
        result = run("plt.plot([1])\n1 / 0")
        assert result.error_name == "ZeroDivisionError"
        assert [output.output_type for output in list_outputs(result.kept)] == ["error"]

    def test_opening_a_second_report_changes_nothing(self, run):
        assert run(OPEN.split("\n")[1], "tables.show(released)").succeeded
