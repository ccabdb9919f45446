"""Runs it all: kernels, notebooks, the book, the command line.

Here belongs whatever touches kernels, papermill or Sphinx: no other room may.
Statistics and wording do not.
Look first at `report.make_report`, then at `cli`.
"""
