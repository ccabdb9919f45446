"""What is asked of the runner for one notebook, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from datacell_lib.files.nouns import Noun
from datacell_lib.wording import name_first


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
    day : date, optional
        What Markdown cells tagged ``as-of`` call the report's day.
    environment : mapping of str to str
        Set in the kernel's environment, over the runner's own.
    directory : Path, optional
        The kernel's working directory; by default the runner's.
    left_out : tuple of str
        Cells with one of these tags are run, and left out of the output.
    timeout_seconds : int
        The longest that one cell may run, in whole seconds.
    """

    template: Path
    output: Path
    failed: Path
    parameters: Mapping[str, Any] = field(default_factory=dict)
    title: str | None = None
    noun: Noun | None = None
    day: date | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    directory: Path | None = None
    left_out: tuple[str, ...] = ()
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
    place : str
        Which heading the cell stands below, as `describe_place` says it.
    """

    job: NotebookJob
    outcome: Outcome
    seconds: float = 0.0
    error_name: str = ""
    error_message: str = ""
    cell_number: int | None = None
    kept: Path | None = None
    place: str = ""

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
        return (
            f"{name}: {self.outcome}{where} {self.job.template.name}{self.place}: {message}.{kept}"
        )


def describe_failures(results: Sequence[NotebookResult]) -> str:
    """Say what became of notebooks that failed, each fault once.

    Parameters
    ----------
    results : sequence of NotebookResult
        Those that failed.

    Returns
    -------
    str
        A few sentences for each fault; notebooks that fail alike are named with the first.
    """
    alike: dict[tuple[object, ...], list[NotebookResult]] = {}
    for result in results:
        fault = (result.outcome, result.error_name, result.error_message)
        place = (result.job.template, result.cell_number)
        alike.setdefault((*fault, *place), []).append(result)
    told = []
    for first, *others in alike.values():
        same = name_first(other.job.output.name for other in others)
        told.append(first.describe() + (f" The same in {same}." if others else ""))
    return " ".join(told)
