"""The atlas: a map that answers to pointer, touch and keyboard, beside a table that is its equal.

Here belongs what the page's scripts (`book/_extra/atlas`) are handed: shapes and values.
What is looked up or worked out for it does not (`intake`, `analysis`).
Look first at `atlas_page`.
"""

from datacell_lib.presentation.atlas.atlas_content import PLACE
from datacell_lib.presentation.atlas.atlas_page import show_atlas

__all__ = ["PLACE", "show_atlas"]
