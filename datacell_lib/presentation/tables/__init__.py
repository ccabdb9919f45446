"""Released tables as HTML tables that screen readers and phones can read.

Here belong columns, headings and formats.
Choosing rows does not (`analysis`).
Look first at `layouts`: a kind of table is a list of columns.
"""

from datacell_lib.presentation.tables.html_tables import show_table

__all__ = [
    "show_table",
]
