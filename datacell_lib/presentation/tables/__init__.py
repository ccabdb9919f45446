"""Released tables as HTML tables that screen readers and phones can read.

Here belong columns, headings and formats.
Choosing rows does not (`analysis`).
Look first at `own_table.show`, which takes any released table; then at `layouts`: each kind of
table that `show_table` shows is a list of columns.
"""

from datacell_lib.presentation.tables.html_tables import show_table
from datacell_lib.presentation.tables.need_tables import show_need, show_risks
from datacell_lib.presentation.tables.own_table import show
from datacell_lib.presentation.tables.place_tables import show_places
from datacell_lib.presentation.tables.plan_tables import show_next_places, show_shares

__all__ = [
    "show",
    "show_need",
    "show_next_places",
    "show_places",
    "show_risks",
    "show_shares",
    "show_table",
]
