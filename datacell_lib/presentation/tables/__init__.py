"""Released tables as HTML tables that screen readers and phones can read.

Here belong columns, headings and formats.
Choosing rows does not (`analysis`).
Look first at `html_tables.show_table`.
"""

from datacell_lib.presentation.tables.html_tables import show_key_figures, show_table
from datacell_lib.presentation.tables.surveillance_tables import (
    show_growth,
    show_hot_spots,
    show_unusual_weeks,
)

__all__ = [
    "show_growth",
    "show_hot_spots",
    "show_key_figures",
    "show_table",
    "show_unusual_weeks",
]
