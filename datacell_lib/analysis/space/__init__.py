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
from datacell_lib.analysis.space.neighbour_statistics import (
    calculate_getis_ord,
    calculate_local_moran,
)
from datacell_lib.analysis.space.neighbours import (
    find_nearest_neighbours,
    find_neighbours_within,
    find_queen_neighbours,
)
from datacell_lib.analysis.space.place_rates import list_place_rates
from datacell_lib.analysis.space.scan import scan_for_circles

__all__ = [
    "arrange_places",
    "calculate_getis_ord",
    "calculate_local_moran",
    "count_alarms",
    "detect_in_places",
    "find_hot_spots",
    "find_nearest_neighbours",
    "find_neighbours_within",
    "find_queen_neighbours",
    "list_hot_spots",
    "list_place_rates",
    "scan_for_circles",
    "select_clearest",
]
