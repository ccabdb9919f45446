"""Notebooks executed by papermill, each in a kernel forked from one warm process.

Here belongs what starts, feeds and ends kernels.
What notebooks show does not, nor whether it may be shown (`book.gate`).
Look first at `runner.execute_notebooks`.
"""

from datacell_lib.pipeline.execute.jobs import NotebookJob, NotebookResult
from datacell_lib.pipeline.execute.kernels import describe_kernels, warm_kernels
from datacell_lib.pipeline.execute.runner import execute_notebook, execute_notebooks

__all__ = [
    "NotebookJob",
    "NotebookResult",
    "describe_kernels",
    "execute_notebook",
    "execute_notebooks",
    "warm_kernels",
]
