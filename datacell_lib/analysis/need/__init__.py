"""People: who lives where need is, how many are expected to need help, how many could be reached.

Here belongs what counts residents by where they live.
Ranks do not (`index`).
Look first at `expected_need`, then at `summary`.
"""

from datacell_lib.analysis.need.deaths_by_fifth import compare_deaths_by_fifth, measure_gaps
from datacell_lib.analysis.need.first_example import explain_first, select_first
from datacell_lib.analysis.need.first_places import (
    list_first_places,
    list_places_by_people,
    select_fifth,
)
from datacell_lib.analysis.need.map_classes import choose_classes
from datacell_lib.analysis.need.own_fifths import compare_own_fifths
from datacell_lib.analysis.need.people import count_people_to_reach
from datacell_lib.analysis.need.similar_districts import profile_district
from datacell_lib.analysis.need.summary import (
    compare_extent,
    compare_key_figures,
    summarise_area,
    summarise_districts,
)
from datacell_lib.analysis.need.vaccination import cover_ages, cover_oldest_by_fifth

__all__ = [
    "choose_classes",
    "compare_deaths_by_fifth",
    "compare_extent",
    "compare_key_figures",
    "compare_own_fifths",
    "count_people_to_reach",
    "cover_ages",
    "cover_oldest_by_fifth",
    "explain_first",
    "list_first_places",
    "list_places_by_people",
    "measure_gaps",
    "profile_district",
    "select_fifth",
    "select_first",
    "summarise_area",
    "summarise_districts",
]
