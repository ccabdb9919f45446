"""Composite indices: any index from one file, with every step a function of its own."""

from datacell_lib.analysis.index.calculate import calculate_index
from datacell_lib.analysis.index.districts import (
    calculate_exceedance_share,
    calculate_extent,
    calculate_population_weighted_average,
)
from datacell_lib.analysis.index.groups import group_areas
from datacell_lib.analysis.index.steps import follow_steps

__all__ = [
    "calculate_exceedance_share",
    "calculate_extent",
    "calculate_index",
    "calculate_population_weighted_average",
    "follow_steps",
    "group_areas",
]
