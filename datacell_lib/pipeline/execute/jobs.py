"""What is asked of the runner for one notebook, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from datacell_lib.files.nouns import Noun


class Outcome(StrEnum):
    """How the execution of a notebook ended."""

    SUCCEEDED = "succeeded"
    CELL_FAILED = "cell failed"
    KERNEL_DIED = "kernel died"
    TIMED_OUT = "timed out"
    NOT_RUN = "not run"


@dataclass(frozen=True)
class NotebookJob:
    """One notebook to be executed.

    Parameters
    ----------
    template : Path
        The notebook to execute; it is never changed.
    output : Path
        Where the executed notebook goes, when every cell has succeeded.
    failed : Path
        Where the notebook is written as far as it got, when not.
    parameters : mapping of str to Any
        A value for each name in the template's ``parameters`` cell.
    title : str, optional
        Replaces the template's Markdown cell tagged ``title``.
    noun : Noun, optional
        What Markdown cells tagged ``report-district`` call a district.
    environment : mapping of str to str
        Set in the kernel's environment, over the runner's own.
    directory : Path, optional
        The kernel's working directory; by default the runner's.
    timeout_seconds : int
        The longest that one cell may run, in whole seconds.
    """

    template: Path
    output: Path
    failed: Path
    parameters: Mapping[str, Any] = field(default_factory=dict)
    title: str | None = None
    noun: Noun | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    directory: Path | None = None
    timeout_seconds: int = 600


@dataclass(frozen=True)
class NotebookResult:
    """What became of a job.

    Parameters
    ----------
    job : NotebookJob
        What was asked.
    outcome : Outcome
        How it ended.
    seconds : float
        How long it took, kernel start included.
    error_name : str
        Name of the exception; empty when it succeeded.
    error_message : str
        Its message.
    cell_number : int, optional
        The cell that was running, counting the template's cells of every kind from 1.
    kept : Path, optional
        The notebook as far as it got, for inspection.
    """

    job: NotebookJob
    outcome: Outcome
    seconds: float = 0.0
    error_name: str = ""
    error_message: str = ""
    cell_number: int | None = None
    kept: Path | None = None

    @property
    def succeeded(self) -> bool:
        """Whether every cell ran without error and the output was written."""
        return self.outcome is Outcome.SUCCEEDED

    def describe(self) -> str:
        """Say in a line or two what became of the job.

        Returns
        -------
        str
            For the command line: the notebook, what happened, in which cell, where to look.

        Examples
        --------
        >>> folder = Path("notebooks")
        >>> job = NotebookJob(folder / "a.ipynb", folder / "b.ipynb", folder / "c.ipynb")
        >>> print(NotebookResult(job, Outcome.KERNEL_DIED, 1.2, "Dead", "no memory", 4).describe())
        b.ipynb: kernel died at cell 4 of a.ipynb: Dead: no memory.
        """
        name = self.job.output.name
        if self.succeeded:
            return f"{name}: succeeded in {self.seconds:.1f} seconds."
        where = f" at cell {self.cell_number} of" if self.cell_number else ":"
        kept = f" The notebook as far as it got: {self.kept}" if self.kept else ""
        message = f"{self.error_name}: {self.error_message}".rstrip(".")
        return f"{name}: {self.outcome}{where} {self.job.template.name}: {message}.{kept}"
