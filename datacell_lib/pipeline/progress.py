"""Progress on the terminal: bars where somebody watches, plain lines where nobody does."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.progress import TimeElapsedColumn as Elapsed

from datacell_lib.pipeline.execute.jobs import NotebookResult


@contextmanager
def show_progress(
    title: str, *, total: int | None, console: Console | None = None
) -> Iterator[Callable[[str], None]]:
    """Show how far something is.

    Parameters
    ----------
    title : str
        What goes on.
    total : int, optional
        How many parts it has, where that is known.
    console : rich.console.Console, optional
        Where to show it; the terminal unless told.

    Yields
    ------
    callable
        To be told the name of each part that is done.
    """
    console = console or Console()
    if not console.is_terminal:
        console.print(title, highlight=False, markup=False)
        yield lambda name: console.print(f"  {name}", highlight=False, markup=False)
        return
    with _make_progress(console) as progress:
        task = progress.add_task(title, total=total)
        yield lambda name: progress.advance(task)


def _make_progress(console: Console) -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        Elapsed(),
        console=console,
    )


class StepProgress:
    """Shows the steps of a report, and its notebooks one by one.

    Parameters
    ----------
    console : rich.console.Console, optional
        Where to show it; the terminal unless told.
    """

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console()
        self._progress = _make_progress(self._console) if self._console.is_terminal else None
        self._task: int | None = None
        self._began = time.monotonic()

    def __enter__(self) -> Self:
        """Start showing."""
        if self._progress:
            self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop showing."""
        if self._progress:
            self._end_step()
            self._progress.stop()

    def begin(self, step: str) -> None:
        """Show that a step begins.

        Parameters
        ----------
        step : str
            What it is.
        """
        if self._progress:
            self._end_step()
            self._task = self._progress.add_task(step, total=None)
        else:
            seconds = time.monotonic() - self._began
            self._console.print(f"[{seconds:5.1f} s] {step}", highlight=False, markup=False)

    def end_notebook(self, result: NotebookResult, total: int) -> None:
        """Show that a notebook ended.

        Parameters
        ----------
        result : NotebookResult
            How.
        total : int
            How many there are.
        """
        if self._progress:
            self._progress.update(self._task, total=total, advance=1)
        else:
            name, outcome = result.job.output.name, result.outcome
            # what is wrong is told once, when the run ends
            told = result.describe() if result.succeeded else f"{name}: {outcome}."
            self._console.print(f"  {told}", highlight=False, markup=False)

    def _end_step(self) -> None:
        if self._progress and self._task is not None:
            task = self._progress.tasks[self._task]
            self._progress.update(self._task, total=task.total or 1, completed=task.total or 1)
