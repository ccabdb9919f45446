"""Composite indices: any index from one file, with every step a function of its own.

Here belong the steps, ranks, their stability, and diagnostics; in every column a HIGHER score
is MORE vulnerable and rank 1 is the MOST vulnerable. The file itself does not (`files`).
Look first at `steps.follow_steps`, which calculates an index once and keeps every step.
"""

from datacell_lib.analysis.index.calculate import calculate_index
from datacell_lib.analysis.index.consistency import describe_directions, summarise_agreement
from datacell_lib.analysis.index.diagnose import find_contrary_indicators
from datacell_lib.analysis.index.districts import (
    calculate_exceedance_share,
    calculate_population_weighted_average,
)
from datacell_lib.analysis.index.groups import group_areas
from datacell_lib.analysis.index.native import list_native_shares, mark_wider_domains
from datacell_lib.analysis.index.standing import (
    add_overall_standing,
    add_standing,
    name_leading_domains,
    number_positions,
    rank_nation,
    select_district,
    select_most_vulnerable,
)
from datacell_lib.analysis.index.standing_stability import (
    add_stability,
    apportion_standing,
    assess_standing,
    count_labels,
)
from datacell_lib.analysis.index.steps import Steps, follow_steps
from datacell_lib.analysis.index.tree import list_components

__all__ = [
    "Steps",
    "add_overall_standing",
    "add_stability",
    "add_standing",
    "apportion_standing",
    "assess_standing",
    "calculate_exceedance_share",
    "calculate_index",
    "calculate_population_weighted_average",
    "count_labels",
    "describe_directions",
    "find_contrary_indicators",
    "follow_steps",
    "group_areas",
    "list_components",
    "list_native_shares",
    "mark_wider_domains",
    "name_leading_domains",
    "number_positions",
    "rank_nation",
    "select_district",
    "select_most_vulnerable",
    "summarise_agreement",
]
