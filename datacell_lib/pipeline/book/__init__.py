"""The book: assembled from executed notebooks, checked at the gate, built.

Here belongs everything that Sphinx and Jupyter Book see.
Where finished pages go does not (`workspace`).
Look first at `assemble.assemble_book`, then at `gate`.
"""
