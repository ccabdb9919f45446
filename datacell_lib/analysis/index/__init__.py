"""Composite indices: any index from one file, with every step a function of its own.

Here belong the steps, ranks, their stability, and diagnostics; in every column a HIGHER score
is MORE vulnerable and rank 1 is the MOST vulnerable. The file itself does not (`files`).
Look first at `steps.follow_steps`, which calculates an index once and keeps every step.
"""

from datacell_lib.analysis.index.calculate import calculate_index
from datacell_lib.analysis.index.choices import compare_leading_choices
from datacell_lib.analysis.index.consistency import summarise_agreement
from datacell_lib.analysis.index.diagnose import describe_directions
from datacell_lib.analysis.index.groups import group_areas
from datacell_lib.analysis.index.standing import select_standings
from datacell_lib.analysis.index.standing_stability import (
    count_labels,
    list_ranges,
    summarise_steadiness,
)
from datacell_lib.analysis.index.steps import Steps, follow_steps
from datacell_lib.analysis.index.tree import list_components

__all__ = [
    "Steps",
    "calculate_index",
    "compare_leading_choices",
    "count_labels",
    "describe_directions",
    "follow_steps",
    "group_areas",
    "list_components",
    "list_ranges",
    "select_standings",
    "summarise_agreement",
    "summarise_steadiness",
]
