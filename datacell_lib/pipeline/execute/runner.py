"""Executes notebooks with papermill: each in a kernel of its own, many at once."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from pathlib import Path

import nbformat
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError
from papermill.execute import ERROR_MARKER_TAG

from datacell_lib.config import show_path
from datacell_lib.pipeline.execute.execution import run_notebook
from datacell_lib.pipeline.execute.jobs import NotebookJob, NotebookResult, Outcome
from datacell_lib.pipeline.execute.kernels import close_warm_process
from datacell_lib.pipeline.execute.templates import (
    check_parameters,
    describe_place,
    read_template,
    set_day,
    set_noun,
    set_title,
)
from datacell_lib.schema import RunError
from datacell_lib.whole_files import write_changed

__all__ = [
    "NotebookJob",
    "NotebookResult",
    "Outcome",
    "check_parameters",
    "execute_notebook",
    "execute_notebooks",
]

INJECTED_TAG = "injected-parameters"
REMOVED_TAG = "remove-cell"


def execute_notebook(job: NotebookJob) -> NotebookResult:
    """Execute one notebook.

    Parameters
    ----------
    job : NotebookJob
        What to execute; its parameters are taken to be checked.

    Returns
    -------
    NotebookResult
        How it ended. The output is written, whole or not at all, only when every cell succeeded.

    Raises
    ------
    RunError
        When the template cannot be read or has no place for the title, or the working directory
        does not exist.

    Notes
    -----
    Can be sent to another process, and so run by any :class:`concurrent.futures.Executor`.
    """
    started = time.monotonic()
    notebook = _prepare(job)
    job.failed.parent.mkdir(parents=True, exist_ok=True)
    job.failed.unlink(missing_ok=True)
    try:
        executed = run_notebook(notebook, job)
    except PapermillExecutionError as error:
        outcome, name, message = Outcome.CELL_FAILED, error.ename, error.evalue
    except CellTimeoutError:
        outcome, name = Outcome.TIMED_OUT, CellTimeoutError.__name__
        message = f"the cell ran longer than {job.timeout_seconds} seconds"
    except DeadKernelError:
        outcome, name = Outcome.KERNEL_DIED, DeadKernelError.__name__
        message = "the kernel died while the cell ran (killed, crashed or out of memory)"
    except (RunError, RuntimeError) as error:
        outcome, name, message = Outcome.NOT_RUN, type(error).__name__, str(error)
    else:
        text = nbformat.writes(_tidy(executed, left_out=job.left_out)) + "\n"
        write_changed(job.output, text.encode())
        job.failed.unlink()
        return NotebookResult(job, Outcome.SUCCEEDED, time.monotonic() - started)
    number, place = _find_last_started(job.failed)
    return NotebookResult(
        job=job,
        outcome=outcome,
        seconds=time.monotonic() - started,
        error_name=name,
        error_message=message,
        cell_number=number,
        place=place,
        kept=job.failed if job.failed.exists() else None,
    )


def execute_notebooks(
    jobs: Sequence[NotebookJob],
    *,
    executor: Executor | None = None,
    workers: int | None = None,
    on_done: Callable[[NotebookResult], None] | None = None,
) -> list[NotebookResult]:
    """Execute notebooks in parallel.

    Parameters
    ----------
    jobs : sequence of NotebookJob
        What to execute. All parameters are checked before the first notebook is started.
    executor : concurrent.futures.Executor, optional
        Where to run them: a process pool, a Dask cluster's executor. By default threads here.
    workers : int, optional
        How many at once, with the default executor; by default one for each processor.
    on_done : callable, optional
        Called in this thread with each result as it comes, for a progress bar.

    Returns
    -------
    list of NotebookResult
        One for each job, in the jobs' order. A job that fails does not stop the others, and
        whatever was raised in executing it is in its result.

    Raises
    ------
    ParameterError, RunError
        Before anything is executed, when a notebook is given parameters that are not its own,
        cannot be read, has no place for its title, or is to run in a folder that does not exist.
    """
    for job in jobs:
        check_parameters(job.template, job.parameters)
        _prepare(job)
    if executor is not None:
        return _collect(jobs, executor=executor, on_done=on_done)
    with ThreadPoolExecutor(workers or os.cpu_count()) as threads:
        try:
            return _collect(jobs, executor=threads, on_done=on_done)
        except KeyboardInterrupt:
            close_warm_process()  # so that the notebooks under way end now
            raise


def _prepare(job: NotebookJob) -> nbformat.NotebookNode:
    """Return a job's template with its title and noun set, once it is known that it can be run."""
    if job.directory is not None and not job.directory.is_dir():
        raise RunError(
            f"{show_path(job.template)} was to run in the folder {job.directory}, which does not "
            "exist. Create it, or give another working directory."
        )
    notebook = read_template(job.template)
    if job.title is not None:
        set_title(notebook, job.title, template=job.template)
    if job.noun is not None:
        set_noun(notebook, job.noun)
    if job.day is not None:
        set_day(notebook, job.day)
    return notebook


def _tidy(
    executed: nbformat.NotebookNode, *, left_out: tuple[str, ...] = ()
) -> nbformat.NotebookNode:
    """Drop what is left out, differs from run to run or names this machine; hide parameters."""
    kept = [c for c in executed.cells if not {*left_out} & {*c.metadata.get("tags", [])}]
    executed.cells = kept
    executed.metadata.papermill = {"parameters": executed.metadata.papermill["parameters"]}
    for cell in executed.cells:
        cell.metadata.pop("papermill", None)
        if INJECTED_TAG in cell.metadata.get("tags", []):
            cell.metadata.tags = [INJECTED_TAG, REMOVED_TAG]
            cell.id = INJECTED_TAG
    return executed


def _find_last_started(failed: Path) -> tuple[int | None, str]:
    """Return which of the template's cells was started last, counted from 1, and where it is."""
    if not failed.exists():
        return None, ""
    cells = [
        cell
        for cell in nbformat.read(failed, as_version=4).cells
        if not {INJECTED_TAG, ERROR_MARKER_TAG} & set(cell.metadata.get("tags", []))
    ]
    started = [
        number
        for number, cell in enumerate(cells, start=1)
        if cell.metadata.get("papermill", {}).get("start_time")
    ]
    return (started[-1], describe_place(cells[: started[-1]])) if started else (None, "")


def _collect(
    jobs: Sequence[NotebookJob],
    *,
    executor: Executor,
    on_done: Callable[[NotebookResult], None] | None,
) -> list[NotebookResult]:
    places = {executor.submit(execute_notebook, job): place for place, job in enumerate(jobs)}
    results: dict[int, NotebookResult] = {}
    try:
        for future in as_completed(places):
            result = _get_result(future, jobs[places[future]])
            results[places[future]] = result
            if on_done is not None:
                on_done(result)
    finally:
        for future in places:
            future.cancel()
    return [results[place] for place in range(len(jobs))]


def _get_result(future: Future[NotebookResult], job: NotebookJob) -> NotebookResult:
    error = future.exception()
    if error is None:
        return future.result()
    return NotebookResult(
        job=job,
        outcome=Outcome.NOT_RUN,
        error_name=type(error).__name__,
        error_message=str(error),
    )
