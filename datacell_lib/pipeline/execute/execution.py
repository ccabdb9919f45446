"""Runs one notebook with papermill, in a kernel with a job's own environment."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import nbformat
import papermill
from jupyter_client import AsyncKernelManager
from jupyter_core.utils import ensure_event_loop
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines
from papermill.exceptions import PapermillExecutionError
from traitlets import Dict
from traitlets.config import Config

from datacell_lib.pipeline.execute.jobs import NotebookJob
from datacell_lib.pipeline.execute.kernels import select_provisioner

KERNEL_NAME = "python3"
ENGINE = "datacell-saved-once"
START_TRIES = 3
DIED_AT_START = "Kernel died before replying"


class JobKernelManager(AsyncKernelManager):
    """Starts a kernel with a job's environment over the runner's own, which stays as it is."""

    environment = Dict(help="Variables set for the kernel.").tag(config=True)

    async def start_kernel(
        self, *, extra_arguments: Sequence[str] = (), cwd: str | None = None
    ) -> None:
        """Start the kernel; called by nbclient.

        A backend chosen for the runner's own figures is not passed on: a kernel that took it would
        draw nothing. Traffic is encrypted, because the output of a kernel on a TCP port can
        otherwise be read by any other user of the machine.
        """
        inherited = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
        await super().start_kernel(
            extra_arguments=list(extra_arguments),
            cwd=cwd,
            env={**inherited, **self.environment},
            transport_encryption="auto",
        )


class SavedOnceEngine(NBClientEngine):
    """Papermill's own engine, but that it writes the notebook at its end, not around each cell."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, **options: object
    ) -> None:
        """Execute the cells; called by papermill, which writes the notebook before and after."""
        path, nb_man.output_path = nb_man.output_path, None  # with no path it writes nothing
        try:
            super().execute_managed_notebook(nb_man, kernel_name, **options)
        finally:
            nb_man.output_path = path


papermill_engines.register(ENGINE, SavedOnceEngine)


def run_notebook(notebook: nbformat.NotebookNode, job: NotebookJob) -> nbformat.NotebookNode:
    """Execute a notebook, leaving it at the job's ``failed`` when it ends, well or not.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        The job's template, titled; not changed.
    job : NotebookJob
        Its parameters, environment, directory, time limit and place for the unfinished notebook.

    Returns
    -------
    nbformat.NotebookNode
        The executed notebook.

    Raises
    ------
    papermill.exceptions.PapermillExecutionError
        When a cell raises, or ends the kernel's work by ``sys.exit``.
    nbclient.exceptions.CellTimeoutError, nbclient.exceptions.DeadKernelError
        When a cell takes too long, or its kernel dies.
    RuntimeError, RunError
        When no kernel could be started.

    Notes
    -----
    A kernel that dies before its first cell, because another process took one of its ports at the
    same moment, is started again. A kernel is killed when its last cell has ended: it has nothing
    left to do, and asked politely ipykernel 7 now and then takes seconds. So a notebook must not
    leave work to ``atexit``.
    """
    select_provisioner()
    tries = 1
    with _event_loop():
        while True:
            try:
                return _run_once(notebook, job)
            except RuntimeError as error:
                if tries == START_TRIES or DIED_AT_START not in str(error):
                    raise
                tries += 1


def _run_once(notebook: nbformat.NotebookNode, job: NotebookJob) -> nbformat.NotebookNode:
    executed = papermill.execute_notebook(
        notebook,
        str(job.failed.absolute()).replace("{", "{{").replace("}", "}}"),  # a format to papermill
        parameters=dict(job.parameters),
        engine_name=ENGINE,
        kernel_name=KERNEL_NAME,
        progress_bar=False,
        log_output=False,
        execution_timeout=job.timeout_seconds,
        record_timing=False,
        shutdown_kernel="immediate",
        resources={"metadata": {"path": str(job.directory or Path.cwd())}},
        kernel_manager_class=JobKernelManager,
        config=Config(JobKernelManager={"environment": dict(job.environment)}),
    )
    _refuse_early_exit(executed)
    return executed


def _refuse_early_exit(executed: nbformat.NotebookNode) -> None:
    """Refuse a notebook that ended itself by ``sys.exit(0)``, which papermill lets pass."""
    for index, cell in enumerate(executed.cells):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                raise PapermillExecutionError(
                    cell_index=index,
                    exec_count=cell.execution_count,
                    source=cell.source,
                    ename=output.ename,
                    evalue=output.evalue or "the cells after it were not run",
                    traceback=output.traceback,
                )


@contextlib.contextmanager
def _event_loop() -> Iterator[None]:
    """Close the event loop that nbclient makes for this thread and leaves open."""
    loop = ensure_event_loop()
    asyncio.set_event_loop(loop)  # asyncio.run leaves none behind, though this one lives
    try:
        yield
    finally:
        if not loop.is_running():  # it runs where the runner is itself called from a notebook
            left = asyncio.all_tasks(loop)  # nbclient's own, after a time limit
            for task in left:
                task.cancel()
            loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
            loop.close()
