"""The book: assembled from executed notebooks, checked at the gate, built.

Here belongs everything that Sphinx and Jupyter Book see.
Where finished pages go does not (`workspace`).
Look first at `assemble.assemble_book`, then at `gate`.
"""

from datacell_lib.pipeline.book.assemble import assemble_book, build_book
from datacell_lib.pipeline.book.contents import list_area_notebooks, list_pages
from datacell_lib.pipeline.book.gate import check_notebook, check_pages

__all__ = [
    "assemble_book",
    "build_book",
    "check_notebook",
    "check_pages",
    "list_area_notebooks",
    "list_pages",
]
