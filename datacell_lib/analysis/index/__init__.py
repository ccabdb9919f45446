"""Composite indices: any index from one file, with every step a function of its own.

Here belong the steps, ranks, their stability, and diagnostics; in every column a HIGHER score
is MORE vulnerable and rank 1 is the MOST vulnerable. The file itself does not (`files`).
Look first at `steps.follow_steps`, which calculates an index once and keeps every step.
"""

from datacell_lib.analysis.index.consistency import describe_directions, summarise_agreement
from datacell_lib.analysis.index.derive import derive_indicators
from datacell_lib.analysis.index.diagnose import find_contrary_indicators
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
from datacell_lib.analysis.index.tree import list_components

__all__ = [
    "add_overall_standing",
    "add_stability",
    "add_standing",
    "apportion_standing",
    "assess_standing",
    "count_labels",
    "derive_indicators",
    "describe_directions",
    "find_contrary_indicators",
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
