"""Maps of released tables, each with words for those who don't see it.

Here belongs drawing of shapes.
Finding what is high together does not (`analysis.space`).
Look first at `index_map`.
"""

from datacell_lib.presentation.maps.area_map import plot_area_map
from datacell_lib.presentation.maps.hot_spot_map import plot_hot_spots
from datacell_lib.presentation.maps.index_map import plot_index_map

__all__ = [
    "plot_area_map",
    "plot_hot_spots",
    "plot_index_map",
]
