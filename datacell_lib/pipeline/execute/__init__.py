"""Notebooks executed by papermill, each in a kernel forked from one warm process.

Here belongs what starts, feeds and ends kernels.
What notebooks show does not, nor whether it may be shown (`book.gate`).
Look first at `runner.execute_notebooks`.
"""
