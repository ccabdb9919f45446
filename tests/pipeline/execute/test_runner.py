import base64
import multiprocessing
import os
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import nbformat
import pytest

from datacell_lib.pipeline.execute.runner import (
    NotebookJob,
    Outcome,
    execute_notebook,
    execute_notebooks,
)
from datacell_lib.schema import ParameterError, RunError

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"

# Everything that one notebook could leave behind for the next.
LOOK = """
import builtins, os, random, sys
import matplotlib, numpy
import matplotlib.pyplot as plt
print(
    [name for name in ("secret", "left_behind") if name in globals() or hasattr(builtins, name)],
    os.environ.get("LEFT_BEHIND"), os.path.basename(os.getcwd()), "left_behind" in sys.modules,
    plt.get_fignums(), matplotlib.rcParams["font.size"],
)
"""
SOIL = """
import types
secret = 1
builtins.left_behind = 1
os.environ["LEFT_BEHIND"] = "1"
os.chdir("/")
sys.modules["left_behind"] = types.ModuleType("left_behind")
random.seed(1); numpy.random.seed(1)
matplotlib.rcParams["font.size"] = 31.0
%config InlineBackend.close_figures = False
figure = plt.figure()
"""
DRAW = """
import random, numpy
import matplotlib.pyplot as plt
plt.plot([1, 2, 3], [n, 2, 1])
[random.random(), float(numpy.random.default_rng().random()), float(numpy.random.rand())]
"""

WHERE = "print(os.environ['DATACELL_RUN'], n, os.path.basename(os.getcwd()))"


@pytest.fixture
def make_job(tmp_path):
    """Return a function that makes a job for a template."""

    def make(template, *, name="page.ipynb", n=1, **options):
        return NotebookJob(
            template=template,
            output=tmp_path / "out" / name,
            failed=tmp_path / "failed" / name,
            parameters={"n": n},
            **options,
        )

    return make


def _outputs(path):
    """Return the outputs of a notebook's last cell."""
    return nbformat.read(path, as_version=4).cells[-1].outputs


def _text(path):
    """Return the text that a notebook's last cell printed or showed."""
    return "".join(
        output.text if output.output_type == "stream" else output.data["text/plain"]
        for output in _outputs(path)
    )


@pytest.mark.usefixtures("kernels")
class TestExecuteNotebook:
    def test_the_output_has_the_title_the_parameters_and_the_results(self, make_template, make_job):
        job = make_job(make_template("n * 2"), n=21, title="Tendring")
        before = job.template.read_bytes()
        result = execute_notebook(job)
        assert result.succeeded, result.describe()
        notebook = nbformat.read(job.output, as_version=4)
        assert notebook.cells[0].source == "# Tendring"
        injected = notebook.cells[2]
        assert injected.source == "# Parameters\nn = 21\n"
        assert "remove-cell" in injected.metadata.tags
        assert _text(job.output) == "42"
        assert not job.failed.exists()
        assert list(job.output.parent.iterdir()) == [job.output]
        assert job.template.read_bytes() == before

    def test_cells_of_a_tag_are_run_and_left_out(self, make_template, make_job):
        template = make_template("left = n + 1", "left * 2")
        notebook = nbformat.read(template, as_version=4)
        notebook.cells[-2].metadata["tags"] = ["local", "remove-input"]
        nbformat.write(notebook, template)
        job = make_job(template, n=20, left_out=("local",))
        assert execute_notebook(job).succeeded
        kept = nbformat.read(job.output, as_version=4).cells
        assert "left = n + 1" not in [cell.source for cell in kept]
        assert _text(job.output) == "42"

    def test_a_figure_is_a_picture_and_random_numbers_are_fresh(self, make_template, make_job):
        template = make_template(DRAW)
        jobs = [make_job(template, name=f"{place}.ipynb") for place in range(2)]
        for job in jobs:
            execute_notebook(job)
        outputs = [_outputs(job.output) for job in jobs]
        pictures = [output[1].data["image/png"] for output in outputs]
        assert base64.b64decode(pictures[0]).startswith(PNG_SIGNATURE)
        assert pictures[0] == pictures[1]
        numbers = [set(output[0].data["text/plain"].split(", ")) for output in outputs]
        assert len(numbers[0]) == 3
        assert not numbers[0] & numbers[1]

    def test_a_cell_that_raises_is_told_and_its_notebook_kept_apart(self, make_template, make_job):
        job = make_job(make_template("n", "{}['missing']", "'never run'"))
        job.output.parent.mkdir()
        job.output.write_text("the last good one")
        result = execute_notebook(job)
        assert result.outcome is Outcome.CELL_FAILED
        assert (result.error_name, result.error_message) == ("KeyError", "'missing'")
        assert result.cell_number == 4  # the title, the parameters, n, and then this
        assert result.kept == job.failed
        assert "KeyError" in job.failed.read_text()
        assert job.output.read_text() == "the last good one"

    def test_a_kernel_killed_in_a_cell_is_noticed(self, make_template, make_job):
        job = make_job(make_template("import os; os.kill(os.getpid(), 9)"))
        result = execute_notebook(job)
        assert result.outcome is Outcome.KERNEL_DIED
        assert result.cell_number == 3
        assert result.kept.exists()
        assert not job.output.exists()
        assert result.seconds < 10

    def test_a_cell_that_takes_too_long_is_stopped(self, make_template, make_job):
        job = make_job(make_template("import time; time.sleep(60)"), timeout_seconds=1)
        result = execute_notebook(job)
        assert result.outcome is Outcome.TIMED_OUT
        assert result.error_message == "the cell ran longer than 1 seconds"
        assert result.cell_number == 3
        assert not job.output.exists()
        assert result.seconds < 20


@pytest.mark.usefixtures("kernels")
class TestExecuteNotebooks:
    def test_each_kernel_has_its_own_environment_and_folder(
        self, make_template, make_job, tmp_path
    ):
        template = make_template("import os, time; time.sleep(0.05)", WHERE)
        jobs = []
        for n in range(4):
            folder = tmp_path / f"folder {n}"
            folder.mkdir()
            jobs.append(
                make_job(
                    template,
                    name=f"{n}.ipynb",
                    n=n,
                    environment={"DATACELL_RUN": str(n)},
                    directory=folder,
                )
            )
        before = dict(os.environ), os.getcwd()
        results = execute_notebooks(jobs, workers=4)
        assert [result.outcome for result in results] == [Outcome.SUCCEEDED] * 4
        assert [_text(job.output) for job in jobs] == [f"{n} {n} folder {n}\n" for n in range(4)]
        assert (dict(os.environ), os.getcwd()) == before

    def test_one_failure_stops_no_other_and_the_order_is_kept(self, make_template, make_job):
        template = make_template("1 / n")
        jobs = [make_job(template, name=f"{n}.ipynb", n=n) for n in (2, 0, 1)]
        done = []
        results = execute_notebooks(jobs, workers=2, on_done=done.append)
        assert [result.job for result in results] == jobs
        assert [result.error_name for result in results] == ["", "ZeroDivisionError", ""]
        assert sorted(map(id, done)) == sorted(map(id, results))


@pytest.mark.usefixtures("forked_kernels")
class TestForkedNotebooks:
    def test_nothing_of_one_notebook_is_seen_in_the_next(self, make_template, make_job):
        looking = make_job(make_template(LOOK, name="look.ipynb"), name="look.ipynb")
        soiling = make_job(make_template(LOOK, SOIL, name="soil.ipynb"), name="soil.ipynb")
        assert execute_notebook(looking).succeeded
        clean = _text(looking.output)
        result = execute_notebook(soiling)
        assert result.succeeded, result.describe()
        assert execute_notebook(looking).succeeded
        assert _text(looking.output) == clean
        assert clean.startswith("[] None ")

    def test_a_notebook_executed_again_is_the_same_to_the_byte_and_not_rewritten(
        self, make_template, make_job
    ):
        job = make_job(make_template("n"))
        execute_notebook(job)
        first = job.output.stat()
        execute_notebook(job)
        assert job.output.stat().st_mtime_ns == first.st_mtime_ns

    def test_a_notebook_that_ends_itself_has_not_succeeded(self, make_template, make_job):
        job = make_job(make_template("import sys; sys.exit(0)", "'never run'"))
        result = execute_notebook(job)
        assert result.outcome is Outcome.CELL_FAILED
        assert result.error_name == "SystemExit"
        assert not job.output.exists()


class TestExecutors:
    def test_many_notebooks_at_once_all_succeed(self, forked_kernels, make_template, make_job):
        template = make_template("n")
        jobs = [make_job(template, name=f"{n}.ipynb", n=n) for n in range(12)]
        with ThreadPoolExecutor(8) as threads:
            results = execute_notebooks(jobs, executor=threads)
        assert [result.describe() for result in results if not result.succeeded] == []
        assert [_text(job.output) for job in jobs] == [str(n) for n in range(12)]

    def test_a_pool_of_processes_does_as_well(self, forked_kernels, make_template, make_job):
        template = make_template("n")
        jobs = [make_job(template, name=f"{n}.ipynb", n=n) for n in range(3)]
        with ProcessPoolExecutor(
            1,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=exec,  # its warm process imports nothing, to be quick
            initargs=(
                "from datacell_lib.pipeline.execute import kernels\n"
                "kernels.list_warm_modules = tuple",
            ),
        ) as processes:
            results = execute_notebooks(jobs, executor=processes)
        assert [result.describe() for result in results if not result.succeeded] == []
        assert [_text(job.output) for job in jobs] == ["0", "1", "2"]

    def test_what_an_executor_raises_is_in_the_result(self, make_template, make_job):
        job = make_job(make_template("n"), directory=None, environment={"lock": threading.Lock()})
        with ProcessPoolExecutor(1) as processes:
            (result,) = execute_notebooks([job], executor=processes)
        assert result.outcome is Outcome.NOT_RUN
        assert "pickle" in result.error_message


class TestChecksBeforeExecution:
    def test_a_wrong_parameter_stops_all_before_any_is_executed(self, make_template, make_job):
        good = make_job(make_template("n"))
        wrong = make_job(
            make_template("n", parameters="area = ''", name="area.ipynb"), name="b.ipynb"
        )
        with pytest.raises(ParameterError, match=r"area\.ipynb has no parameter 'n'"):
            execute_notebooks([good, wrong])
        assert not good.output.exists()

    def test_a_title_with_no_place_stops_all_before_any_is_executed(self, make_template, make_job):
        good = make_job(make_template("n"))
        wrong = make_job(make_template(title=False, name="bare.ipynb"), name="b.ipynb", title="T")
        with pytest.raises(RunError, match=r"bare\.ipynb has no Markdown cell"):
            execute_notebooks([good, wrong])
        assert not good.output.exists()

    def test_a_folder_that_does_not_exist_stops_all_before_any_is_executed(
        self, make_template, make_job, tmp_path
    ):
        job = make_job(make_template("n"), directory=tmp_path / "nowhere")
        with pytest.raises(RunError, match=r"in the folder .*nowhere, which does not exist"):
            execute_notebooks([job])
        with pytest.raises(RunError, match="nowhere"):
            execute_notebook(job)
