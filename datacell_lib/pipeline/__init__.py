"""Runs it all: kernels, notebooks, the book, the command line.

Nothing outside this room touches kernels, papermill or Sphinx.
Statistics and wording do not belong here.
Look first at `report.make_report`, then at `cli`.
"""
