"""The committed notebooks: nbval compares every number, figures are left out, cells stay small."""

import copy
import re
import subprocess
import sys
from types import SimpleNamespace

import nbformat
import pytest
from nbval.plugin import IPyNbCell, nocolors

from datacell_lib.config import ROOT
from datacell_lib.pipeline.stored_outputs import store_notebook_outputs
from datacell_lib.schema import RunError

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
IGNORED = "nbval-ignore-output"
NUMBER = re.compile(r"\d+")
# what nbval leaves out of every comparison
NOT_COMPARED = ("metadata", "output_type", "execution_count", "image/png")


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return nbformat.read(request.param, as_version=4)


def list_code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


class Comparison:
    """nbval's own comparison of outputs, without a kernel to run them and without its report."""

    compare_outputs = IPyNbCell.compare_outputs
    colors = nocolors
    parent = SimpleNamespace(skip_compare=NOT_COMPARED)

    def sanitize(self, text):
        return text

    def format_output_compare(self, key, left, right):
        self.comparison_traceback.append((key, left, right))


def differs(output, changed):
    """Tell whether nbval finds a difference between what came out and what is stored."""
    return not Comparison().compare_outputs([output], [changed])


class TestStoredOutputs:
    def test_every_code_cell_is_numbered_so_that_nbval_compares_it(self, notebook):
        cells = list_code_cells(notebook)
        assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))

    def test_figures_are_marked_to_be_ignored_and_hold_no_image(self, notebook):
        for cell in list_code_cells(notebook):
            if IGNORED in cell.metadata.get("tags", []):
                assert cell.outputs == []
            for output in cell.outputs:
                assert "image/png" not in output.data

    def test_nbval_sees_a_change_of_every_stored_number(self, notebook):
        changed = 0
        for cell in list_code_cells(notebook):
            for output in cell.outputs:
                assert not differs(output, output)
                for kind, text in output.data.items():
                    for number in NUMBER.finditer(text):
                        other = copy.deepcopy(output)
                        digit = str((int(number.group()[-1]) + 1) % 10)
                        end = number.end()
                        other.data[kind] = text[: end - 1] + digit + text[end:]
                        assert differs(output, other), (kind, number.group())
                        changed += 1
        assert changed > 40

    def test_nbval_fails_on_a_notebook_with_one_other_number(self, tmp_path):
        notebook = nbformat.read(ROOT / "notebooks" / "overview.ipynb", as_version=4)
        cell = next(cell for cell in list_code_cells(notebook) if cell.outputs)
        text = cell.outputs[0].data["text/plain"]
        cell.outputs[0].data["text/plain"] = NUMBER.sub("7777", text, count=1)
        path = tmp_path / "overview.ipynb"
        nbformat.write(notebook, path)
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "--nbval", "-q", "-p", "no:cacheprovider", str(path)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert "mismatch 'text/plain'" in done.stdout
        assert "1 failed" in done.stdout


class TestStoreNotebookOutputs:
    def test_a_notebook_that_fails_is_left_as_it_was(self, tmp_path, notebook):
        list_code_cells(notebook)[1].source = "1 / 0"
        path = tmp_path / "broken.ipynb"
        nbformat.write(notebook, path)
        before = path.read_bytes()
        with pytest.raises(RunError, match=r"broken\.ipynb.*ZeroDivisionError"):
            list(store_notebook_outputs(tmp_path))
        assert path.read_bytes() == before
