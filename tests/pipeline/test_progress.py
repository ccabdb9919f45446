import io
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from datacell_lib.pipeline.execute.jobs import NotebookJob, NotebookResult, Outcome
from datacell_lib.pipeline.progress import StepProgress, show_progress


@pytest.fixture
def screen():
    return io.StringIO()


@pytest.fixture
def result():
    folder = Path("notebooks")
    job = NotebookJob(folder / "a.ipynb", folder / "district-b.ipynb", folder / "c.ipynb")
    return NotebookResult(job, Outcome.SUCCEEDED, 1.25)


class TestShowProgress:
    def test_where_nobody_watches_it_prints_plain_lines(self, screen):
        with show_progress("Fetching", total=1, console=Console(file=screen)) as advance:
            advance("Age")
        assert screen.getvalue() == "Fetching\n  Age\n"

    @pytest.mark.parametrize("watched", [True, False])
    def test_a_name_in_brackets_is_no_markup(self, screen, watched):
        console = Console(file=screen, force_terminal=watched, width=200)
        with show_progress("Linking [red]Heaton[/red]", total=None, console=console):
            pass
        assert "[red]Heaton[/red]" in screen.getvalue()

    def test_where_somebody_watches_it_counts(self, screen):
        console = Console(file=screen, force_terminal=True)
        with show_progress("Fetching", total=2, console=console) as advance:
            advance("Age")
            advance("Tenure")
        assert "2/2" in screen.getvalue()


class TestStepProgress:
    def test_where_nobody_watches_steps_and_notebooks_are_plain_lines(self, screen, result):
        with StepProgress(Console(file=screen, width=200)) as progress:
            progress.begin("Executing 1 notebooks")
            progress.end_notebook(result, 1)
        lines = screen.getvalue().splitlines()
        assert lines[0].endswith("] Executing 1 notebooks")
        assert lines[1] == "  district-b.ipynb: succeeded in 1.2 seconds."

    def test_what_is_wrong_with_a_notebook_is_left_for_the_end(self, screen, result):
        failed = replace(result, outcome=Outcome.CELL_FAILED, error_message="division by zero")
        with StepProgress(Console(file=screen, width=200)) as progress:
            progress.end_notebook(failed, 1)
        assert screen.getvalue() == "  district-b.ipynb: cell failed.\n"

    def test_where_somebody_watches_notebooks_are_counted(self, screen, result):
        console = Console(file=screen, force_terminal=True)
        with StepProgress(console) as progress:
            progress.begin("Linking")
            progress.begin("Executing")
            progress.end_notebook(result, 1)
        assert "1/1" in screen.getvalue()
