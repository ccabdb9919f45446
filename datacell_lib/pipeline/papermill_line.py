"""Papermill's own command line, whose failing cell is told in a paragraph, not by a traceback."""

from __future__ import annotations

import sys

from papermill.cli import papermill
from papermill.exceptions import PapermillExecutionError

from datacell_lib.pipeline.command_errors import FAILED, tell


def run_papermill(arguments: list[str]) -> None:
    """Run papermill as if it were called by its name.

    Parameters
    ----------
    arguments : list of str
        What papermill is told.

    Raises
    ------
    SystemExit
        With papermill's exit code; where a cell failed, with 1, once that is told.
    """
    try:
        papermill(arguments, prog_name="papermill")
    except PapermillExecutionError as error:
        begins = next(iter(error.source.strip().splitlines()), "")
        tell(error, f"The cell that begins with {begins!r} failed. {error.ename}: {error.evalue}")
        sys.exit(FAILED)


if __name__ == "__main__":
    run_papermill(sys.argv[1:])
