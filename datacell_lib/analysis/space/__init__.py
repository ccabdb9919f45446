"""Places beside places: neighbours, hot spots, scans and smoothed rates.

Here belongs what needs to know which places touch or how far apart they are.
Drawing them does not (`presentation.maps`).
Look first at `hot_spots`.
"""

from datacell_lib.analysis.space.hot_spots import (
    arrange_places,
    count_alarms,
    detect_in_places,
    find_hot_spots,
    list_hot_spots,
    select_clearest,
)

__all__ = [
    "arrange_places",
    "count_alarms",
    "detect_in_places",
    "find_hot_spots",
    "list_hot_spots",
    "select_clearest",
]
