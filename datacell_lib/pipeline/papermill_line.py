"""Papermill's own command line, whose errors are told in a paragraph, not by a traceback."""

from __future__ import annotations

import sys

from jupyter_client.kernelspec import NoSuchKernel
from nbformat import ValidationError
from nbformat.reader import NotJSONError
from papermill.cli import papermill
from papermill.exceptions import PapermillException, PapermillExecutionError

from datacell_lib.pipeline.command_errors import FAILED, tell

UNREADABLE = (NotJSONError, ValidationError, NoSuchKernel, PapermillException)


def run_papermill(arguments: list[str]) -> None:
    """Run papermill as if it were called by its name.

    Parameters
    ----------
    arguments : list of str
        What papermill is told.

    Raises
    ------
    SystemExit
        With papermill's exit code; where a cell failed, or there is no such notebook or it is
        none, with 1, once that is told.
    """
    try:
        papermill(arguments, prog_name="papermill")
    except PapermillExecutionError as error:
        begins = next(iter(error.source.strip().splitlines()), "")
        tell(error, f"The cell that begins with {begins!r} failed. {error.ename}: {error.evalue}")
        sys.exit(FAILED)
    except OSError as error:
        named = f" ({error.filename})" if error.filename else ""
        tell(error, f"A file can't be read or written{named}: {error.strerror or error}.")
        sys.exit(FAILED)
    except UNREADABLE as error:
        tell(error, f"The notebook can't be run: {error}")
        sys.exit(FAILED)


if __name__ == "__main__":
    run_papermill(sys.argv[1:])
